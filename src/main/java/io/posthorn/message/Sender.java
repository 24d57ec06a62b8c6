package io.posthorn.message;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// A sending and receiving identity of an account: a number, a short code, an agent, an address.
///
/// @param throughput segments per second, above 0
/// @param burst segments that may leave at once after a pause; empty: a twentieth of a second's, at
///   least 1
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
        Limits limits,
        Set<String> countries,
        Kind kind,
        Instant createdAt,
        Instant updatedAt) {

    /// What it may send apart from its rate.
    ///
    /// @param dailyLimit messages per day; empty: no limit
    /// @param zone where its days and months begin
    /// @param pairInterval the least time between two messages to one recipient
    public record Limits(
            OptionalInt dailyLimit,
            List<Quota> quotas,
            ZoneId zone,
            Optional<Duration> pairInterval) {

        public static final Limits NONE =
                new Limits(OptionalInt.empty(), List.of(), ZoneOffset.UTC, Optional.empty());

        /// All of them, the daily limit too.
        public List<Quota> all() {
            List<Quota> all = new ArrayList<>(quotas);
            dailyLimit.ifPresent(limit ->
                    all.add(new Quota(Quota.Kind.MESSAGES, Quota.Period.DAY, limit, Set.of())));
            return all;
        }
    }

    public enum Status {
        ACTIVATED,
        DEACTIVATED
    }

    /// Whether it may send to where a recipient is: a country, or the service of a device.
    public boolean reaches(String country) {
        return kind.service()
                .map(service -> service.name().equals(country))
                .orElseGet(() -> countries.isEmpty() || countries.contains(country));
    }

    /// What kind of address it is, with the throughput such addresses usually have, in segments per
    /// second. A push sender's is the service it is known to, called as its type of connection.
    public enum Kind {
        LONG_CODE(1),
        TOLL_FREE(3),
        SHORT_CODE(100),
        ALPHANUMERIC(10),
        FCM(1_000),
        APNS(1_000);

        /// Those of what may stand as an SMS sender.
        public static final List<Kind> OF_SMS =
                List.of(LONG_CODE, TOLL_FREE, SHORT_CODE, ALPHANUMERIC);

        private final double usualThroughput;

        Kind(double usualThroughput) {
            this.usualThroughput = usualThroughput;
        }

        /// Of a push sender behind such a connection; empty when that serves all devices.
        public static Optional<Kind> ofPush(String connectionType) {
            return Stream.of(FCM, APNS)
                    .filter(kind -> kind.name().equals(connectionType))
                    .findFirst();
        }

        public double usualThroughput() {
            return usualThroughput;
        }

        /// The only devices it reaches; empty: it reaches people in another way.
        public Optional<Device.Provider> service() {
            return switch (this) {
                case LONG_CODE, TOLL_FREE, SHORT_CODE, ALPHANUMERIC -> Optional.empty();
                case FCM -> Optional.of(Device.Provider.FCM);
                case APNS -> Optional.of(Device.Provider.APN);
            };
        }
    }
}
