package io.posthorn.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import io.posthorn.message.Rendition;
import io.posthorn.message.Segments;
import io.posthorn.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every connector promises, against a provider on a real socket that does what the test says.
/// The question most connectors get wrong is asked in many ways: might the provider have it?
@Timeout(60)
public abstract class ConnectorContract {
    protected static final String BODY = "Your code is 123456";

    protected final RecordingInbox inbox = new RecordingInbox();
    protected Provider provider;
    protected Connector connector;

    /// The other end of the wire.
    protected interface Provider extends AutoCloseable {
        /// Accepts all, and reports delivery.
        void willAccept();

        void willThrottle();

        /// Says that the recipient does not exist.
        void willRefuse();

        /// Says that it is out of order for now.
        void willFail();

        void willHangUpAfterReading();

        void goDown();

        void comeBack();

        @Override
        void close();
    }

    protected abstract Channel channel();

    /// What it is about when the provider does not know the recipient.
    protected Outcome.Scope unknownRecipient() {
        return Outcome.Scope.DESTINATION;
    }

    /// Whom the messages are for.
    protected String person() {
        return "+15005550006";
    }

    /// Who sends them.
    protected String sender() {
        return "+15005550000";
    }

    protected abstract Provider provide();

    /// A connector to the provider, as its channel opens it.
    protected abstract Connector open(Provider provider, Inbox inbox);

    @BeforeEach
    void open() {
        provider = provide();
        connector = open(provider, inbox);
        awaitUp();
    }

    @AfterEach
    void close() {
        connector.close();
        provider.close();
    }

    protected final void awaitUp() {
        soon().until(() -> connector.window() > 0);
    }

    /// Looks often: most of these tests take a few milliseconds.
    protected static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2));
    }

    @Test
    void what_is_accepted_has_a_receipt_key_for_each_part() throws Exception {
        assertThat(connector.submit(message(person(), BODY)))
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.receiptKeys()).hasSize(1));
    }

    @Test
    protected void a_receipt_tells_what_became_of_a_message() throws Exception {
        inbox.sent(person(), keys(connector.submit(message(person(), BODY))));

        RecordingInbox.Receipt receipt = inbox.receipts.take();

        assertThat(receipt.key()).isNotNull();
        assertThat(receipt.report().status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    protected void a_receipt_the_inbox_could_not_keep_comes_again() throws Exception {
        inbox.failNext(1);
        inbox.sent(person(), keys(connector.submit(message(person(), BODY))));

        assertThat(inbox.receipts.take().key()).isNotNull();
    }

    @Test
    void too_fast_is_not_the_messages_fault() throws Exception {
        provider.willThrottle();

        assertThat(connector.submit(message(person(), BODY))).isInstanceOf(Outcome.Throttled.class);
    }

    @Test
    void an_unknown_recipient_is_refused() throws Exception {
        provider.willRefuse();

        assertThat(connector.submit(message(person(), BODY)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.scope()).isEqualTo(unknownRecipient()));
    }

    @Test
    void a_provider_out_of_order_is_unreachable() throws Exception {
        provider.willFail();

        assertThat(connector.submit(message(person(), BODY)))
                .isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void a_hang_up_after_reading_leaves_the_outcome_unknown() throws Exception {
        provider.willHangUpAfterReading();

        assertThat(connector.submit(message(person(), BODY))).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void while_the_provider_is_down_nothing_is_sent() throws Exception {
        provider.goDown();
        awaitNoticed();

        assertThat(connector.submit(message(person(), BODY))).isInstanceOf(Outcome.NotSent.class);
        soon().until(() -> inbox.state() == Inbox.State.DISCONNECTED);
    }

    @Test
    void a_provider_that_is_back_is_used_again_within_five_seconds() throws Exception {
        provider.goDown();
        awaitNoticed();
        soon().until(() -> inbox.state() == Inbox.State.DISCONNECTED);
        provider.comeBack();

        soon().atMost(Duration.ofSeconds(5)).until(() -> connector.window() > 0);
        assertThat(connector.submit(message(person(), BODY))).isInstanceOf(Outcome.Accepted.class);
        assertThat(inbox.state()).isEqualTo(Inbox.State.CONNECTED);
    }

    @Test
    void a_closed_connector_sends_nothing_and_may_be_closed_again() throws Exception {
        connector.close();
        connector.close();

        assertThat(connector.window()).isZero();
        assertThat(connector.submit(message(person(), BODY))).isInstanceOf(Outcome.NotSent.class);
    }

    @Test
    void no_outcome_quotes_the_message() throws Exception {
        provider.willHangUpAfterReading();

        assertThat(connector.submit(message(person(), BODY)).toString())
                .doesNotContain(BODY)
                .doesNotContain("123456");
    }

    /// A connector without a lasting session notices by its next message that nobody is there.
    private void awaitNoticed() {
        soon().until(() -> {
            connector.submit(message(person(), BODY));
            return connector.window() == 0;
        });
    }

    protected final Submit message(String to, String text) {
        return message(to, Content.text("{{ text }}"), Map.of("text", text));
    }

    protected final Submit message(String to, Content content) {
        return message(to, content, Map.of());
    }

    private Submit message(String to, Content content, Map<String, String> variables) {
        Rendition shown = Rendition.of(content, channel(), variables);
        return new Submit(
                new MessageId(1),
                1,
                channel(),
                sender(),
                Optional.empty(),
                new Address(channel().reaches(), to),
                Optional.empty(),
                shown.text(),
                shown.media(),
                shown.content(),
                Segments.count(shown.text()),
                Instant.now().plusSeconds(3_600));
    }

    protected static List<String> keys(Outcome outcome) {
        return ((Outcome.Accepted) outcome).receiptKeys();
    }
}
