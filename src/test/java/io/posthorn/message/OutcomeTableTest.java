package io.posthorn.message;

import static io.posthorn.message.Story.OTHER_SMS;
import static io.posthorn.message.Story.RCS;
import static io.posthorn.message.Story.SMS;
import static io.posthorn.message.Story.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of codes, what a pool may change in it, and what is done with codes nobody knows.
class OutcomeTableTest {

    private static final Path FILE = Path.of("docs/outcomes.md");
    private static final Outcome OWN = new Outcome.Unreachable("SMPP 0x00000401");

    /// routing.md, section 7: the examples of its table.
    @ParameterizedTest
    @CsvSource({
        "SMPP 0x00000058, T1_THROTTLED",
        "SMPP 0x00000014, T1_THROTTLED",
        "HTTP 429, T1_THROTTLED",
        "META 130429, T1_THROTTLED",
        "META 80007, T1_THROTTLED",
        "SMPP 0x00000008, T2_TRANSIENT",
        "SMPP 0x00000064, T2_TRANSIENT",
        "SMPP 0x00000004, T2_TRANSIENT",
        "HTTP 503, T2_TRANSIENT",
        "META 2, T2_TRANSIENT",
        "META 131057, T2_TRANSIENT",
        "SMPP 0x0000000E, T3_SENDER",
        "SMPP 0x0000000F, T3_SENDER",
        "SMPP 0x0000000D, T3_SENDER",
        "HTTP 401, T3_SENDER",
        "HTTP 403, T3_SENDER",
        "META 131031, T3_SENDER",
        "META 368, T3_SENDER",
        "META 131048, T3_SENDER",
        "DLR UNDELIV 21610, T4_PAIR",
        "META 131056, T4_PAIR",
        "META 131047, T4_PAIR",
        "RBM 404, T5_CHANNEL",
        "META 131026, T5_CHANNEL",
        "SMTP 550 5.1.1 no such user, T5_CHANNEL",
        "RBM 400, T6_CONTENT",
        "META 132001, T6_CONTENT",
        "META 132015, T6_CONTENT",
        "DLR REJECTD 30007, T6_CONTENT",
        "SMTP 550 5.7.1, T6_CONTENT",
        "SMPP 0x0000000B, T7_DESTINATION",
        "DLR UNDELIV 30005, T7_DESTINATION",
        "DLR EXPIRED, T8_EXPIRED",
        "HTTP 418, T6_CONTENT",
        "HTTP 599, T2_TRANSIENT",
        "SMTP 499, T2_TRANSIENT",
        "DLR UNDELIV 027, T5_CHANNEL",
    })
    void codes_mean_what_the_specification_says(String upstream, OutcomeClass outcome) {
        assertThat(OutcomeTable.meaning(upstream))
                .map(m -> m.outcome(upstream, Optional.empty()).outcomeClass())
                .contains(outcome);
    }

    @Test
    void every_class_but_the_first_stands_for_a_meaning_of_its_own() {
        for (OutcomeClass outcome : OutcomeClass.values()) {
            if (outcome != OutcomeClass.T0_ACCEPTED) {
                assertThat(Meaning.of(outcome).outcome("x", Optional.empty()).outcomeClass())
                        .isEqualTo(outcome);
            }
        }
    }

    @Test
    void a_message_nobody_was_asked_about_has_no_code() {
        assertThat(OutcomeTable.row("not connected")).isEmpty();
        assertThat(OutcomeTable.row("")).isEmpty();
        assertThat(OutcomeTable.row("SMPP")).isEmpty();
        assertThat(OutcomeTable.isUnmapped("no answer in time")).isFalse();
    }

    @Test
    void the_most_exact_code_counts() {
        Map<String, String> codes =
                Map.of("DLR UNDELIV 027", "both", "DLR 027", "error", "DLR UNDELIV", "state");
        assertThat(OutcomeTable.find(codes, "DLR UNDELIV 027")).contains("both");
        assertThat(OutcomeTable.find(codes, "DLR DELETED 027")).contains("error");
        assertThat(OutcomeTable.find(codes, "DLR UNDELIV 028")).contains("state");
        assertThat(OutcomeTable.find(codes, "DLR DELETED 028")).isEmpty();
    }

    // A pool reads codes in its own way

