package io.posthorn.channel.smpp;

import io.posthorn.message.Fact;
import io.posthorn.message.Failure;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Status;
import java.util.Map;
import java.util.Optional;

/// What a receipt means for a message. Error codes of carriers are their own; only those that are
/// codes of the Twilio error dictionary, which aggregators use too, are understood.
final class ReceiptReport {
    private static final Map<Integer, Known> KNOWN =
            Map.of(
                    21610, new Known("The recipient has unsubscribed", OutcomeClass.T4_PAIR),
                    30001, new Known("The carrier's queue is full", OutcomeClass.T2_TRANSIENT),
                    30002, new Known("The carrier account is suspended", OutcomeClass.T3_SENDER),
                    30003, new Known("The handset cannot be reached", OutcomeClass.T5_CHANNEL),
                    30004, new Known("The message was blocked", OutcomeClass.T5_CHANNEL),
                    30005, new Known("The handset is not known", OutcomeClass.T7_DESTINATION),
                    30006,
                            new Known(
                                    "A landline, or a carrier that cannot be reached",
                                    OutcomeClass.T5_CHANNEL),
                    30007, new Known("The carrier filtered the message", OutcomeClass.T6_CONTENT),
                    30008, new Known("The carrier gave no known reason", OutcomeClass.T5_CHANNEL));
    private static final int NO_KNOWN_REASON = 30008;
    private static final int UNREACHABLE_HANDSET = 30003;
    private static final int FILTERED = 30007;

    private record Known(String message, OutcomeClass outcome) {}

    private ReceiptReport() {}

    static Fact.Report of(DeliveryReceipt receipt) {
        return switch (receipt.state()) {
            case DELIVERED -> good(Status.DELIVERED);
            case SCHEDULED, ENROUTE, ACCEPTED, UNKNOWN -> good(Status.SENT);
            case EXPIRED -> bad(receipt, UNREACHABLE_HANDSET, OutcomeClass.T8_EXPIRED);
            case REJECTED -> bad(receipt, FILTERED, OutcomeClass.T6_CONTENT);
            case UNDELIVERABLE, DELETED, SKIPPED ->
                    bad(receipt, NO_KNOWN_REASON, OutcomeClass.T5_CHANNEL);
        };
    }

    private static Fact.Report good(Status status) {
        return new Fact.Report(status, Optional.empty(), OutcomeClass.T0_ACCEPTED);
    }

    private static Fact.Report bad(DeliveryReceipt receipt, int usual, OutcomeClass usually) {
        Optional<Integer> code = knownCode(receipt.error());
        Failure failure =
                new Failure(
                        code.orElse(usual), known(code.orElse(usual)).message(), upstream(receipt));
        OutcomeClass outcome = code.map(known -> known(known).outcome()).orElse(usually);
        return new Fact.Report(Status.UNDELIVERED, Optional.of(failure), outcome);
    }

    private static Known known(int code) {
        Known known = KNOWN.get(code);
        if (known == null) {
            throw new IllegalArgumentException("code " + code);
        }
        return known;
    }

    private static Optional<Integer> knownCode(String error) {
        return error.matches("[0-9]{5}")
                ? Optional.of(Integer.parseInt(error)).filter(KNOWN::containsKey)
                : Optional.empty();
    }

    private static String upstream(DeliveryReceipt receipt) {
        String word = receipt.state().word();
        return receipt.error().isEmpty() ? word : word + " err:" + receipt.error();
    }
}
