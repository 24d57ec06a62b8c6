package io.posthorn.store;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.posthorn.message.Change;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Event;
import io.posthorn.message.LogEntry;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Priority;
import io.posthorn.message.Quota;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.message.Usage;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Each of these stores breaks one promise, as an adapter once might; the contract must notice.
class BrokenStoresTest {

    @ParameterizedTest
    @MethodSource
    void the_contract_notices(Class<?> broken, String rule) {
        assertThat(failures(broken)).contains(rule + "()");
    }

    static Stream<Arguments> the_contract_notices() {
        return Stream.of(
                arguments(ClaimWithoutMark.class, "no_message_is_claimed_twice_however_many_claim"),
                arguments(ClaimInTwoSteps.class, "no_message_is_claimed_twice_however_many_claim"),
                arguments(ClaimForEver.class, "a_claim_ends_with_its_lease"),
                arguments(ClaimOfAnyClass.class, "a_claim_passes_over_the_classes_it_excepts"),
                arguments(ClassesInBlocks.class, "classes_share_the_turns_of_their_lane"),
                arguments(
                        ClaimOutOfOrder.class,
                        "of_the_messages_with_an_ordering_key_only_the_first_is_claimed"),
                arguments(
                        ClaimThatSurvivesAChange.class,
                        "a_message_that_went_back_to_the_queue_is_next"),
                arguments(
                        ChangeWithoutVersionCheck.class,
                        "a_change_of_an_old_version_is_refused_and_leaves_no_trace"),
                arguments(
                        ChangesBackwards.class,
                        "changes_of_one_message_in_one_batch_are_applied_in_order"),
                arguments(
                        KeysIgnored.class,
                        "the_same_key_and_body_again_names_the_first_operation_and_stores_nothing"),
                arguments(KeysForEver.class, "a_key_is_free_again_when_it_has_expired"),
                arguments(UsageOverwritten.class, "usage_adds_up_by_country"),
                arguments(
                        AssignmentsForEver.class,
                        "a_recipient_keeps_the_sender_assigned_last_until_it_is_released"),
                arguments(DecisionsForgotten.class, "a_decision_is_written_with_its_change"),
                arguments(SendersApart.class, "events_about_senders_are_lines_of_the_log"),
                arguments(EventsForgotten.class, "events_are_written_with_their_changes_in_order"),
                arguments(
                        EventsOfRefusedChanges.class,
                        "a_change_of_an_old_version_is_refused_and_leaves_no_trace"),
                arguments(ReceiptKeysOfAnyConnection.class, "a_key_belongs_to_its_connection"),
                arguments(BlindCursor.class, "a_reader_moves_only_from_where_it_is"),
                arguments(SettingsOneByOne.class, "settings_are_saved_all_or_none"),
                arguments(SubmissionsOneByOne.class, "an_id_used_twice_stops_the_whole_batch"),
                arguments(IdsFromWhatIsLeft.class, "the_last_id_is_the_greatest_ever_stored"),
                arguments(
                        PurgeOfEverything.class,
                        "purge_deletes_old_closed_messages_with_all_that_belongs_to_them"));
    }

    @Test
    void the_contract_passes_a_store_that_only_passes_everything_on() {
        assertThat(failures(Sound.class)).isEmpty();
    }

