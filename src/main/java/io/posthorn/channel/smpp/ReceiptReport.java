package io.posthorn.channel.smpp;

import io.posthorn.message.Fact;
import io.posthorn.message.Failure;
import io.posthorn.message.Meaning;
import io.posthorn.message.OutcomeTable;
import io.posthorn.message.Status;
import java.util.Optional;

/// What a receipt means for a message. Error codes of carriers are their own; of them only those
/// that are codes of the Twilio error dictionary, which aggregators use too, are in the table, and
/// those a pool knows.
final class ReceiptReport {
    private static final int NO_KNOWN_REASON = 30008;
    private static final int UNREACHABLE_HANDSET = 30003;
    private static final int FILTERED = 30007;

    private ReceiptReport() {}

    static Fact.Report of(DeliveryReceipt receipt) {
        return switch (receipt.state()) {
            case DELIVERED -> Meaning.reached(Status.DELIVERED);
            case SCHEDULED, ENROUTE, ACCEPTED, UNKNOWN -> Meaning.reached(Status.SENT);
            case EXPIRED -> bad(receipt, UNREACHABLE_HANDSET);
            case REJECTED -> bad(receipt, FILTERED);
            case UNDELIVERABLE, DELETED, SKIPPED -> bad(receipt, NO_KNOWN_REASON);
        };
    }

    private static Fact.Report bad(DeliveryReceipt receipt, int usual) {
        String upstream = upstream(receipt);
        OutcomeTable.Row row =
                OutcomeTable.row(upstream)
                        .orElseThrow(() -> new IllegalStateException("no row for " + upstream));
        boolean known = row.code().equals("DLR " + receipt.error());
        var failure =
                new Failure(
                        known ? Integer.parseInt(receipt.error()) : usual, row.note(), upstream);
        return new Fact.Report(
                Status.UNDELIVERED,
                Optional.of(failure),
                row.meaning().outcome(upstream, Optional.empty()).outcomeClass());
    }

    /// `DLR UNDELIV 027`
    private static String upstream(DeliveryReceipt receipt) {
        String word = "DLR " + receipt.state().word();
        return receipt.error().isEmpty() ? word : word + " " + receipt.error();
    }
}
