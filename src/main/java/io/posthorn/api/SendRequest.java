package io.posthorn.api;

import io.posthorn.delivery.Order;
import io.posthorn.message.Content;
import io.posthorn.message.Origin;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.Schedule;
import io.posthorn.message.Tags;
import io.posthorn.message.Template;
import io.posthorn.store.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request to send. [#SHAPE] is the body of `POST /Messages`.
record SendRequest(
        List<Recipient> to,
        From from,
        Content content,
        Optional<Schedule> schedule,
        Map<String, String> tags,
        Priority priority,
        Optional<Integer> validitySeconds,
        Optional<String> orderingKey) {

    static final int MAX_RECIPIENTS = 10_000;

    private static final Field<List<Recipient>> TO =
            Field.required(
                    "to",
                    Shape.list(Recipients.SHAPE, 1, MAX_RECIPIENTS).code(Code.TO_REQUIRED),
                    Code.TO_REQUIRED);
    private static final Field<From> FROM =
            Field.optionalOr(
                    "from",
                    Shape.<From>oneOf(
                                    List.of(
                                            Shape.arm("senderPoolId", From.Pool.SHAPE),
                                            Shape.arm("senderId", From.OneSender.SHAPE),
                                            Shape.arm("address", From.OneAddress.SHAPE)))
                            .named("MessageSender"),
                    new From.Anything());
    private static final Field<Content> CONTENT =
            Field.required("content", Contents.SHAPE, Code.BODY_REQUIRED);
    static final Field<Optional<Schedule>> SCHEDULE = Field.optional("schedule", SendTimes.SHAPE);
    static final Field<Map<String, String>> TAGS =
            Field.withDefault("tags", new TagTemplates(), Map.of());
    static final Field<Priority> PRIORITY =
            Field.withDefault("priority", Shape.choice(Priority.class), Priority.NORMAL);
    static final Field<Optional<Integer>> VALIDITY =
            Field.optional(
                    "validitySeconds",
                    new IntegerShape(1, PolicyChange.MAX_VALIDITY_SECONDS, Code.INVALID_VALIDITY));
    static final Field<Optional<String>> ORDERING_KEY =
            Field.optional(
                    "orderingKey",
                    Shape.text(1, 256)
                            .described(
                                    "Messages with the same key leave one after the other: the next"
                                            + " one waits until the last is sent or given up"));

    static final Shape<SendRequest> SHAPE =
            Shape.object(
                            SendRequest::of,
                            FROM,
                            TO,
                            CONTENT,
                            SCHEDULE,
                            TAGS,
                            PRIORITY,
                            VALIDITY,
                            ORDERING_KEY)
                    .named("SendRequest");

    private static SendRequest of(Values values) {
        return new SendRequest(
                values.get(TO),
                values.get(FROM),
                values.get(CONTENT),
                values.get(SCHEDULE),
                values.get(TAGS),
                values.get(PRIORITY),
                values.get(VALIDITY),
                values.get(ORDERING_KEY));
    }

    SendRequest with(Content other) {
        return new SendRequest(
                to, from, other, schedule, tags, priority, validitySeconds, orderingKey);
    }

    /// The same to these.
    SendRequest to(List<Recipient> others) {
        return new SendRequest(
                others, from, content, schedule, tags, priority, validitySeconds, orderingKey);
    }

    /// The order this amounts to, with everything that depends on the recipient tried out; throws
    /// [Refused] with all that fails.
    Order order(String account, Origin origin, Optional<Batch.IdempotencyKey> key, Instant now) {
        Findings findings = new Findings();
        List<Order.To> recipients = recipients(now, findings);
        findings.refuseIfAny();
        return new Order(
                account,
                origin,
                from.channels().order(),
                from.channels().filterIn(),
                content,
                tags,
                priority,
                validitySeconds.map(Duration::ofSeconds),
                orderingKey,
                schedule.isPresent(),
                recipients,
                key);
    }

    private List<Order.To> recipients(Instant now, Findings findings) {
        Optional<SendTimes> times =
                schedule.map(expressions -> new SendTimes(expressions, now, findings));
        Rehearsal rehearsal = Rehearsal.of(content);
        List<Order.To> recipients = new ArrayList<>(to.size());
        for (int i = 0; i < to.size(); i++) {
            Recipient recipient = to.get(i);
            Place at = Place.ROOT.property("to").item(i);
            rehearsal.with(recipient, variables(at), findings);
            Optional<Instant> sendAt = times.flatMap(each -> each.of(recipient, at));
            recipients.add(new Order.To(recipient, tags(recipient, at, findings), sendAt));
        }
        return recipients;
    }

    private Map<String, String> tags(Recipient recipient, Place at, Findings findings) {
        try {
            return Tags.render(tags, recipient.variables());
        } catch (Template.Unrenderable unrenderable) {
            findings.add("tags: Liquid: " + unrenderable.getMessage(), variables(at));
            return Map.of();
        }
    }

    private static Place variables(Place recipient) {
        return recipient.property("variables");
    }
}
