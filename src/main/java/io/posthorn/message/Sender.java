package io.posthorn.message;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A sending and receiving identity of an account: a number, a short code, an agent, an address.
///
/// @param throughput segments per second, above 0
/// @param burst segments that may leave at once after a pause; empty: a twentieth of a second's, at
///   least 1
/// @param dailyLimit messages per UTC day; empty: no limit. Not enforced yet
/// @param countries ISO regions it may send to; empty: all
public record Sender(
        SenderId id,
        String account,
        String address,
        Channel channel,
        ConnectionId connection,
        Optional<String> displayName,
        Map<String, String> tags,
        Status status,
        double throughput,
        OptionalInt burst,
        OptionalInt dailyLimit,
        Set<String> countries,
        Kind kind,
        Instant createdAt,
        Instant updatedAt) {

    public enum Status {
        ACTIVATED,
        DEACTIVATED
    }

    /// What kind of address it is, with the throughput such addresses usually have, in segments per
    /// second.
    public enum Kind {
        LONG_CODE(1),
        TOLL_FREE(3),
        SHORT_CODE(100),
        ALPHANUMERIC(10);

        private final double usualThroughput;

        Kind(double usualThroughput) {
            this.usualThroughput = usualThroughput;
        }

        public double usualThroughput() {
            return usualThroughput;
        }
    }
}
