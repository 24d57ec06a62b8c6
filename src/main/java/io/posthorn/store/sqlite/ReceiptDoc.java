package io.posthorn.store.sqlite;

import io.posthorn.message.ConnectionId;
import io.posthorn.message.Fact;
import io.posthorn.message.Failure;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Status;
import io.posthorn.store.EarlyReceipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/// An early receipt without its connection and time. Equal receipts have equal docs: a matched one
/// is found by its doc.
final class ReceiptDoc {

    private ReceiptDoc() {}

    static Doc write(EarlyReceipt receipt) {
        Fact.Report report = receipt.report();
        return Json.write(out -> {
            out.writeStartObject();
            Json.strings(out, "keys", receipt.keys());
            out.writeStringProperty("from", receipt.from());
            out.writeNumberProperty("status", Codes.of(report.status()));
            out.writeStringProperty("outcome", report.outcome().name());
            if (report.failure().isPresent()) {
                out.writeName("failure");
                Json.failure(out, report.failure().get());
            }
            out.writeEndObject();
        });
    }

    static EarlyReceipt read(Doc doc, ConnectionId connection, Instant at) {
        return Json.read(doc, in -> new Reader().read(in, connection, at));
    }

    private static final class Reader {
        private List<String> keys = List.of();
        private String from = "";
        private Status status = Status.QUEUED;
        private OutcomeClass outcome = OutcomeClass.T9_UNKNOWN;
        private Optional<Failure> failure = Optional.empty();

        private EarlyReceipt read(JsonParser in, ConnectionId connection, Instant at) {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                property(name, in);
            }
            Fact.Report report = new Fact.Report(status, failure, outcome);
            return new EarlyReceipt(connection, keys, from, report, at);
        }

        private void property(String name, JsonParser in) {
            switch (name) {
                case "keys" -> keys = Json.strings(in);
                case "from" -> from = in.getString();
                case "status" -> status = Codes.status(in.getIntValue());
                case "outcome" -> outcome = OutcomeClass.valueOf(in.getString());
                case "failure" -> failure = Optional.of(Json.failure(in));
                default -> in.skipChildren();
            }
        }
    }
}
