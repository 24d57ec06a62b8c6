package io.posthorn.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.Time;
import io.posthorn.channel.Connector;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.Submit;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The one question: might the server have it? A server that does anything at any command is asked
/// 300 times, and knows the answer.
@Timeout(60)
class SmtpDoubtTest {
    private static final int MESSAGES = 300;
    private static final List<String> VERBS =
            List.of("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", ".", "RSET");
    private static final List<String> ANSWERS =
            List.of(
                    "421 4.3.2 closing",
                    "451 4.3.0 later",
                    "550 5.1.1 no",
                    "554 5.7.1 no",
                    "354 go on",
                    "what?",
                    ScriptedMailServer.HANG_UP);

    @Test
    void an_outcome_says_no_more_than_the_server_told() throws Exception {
        Random random = new Random(7);
        try (ScriptedMailServer server = new ScriptedMailServer();
                Connector connector = open(server)) {
            for (int i = 1; i <= MESSAGES; i++) {
                server.will(_ -> "");
                await().pollInterval(Duration.ofMillis(2)).until(() -> connector.window() > 0);
                Map<String, String> script = script(random);
                server.will(verb -> script.getOrDefault(verb, ""));
                int before = server.ended.size();

                Outcome outcome = connector.submit(message(i));

                List<String> ended = server.ended.subList(before, server.ended.size());
                assertThat(allowed(ended))
                        .as("%s after %s", outcome, script)
                        .contains(kind(outcome));
            }
            assertThat(server.taken).hasSizeBetween(MESSAGES / 10, MESSAGES - 1);
        }
    }

    private static Map<String, String> script(Random random) {
        Map<String, String> script = new HashMap<>();
        for (String verb : VERBS) {
            if (random.nextInt(5) == 0) {
                script.put(verb, ANSWERS.get(random.nextInt(ANSWERS.size())));
            }
        }
        return script;
    }

    private enum Kind {
        ACCEPTED,
        NOT_TAKEN,
        UNKNOWN
    }

    private static Kind kind(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> Kind.ACCEPTED;
            case Outcome.Unknown _ -> Kind.UNKNOWN;
            case Outcome.Throttled _, Outcome.NotSent _, Outcome.Unreachable _ -> Kind.NOT_TAKEN;
            case Outcome.SenderBroken _, Outcome.Refused _ -> Kind.NOT_TAKEN;
        };
    }

    /// @param ended what was answered to the whole message; none: it never came
    private static List<Kind> allowed(List<String> ended) {
        assertThat(ended).as("a message is not given twice").hasSizeLessThan(2);
        if (ended.isEmpty()) {
            return List.of(Kind.NOT_TAKEN);
        }
        String answer = ended.getFirst();
        if (answer.isEmpty()) {
            return List.of(Kind.ACCEPTED);
        }
        return List.of(answer.matches("[45].*") ? Kind.NOT_TAKEN : Kind.UNKNOWN);
    }

    private static Connector open(ScriptedMailServer server) {
        SmtpChannel channel = new SmtpChannel(Time.system());
        Map<String, String> settings =
                channel.complete(
                        Map.of(
                                "host", "127.0.0.1",
                                "port", Integer.toString(server.port()),
                                "security", "NONE",
                                "timeoutSeconds", "20"));
        Instant now = Instant.now();
        return channel.open(
                new Connection(
                        new ConnectionId(1),
                        "AC1",
                        "mail",
                        "SMTP",
                        settings,
                        OptionalDouble.empty(),
                        now,
                        now),
                new RecordingInbox());
    }

    private static Submit message(int number) {
        return new Submit(
                new MessageId(number),
                1,
                Channel.EMAIL,
                "shop@posthorn.example",
                Optional.empty(),
                new Address(Address.Kind.EMAIL, "ada@example.net"),
                Optional.empty(),
                "",
                new Content.Email(Optional.empty(), "Hi", "<p>Hi</p>", Optional.empty(), List.of()),
                1,
                Instant.now().plusSeconds(60));
    }
}
