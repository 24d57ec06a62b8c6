package io.posthorn.channel.rcs;

import io.posthorn.channel.Callback;
import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.JsonText;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import io.posthorn.message.Fact;
import io.posthorn.message.Meaning;
import io.posthorn.message.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What Google calls us with (RBM guides, "Webhooks" and "Receive events").
final class Webhook {
    private final String agentId;
    private final String token;
    private final Inbox inbox;

    Webhook(String agentId, String token, Inbox inbox) {
        this.agentId = agentId;
        this.token = token;
        this.inbox = inbox;
    }

    Callback.Answer called(Callback call) throws InterruptedException {
        JsonNode body = JsonText.read(call.body());
        if (body.has("clientToken")) {
            return verify(body);
        }
        String data = decoded(body.at("/message/data").asString(""));
        boolean signed =
                call.header("x-goog-signature")
                        .filter(value -> Signatures.signsSha512(value, token, data))
                        .isPresent();
        if (!signed) {
            return Callback.Answer.FORBIDDEN;
        }
        JsonNode told = JsonText.read(data);
        if (!told.isObject()) {
            return Callback.Answer.MALFORMED;
        }
        told(told);
        return Callback.Answer.OK;
    }

    /// Google checks the address when it is configured.
    private Callback.Answer verify(JsonNode body) {
        return Signatures.same(token, body.path("clientToken").asString(""))
                ? new Callback.Answer(200, body.path("secret").asString(""))
                : Callback.Answer.FORBIDDEN;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private void told(JsonNode told) throws InterruptedException {
        String phone =
                told.path("senderPhoneNumber").asString(told.path("phoneNumber").asString(""));
        String event = told.path("eventType").asString("");
        Optional<Fact.Report> report =
                switch (event) {
                    case "DELIVERED" -> Optional.of(Meaning.reached(Status.DELIVERED));
                    case "READ" -> Optional.of(Meaning.reached(Status.READ));
                    case "TTL_EXPIRATION_REVOKED" -> Optional.of(Meaning.EXPIRED.report(event));
                    default -> Optional.empty();
                };
        if (report.isPresent()) {
            inbox.receipt(List.of(told.path("messageId").asString("")), phone, report.get());
        } else {
            Optional<String> text = text(told, event);
            if (text.isPresent()) {
                inbound(told, phone, text.get());
            }
        }
    }

    /// What the phone's owner wrote or tapped; to leave and to return is said with the words that
    /// mean it on every channel. Empty for events nobody acts on, such as IS_TYPING.
    private static Optional<String> text(JsonNode told, String event) {
        return switch (event) {
            case "UNSUBSCRIBE" -> Optional.of("STOP");
            case "SUBSCRIBE" -> Optional.of("START");
            case "" ->
                    Optional.of(
                            told.path("text")
                                    .asString(
                                            told.at("/suggestionResponse/text")
                                                    .asString(place(told))));
            default -> Optional.empty();
        };
    }

    /// Where a phone is, as RFC 5870 writes it; empty when that is not what it tells.
    private static String place(JsonNode told) {
        JsonNode at = told.path("location");
        return at.isObject()
                ? "geo:%s,%s"
                        .formatted(at.path("latitude").asString(), at.path("longitude").asString())
                : "";
    }

    private void inbound(JsonNode told, String phone, String text) throws InterruptedException {
        Optional<String> id =
                Optional.of(told.path("messageId").asString(told.path("eventId").asString("")))
                        .filter(found -> !found.isEmpty());
        String file = told.at("/userFile/payload/fileUri").asString("");
        List<URI> media =
                file.matches("(?i)https?://[\\w.-]+(:[0-9]+)?/[\\w./?=&%~+-]*")
                        ? List.of(URI.create(file))
                        : List.of();
        Optional<String> postback =
                Optional.of(told.at("/suggestionResponse/postbackData").asString(""))
                        .filter(data -> !data.isEmpty());
        inbox.inbound(new Inbound(Channel.RCS, id, phone, agentId, text, media, postback));
    }
}
