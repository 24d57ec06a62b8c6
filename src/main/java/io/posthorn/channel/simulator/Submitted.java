package io.posthorn.channel.simulator;

import java.time.Instant;

/// One submit as it came in, of SMS one part, with what was answered.
///
/// @param nanos when it was read, to compare with other submits only
/// @param account what the customer calls himself, such as the system_id of the session
/// @param text the part's own text, without its header
/// @param status the command_status or code of the provider's answered, 0 for what was taken, or
///   [#UNANSWERED]
public record Submitted(
        long nanos, Instant at, String account, String from, String to, String text, int status) {

    /// No answer was given, and none will be.
    public static final int UNANSWERED = -1;

    public boolean accepted() {
        return status == 0;
    }

    @Override
    public String toString() {
        return "Submitted[" + at + ", " + account + ", " + status + "]"; // no body, no number
    }
}
