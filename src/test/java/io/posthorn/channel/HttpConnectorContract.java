package io.posthorn.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.HttpProvider.Reaction;
import io.posthorn.channel.HttpProvider.Received;
import io.posthorn.message.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every connector to an HTTP API promises beyond [ConnectorContract].
public abstract class HttpConnectorContract extends ConnectorContract {
    private static final int TRIES = 50;

    private final AtomicInteger ids = new AtomicInteger();

    /// How a provider says what it has to say.
    protected interface Dialect {
        /// Takes the message, and gives it this id.
        Reaction.Answer accept(String id);

        /// The call that tells its delivery; asked only of a connector that is called.
        Callback delivered(String id, String phone);

        Reaction.Answer throttle(int retryAfterSeconds);

        /// Says that the recipient does not exist.
        Reaction.Answer noRecipient();

        /// Says that these words are not sent; `quote` is in its answer.
        Reaction.Answer noContent(String quote);

        /// Says that the sender may not send.
        Reaction.Answer noSender();

        /// The phone a request is for.
        String phone(Received request);

        /// The id of a message, where it is not the provider who gives it.
        default String id(Received request, String fresh) {
            return fresh;
        }

        /// Answers anything that is not a message, such as a request for a token.
        default Optional<Reaction> aside(Received request) {
            return Optional.empty();
        }
    }

    protected abstract Dialect dialect();

    /// A connector that waits so long for an answer.
    protected abstract Connector open(HttpProvider http, Inbox inbox, int patienceSeconds);

    @Override
    protected final Provider provide() {
        return new Scripted();
    }

    @Override
    protected final Connector open(Provider scripted, Inbox to) {
        return open(((Scripted) scripted).http, to, 30);
    }

    protected final HttpProvider http() {
        return ((Scripted) provider).http;
    }

    /// The messages that came, without what else was asked.
    protected final List<Received> messages() {
        return http().received().stream().filter(r -> dialect().aside(r).isEmpty()).toList();
    }

    private final class Scripted implements Provider {
        private final HttpProvider http = new HttpProvider(this::accept);

        private void will(HttpProvider.Script script) {
            http.will(request -> dialect().aside(request).orElseGet(() -> script.to(request)));
        }

        private void will(Reaction reaction) {
            will(_ -> reaction);
        }

        private Reaction accept(Received request) {
            Optional<Reaction> aside = dialect().aside(request);
            if (aside.isPresent()) {
                return aside.get();
            }
            String id = dialect().id(request, "id-" + ids.incrementAndGet());
            String phone = dialect().phone(request);
            Reaction.Answer answer = dialect().accept(id);
            return connector instanceof CallbackReceiver
                    ? answer.then(() -> Thread.ofVirtual().start(() -> bring(id, phone)))
                    : answer;
        }

        /// Until it is taken, as providers do.
        private void bring(String id, String phone) {
            for (int tries = 0; tries < TRIES && !taken(dialect().delivered(id, phone)); tries++) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void willAccept() {
            will(this::accept);
        }

        @Override
        public void willThrottle() {
            will(dialect().throttle(7));
        }

        @Override
        public void willRefuse() {
            will(dialect().noRecipient());
        }

        @Override
        public void willFail() {
            will(new Reaction.Answer(500, "out of order"));
        }

        @Override
        public void willHangUpAfterReading() {
            will(new Reaction.HangUp());
        }

        @Override
        public void goDown() {
            http.stop();
        }

        @Override
        public void comeBack() {
            http.start();
        }

        @Override
        public void close() {
            http.close();
        }
    }

    protected final boolean taken(Callback call) {
        try {
            return ((CallbackReceiver) connector).called(call).status() == 200;
        } catch (InterruptedException | IllegalStateException e) {
            return false; // the server answers 503
        }
    }

    private Outcome submit() throws InterruptedException {
        return connector.submit(message(person(), BODY));
    }

    @Test
    void how_long_to_wait_is_passed_on() throws Exception {
        provider.willThrottle();

        assertThat(submit())
                .isInstanceOfSatisfying(
                        Outcome.Throttled.class,
                        throttled ->
                                assertThat(throttled.retryAfter()).hasValue(Duration.ofSeconds(7)));
    }

    @Test
    void words_the_provider_does_not_send_are_refused_for_their_content() throws Exception {
        script(dialect().noContent("a reason"));

        assertThat(submit())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.scope()).isEqualTo(Outcome.Scope.CONTENT));
    }

    @Test
    void a_provider_that_quotes_the_message_is_not_quoted() throws Exception {
        script(dialect().noContent(BODY));

        assertThat(submit().toString()).doesNotContain("123456");
    }

    @Test
    void a_sender_that_may_not_send_is_broken() throws Exception {
        script(dialect().noSender());

        assertThat(submit()).isInstanceOf(Outcome.SenderBroken.class);
    }

    @Test
    void wrong_credentials_break_the_sender_and_are_told() throws Exception {
        script(new Reaction.Answer(401, "{}"));

        assertThat(submit()).isInstanceOf(Outcome.SenderBroken.class);
        soon().until(() -> inbox.state() == Inbox.State.SUSPENDED);
        assertThat(inbox.lastChange().reason()).contains("401");

        provider.willAccept();
        assertThat(submit()).isInstanceOf(Outcome.Accepted.class);
        soon().until(() -> inbox.state() == Inbox.State.CONNECTED);
    }

    @Test
    void a_door_slammed_before_reading_is_no_refusal() throws Exception {
        http().willSlamTheDoor();

        assertThat(submit())
                .isInstanceOfAny(
                        Outcome.NotSent.class, Outcome.Unreachable.class, Outcome.Unknown.class);
    }

    @Test
    void octets_that_are_no_answer_leave_the_outcome_unknown() throws Exception {
        script(new Reaction.Garbage());

        assertThat(submit()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void a_yes_that_cannot_be_read_leaves_the_outcome_unknown() throws Exception {
        script(new Reaction.Answer(200, "<html>It works!</html>"));

        assertThat(submit()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void a_provider_that_never_answers_leaves_the_outcome_unknown() throws Exception {
        script(new Reaction.Silence());

        try (Connector impatient = open(http(), new RecordingInbox(), 1)) {
            soon().until(() -> impatient.window() > 0);
            assertThat(impatient.submit(message(person(), BODY)))
                    .isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    protected void a_stranger_is_not_believed() throws Exception {
        Callback call = dialect().delivered("id-1", "+15005550006");
        Callback unsigned =
                new Callback(call.method(), call.path(), Map.of(), Map.of(), call.body());

        assertThat(((CallbackReceiver) connector).called(unsigned).status()).isEqualTo(403);
        assertThat(inbox.receipts).isEmpty();
    }

    protected final void script(Reaction reaction) {
        ((Scripted) provider).will(reaction);
    }
}
