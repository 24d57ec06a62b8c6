package io.posthorn.message;

import java.util.Optional;

/// The codes a user sees for what we decide ourselves and for what connectors answer; texts by
/// `comms-api.md` 5.4.
public final class Failures {

    public static final Failure EXPIRED =
            new Failure(
                    30036,
                    "The message's validity period ended before it could be handed over",
                    "");
    public static final Failure UNKNOWN =
            new Failure(30008, "The carrier did not say whether it took the message", "");
    public static final Failure UNDELIVERED =
            new Failure(30008, "The carrier could not deliver the message", "");
    public static final Failure UNADDRESSABLE =
            new Failure(
                    21703, "No sender of this origin can reach any address of the recipient", "");
    public static final Failure EXHAUSTED =
            new Failure(30008, "Every sender that may carry the message has failed", "");

    public static final Failure UNCONFIRMED =
            new Failure(30036, "It was not confirmed in the time its channel has", "");
    public static final Failure OPTED_OUT = optedOut("");

    private Failures() {}

    /// What a user is told about an attempt that ended this way.
    public static Failure of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> throw new IllegalArgumentException("accepted is no failure");
            case Outcome.Throttled(Optional<java.time.Duration> _, String upstream) ->
                    new Failure(30022, "The carrier asked for a slower rate", upstream);
            case Outcome.NotSent(String upstream) ->
                    new Failure(30017, "The carrier was not connected", upstream);
            case Outcome.Unreachable(String upstream) ->
                    new Failure(30017, "The carrier could not take the message now", upstream);
            case Outcome.SenderBroken(String upstream) ->
                    new Failure(
                            21606,
                            "The sender cannot send: its carrier account refuses it",
                            upstream);
            case Outcome.Refused(Outcome.Scope scope, String upstream) -> refused(scope, upstream);
            case Outcome.Unknown(String upstream) ->
                    new Failure(
                            30008, "The carrier did not say whether it took the message", upstream);
        };
    }

    /// The recipient wants nothing more; no other sender and no other channel may try.
    static boolean isOptOut(Failure failure) {
        return failure.code() == OPTED_OUT.code();
    }

    private static Failure refused(Outcome.Scope scope, String upstream) {
        return switch (scope) {
            case OPTED_OUT -> optedOut(upstream);
            case PAIR_RATE ->
                    new Failure(
                            63018, "Too many messages between this sender and recipient", upstream);
            case CHANNEL ->
                    new Failure(21612, "The recipient cannot be reached on this channel", upstream);
            case WINDOW ->
                    new Failure(63016, "The recipient has not written in 24 hours", upstream);
            case EXPIRED -> new Failure(30036, "The validity ended at the carrier", upstream);
            case CONTENT -> new Failure(30007, "The carrier rejected the content", upstream);
            case DESTINATION ->
                    new Failure(
                            21211,
                            "The carrier says the recipient's address is not valid",
                            upstream);
        };
    }

    private static Failure optedOut(String upstream) {
        return new Failure(21610, "The recipient has unsubscribed", upstream);
    }
}
