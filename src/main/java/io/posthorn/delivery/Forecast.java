package io.posthorn.delivery;

import io.posthorn.message.SenderId;
import java.time.Duration;
import java.util.List;

/// What a pool would do with what a [ForecastRequest] describes.
///
/// @param shares of every member, also of those that would send nothing
/// @param drain from the start until the last message has left
/// @param waits of the messages that leave, from their arrival until they do
/// @param failovers messages that leave by another sender because the one chosen failed
/// @param leftSticky messages that leave by another sender than the one their recipient keeps
/// @param unsent messages that would not leave within their validity
public record Forecast(
        List<Share> shares,
        Duration drain,
        Waits waits,
        int failovers,
        int leftSticky,
        int unsent) {

    /// What one member sends.
    ///
    /// @param share of the messages that leave, 0 to 1
    public record Share(SenderId sender, int messages, double share) {}

    /// Percentiles and the longest.
    public record Waits(Duration p50, Duration p95, Duration p99, Duration max) {}
}
