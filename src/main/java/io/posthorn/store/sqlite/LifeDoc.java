package io.posthorn.store.sqlite;

import io.posthorn.message.Attempt;
import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Failure;
import io.posthorn.message.Message;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Plan;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What changes in a message, without what the columns of its row say: the step, the attempts, and
/// the state's details.
final class LifeDoc {

    /// What the columns say: the state's code, and its instant.
    record Columns(int state, Instant at) {}

    record Life(State state, int step, List<Attempt> attempts, boolean withdrawn) {}

    private LifeDoc() {}

    static Doc write(Message message) {
        return Json.write(out -> {
            out.writeStartObject();
            if (message.step() != 0) {
                out.writeNumberProperty("step", message.step());
            }
            if (message.withdrawn()) {
                out.writeBooleanProperty("withdrawn", true);
            }
            state(out, message.state());
            if (!message.attempts().isEmpty()) {
                out.writeArrayPropertyStart("attempts");
                List<Plan.Step> steps = message.plan().steps();
                message.attempts().forEach(attempt -> attempt(out, attempt, steps));
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    private static void state(JsonGenerator out, State state) {
        switch (state) {
            case State.Waiting(Instant due, State.Reason reason) -> {
                out.writeNumberProperty("due", Codes.of(due));
                out.writeStringProperty("reason", reason.name());
            }
            case State.Awaiting awaiting ->
                    out.writeNumberProperty("since", Codes.of(awaiting.since()));
            case State.Revoking revoking ->
                    out.writeNumberProperty("since", Codes.of(revoking.since()));
            case State.Undelivered(Failure failure, Instant _) -> failure(out, failure);
            case State.Failed(Failure failure, Instant _) -> failure(out, failure);
            case State.Unaddressable(Failure failure, Instant _) -> failure(out, failure);
            case State.Scheduled _,
                    State.Queued _,
                    State.Sending _,
                    State.Unsure _,
                    State.Sent _,
                    State.Delivered _,
                    State.Read _,
                    State.Canceled _,
                    State.Inbound _ -> {} // the columns say it all
        }
    }

    private static void failure(JsonGenerator out, Failure failure) {
        out.writeName("failure");
        Json.failure(out, failure);
    }

    private static void attempt(JsonGenerator out, Attempt attempt, List<Plan.Step> steps) {
        out.writeStartObject();
        out.writeNumberProperty("n", attempt.number());
        out.writeNumberProperty("by", attempt.sender().value());
        out.writeStringProperty("from", attempt.address());
        out.writeNumberProperty("via", attempt.connection().value());
        step(out, attempt.step(), steps.indexOf(attempt.step()));
        out.writeNumberProperty("at", Codes.of(attempt.at()));
        out.writeNumberProperty("status", Codes.of(attempt.status()));
        if (!attempt.sure()) {
            out.writeBooleanProperty("sure", false);
        }
        if (attempt.possibleDuplicate()) {
            out.writeBooleanProperty("duplicate", true);
        }
        if (!attempt.receiptKeys().isEmpty()) {
            Json.strings(out, "keys", attempt.receiptKeys());
        }
        if (attempt.deliveredParts() != 0) {
            out.writeNumberProperty("parts", attempt.deliveredParts());
        }
        attempt.failure().ifPresent(failure -> failure(out, failure));
        attempt.outcome().ifPresent(o -> out.writeStringProperty("outcome", o.name()));
        attempt.acceptedAt().ifPresent(when -> out.writeNumberProperty("took", Codes.of(when)));
        out.writeNumberProperty("updated", Codes.of(attempt.updatedAt()));
        out.writeEndObject();
    }

    private static void step(JsonGenerator out, Plan.Step step, int place) {
        out.writeName("step");
        if (place >= 0) {
            out.writeNumber(place);
            return;
        }
        out.writeStartArray();
        out.writeString(step.channel().name());
        out.writeNumber(step.segments());
        Json.address(out, step.to());
        out.writeEndArray();
    }

    static Life read(Doc doc, Columns columns, Plan plan) {
        return Json.read(doc, in -> new Reader(plan).read(in, columns));
    }

    private static final class Reader {
        private final Plan plan;
        private int step;
        private boolean withdrawn;
        private Instant due = Instant.EPOCH;
        private Instant since = Instant.EPOCH;
        private State.Reason reason = State.Reason.NO_SENDER;
        private Failure failure = new Failure(0, "", "");
        private List<Attempt> attempts = List.of();

        private Reader(Plan plan) {
            this.plan = plan;
        }

        private Life read(JsonParser in, Columns columns) {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                property(name, in);
            }
            return new Life(state(columns.state(), columns.at()), step, attempts, withdrawn);
        }

        private void property(String name, JsonParser in) {
            switch (name) {
                case "step" -> step = in.getIntValue();
                case "withdrawn" -> withdrawn = in.getBooleanValue();
                case "since" -> since = Codes.instant(in.getLongValue());
                case "due" -> due = Codes.instant(in.getLongValue());
                case "reason" -> reason = State.Reason.valueOf(in.getString());
                case "failure" -> failure = Json.failure(in);
                case "attempts" ->
                        attempts = Json.list(in, item -> new AttemptReader(plan).read(item));
                default -> in.skipChildren();
            }
        }

        private State state(int code, Instant at) {
            return switch (code) {
                case Codes.UNREAD -> new State.Awaiting(Status.DELIVERED, since, at);
                case Codes.REVOKING -> new State.Revoking(since, at);
                case Codes.AWAITING -> new State.Awaiting(Status.SENT, since, at);
                case Codes.SCHEDULED -> new State.Scheduled(at);
                case Codes.QUEUED -> new State.Queued();
                case Codes.WAITING -> new State.Waiting(due, reason);
                case Codes.SENDING -> new State.Sending(at);
                case Codes.UNSURE -> new State.Unsure(at);
                case Codes.SENT -> new State.Sent(at);
                case Codes.DELIVERED -> new State.Delivered(at);
                case Codes.READ -> new State.Read(at);
                case Codes.UNDELIVERED -> new State.Undelivered(failure, at);
                case Codes.FAILED -> new State.Failed(failure, at);
                case Codes.UNADDRESSABLE -> new State.Unaddressable(failure, at);
                case Codes.CANCELED -> new State.Canceled(at);
                case Codes.INBOUND -> new State.Inbound(at);
                default -> throw new IllegalStateException("no such state: " + code);
            };
        }
    }

    private static final class AttemptReader {
        private final Plan plan;
        private int number;
        private SenderId sender = new SenderId(0);
        private String address = "";
        private ConnectionId connection = new ConnectionId(0);
        private Optional<Plan.Step> step = Optional.empty();
        private Instant at = Instant.EPOCH;
        private Status status = Status.QUEUED;
        private boolean sure = true;
        private boolean possibleDuplicate;
        private List<String> receiptKeys = List.of();
        private long deliveredParts;
        private Optional<Failure> failure = Optional.empty();
        private Optional<OutcomeClass> outcome = Optional.empty();
        private Optional<Instant> acceptedAt = Optional.empty();
        private Instant updatedAt = Instant.EPOCH;

        private AttemptReader(Plan plan) {
            this.plan = plan;
        }

        private Attempt read(JsonParser in) {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                property(name, in);
            }
            return new Attempt(
                    number,
                    sender,
                    address,
                    connection,
                    step.orElseThrow(),
                    at,
                    status,
                    sure,
                    possibleDuplicate,
                    receiptKeys,
                    deliveredParts,
                    failure,
                    outcome,
                    acceptedAt,
                    updatedAt);
        }

        private void property(String name, JsonParser in) {
            switch (name) {
                case "n" -> number = in.getIntValue();
                case "by" -> sender = new SenderId(in.getLongValue());
                case "from" -> address = in.getString();
                case "via" -> connection = new ConnectionId(in.getLongValue());
                case "step" -> step = Optional.of(step(in));
                case "at" -> at = Codes.instant(in.getLongValue());
                case "status" -> status = Codes.status(in.getIntValue());
                case "sure" -> sure = in.getBooleanValue();
                case "duplicate" -> possibleDuplicate = in.getBooleanValue();
                case "keys" -> receiptKeys = Json.strings(in);
                case "parts" -> deliveredParts = in.getLongValue();
                case "failure" -> failure = Optional.of(Json.failure(in));
                case "outcome" -> outcome = Optional.of(OutcomeClass.valueOf(in.getString()));
                case "took" -> acceptedAt = Optional.of(Codes.instant(in.getLongValue()));
                case "updated" -> updatedAt = Codes.instant(in.getLongValue());
                default -> in.skipChildren();
            }
        }

        private Plan.Step step(JsonParser in) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                return plan.steps().get(in.getIntValue());
            }
            in.nextToken();
            Channel channel = Channel.valueOf(in.getString());
            int segments = in.nextIntValue(0);
            in.nextToken();
            Plan.Step own = new Plan.Step(channel, Json.address(in), segments);
            in.nextToken();
            return own;
        }
    }
}
