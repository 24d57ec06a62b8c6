package io.posthorn.api;

import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.PushApps;
import io.posthorn.message.Address;
import io.posthorn.message.Content;
import io.posthorn.message.Device;
import io.posthorn.message.Origin;
import io.posthorn.message.PushUserId;
import io.posthorn.message.Recipient;
import io.posthorn.message.Registration;
import io.posthorn.store.RegistrationQuery;
import io.posthorn.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the devices of the people a notification is for: those registered with the app it is from.
final class DevicesOfUsers {

    private final PushApps apps;
    private final Store store;

    DevicesOfUsers(Inventory inventory, Store store) {
        this.apps = new PushApps(inventory);
        this.store = store;
    }

    /// The request with each person's devices as his addresses, the one registered last first.
    SendRequest of(String account, Origin origin, SendRequest request) {
        if (!(request.content() instanceof Content.Push)) {
            return request;
        }
        Set<PushUserId> users =
                request.to().stream()
                        .flatMap(recipient -> user(recipient).stream())
                        .collect(Collectors.toSet());
        if (users.isEmpty()) {
            return request;
        }
        Map<PushUserId, List<Address>> devices = new HashMap<>();
        String app = apps.of(account, origin).name();
        for (Registration each : store.registrations(RegistrationQuery.of(account, app, users))) {
            devices.put(each.user(), each.devices().stream().map(Device::address).toList());
        }
        return request.to(request.to().stream().map(to -> with(devices, to)).toList());
    }

    private static Optional<PushUserId> user(Recipient recipient) {
        return recipient.profile().flatMap(profile -> PushUserId.parse(profile.profileId()));
    }

    private static Recipient with(Map<PushUserId, List<Address>> devices, Recipient recipient) {
        return user(recipient)
                .map(devices::get)
                .map(its ->
                        new Recipient(
                                its, recipient.profile(), recipient.variables(), recipient.name()))
                .orElse(recipient);
    }
}
