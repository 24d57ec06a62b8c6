package io.posthorn.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posthorn.Time;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.message.MessageId;
import io.posthorn.message.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.subethamail.smtp.client.SMTPException;
import org.subethamail.smtp.client.SmartClient;

/// Mail that other mail servers bring.
@Timeout(60)
class MailReceiverTest {
    private static final EnvelopeId ID = new EnvelopeId(new MessageId(42), 3);

    private final RecordingInbox inbox = new RecordingInbox();
    private final Postmark postmark = new Postmark("key", Optional.of("bounce@posthorn.example"));
    private final MailReceiver receiver =
            new MailReceiver(
                    0,
                    new MailSorter(
                            postmark, new Unsubscribing(Optional.empty(), "key", inbox), inbox),
                    Time.system());

    @BeforeEach
    void start() {
        receiver.start();
        await().until(() -> receiver.port() > 0);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private void bring(String from, List<String> to, String mail) throws IOException {
        SmartClient client =
                SmartClient.createAndConnect("127.0.0.1", receiver.port(), "mx.example.net");
        try {
            client.from(from);
            for (String each : to) {
                client.to(each);
            }
            client.dataStart();
            byte[] octets = mail.getBytes(StandardCharsets.UTF_8);
            client.dataWrite(octets, octets.length);
            client.dataEnd();
        } finally {
            client.quit();
        }
    }

    @Test
    void a_bounce_by_smtp_is_a_receipt() throws Exception {
        inbox.sent("ada@example.net", List.of(ID.receiptKey()));
        String returnPath = postmark.returnPath(ID).orElseThrow();

        bring(
                "",
                List.of(returnPath),
                Reports.status("whoever@example.net", "Action: failed\nStatus: 5.1.1", ""));

        RecordingInbox.Receipt receipt = inbox.receipts.take();
        assertThat(receipt.keys()).containsExactly(ID.receiptKey());
        assertThat(receipt.report().status()).isEqualTo(Status.UNDELIVERED);
    }

    @Test
    void a_reply_by_smtp_is_for_whom_its_envelope_says() throws Exception {
        bring(
                "ada@example.net",
                List.of("shop@posthorn.example"),
                Reports.letter("somebody@else.example", "id-1", "", "Thanks, Ärzte!"));

        assertThat(inbox.inbound.take().to()).isEqualTo("shop@posthorn.example");
    }

    @Test
    void what_comes_from_nobody_is_no_reply() throws Exception {
        bring(
                "",
                List.of("shop@posthorn.example"),
                Reports.letter("shop@posthorn.example", "id-2", "", "I am away"));

        assertThat(inbox.inbound).isEmpty();
    }

    @Test
    void mail_that_could_not_be_kept_has_to_come_again() throws Exception {
        inbox.failNext(1);
        String mail = Reports.letter("shop@posthorn.example", "id-3", "", "Hi");
        List<String> to = List.of("shop@posthorn.example");

        assertThatThrownBy(() -> bring("ada@example.net", to, mail))
                .isInstanceOfSatisfying(
                        SMTPException.class, e -> assertThat(e.getMessage()).contains("451"));
        bring("ada@example.net", to, mail);

        assertThat(inbox.inbound).hasSize(1);
    }

    @Test
    void another_receiver_takes_the_port_once_it_is_free() throws Exception {
        MailSorter sorter =
                new MailSorter(postmark, new Unsubscribing(Optional.empty(), "key", inbox), inbox);
        try (MailReceiver next = new MailReceiver(receiver.port(), sorter, Time.system())) {
            next.start();
            receiver.close();

            await().until(() -> next.port() > 0);
        }
    }
}
