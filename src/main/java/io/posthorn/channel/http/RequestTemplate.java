package io.posthorn.channel.http;

import io.posthorn.channel.Submit;
import io.posthorn.message.Template;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.core.io.JsonStringEncoder;

/// The request that sends one message. Every value is escaped as its place needs, so that no text
/// can end a string or a parameter early.
///
/// @param media how many media the templates have a place for; there are links to the others in the
///   text
record RequestTemplate(
        String method,
        Template url,
        List<Header> headers,
        Template body,
        Encoding encoding,
        int media,
        Login login) {

    static final int MAX_MEDIA = 10;

    /// What the templates call the media: `media`, `media2` and so on.
    static String name(int medium) {
        return medium == 1 ? "media" : "media" + medium;
    }

    record Header(String name, Template value) {}

    /// How the values of a body are written, and what the body is said to be.
    enum Encoding {
        JSON("application/json"),
        FORM("application/x-www-form-urlencoded"),
        XML("application/xml; charset=utf-8"),
        TEXT("text/plain; charset=utf-8");

        private final String contentType;

        Encoding(String contentType) {
            this.contentType = contentType;
        }

        String escape(String text) {
            return switch (this) {
                case JSON -> new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
                case FORM -> percent(text);
                case XML -> xml(text);
                case TEXT -> text;
            };
        }
    }

    /// How we say who we are.
    record Login(Scheme scheme, String username, String password) {
        enum Scheme {
            NONE,
            BASIC,
            BEARER
        }

        @Override
        public String toString() {
            return scheme.name(); // never the password
        }
    }

    RequestTemplate {
        headers = List.copyOf(headers);
    }

    /// Throws `IllegalArgumentException` or [Template.Unrenderable] when the templates make no
    /// request of it; nothing has been sent then.
    HttpRequest request(Submit submit, Instant now) {
        Map<String, String> values = values(submit, now);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create(url.render(escaped(values, RequestTemplate::percent))));
        Map<String, String> inHeaders = escaped(values, RequestTemplate::oneLine);
        Map<String, String> named = new LinkedHashMap<>();
        named.put("Content-Type", encoding.contentType);
        headers.forEach(header -> named.put(header.name(), header.value().render(inHeaders)));
        named.forEach(request::setHeader);
        authorize(request);
        return request.method(method, content(values)).build();
    }

    /// Whether it says anything of such a message.
    boolean says(Submit submit) {
        return !submit.readable(media).isEmpty() || (media > 0 && !submit.media().isEmpty());
    }

    private HttpRequest.BodyPublisher content(Map<String, String> values) {
        String text = body.render(escaped(values, encoding::escape));
        return text.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(text);
    }

    private void authorize(HttpRequest.Builder request) {
        switch (login.scheme()) {
            case NONE -> {}
            case BASIC -> {
                String pair = login.username() + ":" + login.password();
                byte[] octets = pair.getBytes(StandardCharsets.UTF_8);
                request.setHeader(
                        "Authorization", "Basic " + Base64.getEncoder().encodeToString(octets));
            }
            case BEARER -> request.setHeader("Authorization", "Bearer " + login.password());
        }
    }

    private Map<String, String> values(Submit submit, Instant now) {
        Map<String, String> values = new HashMap<>();
        values.put("to", submit.to().value());
        values.put("toDigits", digits(submit.to().value()));
        values.put("from", submit.from());
        values.put("fromDigits", digits(submit.from()));
        values.put("text", submit.readable(media));
        for (int i = 1; i <= MAX_MEDIA; i++) {
            List<URI> all = submit.media();
            values.put(name(i), i <= all.size() ? all.get(i - 1).toString() : "");
        }
        values.put("messageId", submit.message().toString());
        values.put("attempt", Integer.toString(submit.attempt()));
        values.put("segments", Integer.toString(submit.segments()));
        values.put("expiresAt", submit.expiresAt().toString());
        long seconds = Math.max(1, Duration.between(now, submit.expiresAt()).toSeconds());
        values.put("validitySeconds", Long.toString(seconds));
        values.put("username", login.username());
        values.put("password", login.password());
        return values;
    }

    /// A number without its plus; a name as it is.
    private static String digits(String address) {
        return address.startsWith("+") ? address.substring(1) : address;
    }

    private static Map<String, String> escaped(
            Map<String, String> values, UnaryOperator<String> escape) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> escape.apply(e.getValue())));
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public String toString() {
        return "RequestTemplate[" + method + "]"; // templates may hold secrets
    }
}
