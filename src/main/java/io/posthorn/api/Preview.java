package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Explainer.Ranked;
import io.posthorn.delivery.Order;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.GeoRung;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.Rendition;
import io.posthorn.message.Segments;
import io.posthorn.message.SenderId;
import io.posthorn.message.Template;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a request to send would become.
///
/// @param recipients how many messages it would be
/// @param segments what their first channels cost together
/// @param messages the first of them
record Preview(int recipients, long segments, List<RecipientPreview> messages) {

    private static final int MESSAGES_SHOWN = 10;
    private static final int SENDERS_SHOWN = 20;

    /// @param content of an email or a notification
    /// @param steps the channels to be tried, in order
    /// @param error why it would fail at once
    record RecipientPreview(
            MessageView.ToView to,
            Map<String, String> tags,
            Optional<Instant> scheduledFor,
            Instant expiresAt,
            @JsonInclude(Include.NON_ABSENT) Optional<ContentView> content,
            List<StepPreview> steps,
            @JsonInclude(Include.NON_ABSENT) Optional<MessageView.ErrorView> error) {}

    /// One channel to be tried.
    ///
    /// @param text all there is to read; in an SMS with the links to media, which are there unless
    ///   the sender's connection has MMS
    /// @param shown what the channel's provider is given
    /// @param problem why the channel cannot show it
    /// @param encoding of the text, where the channel counts in segments
    /// @param senders who may carry it, best first
    /// @param moreSenders how many more may
    record StepPreview(
            Channel channel,
            MessageView.AddressView to,
            @JsonInclude(Include.NON_ABSENT) Optional<String> text,
            @JsonInclude(Include.NON_ABSENT) Optional<JsonNode> shown,
            @JsonInclude(Include.NON_ABSENT) Optional<String> problem,
            @JsonInclude(Include.NON_ABSENT) Optional<Segments.Encoding> encoding,
            int segments,
            List<SenderPreview> senders,
            int moreSenders) {}

    /// @param near how near it is to the recipient
    record SenderPreview(SenderId senderId, String address, int tier, GeoRung near) {}

    static Preview of(Order order, Explainer explainer, Links links) {
        List<Message> messages = explainer.preview(order);
        return new Preview(
                messages.size(),
                messages.stream().mapToLong(Preview::cost).sum(),
                messages.stream()
                        .limit(MESSAGES_SHOWN)
                        .map(message -> preview(message, explainer, links))
                        .toList());
    }

    private static int cost(Message message) {
        return message.plan().steps().stream().findFirst().map(Plan.Step::segments).orElse(0);
    }

    private static RecipientPreview preview(Message message, Explainer explainer, Links links) {
        Plan plan = message.plan();
        return new RecipientPreview(
                MessageView.to(message),
                plan.tags(),
                plan.scheduledFor(),
                plan.expiresAt(),
                Optional.of(ContentView.resolved(message)).filter(_ -> isWhole(plan)),
                plan.steps().stream().map(step -> step(plan, step, explainer)).toList(),
                MessageView.failure(message.state())
                        .map(failure -> MessageView.ErrorView.of(failure, links)));
    }

    /// Whether it is one content for all channels there are for it.
    private static boolean isWhole(Plan plan) {
        return plan.operation().kind() != Operation.Kind.MESSAGE;
    }

    private static StepPreview step(Plan plan, Plan.Step step, Explainer explainer) {
        Shown shown = Shown.of(plan, step.channel());
        Origin origin = plan.operation().origin();
        List<Ranked> senders = explainer.senders(origin, step);
        return new StepPreview(
                step.channel(),
                MessageView.AddressView.of(step.to()),
                shown.text,
                shown.json,
                shown.problem,
                shown.text.filter(_ -> step.channel() == Channel.SMS).map(Segments::encoding),
                step.segments(),
                senders.stream().limit(SENDERS_SHOWN).map(Preview::sender).toList(),
                Math.max(0, senders.size() - SENDERS_SHOWN));
    }

    /// Text and media, as an SMS or an MMS has them.
    private record PlainView(
            @JsonInclude(Include.NON_ABSENT) Optional<String> text, List<String> media) {}

    /// A channel's form of a content.
    private record Shown(Optional<String> text, Optional<JsonNode> json, Optional<String> problem) {

        private static Shown of(Plan plan, Channel channel) {
            try {
                Rendition shown =
                        Rendition.of(plan.operation().content(), channel, plan.to().variables());
                String text = channel == Channel.SMS ? shown.readable() : shown.text();
                return new Shown(
                        Optional.of(text).filter(given -> !given.isEmpty()),
                        Optional.of(json(shown.content())),
                        Optional.empty());
            } catch (Rendition.Unshowable e) {
                return unable(e.reason());
            } catch (Template.Unrenderable e) {
                return unable("the template makes no text for this recipient");
            }
        }

        private static Shown unable(String reason) {
            return new Shown(Optional.empty(), Optional.empty(), Optional.of(reason));
        }

        private static JsonNode json(Content content) {
            return switch (content) {
                case Content.Modules(var modules) ->
                        Json.read(modules.values().iterator().next().json());
                case Content.Plain(var text, var media) ->
                        Json.tree(new PlainView(text, media.stream().map(URI::toString).toList()));
                case Content.Email _, Content.Push _ -> Json.tree(content);
                case Content.Stored _ ->
                        throw new IllegalStateException("no channel shows a template as it is");
            };
        }
    }

    private static SenderPreview sender(Ranked ranked) {
        return new SenderPreview(
                ranked.sender().id(), ranked.sender().address(), ranked.tier(), ranked.near());
    }
}
