package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Content.Module;
import io.posthorn.message.Message;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.Rendition;
import io.posthorn.message.Template;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The content of a message, personalized.
record ContentView(
        @JsonInclude(Include.NON_ABSENT) Optional<String> subject,
        @JsonInclude(Include.NON_ABSENT) Optional<String> html,
        @JsonInclude(Include.NON_ABSENT) Optional<String> text,
        @JsonInclude(Include.NON_ABSENT) Optional<List<AttachmentView>> attachments,
        @JsonInclude(Include.NON_ABSENT) Optional<List<MediaView>> media,
        @JsonInclude(Include.NON_ABSENT) Optional<String> contentId,
        @JsonInclude(Include.NON_ABSENT) Optional<List<JsonNode>> modules,
        @JsonInclude(Include.NON_ABSENT) Optional<String> title,
        @JsonInclude(Include.NON_ABSENT) Optional<String> body) {

    record MediaView(String url) {}

    /// @param size in bytes
    record AttachmentView(String filename, String contentType, long size) {

        private static AttachmentView of(Content.Attachment attachment) {
            String base64 = attachment.base64();
            long padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
            return new AttachmentView(
                    attachment.filename(),
                    attachment.contentType(),
                    base64.length() / 4L * 3 - padding);
        }
    }

    private static final ContentView NOTHING =
            new ContentView(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    static ContentView resolved(Message message) {
        Map<String, String> variables = message.plan().to().variables();
        return switch (message.plan().operation().content()) {
            case Content.Email email -> ContentView.of(email.filled(variables));
            case Content.Push push -> ContentView.of(push.filled(variables));
            case Content.Plain(Optional<String> text, List<URI> media) ->
                    NOTHING.with(text.map(template -> rendered(message, template)), media(media));
            case Content.Stored stored -> stored(message, stored);
            case Content.Modules(Map<Channel, Module> modules) ->
                    NOTHING.with(modules(modules, variables));
        };
    }

    private ContentView with(Optional<String> itsText, Optional<List<MediaView>> itsMedia) {
        return new ContentView(
                subject, html, itsText, attachments, itsMedia, contentId, modules, title, body);
    }

    private ContentView with(String itsContentId) {
        return new ContentView(
                subject,
                html,
                text,
                attachments,
                media,
                Optional.of(itsContentId),
                modules,
                title,
                body);
    }

    private ContentView with(List<JsonNode> itsModules) {
        return new ContentView(
                subject,
                html,
                text,
                attachments,
                media,
                contentId,
                Optional.of(itsModules),
                title,
                body);
    }

    private static ContentView of(Content.Email email) {
        List<AttachmentView> files = email.attachments().stream().map(AttachmentView::of).toList();
        return new ContentView(
                Optional.of(email.subject()),
                Optional.of(email.html()),
                email.text(),
                Optional.of(files).filter(some -> !some.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// As its last channel showed it, or the first one would.
    private static ContentView stored(Message message, Content.Stored stored) {
        Optional<Rendition> shown = channel(message).flatMap(by -> shown(message, by));
        return NOTHING.with(stored.contentId())
                .with(
                        shown.map(Rendition::text).filter(text -> !text.isEmpty()),
                        shown.flatMap(each -> media(each.media())));
    }

    private static Optional<Channel> channel(Message message) {
        return message.attempts().isEmpty()
                ? message.plan().steps().stream().findFirst().map(Plan.Step::channel)
                : Optional.of(message.attempts().getLast().step().channel());
    }

    private static Optional<Rendition> shown(Message message, Channel channel) {
        Plan plan = message.plan();
        try {
            return Optional.of(
                    Rendition.of(plan.operation().content(), channel, plan.to().variables()));
        } catch (Rendition.Unshowable never) {
            return Optional.empty();
        }
    }

    private static ContentView of(Content.Push push) {
        return new ContentView(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                push.title(),
                Optional.of(push.body()));
    }

    /// What a phone wrote is no template.
    private static String rendered(Message message, String template) {
        return message.plan().operation().origin() instanceof Origin.Inbound
                ? template
                : Template.parse(template).render(message.plan().to().variables());
    }

    private static Optional<List<MediaView>> media(List<URI> media) {
        return media.isEmpty()
                ? Optional.empty()
                : Optional.of(media.stream().map(url -> new MediaView(url.toString())).toList());
    }

    private static List<JsonNode> modules(
            Map<Channel, Module> modules, Map<String, String> variables) {
        return modules.entrySet().stream()
                .<JsonNode>map(module -> {
                    ObjectNode object = JsonNodeFactory.instance.objectNode();
                    object.set(
                            module.getKey().name().toLowerCase(Locale.ROOT),
                            rendered(Json.read(module.getValue().json()), variables));
                    return object;
                })
                .toList();
    }

    private static JsonNode rendered(JsonNode node, Map<String, String> variables) {
        if (node.isString()) {
            String text = Template.parse(node.asString()).render(variables);
            return JsonNodeFactory.instance.stringNode(text);
        }
        if (node.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> items.add(rendered(item, variables)));
            return items;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(each ->
                            object.set(each.getKey(), rendered(each.getValue(), variables)));
            return object;
        }
        return node;
    }
}
