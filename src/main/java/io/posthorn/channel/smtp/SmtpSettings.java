package io.posthorn.channel.smtp;

import io.posthorn.channel.ConnectionType.Field;
import io.posthorn.channel.ConnectionType.Field.Form;
import io.posthorn.channel.Settings;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/// One connection to a mail server as configured.
///
/// @param key signs marks and links
/// @param bouncePort where mail is taken; 0: nowhere
/// @param window connections at once
/// @param patience for one email, from the connection to the answer
/// @param trust empty: the authorities this machine trusts
record SmtpSettings(
        String host,
        int port,
        Security security,
        Optional<String> username,
        String password,
        Optional<Dkim> dkim,
        Optional<String> bounceAddress,
        int bouncePort,
        Optional<String> callbackUrl,
        String key,
        int window,
        Duration patience,
        Optional<SSLSocketFactory> trust) {

    static final List<Field> FIELDS =
            List.of(
                    Field.required("host", "Name or address of the mail server", Form.TEXT),
                    Field.optional("port", "Its port", Form.INTEGER, "587"),
                    Field.choice(
                            "security",
                            "TLS begun by STARTTLS, TLS from the first octet, or none; without TLS"
                                    + " nothing is sent where it is asked for",
                            "STARTTLS",
                            "TLS",
                            "NONE"),
                    Field.optional("username", "The account; empty: none", Form.TEXT, ""),
                    Field.optional("password", "The account's password", Form.SECRET, ""),
                    Field.optional(
                            "dkim.domain",
                            "The domain that signs (RFC 6376); empty: nothing is signed",
                            Form.TEXT,
                            ""),
                    Field.optional("dkim.selector", "Which of its keys", Form.TEXT, ""),
                    Field.optional(
                            "dkim.privateKey", "The RSA key, PKCS #8 in PEM", Form.SECRET, ""),
                    Field.optional(
                            "bounceAddress",
                            "Where bounces go: each message has its own form of it,"
                                    + " bounce+MARK@example.com",
                            Form.TEXT,
                            ""),
                    Field.optional(
                            "bouncePort",
                            "Where this server takes bounces and replies by SMTP; 0: nowhere",
                            Form.INTEGER,
                            "0"),
                    Field.optional(
                            "callbackUrl",
                            "This connection's address as people reach it:"
                                    + " https://YOUR-SERVER/v1/Callbacks/CONNECTION-ID; empty: no"
                                    + " one-click unsubscribe",
                            Form.TEXT,
                            ""),
                    Field.optional(
                            "signingSecret",
                            "Signs bounce addresses and unsubscribe links, and shows who brings"
                                    + " mail by HTTP; empty: the password does, and links end with"
                                    + " it",
                            Form.SECRET,
                            ""),
                    Field.optional(
                            "trustedCertificates",
                            "The only certificate authorities to believe, in PEM; empty: those"
                                    + " this machine trusts",
                            Form.TEXT,
                            ""),
                    Field.optional("window", "Connections at once", Form.INTEGER, "10"),
                    Field.optional(
                            "timeoutSeconds",
                            "For one message, from the connection to the answer",
                            Form.INTEGER,
                            "60"));

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

    enum Security {
        STARTTLS,
        TLS,
        NONE
    }

    /// The settings are complete and without faults.
    static SmtpSettings of(Map<String, String> given) {
        Settings settings = new Settings(FIELDS, given);
        return new SmtpSettings(
                settings.text("host"),
                settings.number("port"),
                Security.valueOf(settings.text("security")),
                settings.some("username"),
                settings.text("password"),
                settings.some("dkim.domain")
                        .map(domain ->
                                new Dkim(
                                        domain,
                                        settings.text("dkim.selector"),
                                        Dkim.key(settings.text("dkim.privateKey")))),
                settings.some("bounceAddress"),
                settings.number("bouncePort"),
                settings.some("callbackUrl"),
                settings.some("signingSecret").orElse(settings.text("password")),
                settings.number("window"),
                Duration.ofSeconds(settings.number("timeoutSeconds")),
                settings.some("trustedCertificates").map(Authorities::trust));
    }

    /// For the mail library. Certificates are checked, and must name the host.
    Session session() {
        Properties properties = new Properties();
        String patient = Long.toString(patience.toMillis());
        Duration connecting =
                CONNECT_PATIENCE.compareTo(patience) < 0 ? CONNECT_PATIENCE : patience;
        properties.setProperty("mail.smtp.connectiontimeout", Long.toString(connecting.toMillis()));
        properties.setProperty("mail.smtp.timeout", patient);
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(security == Security.TLS));
        boolean starts = security == Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(starts));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(starts));
        properties.setProperty("mail.smtp.auth", String.valueOf(username.isPresent()));
        trust.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
        return Session.getInstance(properties);
    }

    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + "]"; // never a secret
    }
}
