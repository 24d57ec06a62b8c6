package io.posthorn.store;

import io.posthorn.message.Address;
import io.posthorn.message.Attempt;
import io.posthorn.message.Channel;
import io.posthorn.message.Device;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Plan;
import io.posthorn.message.SessionId;
import io.posthorn.message.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Messages of an account, newest first; every filter given must hold.
///
/// @param kind that of its operation
/// @param from created at or after
/// @param until created before
/// @param before older than this message: where the next page begins
/// @param session written in this session: its last attempt's
/// @param channel that of the last attempt, or of the first step when there is none yet
/// @param address sent to or from it
/// @param profile the id of the profile, or of the person with devices, it was sent to
/// @param provider the push service of one of the recipient's devices
/// @param tags all of them must be there, with these values
public record MessageQuery(
        String account,
        Optional<Operation.Kind> kind,
        Optional<OperationId> operation,
        Optional<SessionId> session,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<Channel> channel,
        Optional<Status> status,
        Optional<String> address,
        Optional<String> profile,
        Optional<Device.Provider> provider,
        Map<String, String> tags,
        Optional<MessageId> before,
        int max) {

    public static MessageQuery all(String account, int max) {
        return new MessageQuery(
                account,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                max);
    }

    /// The newest message a person wrote in a session since a moment.
    public static MessageQuery lastWritten(
            String account, SessionId session, Address person, Instant since) {
        return new MessageQuery(
                account,
                Optional.of(Operation.Kind.MESSAGE),
                Optional.empty(),
                Optional.of(session),
                Optional.of(since),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Status.INBOUND),
                Optional.of(person.value()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                1);
    }

    public static MessageQuery of(String account, OperationId operation, int max) {
        var all = all(account, max);
        return new MessageQuery(
                account,
                all.kind,
                Optional.of(operation),
                all.session,
                all.from,
                all.until,
                all.channel,
                all.status,
                all.address,
                all.profile,
                all.provider,
                all.tags,
                all.before,
                max);
    }

    /// Whether `message` passes every filter.
    public boolean matches(Message message) {
        Plan plan = message.plan();
        return plan.operation().account().equals(account)
                && kind.map(plan.operation().kind()::equals).orElse(true)
                && operation.map(plan.operation().id()::equals).orElse(true)
                && session.map(wanted -> SessionId.of(message).filter(wanted::equals).isPresent())
                        .orElse(true)
                && from.map(from -> !message.id().createdAt().isBefore(from)).orElse(true)
                && until.map(message.id().createdAt()::isBefore).orElse(true)
                && channel.map(wanted -> channelOf(message).filter(wanted::equals).isPresent())
                        .orElse(true)
                && status.map(message.state().status()::equals).orElse(true)
                && address.map(wanted -> concerns(message, wanted)).orElse(true)
                && profile.map(wanted -> isFor(plan, wanted)).orElse(true)
                && provider.map(wanted -> isOnDeviceOf(plan, wanted)).orElse(true)
                && plan.tags().entrySet().containsAll(tags.entrySet())
                && before.map(before -> message.id().compareTo(before) < 0).orElse(true);
    }

    private static Optional<Channel> channelOf(Message message) {
        return message.attempts().isEmpty()
                ? message.plan().steps().stream().findFirst().map(Plan.Step::channel)
                : Optional.of(message.attempts().getLast().step().channel());
    }

    private static boolean concerns(Message message, String address) {
        return message.plan().to().addresses().stream().anyMatch(a -> a.value().equals(address))
                || message.attempts().stream().map(Attempt::address).anyMatch(address::equals);
    }

    private static boolean isOnDeviceOf(Plan plan, Device.Provider provider) {
        return plan.to().addresses().stream()
                .flatMap(address -> Device.of(address).stream())
                .anyMatch(device -> device.provider() == provider);
    }

    private static boolean isFor(Plan plan, String profileId) {
        return plan.to().profile().filter(p -> p.profileId().equals(profileId)).isPresent();
    }

    /// The same, of up to `most` messages.
    public MessageQuery first(int most) {
        return new MessageQuery(
                account, kind, operation, session, from, until, channel, status, address, profile,
                provider, tags, before, most);
    }

    /// The same query's page after `last`.
    public MessageQuery before(MessageId last) {
        return new MessageQuery(
                account,
                kind,
                operation,
                session,
                from,
                until,
                channel,
                status,
                address,
                profile,
                provider,
                tags,
                Optional.of(last),
                max);
    }
}
