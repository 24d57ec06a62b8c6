package io.posthorn.store;

import io.posthorn.message.Address;
import io.posthorn.message.Attempt;
import io.posthorn.message.Change;
import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Event;
import io.posthorn.message.Failure;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Plan;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Operations and messages to store, and the steps of their lives.
public final class Samples {

    public static final String ACCOUNT = "AC00000000000000000000000000000001";
    public static final Instant NOW = Instant.parse("2026-01-05T10:00:00.123456789Z");
    public static final PoolId POOL = new PoolId(7);
    public static final SenderId SENDER = new SenderId(8);
    public static final String SENDER_ADDRESS = "+12065550144";
    public static final ConnectionId CONNECTION = new ConnectionId(9);
    public static final Failure FAILURE =
            new Failure(30003, "Unreachable destination", "stat:UNDELIV");
    public static final Duration VALIDITY = Duration.ofHours(10);

    public static final Content EMAIL =
            new Content.Email(
                    Optional.empty(), "Shipped", "<p>Hi</p>", Optional.empty(), List.of());
    public static final Content NOTIFICATION =
            new Content.Push(Optional.empty(), "Hi", Content.Urgency.HIGH, Optional.empty());

    private final Ids ids;

    public Samples() {
        this(0);
    }

    /// Continues after the greatest id of a store that has messages.
    public Samples(long lastId) {
        this.ids = new Ids(lastId);
    }

    /// What to vary; everything else is usual.
    public record Order(
            String account,
            PoolId pool,
            Priority priority,
            Instant at,
            Optional<Instant> schedule,
            Function<Integer, String> phone,
            Map<String, String> tags,
            Optional<String> orderingKey,
            Content content) {

        public static final Order USUAL =
                new Order(
                        ACCOUNT,
                        POOL,
                        Priority.NORMAL,
                        NOW,
                        Optional.empty(),
                        i -> "+1415390%04d".formatted(i),
                        Map.of(),
                        Optional.empty(),
                        Content.text("Hi {{ firstName }}"));

        public Order account(String account) {
            return new Order(
                    account, pool, priority, at, schedule, phone, tags, orderingKey, content);
        }

        public Order pool(PoolId pool) {
            return new Order(
                    account, pool, priority, at, schedule, phone, tags, orderingKey, content);
        }

        public Order priority(Priority priority) {
            return new Order(
                    account, pool, priority, at, schedule, phone, tags, orderingKey, content);
        }

        public Order at(Instant at) {
            return new Order(
                    account, pool, priority, at, schedule, phone, tags, orderingKey, content);
        }

        public Order scheduled(Instant due) {
            return new Order(
                    account,
                    pool,
                    priority,
                    at,
                    Optional.of(due),
                    phone,
                    tags,
                    orderingKey,
                    content);
        }

        public Order to(String phone) {
            return new Order(
                    account, pool, priority, at, schedule, _ -> phone, tags, orderingKey, content);
        }

        public Order ordered(String key) {
            return new Order(
                    account, pool, priority, at, schedule, phone, tags, Optional.of(key), content);
        }

        public Order saying(Content content) {
            return new Order(
                    account, pool, priority, at, schedule, phone, tags, orderingKey, content);
        }

        public Order tags(Map<String, String> tags) {
            return new Order(
                    account, pool, priority, at, schedule, phone, tags, orderingKey, content);
        }
    }

    public Batch.Submission submission(int size) {
        return submission(size, Order.USUAL);
    }

    public Batch.Submission submission(int size, Order order) {
        OperationId id = new OperationId(ids.next(order.at()));
        long first = ids.block(size, order.at());
        Operation operation =
                new Operation(
                        id,
                        order.account(),
                        new Origin.FromPool(order.pool()),
                        order.content(),
                        order.tags(),
                        order.priority(),
                        order.orderingKey(),
                        new MessageId(first),
                        size,
                        order.schedule().isPresent(),
                        order.schedule().orElse(order.at()));
        List<Message> messages =
                IntStream.range(0, size).mapToObj(i -> message(operation, i, order)).toList();
        return new Batch.Submission(operation, messages, Optional.empty());
    }

    /// What `phone` wrote to the sender, which the carrier calls `upstreamId`.
    public Batch.Submission inbound(String phone, String upstreamId) {
        long number = ids.block(2, NOW);
        Address person = new Address(Address.Kind.PHONE, phone);
        Plan.Step step = new Plan.Step(Channel.SMS, person, 1);
        Operation operation =
                new Operation(
                        new OperationId(number),
                        ACCOUNT,
                        new Origin.Inbound(SENDER, Optional.of(POOL)),
                        Content.text("Hello {{"),
                        Map.of(),
                        Priority.NORMAL,
                        Optional.empty(),
                        new MessageId(number + 1),
                        1,
                        false,
                        NOW);
        Plan plan =
                new Plan(
                        operation,
                        new Recipient(List.of(person), Optional.empty(), Map.of()),
                        Map.of(),
                        List.of(step),
                        Optional.empty(),
                        NOW);
        Attempt arrival =
                new Attempt(
                        1,
                        SENDER,
                        SENDER_ADDRESS,
                        CONNECTION,
                        step,
                        NOW,
                        Status.INBOUND,
                        true,
                        false,
                        List.of(upstreamId),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        NOW);
        Message message =
                new Message(
                        new MessageId(number + 1),
                        plan,
                        new State.Inbound(NOW),
                        0,
                        List.of(arrival),
                        false,
                        NOW,
                        1);
        return new Batch.Submission(operation, List.of(message), Optional.empty());
    }

