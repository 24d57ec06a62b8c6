package io.posthorn.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.Connector;
import io.posthorn.channel.ConnectorContract;
import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Status;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The SMTP connector against a mail server that answers what the test says.
class SmtpChannelTest extends ConnectorContract {
    private static final String PERSON = "ada@example.net";
    private static final String SENDER = "shop@posthorn.example";
    private static final String SECRET = "signing-secret-of-tests";
    private static final String CALLBACKS = "https://posthorn.example/v1/Callbacks/c1";
    private static final SmtpChannel CHANNEL = new SmtpChannel(Time.system());
    private static final int TRIES = 50;

    @Override
    protected Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    protected String person() {
        return PERSON;
    }

    @Override
    protected String sender() {
        return SENDER;
    }

    /// Whoever is not known there may have another address.
    @Override
    protected Outcome.Scope unknownRecipient() {
        return Outcome.Scope.CHANNEL;
    }

    @Override
    protected Provider provide() {
        Scripted scripted = new Scripted(new ScriptedMailServer());
        scripted.server.then(taken -> Thread.ofVirtual().start(() -> bring(delivered(taken))));
        return scripted;
    }

    @Override
    protected Connector open(Provider provider, Inbox inbox) {
        return open(((Scripted) provider).server, inbox, Map.of());
    }

    private static Connector open(
            ScriptedMailServer server, Inbox inbox, Map<String, String> more) {
        Map<String, String> settings = settings(server.port(), more);
        assertThat(CHANNEL.faults(settings)).isEmpty();
        Instant now = Instant.now();
        return CHANNEL.open(
                new Connection(
                        new ConnectionId(1),
                        "AC1",
                        "mail",
                        "SMTP",
                        settings,
                        OptionalDouble.empty(),
                        now,
                        now),
                inbox);
    }

    private static Map<String, String> settings(int port, Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(
                        CHANNEL.complete(
                                Map.of(
                                        "host",
                                        "127.0.0.1",
                                        "port",
                                        Integer.toString(port),
                                        "security",
                                        "NONE",
                                        "bounceAddress",
                                        "bounce@posthorn.example",
                                        "callbackUrl",
                                        CALLBACKS,
                                        "signingSecret",
                                        SECRET)));
        settings.putAll(more);
        return settings;
    }

    private record Scripted(ScriptedMailServer server) implements Provider {

        private void at(String verb, String answer) {
            server.will(asked -> asked.equals(verb) ? answer : "");
        }

        @Override
        public void willAccept() {
            server.will(_ -> "");
        }

        @Override
        public void willThrottle() {
            at("RCPT", "450 4.7.1 Rate limit exceeded, try again later");
        }

        @Override
        public void willRefuse() {
            at("RCPT", "550 5.1.1 No such user");
        }

        @Override
        public void willFail() {
            at(".", "451 4.3.0 Local error in processing");
        }

        @Override
        public void willHangUpAfterReading() {
            at(".", ScriptedMailServer.HANG_UP);
        }

        @Override
        public void goDown() {
            server.stop();
        }