    private static Policy reading(String code, OutcomeClass outcome) {
        Policy.Failover usual = Policy.DEFAULT.failover();
        return Policy.DEFAULT.with(
                new Policy.Failover(
                        usual.onUnknown(),
                        usual.unknownHold(),
                        usual.retryOnReceipt(),
                        Map.of(code, outcome),
                        usual.fallbackAfter(),
                        usual.success()));
    }

    @Test
    void an_answer_is_what_the_pool_says_it_is() {
        var said =
                new Outcome.Refused(Outcome.Scope.DESTINATION, "SMPP 0x0000000B ESME_RINVDSTADR");
        assertThat(Story.of(SMS).chosen().answered(said).status()).isEqualTo(Status.FAILED);
        Policy other = reading("SMPP 0x0000000B", OutcomeClass.T2_TRANSIENT);
        Story story = Story.of(other, SMS).chosen().answered(said);
        assertThat(story.state()).isEqualTo(new State.Queued());
        assertThat(story.attempt(1).outcome()).contains(OutcomeClass.T2_TRANSIENT);
        assertThat(story.attempt(1).failure())
                .map(Failure::upstream)
                .contains("SMPP 0x0000000B ESME_RINVDSTADR");
        Policy unsure = reading("SMPP 0x0000000B", OutcomeClass.T9_UNKNOWN);
        assertThat(Story.of(unsure, SMS).chosen().answered(said).state())
                .isInstanceOf(State.Unsure.class);
    }

    @Test
    void a_bad_receipt_is_what_the_pool_says_it_is() {
        Failure why = new Failure(30008, "The carrier could not deliver it", "DLR UNDELIV 027");
        var report = new Fact.Report(Status.UNDELIVERED, Optional.of(why), OutcomeClass.T5_CHANNEL);
        Fact.Receipt receipt = new Fact.Receipt(1, 0, report);
        Story usual = Story.of(RCS, SMS).chosen().accepted("a").told(receipt);
        assertThat(usual.message().step()).as("goes on by the next channel").isEqualTo(1);
        Policy wrongNumber = reading("DLR 027", OutcomeClass.T7_DESTINATION);
        Story story = Story.of(wrongNumber, RCS, SMS).chosen().accepted("a").told(receipt);
        assertThat(story.status()).as("the same number").isEqualTo(Status.UNDELIVERED);
        assertThat(story.attempt(1).outcome()).contains(OutcomeClass.T7_DESTINATION);
        assertThat(story.attempt(1).failure()).map(Failure::code).contains(21211);
        Story other = Story.of(wrongNumber, SMS, OTHER_SMS).chosen().accepted("a").told(receipt);
        assertThat(other.message().step()).as("another number").isEqualTo(1);
    }

    @Test
    void an_opt_out_by_receipt_ends_it_whatever_the_pool_retries() {
        Policy.Failover usual = Policy.DEFAULT.failover();
        Policy retries =
                Policy.DEFAULT.with(
                        new Policy.Failover(
                                usual.onUnknown(),
                                usual.unknownHold(),
                                Set.of(OutcomeClass.T4_PAIR),
                                usual.outcomes(),
                                usual.fallbackAfter(),
                                usual.success()));
        Fact.Report optOut = Meaning.OPTED_OUT.report("DLR UNDELIV 21610");
        Story story = Story.of(retries, RCS, OTHER_SMS).chosen().accepted("a");
        assertThat(story.told(new Fact.Receipt(1, 0, optOut)).status())
                .isEqualTo(Status.UNDELIVERED);
        Fact.Report window = Meaning.WINDOW.report("META 131047");
        Story other = Story.of(RCS, SMS).chosen().accepted("a");
        assertThat(other.told(new Fact.Receipt(1, 0, window)).message().step()).isEqualTo(1);
    }

    // Codes nobody knows

    @Test
    void a_carriers_own_code_is_tried_again_once() {
        Story story = Story.of(SMS).chosen(1).answered(OWN);
        assertThat(story.state()).isEqualTo(new State.Queued());
        story.chosen(2).answered(OWN);
        assertThat(story.status()).isEqualTo(Status.FAILED);
        assertThat(story.message().attempts()).hasSize(2);
    }

