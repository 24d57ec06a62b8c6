package io.posthorn.api;

import io.posthorn.message.Address;
import io.posthorn.message.Numbering;
import io.posthorn.message.Recipient;
import io.posthorn.message.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The `schedule` of a request: when each recipient may be sent to.
final class SendTimes {

    private static final int MAX_EXPRESSION = 100;
    private static final Set<Address.Kind> NUMBERS =
            Set.of(Address.Kind.PHONE, Address.Kind.WHATSAPP);
    private static final Place PLACE = Place.ROOT.property("schedule").property("sendAt");

    /// A list of expressions, or one without the list around it.
    private static final Field<Schedule> SEND_AT = Field.required("sendAt", new ExpressionsShape());

    static final Shape<Schedule> SHAPE =
            Shape.object(values -> values.get(SEND_AT), SEND_AT).named("Schedule");

    private final Schedule schedule;
    private final Instant now;
    private final Findings findings;
    private final Optional<Schedule.Slot> same; // for all recipients, unless times are local

    SendTimes(Schedule schedule, Instant now, Findings findings) {
        this.schedule = schedule;
        this.now = now;
        this.findings = findings;
        this.same =
                schedule.isLocal()
                        ? Optional.empty()
                        : Optional.of(schedule.slot(ZoneOffset.UTC, now));
        same.ifPresent(slot -> moment(slot, PLACE));
    }

    /// When this recipient may be sent to; empty after noting that he never may.
    Optional<Instant> of(Recipient recipient, Place at) {
        return same.map(slot -> slot instanceof Schedule.Slot.At(Instant from, _) ? from : null)
                .or(() ->
                        same.isPresent()
                                ? Optional.empty()
                                : moment(schedule.slot(zone(recipient), now), at));
    }

    private Optional<Instant> moment(Schedule.Slot slot, Place at) {
        return switch (slot) {
            case Schedule.Slot.At(Instant from, _) -> Optional.of(from);
            case Schedule.Slot.Never(String reason) -> {
                findings.add("sendAt: " + reason, at);
                yield Optional.empty();
            }
        };
    }

    private static ZoneId zone(Recipient recipient) {
        return recipient.addresses().stream()
                .filter(address -> NUMBERS.contains(address.kind()))
                .findFirst()
                .map(address -> Numbering.zone(address.value()))
                .orElse(ZoneOffset.UTC);
    }

    private record ExpressionsShape() implements Shape<Schedule> {

        private static final Shape<String> EXPRESSION = Shape.text(1, MAX_EXPRESSION);
        private static final Shape<List<String>> LIST =
                Shape.list(EXPRESSION, 1, Schedule.MAX_EXPRESSIONS);

        @Override
        public @Nullable Schedule read(JsonNode node, Place at, Findings findings) {
            List<String> expressions = expressions(node, at, findings);
            try {
                return expressions == null ? null : Schedule.parse(expressions);
            } catch (Schedule.Malformed malformed) {
                malformed
                        .problems()
                        .forEach(problem ->
                                findings.add(problem.message(), at.item(problem.index())));
                return null;
            }
        }

        private static @Nullable List<String> expressions(
                JsonNode node, Place at, Findings findings) {
            if (!node.isString()) {
                return LIST.read(node, at, findings);
            }
            String one = EXPRESSION.read(node, at, findings);
            return one == null ? null : List.of(one);
        }

        @Override
        public ObjectNode schema(Schemas schemas) {
            ObjectNode schema = Schemas.any();
            schema.putArray("oneOf").add(LIST.schema(schemas)).add(EXPRESSION.schema(schemas));
            return schema.put(
                    "description",
                    "RFC 3339 moments, the same without a zone (on each recipient's clock), or ISO"
                            + " 8601 intervals; what they have in common counts");
        }
    }
}
