package io.posthorn.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posthorn.Time;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.Submit;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/// The SMTP connector and a mail server somebody else wrote: TLS, credentials, signatures.
@Timeout(60)
class SmtpServersTest {
    private static final String USER = "shop";
    private static final String PASSWORD = "correct-horse-battery";
    private static final KeyPair KEYS = keys();

    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private final RecordingInbox inbox = new RecordingInbox();
    private Optional<SMTPServer> server = Optional.empty();

    @AfterEach
    void stop() {
        server.ifPresent(SMTPServer::stop);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = SmtpServersTest.class.getResourceAsStream("/tls/localhost.p12")) {
            store.load(in, "for-tests".toCharArray());
        }
        return store;
    }

    private static SSLContext tls() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), "for-tests".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static String certificate() throws Exception {
        KeyStore store = store();
        byte[] octets = store.getCertificate(store.aliases().nextElement()).getEncoded();
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(octets)
                + "\n-----END CERTIFICATE-----\n";
    }

    private void serve(UnaryOperator<SMTPServer.Builder> more) {
        SMTPServer fresh =
                more.apply(
                                SMTPServer.port(0)
                                        .bindAddress(InetAddress.getLoopbackAddress())
                                        .messageHandler((_, _, _, data) -> arrived.add(data)))
                        .build();
        fresh.start();
        server = Optional.of(fresh);
    }

    private static EasyAuthenticationHandlerFactory login() {
        return new EasyAuthenticationHandlerFactory((user, password, _) -> {
            if (!user.equals(USER) || !password.equals(PASSWORD)) {
                throw new LoginFailedException("no");
            }
        });
    }

    private Connector open(Map<String, String> given) {
        SmtpChannel channel = new SmtpChannel(Time.system());
        Map<String, String> settings = new HashMap<>(channel.complete(given));
        settings.putIfAbsent("host", "localhost");
        settings.put("port", Integer.toString(server.orElseThrow().getPortAllocated()));
        assertThat(channel.faults(settings)).isEmpty();
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
                inbox);
    }

    private static Content.Email mail(String html) {
        return new Content.Email(Optional.empty(), "Hi", html, Optional.empty(), List.of());
    }

    private static Submit message(Content content) {
        return new Submit(
                new MessageId(7),
                1,
                Channel.EMAIL,
                "shop@posthorn.example",
                Optional.of("Die Blumenhändlerin"),
                new Address(Address.Kind.EMAIL, "ada@example.net"),
                Optional.empty(),
                "",
                content,
                1,
                Instant.now().plusSeconds(60));
    }

    private static Outcome send(Connector connector, Submit submit) throws InterruptedException {
        await().pollInterval(Duration.ofMillis(2)).until(() -> connector.window() > 0);
        return connector.submit(submit);
    }

    @Test
    void mail_leaves_over_starttls_after_a_login() throws Exception {
        SSLContext tls = tls();
        serve(s ->
                s.startTlsSocketFactory(tls)
                        .requireTLS()
                        .requireAuth()
                        .authenticationHandlerFactory(login()));
        var settings =
                Map.of(
                        "trustedCertificates", certificate(),
                        "username", USER,
                        "password", PASSWORD);

        try (Connector connector = open(settings)) {
            assertThat(send(connector, message(mail("<p>Hi</p>"))))
                    .isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(arrived.take()).isNotEmpty();
        assertThat(inbox.changes.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void mail_leaves_over_tls() throws Exception {
        SSLContext tls = tls();
        serve(s -> s.serverSocketFactory(tls));
        var settings = Map.of("security", "TLS", "trustedCertificates", certificate());

        try (Connector connector = open(settings)) {
            assertThat(send(connector, message(mail("<p>Hi</p>"))))
                    .isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(arrived.take()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    void nothing_leaves_to_a_server_that_does_not_show_who_it_is(Map<String, String> settings)
            throws Exception {
        SSLContext tls = tls();
        boolean starts = "STARTTLS".equals(settings.get("security"));
        serve(s -> starts ? s.startTlsSocketFactory(tls).enableTLS() : s.serverSocketFactory(tls));

        try (Connector connector = open(settings)) {
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> inbox.state() == Inbox.State.DISCONNECTED);
            assertThat(connector.submit(message(mail("<p>Hi</p>"))))
                    .isInstanceOf(Outcome.NotSent.class);
            assertThat(inbox.lastChange().reason()).doesNotContain("does not support");
        }
        assertThat(arrived).isEmpty();
    }

    static Stream<Map<String, String>> untrusted() throws Exception {
        return Stream.of(
                Map.of("security", "TLS"),
                Map.of("security", "STARTTLS"),
                Map.of(
                        "security", "STARTTLS",
                        "host", "127.0.0.1", // not in the certificate
                        "trustedCertificates", certificate()));
    }

    @Test
    void a_wrong_password_breaks_the_sender() throws Exception {
        SSLContext tls = tls();
        serve(s ->
                s.startTlsSocketFactory(tls)
                        .enableTLS()
                        .requireAuth()
                        .authenticationHandlerFactory(login()));
        var settings =
                Map.of(
                        "trustedCertificates",
                        certificate(),
                        "username",
                        USER,
                        "password",
                        "not-" + PASSWORD);

        try (Connector connector = open(settings)) {
            assertThat(send(connector, message(mail("<p>Hi</p>"))))
                    .isEqualTo(new Outcome.SenderBroken("SMTP 535"));
        }
        assertThat(inbox.state()).isEqualTo(Inbox.State.SUSPENDED);
        assertThat(inbox.changes.toString()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void what_leaves_is_signed_so_that_others_find_it_good(Content content) throws Exception {
        serve(s -> s.insertReceivedHeaders(false));
        try (Connector connector = open(signing())) {
            assertThat(send(connector, message(content))).isInstanceOf(Outcome.Accepted.class);
        }
        byte[] octets = arrived.take();

        List<SignatureRecord> signatures = verifier().verify(new ByteArrayInputStream(octets));

        assertThat(signatures).hasSize(1);
        assertThat(signatures.getFirst().getDToken()).hasToString("posthorn.example");
        assertThat(signatures.getFirst().getHeaders().toString().toLowerCase(Locale.ROOT))
                .contains("from", "to", "subject", "message-id", "list-unsubscribe-post");
        String tampered =
                new String(octets, StandardCharsets.ISO_8859_1)
                        .replaceFirst("Subject: ", "Subject: x");
        assertThatThrownBy(() ->
                        verifier()
                                .verify(
                                        new ByteArrayInputStream(
                                                tampered.getBytes(StandardCharsets.ISO_8859_1))))
                .isInstanceOf(FailException.class);
    }

    static Stream<Content.Email> contents() {
        var attachment =
                new Content.Attachment(
                        "a.bin",
                        "application/octet-stream",
                        Base64.getEncoder().encodeToString(new byte[5_000]));
        var email =
                new Content.Email(
                        Optional.empty(),
                        "Ein ziemlich langer Betreff, der über eine Zeile hinaus geht — und weiter",
                        "<p>Grüße</p>\n.\n..\n" + "lang ".repeat(400),
                        Optional.empty(),
                        List.of(attachment));
        return Stream.of(mail("Plain  \n.dots\n\n\ttab \n\n\n"), email);
    }

    private static Map<String, String> signing() {
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        return Map.of(
                "security", "NONE",
                "signingSecret", "a-secret",
                "callbackUrl", "https://posthorn.example/v1/Callbacks/c1",
                "dkim.domain", "posthorn.example",
                "dkim.selector", "mail",
                "dkim.privateKey", pem);
    }

    /// Finds our key as if it were in the DNS.
    private static DKIMVerifier verifier() {
        String key = Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
        return new DKIMVerifier((_, selector, domain) ->
                (selector + "._domainkey." + domain).equals("mail._domainkey.posthorn.example")
                        ? List.of("v=DKIM1; k=rsa; p=" + key)
                        : List.of());
    }
}
