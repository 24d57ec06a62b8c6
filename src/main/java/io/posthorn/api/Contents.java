package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Content.Module;
import io.posthorn.message.Template;
import io.posthorn.message.WebUrl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What is to be said, in its three forms.
final class Contents {

    static final int MAX_TEXT = 1600;

    private static final int MAX_MEDIA = 10;
    private static final int MAX_MODULES = 4;

    private static final Shape<String> TEXT =
            Shape.text(1, MAX_TEXT)
                    .codes(Code.BODY_REQUIRED, Code.TEXT_TOO_LONG)
                    .then(Contents::template);

    private static final Field<Optional<String>> TEXT_FIELD = Field.optional("text", TEXT);
    private static final Field<URI> URL =
            Field.required("url", Shape.text(1, WebUrl.MAX).then(Contents::url));
    private static final Field<List<URI>> MEDIA =
            Field.withDefault(
                    "media",
                    Shape.list(
                                    Shape.object(values -> values.get(URL), URL).named("MediaItem"),
                                    0,
                                    MAX_MEDIA)
                            .code(Code.TOO_MANY_MEDIA),
                    List.of());

    private static final Shape<Content.Plain> PLAIN =
            Shape.object(
                            values -> new Content.Plain(values.get(TEXT_FIELD), values.get(MEDIA)),
                            TEXT_FIELD,
                            MEDIA)
                    .named("TextOrMedia")
                    .then(Contents::notEmpty);

    private static final Field<String> CONTENT_ID =
            Field.required(
                    "contentId",
                    Shape.text(0, 100)
                            .matching("HX[A-Za-z0-9]{26,34}", "the id of a content template")
                            .codes(Code.INVALID_CONTENT_ID, Code.INVALID_CONTENT_ID)
                            .code(Code.INVALID_CONTENT_ID));

    private static final Shape<Content.Stored> STORED =
            Shape.object(
                            // what it is is looked up when the account is known
                            values -> new Content.Stored(values.get(CONTENT_ID), Map.of(), "{}"),
                            CONTENT_ID)
                    .named("StoredTemplate");

    private record Entry(Channel channel, Module module) {}

    private static final Shape<Content.Modules> MODULES =
            modules(
                    Shape.list(
                            Shape.oneOf(
                                            List.of(
                                                    module("sms", Channel.SMS, sms()),
                                                    module("rcs", Channel.RCS, RichContent.SHAPE),
                                                    module(
                                                            "whatsapp",
                                                            Channel.WHATSAPP,
                                                            WhatsappContent.SHAPE)))
                                    .named("Module"),
                            1,
                            MAX_MODULES));

    static final Shape<Content> SHAPE =
            new OneOfShape<Content>(
                            List.of(
                                    Shape.arm(List.of("text", "media"), PLAIN),
                                    Shape.arm("contentId", STORED),
                                    Shape.arm("modules", MODULES)),
                            Code.BODY_REQUIRED)
                    .named("MessageContent");

    private Contents() {}

    private static Shape<Content.Modules> modules(ListShape<Entry> entries) {
        Field<List<Entry>> modules = Field.required("modules", entries.unique(Entry::channel));
        return Shape.object(values -> ofEntries(values.get(modules)), modules)
                .named("ChannelModules");
    }

    private static Content.Modules ofEntries(List<Entry> entries) {
        Map<Channel, Module> modules = new LinkedHashMap<>();
        entries.forEach(entry -> modules.put(entry.channel, entry.module));
        return new Content.Modules(modules);
    }

    private static Shape.Arm<Entry> module(String name, Channel channel, Shape<JsonNode> content) {
        Field<JsonNode> field = Field.required(name, content.then(Contents::templates));
        return Shape.arm(
                name,
                Shape.object(
                        values -> new Entry(channel, moduleOf(channel, values.get(field))), field));
    }

    private static Module moduleOf(Channel channel, JsonNode content) {
        JsonNode text =
                channel == Channel.WHATSAPP
                        ? content.path("text").path("body")
                        : content.path("text");
        return new Module(
                text.isString() ? Optional.of(text.asString()) : Optional.empty(),
                content.toString());
    }

    private static Shape<JsonNode> sms() {
        return new VerbatimShape(PLAIN.named("SmsContent"));
    }

    private static Content.@Nullable Plain notEmpty(
            Content.Plain plain, Place at, Findings findings) {
        if (plain.text().isEmpty() && plain.media().isEmpty()) {
            findings.add(Code.BODY_REQUIRED, at.label() + " must have text or media", at);
            return null;
        }
        return plain;
    }

    private static @Nullable URI url(String text, Place at, Findings findings) {
        Optional<URI> url = WebUrl.parse(text);
        if (url.isEmpty()) {
            findings.add(
                    Code.INVALID_MEDIA_URL,
                    at.label() + " must be an absolute http or https URL",
                    at);
        }
        return url.orElse(null);
    }

    /// Every text in a module may be a template.
    private static @Nullable JsonNode templates(JsonNode node, Place at, Findings findings) {
        boolean wellFormed = true;
        int position = 0;
        for (JsonNode item : node.isArray() ? node : List.<JsonNode>of()) {
            wellFormed &= templates(item, at.item(position++), findings) != null;
        }
        for (var property : node.properties()) {
            wellFormed &=
                    templates(property.getValue(), at.property(property.getKey()), findings)
                            != null;
        }
        if (node.isString()) {
            wellFormed = template(node.asString(), at, findings) != null;
        }
        return wellFormed ? node : null;
    }

    static @Nullable String template(String text, Place at, Findings findings) {
        try {
            Template.parse(text);
            return text;
        } catch (Template.Malformed malformed) {
            findings.add(
                    "Liquid: "
                            + malformed.getMessage()
                            + " at line "
                            + malformed.line()
                            + ", column "
                            + malformed.column(),
                    at);
            return null;
        }
    }
}
