package io.posthorn.channel.twilio;

import io.posthorn.channel.Callback;
import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import io.posthorn.message.Fact;
import io.posthorn.message.Meaning;
import io.posthorn.message.OutcomeTable;
import io.posthorn.message.Status;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What Twilio calls us with: statuses of messages, and messages of phones, as signed forms ("Track
/// the status of outbound messages", "Webhooks security").
final class StatusCallbacks {
    static final String RECEIPTS = "/receipts";

    private static final int MEDIA_MAX = 10;

    private final Optional<String> url;
    private final String authToken;
    private final Inbox inbox;

    /// @param url this connection's address as Twilio calls it; empty: nobody is believed
    StatusCallbacks(Optional<String> url, String authToken, Inbox inbox) {
        this.url = url;
        this.authToken = authToken;
        this.inbox = inbox;
    }

    Callback.Answer called(Callback call) throws InterruptedException {
        Map<String, String> form;
        try {
            form = call.form();
        } catch (IllegalArgumentException malformed) {
            return Callback.Answer.MALFORMED;
        }
        if (!signed(call, form)) {
            return Callback.Answer.FORBIDDEN;
        }
        return switch (call.path()) {
            case "receipts" -> receipt(form);
            case "inbound" -> inbound(form);
            default -> Callback.Answer.NOT_FOUND;
        };
    }

    /// The address, then each field's name and value in the order of the names.
    private boolean signed(Callback call, Map<String, String> form) {
        String fields =
                new TreeMap<>(form)
                        .entrySet().stream()
                                .map(field -> field.getKey() + field.getValue())
                                .collect(Collectors.joining());
        String signature = call.header("x-twilio-signature").orElse("");
        return url.map(base -> base + "/" + call.path() + fields)
                .filter(text -> Signatures.same(Signatures.sha1(authToken, text), signature))
                .isPresent();
    }

    private Callback.Answer receipt(Map<String, String> form) throws InterruptedException {
        String sid = form.getOrDefault("MessageSid", "");
        Optional<Fact.Report> report = report(form);
        if (sid.isEmpty() || report.isEmpty()) {
            return Callback.Answer.MALFORMED;
        }
        inbox.receipt(List.of(sid), bare(form.getOrDefault("To", "")), report.get());
        return Callback.Answer.OK;
    }

    private static Optional<Fact.Report> report(Map<String, String> form) {
        return switch (form.getOrDefault("MessageStatus", "")) {
            case "accepted", "scheduled", "queued", "sending", "sent" ->
                    Optional.of(Meaning.reached(Status.SENT));
            case "delivered" -> Optional.of(Meaning.reached(Status.DELIVERED));
            case "read" -> Optional.of(Meaning.reached(Status.READ));
            case "undelivered", "failed", "canceled" -> Optional.of(failed(form));
            default -> Optional.empty();
        };
    }

    private static Fact.Report failed(Map<String, String> form) {
        String code = form.getOrDefault("ErrorCode", "");
        String upstream = code.matches("[0-9]{1,6}") ? "TWILIO " + code : "failed";
        return OutcomeTable.meaning(upstream).orElse(Meaning.CHANNEL).report(upstream);
    }

    private Callback.Answer inbound(Map<String, String> form) throws InterruptedException {
        String from = form.getOrDefault("From", "");
        Optional<String> sid = Optional.ofNullable(form.get("MessageSid"));
        if (from.isEmpty()) {
            return Callback.Answer.MALFORMED;
        }
        inbox.inbound(
                new Inbound(
                        channel(from),
                        sid,
                        bare(from),
                        bare(form.getOrDefault("To", "")),
                        form.getOrDefault("Body", ""),
                        media(form),
                        Optional.ofNullable(form.get("ButtonPayload"))
                                .filter(data -> !data.isEmpty())));
        return Callback.Answer.OK;
    }

    private static List<URI> media(Map<String, String> form) {
        return IntStream.range(0, MEDIA_MAX)
                .mapToObj(i -> form.getOrDefault("MediaUrl" + i, ""))
                .filter(url -> url.matches("(?i)https?://[\\w.:-]+/[\\w./?=&%~+-]*"))
                .map(URI::create)
                .toList();
    }

    private static Channel channel(String address) {
        return Stream.of(Channel.RCS, Channel.WHATSAPP)
                .filter(channel -> address.startsWith(MessageForm.prefix(channel)))
                .findFirst()
                .orElse(Channel.SMS);
    }

    private static String bare(String address) {
        return address.substring(address.indexOf(':') + 1);
    }
}
