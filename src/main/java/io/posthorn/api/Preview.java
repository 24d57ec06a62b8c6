package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Explainer.Ranked;
import io.posthorn.delivery.Order;
import io.posthorn.message.Channel;
import io.posthorn.message.GeoRung;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.Segments;
import io.posthorn.message.SenderId;
import io.posthorn.message.Template;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request to send would become.
///
/// @param recipients how many messages it would be
/// @param segments what their first channels cost together
/// @param messages the first of them
record Preview(int recipients, long segments, List<RecipientPreview> messages) {

    private static final int MESSAGES_SHOWN = 10;
    private static final int SENDERS_SHOWN = 20;

    /// @param content of an email
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
    /// @param encoding of the text, where the channel counts in segments
    /// @param senders who may carry it, best first
    /// @param moreSenders how many more may
    record StepPreview(
            Channel channel,
            MessageView.AddressView to,
            @JsonInclude(Include.NON_ABSENT) Optional<String> text,
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
                Optional.of(ContentView.resolved(message)).filter(_ -> isEmail(plan)),
                plan.steps().stream().map(step -> step(plan, step, explainer)).toList(),
                MessageView.failure(message.state())
                        .map(failure -> MessageView.ErrorView.of(failure, links)));
    }

    private static boolean isEmail(Plan plan) {
        return plan.operation().kind() == Operation.Kind.EMAIL;
    }

    private static StepPreview step(Plan plan, Plan.Step step, Explainer explainer) {
        Optional<String> text =
                plan.operation()
                        .content()
                        .textFor(step.channel())
                        .map(template -> Template.parse(template).render(plan.to().variables()));
        Origin origin = plan.operation().origin();
        List<Ranked> senders = explainer.senders(origin, step);
        return new StepPreview(
                step.channel(),
                MessageView.AddressView.of(step.to()),
                text,
                text.filter(_ -> step.channel() == Channel.SMS).map(Segments::encoding),
                step.segments(),
                senders.stream().limit(SENDERS_SHOWN).map(Preview::sender).toList(),
                Math.max(0, senders.size() - SENDERS_SHOWN));
    }

    private static SenderPreview sender(Ranked ranked) {
        return new SenderPreview(
                ranked.sender().id(), ranked.sender().address(), ranked.tier(), ranked.near());
    }
}