    /// The tests of the contract that the store opened by `type` fails.
    private static List<String> failures(Class<?> type) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(type))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsStartedCount()).isGreaterThan(25);
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName())
                .toList();
    }

    static class Sound extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore();
        }
    }

    static class ClaimWithoutMark extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public List<Message> claim(
                        long queue,
                        Priority lane,
                        Set<EligibilityClass> except,
                        int max,
                        Instant now,
                        Instant leaseEnds) {
                    return super.claim(queue, lane, except, max, now, now);
                }
            };
        }
    }

    static class ClaimInTwoSteps extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                private final Set<MessageId> marked = new HashSet<>();
                private final CountDownLatch between = new CountDownLatch(2);

                @Override
                public List<Message> claim(
                        long queue,
                        Priority lane,
                        Set<EligibilityClass> except,
                        int max,
                        Instant now,
                        Instant leaseEnds) {
                    List<Message> free = free(queue, lane, except, max, now);
                    meetAnother();
                    mark(free);
                    return free;
                }

                // The first two claims pass together when they come together.
                private void meetAnother() {
                    between.countDown();
                    try {
                        between.await(100, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }

                private synchronized List<Message> free(
                        long queue,
                        Priority lane,
                        Set<EligibilityClass> except,
                        int max,
                        Instant now) {
                    return super.claim(queue, lane, except, max + marked.size(), now, now).stream()
                            .filter(message -> !marked.contains(message.id()))
                            .limit(max)
                            .toList();
                }

                private synchronized void mark(List<Message> taken) {
                    taken.forEach(message -> marked.add(message.id()));
                }
            };
        }
    }

    static class ClaimForEver extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public List<Message> claim(
                        long queue,
                        Priority lane,
                        Set<EligibilityClass> except,
                        int max,
                        Instant now,
                        Instant leaseEnds) {
                    return super.claim(queue, lane, except, max, now, Instant.MAX);
                }
            };
        }
    }

    static class ClaimOfAnyClass extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public List<Message> claim(
                        long queue,
                        Priority lane,
                        Set<EligibilityClass> except,
                        int max,
                        Instant now,
                        Instant leaseEnds) {
                    return super.claim(queue, lane, Set.of(), max, now, leaseEnds);
                }
            };
        }
    }

    static class ClaimOutOfOrder extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public List<Message> claim(
                        long queue,
                        Priority lane,
                        Set<EligibilityClass> except,
                        int max,
                        Instant now,
                        Instant leaseEnds) {
                    List<Message> claimed = super.claim(queue, lane, except, max, now, leaseEnds);
                    return claimed.isEmpty() ? ordered(queue, lane, max) : claimed;
                }

                private List<Message> ordered(long queue, Priority lane, int max) {
                    return messages(MessageQuery.all(Samples.ACCOUNT, max)).stream()
                            .filter(m -> m.state() instanceof State.Queued)
                            .filter(m -> m.plan().operation().origin().queue() == queue)
                            .filter(m -> m.plan().operation().priority() == lane)
                            .filter(m -> m.plan().operation().orderingKey().isPresent())
                            .toList();
                }
            };
        }
    }

    static class ClassesInBlocks extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public List<Message> claim(
                        long queue,
                        Priority lane,
                        Set<EligibilityClass> except,
                        int max,
                        Instant now,
                        Instant leaseEnds) {
                    return super.claim(queue, lane, except, max, now, leaseEnds).stream()
                            .sorted(comparing(m -> EligibilityClass.of(m).country()))
                            .toList();
                }
            };
        }
    }

    static class ClaimThatSurvivesAChange extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                private final Set<MessageId> claimed = new HashSet<>();

                @Override
                public synchronized List<Message> claim(
                        long queue,
                        Priority lane,
                        Set<EligibilityClass> except,
                        int max,
                        Instant now,
                        Instant leaseEnds) {
                    return super.claim(queue, lane, except, max, now, leaseEnds).stream()
                            .filter(message -> claimed.add(message.id()))
                            .toList();
                }
            };
        }
    }

    static class ChangeWithoutVersionCheck extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public Written write(Batch batch) {
                    List<Change> forced = batch.changes().stream().map(this::force).toList();
                    return super.write(withChanges(batch, forced));
                }

                private Change force(Change change) {
                    Message stored = find(change.after().id()).orElse(change.before());
                    return new Change(stored, change.after(), change.events());
                }
            };
        }
    }

    static class ChangesBackwards extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public Written write(Batch batch) {
                    return super.write(withChanges(batch, batch.changes().reversed()));
                }
            };
        }
    }

    static class KeysIgnored extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public Written write(Batch batch) {
                    return super.write(withSubmissions(batch, without(batch.submissions())));
                }

                private static List<Batch.Submission> without(List<Batch.Submission> submissions) {
                    return submissions.stream()
                            .map(s ->
                                    new Batch.Submission(
                                            s.operation(), s.messages(), Optional.empty()))
                            .toList();
                }
            };
        }
    }

    static class KeysForEver extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public Written write(Batch batch) {
                    return super.write(withSubmissions(batch, lasting(batch.submissions())));
                }

                private static List<Batch.Submission> lasting(List<Batch.Submission> submissions) {
                    return submissions.stream()
                            .map(s ->
                                    new Batch.Submission(
                                            s.operation(),
                                            s.messages(),
                                            s.key().map(k -> lasting(k))))
                            .toList();
                }

                private static Batch.IdempotencyKey lasting(Batch.IdempotencyKey key) {
                    return new Batch.IdempotencyKey(
                            key.account(), key.key(), key.bodyHash(), Instant.MAX);
                }
            };
        }
    }

    static class UsageOverwritten extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                private List<Usage> last = List.of();

                @Override
                public Written write(Batch batch) {
                    last = batch.usage().isEmpty() ? last : batch.usage();
                    return super.write(batch);
                }

                @Override
                public List<Usage> usage(SenderId sender, Quota.Period kind, String period) {
                    return last;
                }
            };
        }
    }

    static class AssignmentsForEver extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public Written write(Batch batch) {
                    return super.write(batch.withAssignments(batch.assignments(), List.of()));
                }
            };
        }
    }

    static class DecisionsForgotten extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public Written write(Batch batch) {
                    List<Change> unexplained =
                            batch.changes().stream()
                                    .map(c -> new Change(c.before(), c.after(), c.events()))
                                    .toList();
                    return super.write(withChanges(batch, unexplained));
                }
            };
        }
    }

    static class SendersApart extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public List<LogEntry> events(long afterSeq, int max) {
                    return super.events(afterSeq, max).stream()
                            .filter(entry -> !(entry instanceof SenderEvent))
                            .toList();
                }
            };
        }
    }

    static class EventsForgotten extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public Written write(Batch batch) {
                    List<Change> silent =
                            batch.changes().stream()
                                    .map(c -> new Change(c.before(), c.after(), List.of()))
                                    .toList();
                    return super.write(withChanges(batch, silent));
                }
            };
        }
    }

    static class EventsOfRefusedChanges extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                private long refused;

                @Override
                public Written write(Batch batch) {
                    Written written = super.write(batch);
                    refused += written.refused().size();
                    return written;
                }

                @Override
                public List<LogEntry> events(long afterSeq, int max) {
                    return refused == 0 ? super.events(afterSeq, max) : List.of(ghost());
                }

                private static Event ghost() {
                    return new Event(
                            1,
                            new MessageId(1),
                            0,
                            Status.CANCELED,
                            Status.CANCELED,
                            Optional.empty(),
                            Samples.NOW);
                }
            };
        }
    }

    static class ReceiptKeysOfAnyConnection extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public List<SentPart> findSent(ConnectionId connection, List<String> receiptKeys) {
                    return Stream.of(Samples.CONNECTION, connection)
                            .flatMap(c -> super.findSent(c, receiptKeys).stream())
                            .limit(receiptKeys.size())
                            .toList();
                }
            };
        }
    }

    static class BlindCursor extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public boolean advance(String subscriber, long from, long to) {
                    return super.advance(subscriber, cursor(subscriber), to);
                }
            };
        }
    }

    static class SettingsOneByOne extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public boolean save(List<Setting> settings) {
                    return settings.stream().allMatch(setting -> super.save(List.of(setting)));
                }
            };
        }
    }

    static class SubmissionsOneByOne extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public Written write(Batch batch) {
                    List<Written.Answer> answers =
                            batch.submissions().stream()
                                    .map(s -> super.write(Batch.of(s)).submissions().getFirst())
                                    .toList();
                    Written rest = super.write(withSubmissions(batch, List.of()));
                    return new Written(answers, rest.refused());
                }
            };
        }
    }

    static class IdsFromWhatIsLeft extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public long lastId() {
                    return messages(MessageQuery.all(Samples.ACCOUNT, 1)).stream()
                            .mapToLong(message -> message.id().value())
                            .sum();
                }
            };
        }
    }

    static class PurgeOfEverything extends StoreContract {
        @Override
        protected Store open() {
            return new ForwardingStore() {
                @Override
                public int purge(Instant before, int max) {
                    return super.purge(Instant.MAX, max);
                }
            };
        }
    }
}