        @Override
        public void comeBack() {
            server.start();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private ScriptedMailServer server() {
        return ((Scripted) provider).server;
    }

    private static String delivered(ScriptedMailServer.Taken taken) {
        return Reports.status(
                between(taken.mailFrom(), "<", ">"), "Action: delivered\nStatus: 2.0.0", "");
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    /// Until it is taken, as mail servers do.
    private void bring(String mail) {
        for (int tries = 0; tries < TRIES && called(mail, SECRET) != 200; tries++) {
            Thread.onSpinWait();
        }
    }

    private int called(String mail, String secret) {
        try {
            var headers = Map.of("authorization", "Bearer " + secret);
            return ((CallbackReceiver) connector)
                    .called(new Callback("POST", "Bounce", headers, Map.of(), mail))
                    .status();
        } catch (InterruptedException | IllegalStateException e) {
            return 503;
        }
    }

    private Outcome submit() throws InterruptedException {
        return connector.submit(message(PERSON, BODY));
    }

    private Submit email(Content.Email email) {
        Submit plain = message(PERSON, "");
        return new Submit(
                plain.message(),
                plain.attempt(),
                plain.channel(),
                plain.from(),
                Optional.of("The shop"),
                plain.to(),
                Optional.of("Ada Lovelace"),
                "",
                email,
                1,
                plain.expiresAt());
    }

    private Submit noEmail() {
        Submit email = message(PERSON, BODY);
        return new Submit(
                email.message(),
                email.attempt(),
                email.channel(),
                email.from(),
                email.fromName(),
                email.to(),
                email.toName(),
                "",
                Content.text(""),
                1,
                email.expiresAt());
    }

    private static Content.Email html(String subject, String html) {
        return new Content.Email(Optional.empty(), subject, html, Optional.empty(), List.of());
    }

    private MimeMessage arrived() throws Exception {
        String octets = server().taken.getLast().octets();
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RCPT | 550 5.1.1 unknown user | T5_CHANNEL",
                "RCPT | 550 unknown user | T5_CHANNEL",
                "RCPT | 550 5.1.2 no such domain | T7_DESTINATION",
                "RCPT | 552 5.2.2 mailbox full | T5_CHANNEL",
                "RCPT | 554 5.7.1 relay access denied | T3_SENDER",
                "RCPT | 550 5.7.1 blocked by a list | T3_SENDER",
                "RCPT | 451 4.7.1 greylisted, come back | T2_TRANSIENT",
                "RCPT | 421 4.7.0 too many connections | T1_THROTTLED",
                "RCPT | 450 4.2.1 the user receives mail too fast | T1_THROTTLED",
                "MAIL | 550 5.7.1 not for you | T3_SENDER",
                "MAIL | 550 rejected | T3_SENDER",
                "MAIL | 530 5.7.0 authentication required | T3_SENDER",
                "MAIL | 552 5.3.4 too big | T6_CONTENT",
                "MAIL | 452 4.3.1 no room | T2_TRANSIENT",
                "DATA | 554 no valid recipients | T3_SENDER",
                "DATA | 451 later | T2_TRANSIENT",
                ". | 550 5.7.1 this is spam | T6_CONTENT",
                ". | 554 5.6.0 malformed | T6_CONTENT",
                ". | 552 5.2.2 mailbox full | T5_CHANNEL",
                ". | 550 5.7.26 not authenticated | T3_SENDER",
                ". | 451 4.7.28 unusual rate | T1_THROTTLED",
                ". | 421 4.3.2 shutting down | T2_TRANSIENT",
            })
    void an_answer_means_what_the_server_knew_when_it_gave_it(
            String verb, String answer, OutcomeClass outcome) throws Exception {
        ((Scripted) provider).at(verb, answer);

        Outcome found = submit();
        assertThat(found.outcomeClass()).isEqualTo(outcome);
        assertThat(found.upstream()).startsWith("SMTP " + answer.substring(0, 3));

        provider.willAccept();
        assertThat(submit()).isInstanceOf(Outcome.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void a_hang_up_before_the_content_is_no_doubt(String verb) throws Exception {
        ((Scripted) provider).at(verb, ScriptedMailServer.HANG_UP);

        assertThat(submit()).isInstanceOf(Outcome.Unreachable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello?", "", "999", "354 go on", "25O ok"})
    void octets_that_are_no_answer_to_a_message_leave_the_outcome_unknown(String garbage)
            throws Exception {
        ((Scripted) provider).at(".", garbage.isEmpty() ? " " : garbage);

        assertThat(submit()).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"., T9_UNKNOWN", "RCPT, T2_TRANSIENT"})
    void a_server_that_never_answers_may_have_the_message_once_it_was_ended(
            String verb, OutcomeClass outcome) throws Exception {
        ((Scripted) provider).at(verb, ScriptedMailServer.SILENCE);

        try (Connector impatient =
                open(server(), new RecordingInbox(), Map.of("timeoutSeconds", "1"))) {
            soon().until(() -> impatient.window() > 0);
            assertThat(impatient.submit(message(PERSON, BODY)).outcomeClass()).isEqualTo(outcome);
        }
    }

    @Test
    void a_server_that_greets_with_a_no_takes_nothing() throws Exception {
        ((Scripted) provider).at("CONNECT", "421 4.3.2 not now");
        server().hangUpOnAll();

        assertThat(submit()).isInstanceOfAny(Outcome.Unreachable.class, Outcome.NotSent.class);
        soon().until(() -> inbox.state() == Inbox.State.DISCONNECTED);
        assertThat(inbox.lastChange().reason()).contains("421 4.3.2");
    }

    @Test
    void wrong_credentials_break_the_sender_and_are_told() throws Exception {
        server().offer("AUTH PLAIN LOGIN");
        ((Scripted) provider).at("AUTH", "535 5.7.8 Authentication credentials invalid");
        RecordingInbox told = new RecordingInbox();
        var login = Map.of("username", "shop", "password", "the-password");

        try (Connector denied = open(server(), told, login)) {
            soon().until(() -> told.state() == Inbox.State.SUSPENDED);
            assertThat(told.lastChange().reason()).contains("535").doesNotContain("the-password");
            Outcome outcome = denied.submit(message(PERSON, BODY));
            assertThat(outcome).isInstanceOf(Outcome.SenderBroken.class);
            assertThat(outcome.upstream()).isEqualTo("SMTP 535 5.7.8");

            provider.willAccept();
            assertThat(denied.submit(message(PERSON, BODY))).isInstanceOf(Outcome.Accepted.class);
            soon().until(() -> told.state() == Inbox.State.CONNECTED);
        }
    }

    @Test
    void a_server_that_asks_for_no_credentials_does_not_get_mail_without_them() throws Exception {
        var login = Map.of("username", "shop", "password", "the-password");

        try (Connector denied = open(server(), new RecordingInbox(), login)) {
            soon().until(() -> denied.window() > 0);
            assertThat(denied.submit(message(PERSON, BODY)))
                    .isInstanceOf(Outcome.SenderBroken.class);
        }
        assertThat(server().taken).isEmpty();
    }

    @Test
    void without_starttls_nothing_is_sent_where_it_is_asked_for() {
        RecordingInbox told = new RecordingInbox();

        try (Connector cautious = open(server(), told, Map.of("security", "STARTTLS"))) {
            soon().until(() -> told.state() == Inbox.State.DISCONNECTED);
            assertThat(told.lastChange().reason()).contains("STARTTLS");
            assertThat(cautious.window()).isZero();
        }
    }

    @Test
    void a_connection_is_kept_for_the_next_message() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(submit()).isInstanceOf(Outcome.Accepted.class);
        }

        assertThat(server().taken).hasSize(20);
        assertThat(server().connections).hasValue(1);
    }

    @Test
    void many_messages_at_once_have_connections_of_their_own() throws Exception {
        List<Future<Outcome>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                outcomes.add(threads.submit(this::submit));
            }
        }

        for (Future<Outcome> outcome : outcomes) {
            assertThat(outcome.get()).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(server().connections.get()).isBetween(1, 11);
    }

    @Test
    void a_kept_connection_that_was_closed_costs_a_message_nothing() throws Exception {
        submit();
        server().hangUpOnAll();

        assertThat(submit()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server().taken).hasSize(2);
    }

    @Test
    void a_text_is_an_email_whose_subject_is_its_first_line() throws Exception {
        connector.submit(message(PERSON, "Grüße aus Köln\n\nEs regnet."));

        MimeMessage mail = arrived();
        MimeMultipart alternative = (MimeMultipart) mail.getContent();
        assertThat(mail.getSubject()).isEqualTo("Grüße aus Köln");
        assertThat(alternative.getBodyPart(0).getContent().toString())
                .startsWith("Grüße aus Köln")
                .endsWith("Es regnet.");
        assertThat(mail.getFrom()[0]).hasToString(SENDER);
        assertThat(mail.getSentDate()).isNotNull();
    }

    @Test
    void html_has_a_text_beside_it_and_attachments_after_it() throws Exception {
        byte[] octets = {0, (byte) 200, 13, 10, 46, 13, 10};
        var attachment =
                new Content.Attachment(
                        "Übersicht.pdf",
                        "application/pdf",
                        Base64.getEncoder().encodeToString(octets));
        connector.submit(
                email(
                        new Content.Email(
                                Optional.empty(),
                                "日本語",
                                "<h1>Hi</h1><p>Read <a href='https://x.example/a'>this</a></p>",
                                Optional.empty(),
                                List.of(attachment))));

        MimeMessage mail = arrived();
        MimeMultipart mixed = (MimeMultipart) mail.getContent();
        MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
        assertThat(mail.getSubject()).isEqualTo("日本語");
        assertThat(mail.getFrom()[0]).hasToString("The shop <" + SENDER + ">");
        assertThat(mail.getAllRecipients()[0]).hasToString("Ada Lovelace <" + PERSON + ">");
        assertThat(alternative.getContentType()).startsWith("multipart/alternative");
        assertThat(alternative.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
                .isEqualTo("Hi\n\nRead this (https://x.example/a)");
        assertThat(alternative.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(mixed.getBodyPart(1).getFileName()).contains("bersicht.pdf");
        assertThat(mixed.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(octets);
    }

    @Test
    void the_name_and_the_text_of_an_email_come_before_those_we_make() throws Exception {
        connector.submit(
                email(
                        new Content.Email(
                                Optional.of("Grace"),
                                "Hi",
                                "<p>html</p>",
                                Optional.of("my own text"),
                                List.of())));

        MimeMultipart alternative = (MimeMultipart) arrived().getContent();
        assertThat(alternative.getBodyPart(0).getContent()).isEqualTo("my own text");
        assertThat(arrived().getFrom()[0].toString()).startsWith("Grace <");
    }

    @Test
    void what_cannot_be_an_email_is_refused_for_what_it_is() throws Exception {
        var broken = new Content.Attachment("a", "text/plain", "***");
        assertThat(
                        connector.submit(
                                email(
                                        new Content.Email(
                                                Optional.empty(),
                                                "Hi",
                                                "",
                                                Optional.empty(),
                                                List.of(broken)))))
                .isEqualTo(
                        new Outcome.Refused(Outcome.Scope.CONTENT, "an attachment is not Base64"));
        assertThat(connector.submit(noEmail()).outcomeClass()).isEqualTo(OutcomeClass.T6_CONTENT);
        for (String address : List.of("a\r\nRCPT TO:<x@y>@b.example", "a>b@c.example", "ä@b.de")) {
            assertThat(connector.submit(message(address, BODY)).outcomeClass())
                    .isEqualTo(OutcomeClass.T7_DESTINATION);
        }
        assertThat(server().taken).isEmpty();
    }

    @Test
    void an_international_domain_is_written_in_ascii() throws Exception {
        connector.submit(message("ada@bücher.example", BODY));

        assertThat(server().taken.getLast().rcptTo()).contains("<ada@xn--bcher-kva.example>");
    }

    @Test
    void reports_are_asked_for_where_the_server_offers_them() throws Exception {
        server().offer("DSN", "SIZE 1000000");
        server().hangUpOnAll();

        submit();

        assertThat(server().taken.getLast().mailFrom())
                .matches(
                        "MAIL FROM:<bounce\\+1\\.1\\.[0-9a-f]{16}@posthorn.example>"
                                + " SIZE=[0-9]+ RET=HDRS ENVID=1\\.1\\.[0-9a-f]{16}");
        assertThat(server().taken.getLast().rcptTo())
                .isEqualTo("RCPT TO:<ada@example.net> NOTIFY=SUCCESS,FAILURE,DELAY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failed | 5.1.1 | smtp; 550 5.1.1 no such user | UNDELIVERED | T5_CHANNEL",
                "failed | 5.2.2 | smtp; 552 5.2.2 full | UNDELIVERED | T5_CHANNEL",
                "failed | 5.0.0 | smtp; 550 no such user | UNDELIVERED | T5_CHANNEL",
                "failed | 5.7.1 | smtp; 550 5.7.1 spam | UNDELIVERED | T6_CONTENT",
                "Failed | 4.4.7 | | UNDELIVERED | T8_EXPIRED",
                "failed | 5.1.2 (no such domain) | | UNDELIVERED | T7_DESTINATION",
                "failed | | | UNDELIVERED | T5_CHANNEL",
                "delivered | 2.0.0 | | DELIVERED | T0_ACCEPTED",
                "relayed | 2.0.0 | | DELIVERED | T0_ACCEPTED",
            })
    void a_bounce_is_a_receipt(
            String action, String code, String diagnosis, Status status, OutcomeClass outcome)
            throws Exception {
        server().then(_ -> {});
        inbox.sent(PERSON, keys(submit()));
        String fields = "Action: " + action;
        fields += code == null ? "" : "\nStatus: " + code;
        fields += diagnosis == null ? "" : "\nDiagnostic-Code: " + diagnosis;
        String returnPath = between(server().taken.getLast().mailFrom(), "<", ">");

        assertThat(called(Reports.status(returnPath, fields, ""), SECRET)).isEqualTo(200);

        RecordingInbox.Receipt receipt = inbox.receipts.take();
        assertThat(receipt.key()).isNotNull();
        assertThat(receipt.report().status()).isEqualTo(status);
        assertThat(receipt.report().outcome()).isEqualTo(outcome);
    }

    @Test
    void a_bounce_is_known_by_any_of_the_marks_it_kept() throws Exception {
        server().then(_ -> {});
        inbox.sent(PERSON, keys(submit()));
        String id = arrived().getMessageID();
        String mark = between(id, "<", "@");
        String fields = "Action: failed\nStatus: 5.1.1";

        called(Reports.status("bounce@posthorn.example", fields, "Message-ID: " + id), SECRET);
        assertThat(inbox.receipts.take().key()).isNotNull();

        String withEnvelope =
                Reports.status("bounce@posthorn.example", fields, "")
                        .replace(
                                "Reporting-MTA",
                                "Original-Envelope-Id: " + mark + "\r\nReporting-MTA");
        called(withEnvelope, SECRET);
        assertThat(inbox.receipts.take().key()).isNotNull();

        String folded = "BOUNCE+" + mark.toUpperCase(Locale.ROOT) + "@POSTHORN.EXAMPLE";
        called(Reports.status(folded, fields, ""), SECRET);
        assertThat(inbox.receipts.take().key()).isNotNull();
    }

    @Test
    void what_is_delayed_or_made_up_changes_nothing() throws Exception {
        server().then(_ -> {});
        inbox.sent(PERSON, keys(submit()));
        String returnPath = between(server().taken.getLast().mailFrom(), "<", ">");
        String madeUp = returnPath.replaceFirst("[0-9a-f]{16}@", "0123456789abcdef@");

        called(Reports.status(returnPath, "Action: delayed\nStatus: 4.4.1", ""), SECRET);
        called(Reports.status(madeUp, "Action: failed\nStatus: 5.1.1", ""), SECRET);
        assertThat(called(Reports.status(returnPath, "Action: failed", ""), "wrong"))
                .isEqualTo(403);

        assertThat(inbox.receipts).isEmpty();
    }

    @Test
    void what_people_write_is_kept_without_what_they_quote() throws Exception {
        String mail =
                Reports.letter(
                        SENDER,
                        "id-1",
                        "",
                        "STOP\n\nOn Monday, The shop wrote:\n> Your code is 123456\n>");

        assertThat(called(mail, SECRET)).isEqualTo(200);

        assertThat(inbox.inbound.take())
                .isEqualTo(
                        new Inbound(
                                Channel.EMAIL,
                                Optional.of("<id-1@example.net>"),
                                PERSON,
                                SENDER,
                                "STOP",
                                List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-generated; owner-email=\"a@b\"",
                "Precedence: bulk",
                "X-Autoreply: yes",
                "Return-Path: <>",
                "List-Id: <all.example.net>",
            })
    void what_machines_answer_is_nobodys_word(String header) throws Exception {
        assertThat(called(Reports.letter(SENDER, "id-2", header + "\n", "I am away"), SECRET))
                .isEqualTo(200);
        assertThat(called(Reports.letter("bounce@posthorn.example", "id-3", "", "Hi"), SECRET))
                .isEqualTo(200);

        assertThat(inbox.inbound).isEmpty();
    }

    @Test
    void who_complains_is_opted_out() throws Exception {
        submit();
        String original = server().taken.getLast().octets();

        called(Reports.complaint("not-spam", original), SECRET);
        called(Reports.complaint("abuse", "Subject: somebody else's\n\nwords"), SECRET);
        assertThat(inbox.partings).isEmpty();

        called(Reports.complaint("abuse", original), SECRET);
        assertThat(inbox.partings.take()).isEqualTo(new RecordingInbox.Parting(PERSON, SENDER));
    }

    @Test
    void one_click_unsubscribes_and_looking_does_not() throws Exception {
        connector.submit(email(html("Hi", "<p>Hi</p>")));
        MimeMessage mail = arrived();
        String link = mail.getHeader("List-Unsubscribe", null);
        assertThat(mail.getHeader("List-Unsubscribe-Post", null))
                .isEqualTo("List-Unsubscribe=One-Click");
        assertThat(link).startsWith("<" + CALLBACKS + "/Unsubscribe?").doesNotContain(PERSON);

        Callback.Answer page = click("GET", link);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.type()).startsWith("text/html");
        assertThat(page.text()).contains("method=\"post\"");
        assertThat(inbox.partings).isEmpty();

        assertThat(click("POST", link).status()).isEqualTo(200);
        assertThat(inbox.partings.take()).isEqualTo(new RecordingInbox.Parting(PERSON, SENDER));
    }

    @Test
    void a_forged_link_is_forbidden() throws Exception {
        submit();
        String link = arrived().getHeader("List-Unsubscribe", null);
        String other = link.replaceFirst("signature=....", "signature=0000");

        assertThat(click("POST", other).status()).isEqualTo(403);
        assertThat(click("POST", "who=&signature=").status()).isEqualTo(403);
        assertThat(inbox.partings).isEmpty();
    }

    private Callback.Answer click(String method, String link) throws InterruptedException {
        Map<String, String> query = new HashMap<>();
        Matcher pair = Pattern.compile("(who|signature)=([\\w-]*)").matcher(link);
        while (pair.find()) {
            query.put(pair.group(1), pair.group(2));
        }
        return ((CallbackReceiver) connector)
                .called(
                        new Callback(
                                method,
                                "Unsubscribe",
                                Map.of(),
                                query,
                                "List-Unsubscribe=One-Click"));
    }

    @ParameterizedTest
    @CsvSource({
        "port, 0",
        "port, 65536",
        "window, 0",
        "timeoutSeconds, 121",
        "host, a b",
        "bounceAddress, nobody",
        "bounceAddress, a-local-part-far-too-long-to-mark@b.example",
        "bouncePort, -1",
        "callbackUrl, ftp://x",
        "dkim.privateKey, secret",
        "dkim.selector, s",
        "trustedCertificates, none",
    })
    void a_wrong_setting_is_named_and_no_secret_is_quoted(String name, String value) {
        Map<String, String> faults = CHANNEL.faults(settings(25, Map.of(name, value)));

        assertThat(faults).isNotEmpty();
        assertThat(String.join(" ", faults.keySet())).contains(name.substring(0, 4));
        assertThat(faults.toString()).doesNotContain("secret,").doesNotContain(SECRET);
    }

    @Test
    void what_is_signed_needs_a_secret() {
        assertThat(CHANNEL.faults(settings(25, Map.of("signingSecret", ""))))
                .containsOnlyKeys("signingSecret");
        assertThat(CHANNEL.faults(settings(25, Map.of("username", "shop"))))
                .containsOnlyKeys("password");
    }
}
