package io.posthorn.store.sqlite;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Operation;
import io.posthorn.message.Plan;
import io.posthorn.message.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A plan without its operation. A step names its address by position among the recipient's.
final class PlanDoc {

    private PlanDoc() {}

    static Doc write(Plan plan) {
        return Json.write(out -> {
            Recipient to = plan.to();
            out.writeStartObject();
            out.writeArrayPropertyStart("to");
            to.addresses().forEach(address -> Json.address(out, address));
            out.writeEndArray();
            to.profile()
                    .ifPresent(p ->
                            Json.strings(
                                    out, "profile", List.of(p.profileId(), p.memoryStoreId())));
            to.name().ifPresent(name -> out.writeStringProperty("name", name));
            if (!to.variables().isEmpty()) {
                Json.map(out, "vars", to.variables());
            }
            if (!plan.tags().isEmpty()) {
                Json.map(out, "tags", plan.tags());
            }
            out.writeArrayPropertyStart("steps");
            plan.steps().forEach(step -> step(out, step, to.addresses()));
            out.writeEndArray();
            plan.scheduledFor().ifPresent(at -> out.writeNumberProperty("at", Codes.of(at)));
            out.writeNumberProperty("expires", Codes.of(plan.expiresAt()));
            out.writeEndObject();
        });
    }

    private static void step(JsonGenerator out, Plan.Step step, List<Address> addresses) {
        out.writeStartArray();
        out.writeString(step.channel().name());
        out.writeNumber(step.segments());
        int place = addresses.indexOf(step.to());
        if (place >= 0) {
            out.writeNumber(place);
        } else {
            Json.address(out, step.to());
        }
        out.writeEndArray();
    }

    static Plan read(Doc doc, Operation operation) {
        return Json.read(doc, in -> new Reader().read(in, operation));
    }

    /// Gathers the parts; `to` comes before `steps`.
    private static final class Reader {
        private List<Address> addresses = List.of();
        private Optional<Recipient.Profile> profile = Optional.empty();
        private Optional<String> recipientName = Optional.empty();
        private Map<String, String> variables = Map.of();
        private Map<String, String> tags = Map.of();
        private List<Plan.Step> steps = List.of();
        private Optional<Instant> scheduledFor = Optional.empty();
        private Instant expiresAt = Instant.EPOCH;

        private Plan read(JsonParser in, Operation operation) {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                property(name, in);
            }
            Recipient to = new Recipient(addresses, profile, variables, recipientName);
            return new Plan(operation, to, tags, steps, scheduledFor, expiresAt);
        }

        private void property(String name, JsonParser in) {
            switch (name) {
                case "to" -> addresses = Json.list(in, Json::address);
                case "profile" -> profile = Optional.of(profile(in));
                case "name" -> recipientName = Optional.of(in.getString());
                case "vars" -> variables = Json.map(in);
                case "tags" -> tags = Json.map(in);
                case "steps" -> steps = Json.list(in, this::step);
                case "at" -> scheduledFor = Optional.of(Codes.instant(in.getLongValue()));
                case "expires" -> expiresAt = Codes.instant(in.getLongValue());
                default -> in.skipChildren();
            }
        }

        private static Recipient.Profile profile(JsonParser in) {
            List<String> parts = Json.strings(in);
            return new Recipient.Profile(parts.get(0), parts.get(1));
        }

        private Plan.Step step(JsonParser in) {
            in.nextToken();
            Channel channel = Channel.valueOf(in.getString());
            int segments = in.nextIntValue(0);
            Address to =
                    in.nextToken() == JsonToken.START_ARRAY
                            ? Json.address(in)
                            : addresses.get(in.getIntValue());
            in.nextToken();
            return new Plan.Step(channel, to, segments);
        }
    }
}
