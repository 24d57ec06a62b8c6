package io.posthorn.store;

import io.posthorn.message.Device;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.PushUser;
import io.posthorn.message.PushUserId;
import io.posthorn.message.Registration;
import io.posthorn.message.RegistrationId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Who can be notified where, in memory.
final class SimDevices {
    private final TreeMap<Long, PushUser> users = new TreeMap<>();
    private final TreeMap<Long, Stored> registrations = new TreeMap<>();

    private record Stored(
            long id, String account, String app, PushUserId user, Map<Device, Instant> devices) {}

    void apply(DeviceChange change) {
        switch (change) {
            case DeviceChange.Registered it -> register(it);
            case DeviceChange.Gone(String account, Device device) ->
                    of(account).forEach(each -> each.devices.remove(device));
            case DeviceChange.Forgotten(String account, PushUserId user) -> {
                users.values().removeIf(u -> u.account().equals(account) && u.id().equals(user));
                registrations
                        .values()
                        .removeIf(r -> r.account.equals(account) && r.user.equals(user));
            }
        }
    }

    private Stream<Stored> of(String account) {
        return registrations.values().stream().filter(each -> each.account.equals(account));
    }

    private void register(DeviceChange.Registered it) {
        users.put(it.user().value(), new PushUser(it.user(), it.account(), it.at()));
        of(it.account())
                .filter(each -> each.app.equals(it.app()))
                .forEach(each -> each.devices.remove(it.device()));
        Stored own =
                of(it.account())
                        .filter(each -> each.app.equals(it.app()) && each.user.equals(it.user()))
                        .findFirst()
                        .orElseGet(() ->
                                new Stored(
                                        it.id().value(),
                                        it.account(),
                                        it.app(),
                                        it.user(),
                                        new HashMap<>()));
        own.devices.put(it.device(), it.at());
        registrations.put(own.id, own);
        newestFirst(own).skip(Registration.DEVICES_MOST).forEach(own.devices::remove);
    }

    private static Stream<Device> newestFirst(Stored registration) {
        return List.copyOf(registration.devices.entrySet()).stream()
                .sorted(
                        Map.Entry.<Device, Instant>comparingByValue()
                                .reversed()
                                .thenComparing(e -> e.getKey().provider().name())
                                .thenComparing(e -> e.getKey().token()))
                .map(Map.Entry::getKey);
    }

    List<PushUser> users(PushUserQuery query) {
        return users.values().stream()
                .filter(user -> user.account().equals(query.account()))
                .filter(user -> query.id().map(user.id()::equals).orElse(true))
                .filter(user ->
                        query.before()
                                .map(before -> user.id().value() < before.value())
                                .orElse(true))
                .sorted(Comparator.<PushUser>comparingLong(u -> u.id().value()).reversed())
                .limit(query.max())
                .toList();
    }

    List<Registration> list(RegistrationQuery query) {
        return registrations.descendingMap().values().stream()
                .map(each ->
                        new Registration(
                                new RegistrationId(each.id),
                                each.account,
                                each.app,
                                each.user,
                                newestFirst(each).toList()))
                .filter(query::matches)
                .limit(query.max())
                .toList();
    }
}
