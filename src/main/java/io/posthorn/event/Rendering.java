package io.posthorn.event;

import io.posthorn.message.Address;
import io.posthorn.message.Attempt;
import io.posthorn.message.DownstreamSid;
import io.posthorn.message.Event;
import io.posthorn.message.Failure;
import io.posthorn.message.Failures;
import io.posthorn.message.LogEntry;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationEvent;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SessionId;
import io.posthorn.message.Status;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes CloudEvents of lines of the log: the only place that knows both.
///
/// What an event says is taken from parts of a message that never change, so it says the same at
/// every delivery. A message that is no longer stored has no events. Lives for one page of the log.
final class Rendering {

    private static final EventType[] TOLD_WHEN_ACCEPTED =
            Arrays.stream(Operation.Kind.values())
                    .flatMap(kind ->
                            Stream.of(Status.QUEUED, Status.FAILED)
                                    .flatMap(status -> EventTypes.of(status, kind).stream()))
                    .toArray(EventType[]::new);

    private final Store store;
    private final EventFilter filter;
    private final Map<MessageId, Optional<Message>> messages = new HashMap<>();
    private final Map<OperationId, Optional<Operation>> operations = new HashMap<>();

    Rendering(Store store, EventFilter filter) {
        this.store = store;
        this.filter = filter;
    }

    /// The first position a line of the log takes.
    static long firstSeq(LogEntry entry) {
        return switch (entry) {
            case Event event -> event.seq();
            case OperationEvent event -> event.firstSeq();
            case SenderEvent event -> event.seq();
        };
    }

    /// Whether any position of the line may hold an event the filter lets through.
    boolean concerns(LogEntry entry) {
        return switch (entry) {
            case Event event -> EventTypes.concerns(event, filter.types());
            case OperationEvent event ->
                    filter.wants(type(event.status()))
                            || (event.accepted() > 0 && filter.wants(TOLD_WHEN_ACCEPTED));
            case SenderEvent event ->
                    filter.wants(EventType.SENDER_HEALTH_CHANGED)
                            && event.account().equals(filter.account());
        };
    }

    /// The event at a position of a line; empty when it is not for this reader.
    Optional<CloudEvent> at(LogEntry entry, long seq) {
        return (switch (entry) {
                    case Event event -> ofMessage(event);
                    case OperationEvent event ->
                            seq == event.firstSeq()
                                    ? ofOperation(event)
                                    : ofAccepted(event, seq - event.firstSeq() - 1, seq);
                    case SenderEvent event -> ofSender(event);
                })
                .filter(event -> filter.types().contains(event.type()));
    }

    // Senders

    private Optional<CloudEvent> ofSender(SenderEvent event) {
        ObjectNode data =
                object().put("account_sid", event.account())
                        .put("sender_id", event.sender().toString());
        event.pool().ifPresent(pool -> data.put("sender_pool_id", pool.toString()));
        data.put("from", event.from())
                .put("to", event.to())
                .put("score", event.score())
                .put("reason", event.reason());
        return Optional.of(
                        new CloudEvent(
                                new EventId(event.sender().value(), event.seq()),
                                EventType.SENDER_HEALTH_CHANGED,
                                event.account(),
                                event.at(),
                                Optional.empty(),
                                data))
                .filter(_ -> event.account().equals(filter.account()));
    }

    // Operations

    private Optional<CloudEvent> ofOperation(OperationEvent event) {
        return operation(event)
                .map(operation ->
                        new CloudEvent(
                                new EventId(operation.id().value(), event.firstSeq()),
                                type(event.status()),
                                operation.account(),
                                event.at(),
                                Optional.empty(),
                                object().put("operation_id", operation.id().toString())));
    }

    private Optional<Operation> operation(OperationEvent event) {
        return operations
                .computeIfAbsent(event.operation(), this::read)
                .filter(operation -> operation.account().equals(filter.account()));
    }

    private static EventType type(Operation.Status status) {
        return switch (status) {
            case SCHEDULED -> EventType.OPERATION_SCHEDULED;
            case PROCESSING -> EventType.OPERATION_PROCESSING;
            case COMPLETED, CANCELED -> EventType.OPERATION_COMPLETED;
        };
    }

    // Messages

    /// What became of the message at `index` of its operation when that was accepted.
    private Optional<CloudEvent> ofAccepted(OperationEvent event, long index, long seq) {
        return operation(event)
                .map(operation -> new MessageId(operation.firstMessage().value() + index))
                .flatMap(this::message)
                .flatMap(message -> ofAccepted(message, seq, event.at()));
    }

