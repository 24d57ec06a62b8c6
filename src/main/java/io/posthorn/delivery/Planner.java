package io.posthorn.delivery;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Device;
import io.posthorn.message.Failures;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.Recipient;
import io.posthorn.message.Rendition;
import io.posthorn.message.Segments;
import io.posthorn.message.State;
import io.posthorn.store.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

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
        Duration validity = validity(order);
        List<Way> ways = ways(order);
        List<Message> messages = new ArrayList<>(order.recipients().size());
        for (int i = 0; i < order.recipients().size(); i++) {
            Order.To to = order.recipients().get(i);
            List<Plan.Step> steps = steps(ways, to.recipient());
            Instant due = to.sendAt().filter(now::isBefore).orElse(now);
            var plan =
                    new Plan(
                            operation,
                            to.recipient(),
                            to.tags(),
                            steps,
                            to.sendAt(),
                            begins(order, steps, due).plus(validity));
            messages.add(message(new MessageId(first + 1 + i), plan, now));
        }
        return new Batch.Submission(operation, messages, order.key());
    }

    /// What its validity counts from: where the request leaves that to the pool, the night a pool
    /// keeps quiet in does not count.
    private Instant begins(Order order, List<Plan.Step> steps, Instant due) {
        if (order.validity().isPresent() || steps.isEmpty()) {
            return due;
        }
        return origins.policy(order.origin())
                .quietHours()
                .flatMap(hours -> hours.end(order.priority(), steps.getFirst().to(), due))
                .orElse(due);
    }

    /// The request's, but never longer than the pool's.
    private Duration validity(Order order) {
        Duration longest = origins.policy(order.origin()).validity();
        return order.validity().filter(asked -> asked.compareTo(longest) < 0).orElse(longest);
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

    /// A channel that may be tried, and what it costs to reach somebody by it.
    private record Way(
            Channel channel, Predicate<Address> reaches, ToIntFunction<Recipient> segments) {}

    private List<Way> ways(Order order) {
        return channels(order).stream()
                .filter(order.content()::offers)
                .map(channel ->
                        new Way(
                                channel,
                                reaches(channel, order.origin()),
                                segments(channel, order.content())))
                .toList();
    }

    /// A device that no sender's service knows is no address of the recipient.
    private Predicate<Address> reaches(Channel channel, Origin origin) {
        if (channel != Channel.PUSH) {
            return address -> address.kind() == channel.reaches();
        }
        Set<Device.Provider> services = origins.services(origin);
        return address ->
                Device.of(address)
                        .filter(device -> services.contains(device.provider()))
                        .isPresent();
    }

    private static List<Plan.Step> steps(List<Way> ways, Recipient to) {
        List<Plan.Step> steps = new ArrayList<>();
        for (Way way : ways) {
            for (Address address : to.addresses()) {
                if (way.reaches().test(address)) {
                    steps.add(new Plan.Step(way.channel(), address, way.segments().applyAsInt(to)));
                }
            }
        }
        return steps;
    }

    /// Counted once for all where all are shown the same. Media count as the links that stand for
    /// them where a connection has no MMS.
    private static ToIntFunction<Recipient> segments(Channel channel, Content content) {
        if (channel != Channel.SMS) {
            return _ -> 1;
        }
        if (content.personal(channel)) {
            return to -> count(content, to.variables());
        }
        int same = count(content, Map.of());
        return _ -> same;
    }

    private static int count(Content content, Map<String, String> variables) {
        try {
            return Segments.count(Rendition.of(content, Channel.SMS, variables).readable());
        } catch (Rendition.Unshowable never) {
            return 1; // it costs nothing: sending it will say why
        }
    }
}