    @Test
    void a_carriers_own_code_that_the_pool_knows_is_tried_again_like_any() {
        Policy known = reading("SMPP 0x00000401", OutcomeClass.T2_TRANSIENT);
        Story story = Story.of(known, SMS).chosen(1).answered(OWN).chosen(2).answered(OWN);
        assertThat(story.state()).isEqualTo(new State.Queued());
    }

    @Test
    void after_a_carriers_own_codes_the_next_step_begins_anew() {
        Story story = Story.of(SMS, OTHER_SMS).chosen(1).answered(OWN).chosen(2).answered(OWN);
        assertThat(story.message().step()).isEqualTo(1);
        story.chosen(1).answered(OWN);
        assertThat(story.state()).isEqualTo(new State.Queued());
    }

    @Test
    void what_an_expired_or_closed_window_leaves_is_another_channel() {
        for (Meaning meaning : List.of(Meaning.EXPIRED, Meaning.WINDOW, Meaning.CHANNEL)) {
            Outcome outcome = meaning.outcome("x", Optional.empty());
            assertThat(Story.of(RCS, SMS).chosen().answered(outcome).message().step())
                    .as("%s", meaning)
                    .isEqualTo(1);
            assertThat(Story.of(SMS).chosen().answered(outcome).state())
                    .isEqualTo(new State.Failed(Failures.of(outcome), START));
        }
    }

    // The documentation

    /// After a wanted change: `./mvnw -q test -Dtest=OutcomeTableTest -Dcontract=write`.
    @Test
    void the_documentation_shows_the_table() throws IOException {
        String text = document();
        if ("write".equals(System.getProperty("contract"))) {
            Files.writeString(FILE, text);
        }
        assertThat(FILE).hasContent(text);
    }

    private static String document() {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                # What upstream codes mean

                Every refusal and every bad receipt is sorted into a class, and the class decides what follows. A pool reads a code in
                its own way with `policy.outcomes`: `{"SMPP 0x0000000B": "T2_TRANSIENT", "DLR 027": "T7_DESTINATION"}`. An attempt's
                `error.upstream` begins with its code. This page is made from `src/main/resources/outcomes.txt`; a test compares them.

                A code is looked up whole, then its words alone from the last to the first (`DLR UNDELIV 027`: `DLR 027`, then
                `DLR UNDELIV`), then its hundred (`HTTP 4xx`). A command_status that is not here is tried once more by another sender, then
                the step has failed.

                | class | same sender | other sender | next step | without one |
                |---|---|---|---|---|
                | `T1_THROTTLED` | after a pause, no attempt charged | at once | no | `FAILED` at the validity's end |
                | `T2_TRANSIENT` | at most twice, after a pause | at once | when all senders failed | `FAILED` |
                | `T3_SENDER` | no, it rests | at once | when no sender is left | `FAILED` |
                | `T4_PAIR` opted out | no | never | never | `FAILED` |
                | `T4_PAIR` pair rate | after 6 s, no attempt charged | after 6 s | no | - |
                | `T4_PAIR` window | no | no | yes | `FAILED` |
                | `T5_CHANNEL` | no | no | yes | `FAILED` |
                | `T6_CONTENT` | no | no | if it has content of its own | `FAILED` |
                | `T7_DESTINATION` | no | no | if it has another address | `FAILED` |
                | `T8_EXPIRED` | no | no | if time is left | `FAILED` |
                | `T9_UNKNOWN` | held, then as `onUnknown` says | as `onUnknown` says | as `onUnknown` says | `FAILED` |

                After a receipt the same holds, but nobody is asked again on the same step unless `retryOnReceipt` names the class, and
                the end is `UNDELIVERED`.
                """);
        String protocol = "";
        for (OutcomeTable.Row row : OutcomeTable.rows()) {
            String of = row.code().substring(0, row.code().indexOf(' '));
            if (!of.equals(protocol)) {
                protocol = of;
                text.append(
                        "\n## %s\n\n| code | class | what it says |\n|---|---|---|\n"
                                .formatted(of));
            }
            text.append("| `%s` | `%s` | %s |\n".formatted(row.code(), shown(row), row.note()));
        }
        return text.toString();
    }

    private static String shown(OutcomeTable.Row row) {
        OutcomeClass outcome = row.meaning().outcome("x", Optional.empty()).outcomeClass();
        return outcome == OutcomeClass.T4_PAIR ? outcome + " " + row.meaning() : outcome.name();
    }
}
