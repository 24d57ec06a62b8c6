package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.message.Address;
import io.posthorn.message.Address.Kind;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Content.Urgency;
import io.posthorn.message.Device;
import io.posthorn.message.Failures;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.State;
import io.posthorn.store.Batch;
import io.posthorn.store.SimStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final String ACCOUNT = "AC1";
    private static final long QUEUE = 7;
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final Address PHONE = new Address(Kind.PHONE, "+14155550100");
    private static final Address SECOND_PHONE = new Address(Kind.PHONE, "+14155550111");
    private static final Address WHATSAPP = new Address(Kind.WHATSAPP, "+14155550100");
    private static final Address EMAIL = new Address(Kind.EMAIL, "ada@example.com");

    private final Inventory inventory = new Inventory(new SimStore(), new Ids(0), Time.system());
    private final Planner planner = new Planner(new Origins(inventory, Map.of(QUEUE, ACCOUNT)));
    private final ConnectionId connection =
            inventory
                    .addConnection((id, now) ->
                            new Connection(
                                    id,
                                    ACCOUNT,
                                    "c",
                                    "SMPP",
                                    Map.of(),
                                    OptionalDouble.empty(),
                                    now,
                                    now))
                    .id();

    private SenderId sender(Channel channel) {
        return sender(channel, Sender.Status.ACTIVATED);
    }

    private SenderId sender(Channel channel, Sender.Status status) {
        return sender("+12065550100", channel, status, Sender.Kind.LONG_CODE);
    }

    private SenderId sender(
            String address, Channel channel, Sender.Status status, Sender.Kind kind) {
        return inventory
                .addSender((id, now) ->
                        new Sender(
                                id,
                                ACCOUNT,
                                address,
                                channel,
                                connection,
                                Optional.empty(),
                                Map.of(),
                                status,
                                1,
                                OptionalInt.empty(),
                                Sender.Limits.NONE,
                                Set.of(),
                                kind,
                                now,
                                now))
                .id();
    }

    private Origin pool(Policy policy, SenderId... senders) {
        List<Inventory.NewMember> members = new ArrayList<>();
        for (SenderId sender : senders) {
            members.add(member(sender));
        }
        PoolId pool =
                inventory
                        .addPool(
                                new Inventory.NewPool(
                                        ACCOUNT, Optional.of("p"), Map.of(), policy, members))
                        .pool();
        return new Origin.FromPool(pool);
    }

    private static Inventory.NewMember member(SenderId sender) {
        return new Inventory.NewMember(
                Optional.of(sender),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    private static Policy policy(Duration validity, Channel... order) {
        Policy usual = Policy.DEFAULT;
        return new Policy(
                usual.choosing(),
                usual.failover(),
                validity,
                List.of(order),
                usual.optOut(),
                usual.quietHours());
    }

    /// What to vary; everything else is usual.
    private static final class Asked {
        private Origin origin = new Origin.FromInventory(QUEUE);
        private Content content = Content.text("Hi");
        private List<Channel> order = List.of();
        private Set<Channel> only = Set.of();
        private Optional<Duration> validity = Optional.empty();
        private List<Order.To> to = List.of(recipient(PHONE));

        Asked from(Origin origin) {
            this.origin = origin;
            return this;
        }

        Asked content(Content content) {
            this.content = content;
            return this;
        }

        Asked ranked(Channel... order) {
            this.order = List.of(order);
            return this;
        }

        Asked only(Channel... only) {
            this.only = Set.of(only);
            return this;
        }

        Asked valid(Duration validity) {
            this.validity = Optional.of(validity);
            return this;
        }

        Asked to(Order.To... to) {
            this.to = List.of(to);
            return this;
        }
    }

    private static Order.To recipient(Address... addresses) {
        return new Order.To(
                new Recipient(List.of(addresses), Optional.empty(), Map.of()),
                Map.of(),
                Optional.empty());
    }

    private static Order.To named(String name) {
        return new Order.To(
                new Recipient(List.of(PHONE), Optional.empty(), Map.of("name", name)),
                Map.of(),
                Optional.empty());
    }

    private static Order.To at(Instant moment) {
        return new Order.To(Recipient.phone(PHONE.value()), Map.of(), Optional.of(moment));
    }

    private Batch.Submission submission(Asked asked) {
        return planner.plan(
                new Order(
                        ACCOUNT,
                        asked.origin,
                        asked.order,
                        asked.only,
                        asked.content,
                        Map.of("campaign", "spring"),
                        Priority.BULK,
                        asked.validity,
                        Optional.empty(),
                        false,
                        asked.to,
                        Optional.empty()),
                100,
                NOW);
    }

    private Message message(Asked asked) {
        return submission(asked).messages().getFirst();
    }

    private List<Channel> channels(Asked asked) {
        return message(asked).plan().steps().stream().map(Plan.Step::channel).toList();
    }

    // Which channels, in which order

    @Test
    void a_device_no_sender_has_a_service_for_is_no_address() {
        Address android = new Device(Device.Provider.FCM, "token").address();
        Address apple = new Device(Device.Provider.APN, "00ff").address();
        SenderId firebase = sender("a", Channel.PUSH, Sender.Status.ACTIVATED, Sender.Kind.FCM);
        Content content = new Content.Push(Optional.empty(), "Hi", Urgency.HIGH, Optional.empty());
        Asked asked = new Asked().content(content).from(pool(Policy.DEFAULT, firebase));

        assertThat(message(asked.to(recipient(apple, android))).plan().steps())
                .containsExactly(new Plan.Step(Channel.PUSH, android, 1));
        assertThat(message(asked.to(recipient(apple))).state())
                .isInstanceOf(State.Unaddressable.class);

        SenderId push = sender("b", Channel.PUSH, Sender.Status.ACTIVATED, Sender.Kind.APNS);
        assertThat(
                        message(
                                        asked.from(pool(Policy.DEFAULT, firebase, push))
                                                .to(recipient(apple, android)))
                                .plan()
                                .steps())
                .extracting(Plan.Step::to)
                .containsExactly(apple, android);
    }

    @Test
    void by_default_rcs_goes_before_sms() {
        sender(Channel.SMS);
        sender(Channel.RCS);
        assertThat(channels(new Asked())).containsExactly(Channel.RCS, Channel.SMS);
    }

    @Test
    void the_order_of_the_pool_goes_before_the_default() {
        Origin pool =
                pool(
                        policy(Duration.ofHours(1), Channel.SMS),
                        sender(Channel.SMS),
                        sender(Channel.RCS));
        assertThat(channels(new Asked().from(pool))).containsExactly(Channel.SMS, Channel.RCS);
    }

    @Test
    void the_order_of_the_modules_goes_before_that_of_the_pool() {
        Origin pool =
                pool(
                        policy(Duration.ofHours(1), Channel.SMS),
                        sender(Channel.SMS),
                        sender(Channel.RCS),
                        sender(Channel.WHATSAPP));
        Map<Channel, Content.Module> modules = new LinkedHashMap<>();
        modules.put(Channel.RCS, new Content.Module(Optional.of("Hi"), "{}"));
        modules.put(Channel.SMS, new Content.Module(Optional.of("Hi"), "{}"));
        assertThat(channels(new Asked().from(pool).content(new Content.Modules(modules))))
                .containsExactly(Channel.RCS, Channel.SMS); // and none without a module
    }

    @Test
    void the_order_of_the_request_goes_before_all_and_the_others_follow() {
        sender(Channel.SMS);
        sender(Channel.RCS);
        sender(Channel.EMAIL);
        Asked asked = new Asked().ranked(Channel.EMAIL, Channel.SMS).to(recipient(PHONE, EMAIL));
        assertThat(channels(asked)).containsExactly(Channel.EMAIL, Channel.SMS, Channel.RCS);
    }

    @Test
    void only_the_channels_that_are_allowed_and_that_the_origin_has_are_tried() {
        SenderId sms = sender(Channel.SMS);
        SenderId rcs = sender(Channel.RCS, Sender.Status.DEACTIVATED);
        assertThat(channels(new Asked().only(Channel.SMS))).containsExactly(Channel.SMS);
        assertThat(channels(new Asked().from(new Origin.FromSender(sms))))
                .containsExactly(Channel.SMS);
        assertThat(channels(new Asked().from(new Origin.FromSender(rcs))))
                .as("deactivated now, perhaps not then")
                .containsExactly(Channel.RCS);
    }

    @Test
    void each_address_a_channel_reaches_is_a_step_in_the_order_given() {
        sender(Channel.SMS);
        sender(Channel.WHATSAPP);
        Asked asked = new Asked().to(recipient(EMAIL, SECOND_PHONE, WHATSAPP, PHONE));
        assertThat(message(asked).plan().steps())
                .containsExactly(
                        new Plan.Step(Channel.SMS, SECOND_PHONE, 1),
                        new Plan.Step(Channel.SMS, PHONE, 1),
                        new Plan.Step(Channel.WHATSAPP, WHATSAPP, 1));
    }

    @Test
    void who_cannot_be_reached_is_unaddressable_from_the_start() {
        sender(Channel.SMS);
        Message message = message(new Asked().to(recipient(EMAIL)));
        assertThat(message.state()).isEqualTo(new State.Unaddressable(Failures.UNADDRESSABLE, NOW));
        assertThat(message(new Asked().from(new Origin.FromPool(new PoolId(999)))).state())
                .isInstanceOf(State.Unaddressable.class);
    }

    // What it costs

    @Test
    void a_text_message_costs_its_segments_and_everything_else_costs_1() {
        sender(Channel.SMS);
        sender(Channel.RCS);
        String longText = "a".repeat(161);
        assertThat(message(new Asked().content(Content.text(longText))).plan().steps())
                .extracting(Plan.Step::segments)
                .containsExactly(1, 2);
        var stored =
                new Content.Stored(
                        "HX1",
                        Map.of("1", "a".repeat(150)),
                        "{\"twilio/text\": {\"body\": \"0123456789 {{1}}\"}}");
        assertThat(message(new Asked().content(stored)).plan().steps())
                .extracting(Plan.Step::segments)
                .containsExactly(1, 2);
    }

    @Test
    void what_cannot_be_shown_costs_nothing_yet() {
        sender(Channel.SMS);
        var stored =
                new Content.Stored("HX1", Map.of(), "{\"twilio/media\": {\"media\": \"{{1}}\"}}");

        assertThat(message(new Asked().content(stored)).plan().steps())
                .extracting(Plan.Step::segments)
                .containsExactly(1);
    }

    @Test
    void media_are_counted_as_the_links_a_text_has_to_them() {
        sender(Channel.SMS);
        var link = URI.create("https://acme.test/" + "a".repeat(150));
        var content = new Content.Plain(Optional.of("look"), List.of(link));

        assertThat(message(new Asked().content(content)).plan().steps())
                .extracting(Plan.Step::segments)
                .containsExactly(2);
    }

    @Test
    void a_template_is_counted_as_each_recipient_gets_it() {
        sender(Channel.SMS);
        Asked asked =
                new Asked()
                        .content(Content.text("a".repeat(150) + "{{ name }}"))
                        .to(named("Ada"), named("Ada Augusta King"), named("ш"));
        assertThat(submission(asked).messages())
                .extracting(message -> message.plan().steps().getFirst().segments())
                .containsExactly(1, 2, 3);
    }

    // When

    @Test
    void it_is_ready_at_once_or_waits_for_its_time() {
        sender(Channel.SMS);
        Instant later = NOW.plusSeconds(60);
        Batch.Submission submission =
                submission(
                        new Asked()
                                .to(recipient(PHONE), at(later), at(NOW), at(NOW.minusSeconds(9))));
        assertThat(submission.messages())
                .extracting(Message::state)
                .containsExactly(
                        new State.Queued(),
                        new State.Scheduled(later),
                        new State.Queued(),
                        new State.Queued());
        assertThat(submission.operation().startsAt()).isEqualTo(NOW.minusSeconds(9));
    }

    @Test
    void it_is_valid_from_its_time_on_for_what_was_asked_but_no_longer_than_the_pool_allows() {
        SenderId sms = sender(Channel.SMS);
        Origin pool = pool(policy(Duration.ofMinutes(10)), sms);
        Instant later = NOW.plusSeconds(60);
        assertThat(message(new Asked()).plan().expiresAt()).isEqualTo(NOW.plusSeconds(36_000));
        assertThat(message(new Asked().from(pool)).plan().expiresAt())
                .isEqualTo(NOW.plusSeconds(600));
        assertThat(message(new Asked().from(pool).valid(Duration.ofSeconds(5))).plan().expiresAt())
                .isEqualTo(NOW.plusSeconds(5));
        assertThat(message(new Asked().from(pool).valid(Duration.ofHours(2))).plan().expiresAt())
                .isEqualTo(NOW.plusSeconds(600));
        assertThat(message(new Asked().from(pool).to(at(later))).plan().expiresAt())
                .isEqualTo(later.plusSeconds(600));
        assertThat(message(new Asked().from(pool).to(at(NOW.minusSeconds(60)))).plan().expiresAt())
                .isEqualTo(NOW.plusSeconds(600));
    }

    // Names and numbers

    @Test
    void the_operation_has_the_first_number_and_its_messages_those_after_it() {
        sender(Channel.SMS);
        Batch.Submission submission =
                submission(new Asked().to(recipient(PHONE), recipient(EMAIL), named("Ada")));
        assertThat(submission.operation().id()).isEqualTo(new OperationId(100));
        assertThat(submission.operation().firstMessage()).isEqualTo(new MessageId(101));
        assertThat(submission.operation().size()).isEqualTo(3);
        assertThat(submission.messages())
                .extracting(message -> message.id().value())
                .containsExactly(101L, 102L, 103L);
        assertThat(submission.messages())
                .allMatch(message -> message.plan().operation().equals(submission.operation()));
        assertThat(submission.messages()).extracting(Message::version).containsOnly(1L);
    }

    @Test
    void a_pool_that_changed_since_is_planned_for_as_it_is_now() {
        SenderId sms = sender(Channel.SMS);
        Origin.FromPool pool = (Origin.FromPool) pool(policy(Duration.ofHours(1)), sms);
        inventory.addMembers(pool.pool(), List.of(member(sender(Channel.RCS))));
        assertThat(channels(new Asked().from(pool))).containsExactly(Channel.RCS, Channel.SMS);
        inventory.removeMember(pool.pool(), sms);
        assertThat(channels(new Asked().from(pool))).containsExactly(Channel.RCS);
        SenderPool now = inventory.snapshot().pool(pool.pool()).orElseThrow();
        assertThat(now.policy().validity()).isEqualTo(Duration.ofHours(1));
    }
}
