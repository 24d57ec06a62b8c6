package io.posthorn.pool;

import io.posthorn.message.SenderId;
import java.time.Duration;
import java.util.List;

/// Why a sender was chosen, and why others were not.
///
/// @param pass what it had been given, divided by its share: the lowest of its equals
/// @param waited how long the message had been looked at without leaving
/// @param others the first of the other members, best first
/// @param more members that are not told of
public record Verdict(
        SenderId winner,
        Rule rule,
        int tier,
        int rung,
        double pass,
        Duration waited,
        List<Other> others,
        int more) {

    /// What decided.
    public enum Rule {
        /// The recipient keeps this sender.
        OWNER,
        /// It was given the least of its share.
        SHARE
    }

    public record Other(SenderId sender, Passed why) {}
}