    private static Message message(Operation operation, int index, Order order) {
        String phone = order.phone().apply(index);
        Address to = new Address(Address.Kind.PHONE, phone);
        Plan plan =
                new Plan(
                        operation,
                        new Recipient(List.of(to), Optional.empty(), Map.of("firstName", "Ada")),
                        order.tags(),
                        List.of(new Plan.Step(Channel.SMS, to, 1)),
                        order.schedule(),
                        order.schedule().orElse(order.at()).plus(VALIDITY));
        return new Message(
                new MessageId(operation.firstMessage().value() + index),
                plan,
                order.schedule().<State>map(State.Scheduled::new).orElse(new State.Queued()),
                0,
                List.of(),
                false,
                order.at(),
                1);
    }

    public static Batch.Submission keyed(Batch.Submission plain, String key, String body) {
        return new Batch.Submission(
                plain.operation(),
                plain.messages(),
                Optional.of(
                        new Batch.IdempotencyKey(
                                plain.operation().account(),
                                key,
                                body,
                                plain.operation().id().createdAt().plus(Duration.ofHours(24)))));
    }

    public static Message with(Message message, State state, List<Attempt> attempts, Instant now) {
        return new Message(
                message.id(),
                message.plan(),
                state,
                message.step(),
                attempts,
                message.withdrawn(),
                now,
                message.version() + 1);
    }

    /// The message enters `state`, with the one event that tells.
    public static Change to(Message before, State state, Instant now) {
        return changed(before, with(before, state, before.attempts(), now), 0);
    }

    public static Change changed(Message before, Message after, int attempt) {
        Status status = after.state().status();
        return new Change(
                before,
                after,
                List.of(
                        new Event(
                                0,
                                after.id(),
                                attempt,
                                status,
                                status,
                                Optional.empty(),
                                after.updatedAt())));
    }

    public static Change chosen(Message before, Instant now) {
        return chosen(before, CONNECTION, now);
    }

    public static Change chosen(Message before, ConnectionId connection, Instant now) {
        List<Attempt> attempts = new ArrayList<>(before.attempts());
        attempts.add(
                new Attempt(
                        attempts.size() + 1,
                        SENDER,
                        SENDER_ADDRESS,
                        connection,
                        before.currentStep(),
                        now,
                        Status.QUEUED,
                        true,
                        false,
                        List.of(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        now));
        State sending = new State.Sending(now.plusSeconds(60));
        return new Change(before, with(before, sending, attempts, now), List.of());
    }

    public static Change sent(Message before, Instant now, String... receiptKeys) {
        List<Attempt> attempts = lastAttempt(before, Status.SENT, List.of(receiptKeys), now);
        Message after = with(before, new State.Sent(now), attempts, now);
        return changed(before, after, attempts.size());
    }

    public static Change delivered(Message before, Instant now) {
        List<String> keys = before.attempts().getLast().receiptKeys();
        List<Attempt> attempts = lastAttempt(before, Status.DELIVERED, keys, now);
        Message after = with(before, new State.Delivered(now), attempts, now);
        return changed(before, after, attempts.size());
    }

    public static Change read(Message before, Instant now) {
        List<String> keys = before.attempts().getLast().receiptKeys();
        List<Attempt> attempts = lastAttempt(before, Status.READ, keys, now);
        Message after = with(before, new State.Read(now), attempts, now);
        return changed(before, after, attempts.size());
    }

    private static List<Attempt> lastAttempt(
            Message message, Status status, List<String> keys, Instant now) {
        List<Attempt> attempts = new ArrayList<>(message.attempts());
        Attempt last = attempts.removeLast();
        attempts.add(
                new Attempt(
                        last.number(),
                        last.sender(),
                        last.address(),
                        last.connection(),
                        last.step(),
                        last.at(),
                        status,
                        last.sure(),
                        last.possibleDuplicate(),
                        keys,
                        status == Status.DELIVERED ? 1 : 0,
                        Optional.empty(),
                        Optional.of(OutcomeClass.T0_ACCEPTED),
                        last.acceptedAt().or(() -> Optional.of(now)),
                        now));
        return attempts;
    }
}