    private static Optional<CloudEvent> ofAccepted(Message message, long seq, Instant at) {
        if (message.plan().steps().isEmpty()) {
            return became(message, Status.FAILED, Optional.of(Failures.UNADDRESSABLE), seq, at);
        }
        return message.plan().scheduledFor().isPresent()
                ? Optional.empty()
                : became(message, Status.QUEUED, Optional.empty(), seq, at);
    }

    private static Optional<CloudEvent> became(
            Message message, Status status, Optional<Failure> why, long seq, Instant at) {
        return EventTypes.of(status, message.plan().operation().kind())
                .map(type -> event(message, 0, seq, type, status, why, at));
    }

    private Optional<CloudEvent> ofMessage(Event event) {
        return message(event.message()).flatMap(message -> ofMessage(event, message));
    }

    private static Optional<CloudEvent> ofMessage(Event event, Message message) {
        return EventTypes.of(event, message.plan().operation().kind())
                .map(type ->
                        event(
                                message,
                                event.attempt(),
                                event.seq(),
                                type,
                                event.overall(),
                                event.failure(),
                                event.at()));
    }

    private Optional<Operation> read(OperationId id) {
        return store.find(id).map(Operation::withoutAttachments);
    }

    private Optional<Message> read(MessageId id) {
        return store.find(id).map(Message::withoutAttachments);
    }

    private Optional<Message> message(MessageId id) {
        return messages.computeIfAbsent(id, this::read)
                .filter(message -> message.plan().operation().account().equals(filter.account()));
    }

    private static CloudEvent event(
            Message message,
            int number,
            long seq,
            EventType type,
            Status overall,
            Optional<Failure> failure,
            Instant at) {
        ObjectNode data = about(message);
        if (number > 0) {
            data.put("downstream_id", new DownstreamSid(message.id(), number).toString());
        }
        failure.ifPresent(why -> data.put("error_code", Integer.toString(why.code())));
        Optional<Attempt> attempt =
                message.attempts().stream().filter(a -> a.number() == number).findFirst();
        if (type == EventType.MESSAGE_INBOUND) {
            attempt.ifPresent(a -> inbound(data, message, a));
        } else {
            attempt.ifPresent(a -> data.put("attempt", Integer.toString(number)));
            attempt.ifPresent(a -> data.set("from", sender(a)));
            to(message, attempt).ifPresent(to -> data.set("to", to));
        }
        ObjectNode tags = data.putObject("tags");
        message.plan().tags().forEach(tags::put);
        return new CloudEvent(
                new EventId(message.id().value(), seq),
                type,
                message.plan().operation().account(),
                at,
                Optional.of(message.plan().operation().kind().shown(overall)),
                data);
    }

    private static ObjectNode about(Message message) {
        Operation operation = message.plan().operation();
        ObjectNode data =
                object().put("operation_id", operation.id().toString())
                        .put(EventTypes.idProperty(operation.kind()), message.shownId())
                        .put("account_sid", operation.account());
        pool(operation.origin()).ifPresent(pool -> data.put("sender_pool_id", pool.toString()));
        return data;
    }

    private static Optional<PoolId> pool(Origin origin) {
        return switch (origin) {
            case Origin.FromPool(PoolId pool) -> Optional.of(pool);
            case Origin.Inbound(var _, Optional<PoolId> pool) -> pool;
            case Origin.FromSender _, Origin.FromInventory _, Origin.AutoReply _ ->
                    Optional.empty();
        };
    }

    /// A phone wrote to a sender: what is the sender of all other messages is the recipient.
    private static void inbound(ObjectNode data, Message message, Attempt arrival) {
        SessionId.of(message).ifPresent(id -> data.put("session_id", id.toString()));
        data.set("from", person(arrival.step().to()));
        data.set("to", sender(arrival));
    }

    private static ObjectNode sender(Attempt attempt) {
        return object().put("id", attempt.sender().toString())
                .put("address", attempt.address())
                .put("channel", attempt.step().channel().name());
    }

    /// The address tried; before the first attempt the recipient's, when he has only one.
    private static Optional<ObjectNode> to(Message message, Optional<Attempt> attempt) {
        List<Address> addresses = message.plan().to().addresses();
        return attempt.map(a -> a.step().to())
                .or(() ->
                        addresses.size() == 1
                                ? Optional.of(addresses.getFirst())
                                : Optional.empty())
                .map(Rendering::person);
    }

    private static ObjectNode person(Address address) {
        return object().put("address", address.value()).put("channel", address.kind().name());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
