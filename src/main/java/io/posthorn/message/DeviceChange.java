package io.posthorn.message;

import java.time.Instant;
import java.util.Optional;

/// What changes in who can be notified where.
public sealed interface DeviceChange {

    /// A person uses an app on a device. Whoever had the device in this app before has it no more.
    ///
    /// @param id of the registration, if the person has none with the app yet
    record Registered(
            RegistrationId id,
            String account,
            String app,
            PushUserId user,
            Device device,
            Instant at)
            implements DeviceChange {}

    /// The app is gone from a device.
    record Gone(String account, Device device) implements DeviceChange {}

    /// The person, with all devices, is forgotten.
    record Forgotten(String account, PushUserId user) implements DeviceChange {}

    /// What a push service's answer tells about a device.
    static Optional<DeviceChange> toldBy(Fact fact, Message message) {
        return fact instanceof Fact.Attempted(int number, Outcome.Refused(var scope, _))
                        && scope == Outcome.Scope.DESTINATION
                ? message.attempts().stream()
                        .filter(each -> each.number() == number)
                        .flatMap(each -> Device.of(each.step().to()).stream())
                        .<DeviceChange>map(
                                gone -> new Gone(message.plan().operation().account(), gone))
                        .findFirst()
                : Optional.empty();
    }
}
