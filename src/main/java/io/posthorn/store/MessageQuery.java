package io.posthorn.store;

import io.posthorn.message.Channel;
import io.posthorn.message.MessageId;
import io.posthorn.message.OperationId;
import io.posthorn.message.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Messages of an account, newest first; every filter given must hold.
///
/// @param from created at or after
/// @param until created before
/// @param before older than this message: where the next page begins
/// @param address sent to or from it
public record MessageQuery(
        String account,
        Optional<OperationId> operation,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<Channel> channel,
        Optional<Status> status,
        Optional<String> address,
        Optional<String> profile,
        Map<String, String> tags,
        Optional<MessageId> before,
        int max) {

    public static MessageQuery all(String account, int max) {
        return new MessageQuery(
                account,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                max);
    }

    public static MessageQuery of(String account, OperationId operation, int max) {
        var all = all(account, max);
        return new MessageQuery(
                account,
                Optional.of(operation),
                all.from,
                all.until,
                all.channel,
                all.status,
                all.address,
                all.profile,
                all.tags,
                all.before,
                max);
    }
}
