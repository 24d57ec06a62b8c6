package io.posthorn.delivery;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Failures;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Plan;
import io.posthorn.message.Recipient;
import io.posthorn.message.Segments;
import io.posthorn.message.State;
import io.posthorn.message.Template;
import io.posthorn.store.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the plan of every message of a request: which channels in which order, what it costs,
/// until when. No sender is chosen here (routing.md, section 1).
public final class Planner {

    private static final List<Channel> DEFAULT_ORDER =
            List.of(Channel.RCS, Channel.SMS, Channel.WHATSAPP, Channel.EMAIL, Channel.PUSH);

    private final Origins origins;

    public Planner(Origins origins) {
        this.origins = origins;
    }

    /// `first` is the operation's number, the messages take those after it.
    Batch.Submission plan(Order order, long first, Instant now) {
        Operation operation = operation(order, first, now);
        Instant validity =
                now.plus(order.validity().orElse(origins.policy(order.origin()).validity()));
        List<Channel> channels = channels(order);
        List<Message> messages = new ArrayList<>(order.recipients().size());
        for (int i = 0; i < order.recipients().size(); i++) {
            Order.To to = order.recipients().get(i);
            Instant expiresAt =
                    to.sendAt()
                            .map(at -> at.plus(java.time.Duration.between(now, validity)))
                            .orElse(validity);
            var plan =
                    new Plan(
                            operation,
                            to.recipient(),
                            to.tags(),
                            steps(channels, order.content(), to.recipient()),
                            to.sendAt(),
                            expiresAt);
            messages.add(message(new MessageId(first + 1 + i), plan, now));
        }
        return new Batch.Submission(operation, messages, order.key());
    }

    private static Operation operation(Order order, long first, Instant now) {
        Instant startsAt =
                order.recipients().stream()
                        .map(to -> to.sendAt().orElse(now))
                        .min(Instant::compareTo)
                        .orElse(now);
        return new Operation(
                new OperationId(first),
                order.account(),
                order.origin(),
                order.content(),
                order.tags(),
                order.priority(),
                order.orderingKey(),
                new MessageId(first + 1),
                order.recipients().size(),
                order.scheduled(),
                startsAt);
    }

    private static Message message(MessageId id, Plan plan, Instant now) {
        State state =
                plan.steps().isEmpty()
                        ? new State.Unaddressable(Failures.UNADDRESSABLE, now)
                        : plan.scheduledFor()
                                .filter(now::isBefore)
                                .<State>map(State.Scheduled::new)
                                .orElse(new State.Queued());
        return new Message(id, plan, state, 0, List.of(), false, now, 1);
    }

    /// The channels that may be tried: those the request ranked, then the modules' order, then the
    /// pool's, then the default; only those the request allows and some sender of the origin has.
    private List<Channel> channels(Order order) {
        Set<Channel> ranked = new LinkedHashSet<>(order.channelOrder());
        if (order.content() instanceof Content.Modules(var modules)) {
            ranked.addAll(modules.keySet());
        }
        ranked.addAll(origins.policy(order.origin()).channelOrder());
        ranked.addAll(DEFAULT_ORDER);
        Set<Channel> present = origins.channels(order.origin());
        return ranked.stream()
                .filter(c ->
                        present.contains(c)
                                && (order.filterIn().isEmpty() || order.filterIn().contains(c)))
                .toList();
    }

    private static List<Plan.Step> steps(List<Channel> channels, Content content, Recipient to) {
        List<Plan.Step> steps = new ArrayList<>();
        for (Channel channel : channels) {
            for (Address address : to.addresses()) {
                if (address.kind() == channel.reaches() && content.offers(channel)) {
                    steps.add(new Plan.Step(channel, address, segments(channel, content, to)));
                }
            }
        }
        return steps;
    }

    private static int segments(Channel channel, Content content, Recipient to) {
        Optional<String> text =
                channel == Channel.SMS ? content.textFor(channel) : Optional.empty();
        return text.map(t -> Segments.count(Template.parse(t).render(to.variables()))).orElse(1);
    }
}
