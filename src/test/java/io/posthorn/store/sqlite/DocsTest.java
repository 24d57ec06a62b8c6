package io.posthorn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Address;
import io.posthorn.message.Attempt;
import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Failure;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever a message holds, its docs give back.
class DocsTest {

    /// One of each kind of character JSON or UTF-8 could get wrong, a lone half of a pair included.
    private static final String CHARACTERS =
            "aZ09 \"\\/\b\f\n\r\t\0\u001f\u007fé\u2028\uffff\ud800";

    @Property(seed = "1", tries = 500)
    void an_operation_is_read_as_it_was_written(@ForAll long seed) {
        Operation operation = new Maker(seed).operation();
        OperationDoc.Columns columns =
                new OperationDoc.Columns(
                        operation.id(), operation.firstMessage(), operation.size());
        assertThat(OperationDoc.read(OperationDoc.write(operation), columns)).isEqualTo(operation);
    }

    @Property(seed = "1", tries = 500)
    void a_plan_is_read_as_it_was_written(@ForAll long seed) {
        Plan plan = new Maker(seed).plan();
        assertThat(PlanDoc.read(PlanDoc.write(plan), plan.operation())).isEqualTo(plan);
    }

    @Property(seed = "1", tries = 500)
    void a_life_is_read_as_it_was_written(@ForAll long seed) {
        Maker make = new Maker(seed);
        Message message =
                new Message(
                        new MessageId(1),
                        make.plan(),
                        new State.Queued(),
                        make.random.nextInt(3),
                        make.list(make::attempt),
                        make.random.nextBoolean(),
                        make.instant(),
                        1);
        LifeDoc.Columns columns = new LifeDoc.Columns(Codes.QUEUED, Instant.EPOCH);
        assertThat(LifeDoc.read(LifeDoc.write(message), columns, message.plan()))
                .isEqualTo(
                        new LifeDoc.Life(
                                message.state(),
                                message.step(),
                                message.attempts(),
                                message.withdrawn()));
    }

    private interface Part<T> {
        T make();
    }

    /// Values out of a seed.
    private static final class Maker {
        private final Random random;

        private Maker(long seed) {
            random = new Random(seed);
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int i = 0; i < length; i++) {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            return random.nextInt(8) == 0 ? text + "😀" : text.toString();
        }

        private <T> List<T> list(Part<T> part) {
            List<T> list = new ArrayList<>();
            int size = random.nextInt(4);
            for (int i = 0; i < size; i++) {
                list.add(part.make());
            }
            return list;
        }

        private <T> Optional<T> optional(Part<T> part) {
            return random.nextBoolean() ? Optional.of(part.make()) : Optional.empty();
        }

        private <T> T one(T[] values) {
            return values[random.nextInt(values.length)];
        }

        private Map<String, String> map() {
            Map<String, String> map = new HashMap<>();
            IntStream.range(0, random.nextInt(4)).forEach(_ -> map.put(text(), text()));
            return map;
        }

        private Instant instant() {
            return Instant.ofEpochSecond(
                    random.nextLong(4_102_444_800L), random.nextInt(1_000_000_000));
        }

        private Address address() {
            return new Address(one(Address.Kind.values()), text());
        }

        private Failure failure() {
            return new Failure(random.nextInt(), text(), text());
        }

        private Origin origin() {
            long number = random.nextLong();
            return switch (random.nextInt(5)) {
                case 0 -> new Origin.FromPool(new PoolId(number));
                case 1 -> new Origin.FromSender(new SenderId(number));
                case 2 -> new Origin.AutoReply(new SenderId(number));
                case 3 ->
                        new Origin.Inbound(
                                new SenderId(number),
                                optional(() -> new PoolId(random.nextLong())));
                default -> new Origin.FromInventory(number);
            };
        }

        private Content content() {
            return switch (random.nextInt(3)) {
                case 0 -> new Content.Plain(optional(this::text), List.of());
                case 1 -> new Content.Stored(text(), map(), text());
                default ->
                        new Content.Modules(
                                Map.of(
                                        one(Channel.values()),
                                        new Content.Module(optional(this::text), text())));
            };
        }

        private Operation operation() {
            return new Operation(
                    new OperationId(random.nextLong()),
                    text(),
                    origin(),
                    content(),
                    map(),
                    one(Priority.values()),
                    optional(this::text),
                    new MessageId(random.nextLong()),
                    random.nextInt(),
                    random.nextBoolean(),
                    instant());
        }

        private Plan plan() {
            List<Address> addresses = list(this::address);
            Optional<Recipient.Profile> profile =
                    optional(() -> new Recipient.Profile(text(), text()));
            return new Plan(
                    operation(),
                    new Recipient(addresses, profile, map()),
                    map(),
                    list(() -> step(addresses)),
                    optional(this::instant),
                    instant());
        }

        private Plan.Step step(List<Address> addresses) {
            boolean own = addresses.isEmpty() || random.nextBoolean();
            Address to = own ? address() : addresses.get(random.nextInt(addresses.size()));
            return new Plan.Step(one(Channel.values()), to, random.nextInt(100));
        }

        private Attempt attempt() {
            return new Attempt(
                    random.nextInt(),
                    new SenderId(random.nextLong()),
                    text(),
                    new ConnectionId(random.nextLong()),
                    step(List.of()),
                    instant(),
                    one(Status.values()),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    list(this::text),
                    random.nextLong(),
                    optional(this::failure),
                    optional(() -> one(OutcomeClass.values())),
                    optional(this::instant),
                    instant());
        }
    }
}
