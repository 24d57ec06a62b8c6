package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.State;
import io.posthorn.store.Batch;
import io.posthorn.store.SimStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HandTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final long QUEUE = 7;
    private static final List<Priority> PRIORITIES = List.of(Priority.values());

    private final SimStore store = new SimStore();
    private final Ids ids = new Ids(0);
    private final Hand hand =
            new Hand(
                    (lane, except, max, now, ends) ->
                            store.claim(QUEUE, lane, except, max, now, ends),
                    LEASE);

    private void stored(Priority priority, int size) {
        stored(priority, size, 1);
    }

    private void stored(Priority priority, int size, int segments) {
        var id = new OperationId(ids.next(NOW));
        long first = ids.block(size, NOW);
        var operation =
                new Operation(
                        id,
                        "AC1",
                        new Origin.FromPool(new PoolId(QUEUE)),
                        Content.text("Hi"),
                        Map.of(),
                        priority,
                        Optional.empty(),
                        new MessageId(first),
                        size,
                        false,
                        NOW);
        var to = new Address(Address.Kind.PHONE, "+14155550100");
        var plan =
                new Plan(
                        operation,
                        Recipient.phone(to.value()),
                        Map.of(),
                        List.of(new Plan.Step(Channel.SMS, to, segments)),
                        Optional.empty(),
                        NOW.plusSeconds(9_999));
        List<Message> messages =
                IntStream.range(0, size)
                        .mapToObj(i ->
                                new Message(
                                        new MessageId(first + i),
                                        plan,
                                        new State.Queued(),
                                        0,
                                        List.of(),
                                        false,
                                        NOW,
                                        1))
                        .toList();
        store.write(Batch.of(new Batch.Submission(operation, messages, Optional.empty())));
        hand.mayHaveMore();
    }

    private List<Message> messages() {
        return hand.cards(NOW).stream().map(Hand.Card::message).toList();
    }

    private static Priority lane(Message message) {
        return message.plan().operation().priority();
    }

    /// Plays the first `count` of the hand.
    private List<Priority> play(int count) {
        List<Message> played = messages().stream().limit(count).toList();
        played.forEach(hand::played);
        return played.stream().map(HandTest::lane).toList();
    }

    /// So many turns of a dispatcher that has room for `room` at each.
    private Map<Priority, Integer> turns(int turns, int room) {
        Map<Priority, Integer> played = new EnumMap<>(Priority.class);
        for (int i = 0; i < turns; i++) {
            hand.fill(room, NOW);
            play(room).forEach(lane -> played.merge(lane, 1, Integer::sum));
        }
        return played;
    }

    @Test
    void what_was_passed_over_because_its_class_slept_is_taken_once_that_is_awake() {
        stored(Priority.NORMAL, 250);
        hand.fill(150, NOW);
        Instant wakes = NOW.plusMillis(50);
        hand.cards(NOW).forEach(card -> card.sleep(wakes, true));
        assertThat(hand.fill(50, NOW)).as("its class sleeps").isFalse();

        int played = 0;
        for (int round = 0; round < 10; round++) {
            hand.fill(50, wakes);
            List<Hand.Card> awake = hand.cards(wakes);
            awake.forEach(card -> hand.played(card.message()));
            played += awake.size();
        }
        assertThat(played).isEqualTo(250);
    }

    @Test
    void lanes_share_8_to_4_to_1_however_little_room_there_is_at_a_time() {
        for (int room : new int[] {1, 2, 7, 100, 400}) {
            stored(Priority.HIGH, 2_600);
            stored(Priority.NORMAL, 2_600);
            stored(Priority.BULK, 2_600);
            Map<Priority, Integer> played = turns(1_300 / room, room);
            int all = 1_300 / room * room;
            assertThat(played.get(Priority.HIGH))
                    .as("room %d", room)
                    .isBetween(all * 8 / 13 - 8, all * 8 / 13 + 8);
            assertThat(played.get(Priority.NORMAL)).isBetween(all * 4 / 13 - 8, all * 4 / 13 + 8);
            assertThat(played.get(Priority.BULK)).isBetween(all / 13 - 8, all / 13 + 8);
        }
    }

    @Test
    void an_empty_lanes_share_goes_to_the_others() {
        stored(Priority.NORMAL, 500);
        stored(Priority.BULK, 500);
        assertThat(turns(50, 5)).isEqualTo(Map.of(Priority.NORMAL, 200, Priority.BULK, 50));
    }

    @Test
    void an_urgent_message_that_comes_alone_goes_first() {
        stored(Priority.BULK, 2_000);
        stored(Priority.NORMAL, 2_000);
        for (int i = 0; i < 100; i++) {
            turns(i % 7, 1);
            stored(Priority.HIGH, 1);
            hand.fill(1, NOW);
            assertThat(play(1)).containsExactly(Priority.HIGH);
        }
    }

    @Test
    void an_urgent_message_finds_a_place_in_a_full_hand() {
        stored(Priority.BULK, 1_000);
        hand.fill(40, NOW);
        stored(Priority.HIGH, 1);
        hand.fill(1, NOW);
        assertThat(lane(messages().getFirst())).isEqualTo(Priority.HIGH);
    }

    @Test
    void a_lane_that_was_alone_owes_nothing_for_it() {
        stored(Priority.BULK, 5_000);
        turns(10, 300);
        stored(Priority.NORMAL, 1_000);
        Map<Priority, Integer> played = turns(100, 5);
        assertThat(played.get(Priority.BULK)).isBetween(95, 105);
    }

    @Test
    void no_more_is_claimed_than_fits_or_one_turn_of_all_lanes() {
        for (Priority priority : Priority.values()) {
            stored(priority, 1_000);
        }
        hand.fill(0, NOW);
        assertThat(messages())
                .as("urgent ones overtake in their sender's line")
                .hasSize(Priority.HIGH.quantum())
                .allMatch(message -> lane(message) == Priority.HIGH);
        for (int room : new int[] {1, 13, 100, 499}) {
            hand.fill(room, NOW);
            hand.fill(room, NOW);
            assertThat(messages()).hasSizeBetween(room, Math.max(room + 2, 13));
        }
        hand.fill(100_000, NOW);
        assertThat(messages()).hasSizeBetween(500, 502);
    }

    @Test
    void room_is_counted_in_segments_of_the_messages_there_are() {
        stored(Priority.NORMAL, 2_000, 4);
        for (int i = 0; i < 30; i++) {
            hand.fill(40, NOW);
            play(10);
        }
        messages().forEach(hand::played);
        hand.fill(40, NOW);
        assertThat(messages()).hasSizeBetween(10, 11);
    }

    @Test
    void one_look_is_enough_for_an_empty_store() {
        assertThat(hand.hasMore()).isTrue();
        hand.fill(10, NOW);
        assertThat(hand.hasMore()).isFalse();
        stored(Priority.NORMAL, 10);
        assertThat(hand.hasMore()).isTrue();
        hand.fill(10, NOW);
        hand.fill(20, NOW);
        assertThat(messages()).hasSize(10);
        assertThat(hand.hasMore()).isFalse();
    }

    @Test
    void what_is_held_longer_than_its_lease_is_taken_anew() {
        stored(Priority.NORMAL, 10);
        hand.fill(10, NOW);
        hand.fill(20, NOW);
        List<Message> before = messages();
        hand.fill(20, NOW.plus(LEASE).minusMillis(1));
        assertThat(messages()).isEqualTo(before);
        hand.fill(20, NOW.plus(LEASE));
        assertThat(messages()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(
                        store.claim(
                                QUEUE,
                                Priority.NORMAL,
                                Set.of(),
                                10,
                                NOW.plus(LEASE),
                                NOW.plus(LEASE)))
                .isEmpty();
    }

    @Property(seed = "1", tries = 50, edgeCases = EdgeCasesMode.NONE)
    void every_message_is_played_once_and_its_lane_in_order(@ForAll Random random) {
        Set<MessageId> played = new HashSet<>();
        int all = 0;
        for (int i = 0; i < 60; i++) {
            if (random.nextInt(3) == 0) {
                int size = 1 + random.nextInt(40);
                stored(PRIORITIES.get(random.nextInt(3)), size, 1 + random.nextInt(3));
                all += size;
            }
            playSome(random.nextInt(30), random, played);
        }
        while (hand.hasMore() || !messages().isEmpty()) {
            playSome(50, random, played);
        }
        assertThat(played).hasSize(all);
    }

    private void playSome(int room, Random random, Set<MessageId> played) {
        hand.fill(room, NOW);
        for (Message message : new ArrayList<>(messages())) {
            if (random.nextInt(4) > 0) {
                assertThat(played.add(message.id())).isTrue();
                hand.played(message);
            }
        }
    }
}
