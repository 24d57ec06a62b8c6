package io.posthorn.channel.smtp;

import io.posthorn.channel.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What may be wrong with settings that have all their fields.
final class SmtpFaults {
    private static final int PORT_MAX = 65_535;
    private static final int WINDOW_MAX = 100; // connections; mail servers allow few
    private static final int BOUNCE_LOCAL_MAX = 25; // the mark and it have to fit 64 characters
    private static final List<String> DKIM =
            List.of("dkim.domain", "dkim.selector", "dkim.privateKey");

    private final Settings settings;
    private final Map<String, String> faults = new LinkedHashMap<>();

    private SmtpFaults(Settings settings) {
        this.settings = settings;
    }

    static Map<String, String> of(Settings settings) {
        SmtpFaults check = new SmtpFaults(settings);
        check.numbers();
        check.server();
        check.dkim();
        check.whatComesBack();
        return check.faults;
    }

    private void numbers() {
        settings.range("port", PORT_MAX).ifPresent(fault -> faults.put("port", fault));
        settings.range("window", WINDOW_MAX).ifPresent(fault -> faults.put("window", fault));
        settings.range("timeoutSeconds", Settings.TIMEOUT_MAX)
                .ifPresent(fault -> faults.put("timeoutSeconds", fault));
        if (settings.number("bouncePort") != 0) {
            settings.range("bouncePort", PORT_MAX)
                    .ifPresent(fault -> faults.put("bouncePort", fault));
        }
    }

    private void server() {
        if (!settings.text("host").matches("[\\w.:-]+")) {
            faults.put("host", "host must be a name or an address");
        }
        if (settings.some("username").isPresent() && settings.some("password").isEmpty()) {
            faults.put("password", "password is required with username");
        }
        settings.some("trustedCertificates")
                .filter(pem -> !readable(() -> Authorities.trust(pem)))
                .ifPresent(_ ->
                        faults.put(
                                "trustedCertificates",
                                "trustedCertificates must be certificates in PEM"));
    }

    private void dkim() {
        boolean any = DKIM.stream().anyMatch(name -> settings.some(name).isPresent());
        for (String name : DKIM) {
            if (any && settings.some(name).isEmpty()) {
                faults.put(name, "dkim needs domain, selector and privateKey");
            }
        }
        settings.some("dkim.domain")
                .filter(domain -> !domain.matches("[\\w-]+(\\.[\\w-]+)+"))
                .ifPresent(_ -> faults.put("dkim.domain", "dkim.domain must be a domain"));
        settings.some("dkim.selector")
                .filter(selector -> !selector.matches("[\\w-]+(\\.[\\w-]+)*"))
                .ifPresent(_ -> faults.put("dkim.selector", "dkim.selector must be a name"));
        settings.some("dkim.privateKey")
                .filter(pem -> !readable(() -> Dkim.key(pem)))
                .ifPresent(_ ->
                        faults.put(
                                "dkim.privateKey",
                                "dkim.privateKey must be an RSA key in PKCS #8 (openssl pkcs8"
                                        + " -topk8 -nocrypt)"));
    }

    private void whatComesBack() {
        settings.some("bounceAddress")
                .filter(address ->
                        Mailbox.of(address).filter(address::equals).isEmpty()
                                || address.lastIndexOf('@') > BOUNCE_LOCAL_MAX)
                .ifPresent(_ ->
                        faults.put(
                                "bounceAddress",
                                "bounceAddress must be an email address with at most "
                                        + BOUNCE_LOCAL_MAX
                                        + " characters before the @"));
        settings.some("callbackUrl")
                .filter(url -> !url.matches("(?i)https?://[^\\s?#<>,\"]+"))
                .ifPresent(_ ->
                        faults.put(
                                "callbackUrl",
                                "callbackUrl must be an http or https URL without a query"));
        boolean signs =
                settings.some("bounceAddress").isPresent()
                        || settings.some("callbackUrl").isPresent();
        if (signs
                && settings.some("signingSecret").isEmpty()
                && settings.some("password").isEmpty()) {
            faults.put(
                    "signingSecret",
                    "signingSecret is required with bounceAddress or callbackUrl where there is no"
                            + " password");
        }
    }

    private static boolean readable(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
