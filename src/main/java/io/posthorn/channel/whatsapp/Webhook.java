package io.posthorn.channel.whatsapp;

import io.posthorn.channel.Callback;
import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.JsonText;
import io.posthorn.channel.Settings;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import io.posthorn.message.Fact;
import io.posthorn.message.Meaning;
import io.posthorn.message.OutcomeTable;
import io.posthorn.message.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What Meta calls us with (WhatsApp Cloud API, "Webhooks"): statuses of messages, and messages of
/// phones.
final class Webhook {
    private static final Logger LOG = System.getLogger(Webhook.class.getName());

    private static final List<String> WORDS =
            List.of(
                    "/text/body",
                    "/button/text",
                    "/interactive/button_reply/title",
                    "/interactive/list_reply/title",
                    "/image/caption",
                    "/video/caption",
                    "/document/caption");
    private static final List<String> POSTBACKS =
            List.of(
                    "/button/payload",
                    "/interactive/button_reply/id",
                    "/interactive/list_reply/id");
    private static final List<String> MEDIA =
            List.of("image", "video", "audio", "document", "sticker");

    private final Settings settings;
    private final String phoneNumberId;
    private final String appSecret;
    private final String verifyToken;
    private final Inbox inbox;

    Webhook(Settings settings, Inbox inbox) {
        this.settings = settings;
        this.phoneNumberId = settings.text("phoneNumberId");
        this.appSecret = settings.text("appSecret");
        this.verifyToken = settings.text("verifyToken");
        this.inbox = inbox;
    }

    Callback.Answer called(Callback call) throws InterruptedException {
        if (call.method().equals("GET")) {
            return verify(call);
        }
        boolean signed =
                call.header("x-hub-signature-256")
                        .filter(value -> Signatures.signs(value, appSecret, call.body()))
                        .isPresent();
        if (!signed) {
            return Callback.Answer.FORBIDDEN;
        }
        JsonNode body = JsonText.read(call.body());
        if (!body.path("entry").isArray()) {
            return Callback.Answer.MALFORMED;
        }
        for (JsonNode entry : body.path("entry")) {
            for (JsonNode change : entry.path("changes")) {
                told(change.path("value"));
            }
        }
        return Callback.Answer.OK;
    }

    private Callback.Answer verify(Callback call) {
        boolean known =
                call.parameter("hub.verify_token")
                        .filter(token -> Signatures.same(verifyToken, token))
                        .isPresent();
        return known
                ? new Callback.Answer(200, call.parameter("hub.challenge").orElse(""))
                : Callback.Answer.FORBIDDEN;
    }

    private void told(JsonNode value) throws InterruptedException {
        String number = value.at("/metadata/phone_number_id").asString("");
        if (!number.equals(phoneNumberId)) {
            LOG.log(Level.WARNING, "A callback is for phone number id {0}, not ours", number);
            return;
        }
        for (JsonNode status : value.path("statuses")) {
            status(status);
        }
        String ours = "+" + digits(value.at("/metadata/display_phone_number").asString(""));
        for (JsonNode message : value.path("messages")) {
            String from = "+" + digits(message.path("from").asString(""));
            Optional<String> id =
                    Optional.of(message.path("id").asString("")).filter(i -> !i.isEmpty());
            inbox.inbound(
                    new Inbound(
                            Channel.WHATSAPP,
                            id,
                            from,
                            ours,
                            text(message),
                            media(message),
                            first(message, POSTBACKS)));
        }
    }

    private void status(JsonNode status) throws InterruptedException {
        Optional<Fact.Report> report =
                switch (status.path("status").asString("")) {
                    case "sent" -> Optional.of(Meaning.reached(Status.SENT));
                    case "delivered" -> Optional.of(Meaning.reached(Status.DELIVERED));
                    case "read", "played" -> Optional.of(Meaning.reached(Status.READ));
                    case "failed" -> Optional.of(failed(status.at("/errors/0/code")));
                    default -> Optional.empty(); // deleted, warning: nothing about delivery
                };
        if (report.isPresent()) {
            List<String> keys = List.of(status.path("id").asString(""));
            inbox.receipt(keys, status.path("recipient_id").asString(""), report.get());
        }
    }

    /// Of a code nobody knows: this person is not reached by WhatsApp.
    private static Fact.Report failed(JsonNode code) {
        String upstream = code.isInt() ? "META " + code.intValue() : "failed";
        return OutcomeTable.meaning(upstream).orElse(Meaning.CHANNEL).report(upstream);
    }

    /// What the phone's owner wrote, tapped or said below a picture, or where he is.
    private static String text(JsonNode message) {
        return first(message, WORDS).orElseGet(() -> place(message.path("location")));
    }

    private static Optional<String> first(JsonNode message, List<String> places) {
        return places.stream()
                .map(place -> message.at(place).asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /// As RFC 5870 writes it; empty when that is not what he tells.
    private static String place(JsonNode at) {
        return at.isObject()
                ? "geo:%s,%s"
                        .formatted(at.path("latitude").asString(), at.path("longitude").asString())
                : "";
    }

    /// Where Meta keeps a medium; it asks for the access token there (Cloud API reference,
    /// "Media").
    private List<URI> media(JsonNode message) {
        return MEDIA.stream()
                .map(kind -> message.path(kind).path("id").asString(""))
                .filter(id -> id.matches("[\\w.-]+"))
                .map(id -> settings.below("/" + id))
                .toList();
    }

    private static String digits(String number) {
        return number.replaceAll("[^0-9]", "");
    }
}
