package io.posthorn.channel.http;

import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Settings;
import io.posthorn.message.Template;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the settings of an HTTP connection, and finds what is wrong with them.
record HttpForm(Settings settings) {
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(https?://[^/?#{}\\s@]+)(?:[/?#].*)?", Pattern.DOTALL);
    private static final Pattern HEADER = Pattern.compile("([\\w-]+)\\s*:\\s*(\\S.*)");

    static HttpForm of(Map<String, String> given) {
        return new HttpForm(new Settings(HttpSettings.FIELDS, given));
    }

    Map<String, String> faults() {
        Map<String, String> faults = new LinkedHashMap<>();
        check(faults, "url", HttpForm::address);
        List.of("url", "bodyTemplate").forEach(name -> check(faults, name, Template::parse));
        check(faults, "headers", HttpForm::headers);
        List.of("successWhen", "throttledWhen").forEach(n -> check(faults, n, Condition::parse));
        List.of(
                        "messageIdPath",
                        "errorCodePath",
                        "receiptIdPath",
                        "receiptStatusPath",
                        "receiptErrorPath",
                        "receiptPhonePath",
                        "inboundFromPath",
                        "inboundToPath",
                        "inboundTextPath",
                        "inboundIdPath")
                .forEach(name -> check(faults, name, Selector::parse));
        check(faults, "receiptPath", Selector.Path::parse);
        List.of("errorCodes", "receiptStatuses").forEach(n -> check(faults, n, Vocabulary::parse));
        settings.range("window", Settings.WINDOW_MAX)
                .ifPresent(fault -> faults.put("window", fault));
        settings.range("timeoutSeconds", Settings.TIMEOUT_MAX)
                .ifPresent(fault -> faults.put("timeoutSeconds", fault));
        if (settings.some("callbackSignatureHeader").isPresent()
                && settings.some("callbackSecret").isEmpty()) {
            faults.put("callbackSecret", "callbackSecret is needed to check signatures");
        }
        return faults;
    }

    private void check(Map<String, String> faults, String name, Consumer<String> parse) {
        Optional<String> value = settings.some(name);
        try {
            value.ifPresent(parse);
        } catch (Template.Malformed e) {
            faults.putIfAbsent(name, name + " is not a Liquid template: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            faults.putIfAbsent(name, name + " " + e.getMessage());
        }
    }

    private static URI address(String url) {
        Matcher matcher = ADDRESS.matcher(url);
        if (matcher.matches()) {
            URI address = URI.create(matcher.group(1));
            if (address.getHost() != null) {
                return address;
            }
        }
        throw new IllegalArgumentException(
                "must begin with http:// or https:// and a host; credentials go into username and"
                        + " password");
    }

    private static List<RequestTemplate.Header> headers(String lines) {
        return lines.lines().filter(line -> !line.isBlank()).map(HttpForm::header).toList();
    }

    private static RequestTemplate.Header header(String line) {
        Matcher header = HEADER.matcher(line.strip());
        if (!header.matches()) {
            throw new IllegalArgumentException("must be lines such as X-Account: {{ username }}");
        }
        String name = header.group(1);
        boolean literal = !Template.isTemplated(header.group(2));
        if (name.equalsIgnoreCase("Authorization") && literal) {
            throw new IllegalArgumentException(
                    "must not hold credentials: write {{ password }}, which is kept secret");
        }
        java.net.http.HttpRequest.newBuilder().header(name, "x"); // the client sets some itself
        return new RequestTemplate.Header(name, Template.parse(header.group(2)));
    }

    HttpUpstream.Settings upstream() {
        return new HttpUpstream.Settings(
                address(settings.text("url")),
                settings.number("window"),
                Duration.ofSeconds(settings.number("timeoutSeconds")));
    }

    RequestTemplate request() {
        return new RequestTemplate(
                settings.text("method"),
                Template.parse(settings.text("url")),
                headers(settings.text("headers")),
                Template.parse(settings.text("bodyTemplate")),
                RequestTemplate.Encoding.valueOf(settings.text("encoding")),
                media(),
                new RequestTemplate.Login(
                        RequestTemplate.Login.Scheme.valueOf(settings.text("authorization")),
                        settings.text("username"),
                        settings.text("password")));
    }

    /// How many media the templates name, without a gap.
    private int media() {
        String all =
                settings.text("url") + settings.text("headers") + settings.text("bodyTemplate");
        int count = 0;
        while (count < RequestTemplate.MAX_MEDIA
                && Pattern.compile("\\{[{%][^}]*\\b" + RequestTemplate.name(count + 1) + "\\b")
                        .matcher(all)
                        .find()) {
            count++;
        }
        return count;
    }

    AnswerRules answers() {
        return new AnswerRules(
                settings.some("successWhen").map(Condition::parse),
                settings.some("throttledWhen").map(Condition::parse),
                settings.some("messageIdPath").map(Selector::parse),
                settings.some("errorCodePath").map(Selector::parse),
                Vocabulary.parse(settings.text("errorCodes")));
    }

    CallbackRules callbacks() {
        return new CallbackRules(
                settings.some("callbackToken"),
                settings.some("callbackSignatureHeader")
                        .map(header ->
                                new CallbackRules.Signature(
                                        header.toLowerCase(Locale.ROOT),
                                        settings.text("callbackSecret"))),
                Selector.Path.parse(settings.text("receiptPath")),
                new CallbackRules.Receipt(
                        selector("receiptIdPath"),
                        selector("receiptStatusPath"),
                        selector("receiptErrorPath"),
                        selector("receiptPhonePath")),
                new CallbackRules.Inbound(
                        selector("inboundFromPath"),
                        selector("inboundToPath"),
                        selector("inboundTextPath"),
                        settings.some("inboundIdPath").map(Selector::parse)),
                Vocabulary.parse(
                        settings.text("errorCodes") + "\n" + settings.text("receiptStatuses")));
    }

    private Selector selector(String name) {
        return Selector.parse(settings.text(name));
    }
}
