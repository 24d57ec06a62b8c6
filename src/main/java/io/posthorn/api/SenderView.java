package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Sender as it is answered: the contract's eight properties, then ours.
///
/// @param weight in a pool's list of members only, like `tier` and `enabled`
record SenderView(
        SenderId id,
        Optional<String> displayName,
        String address,
        Channel channel,
        Sender.Status status,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt,
        ConnectionId connectionId,
        double throughput,
        Optional<Integer> burst,
        Optional<Integer> dailyLimit,
        List<SenderLimits.QuotaView> quotas,
        String quotaZone,
        Optional<Long> pairIntervalSeconds,
        List<String> countries,
        Sender.Kind kind,
        Health health,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> weight,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> tier,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Boolean> enabled,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> pinnedHealth) {

    /// A page of them.
    record Page(
            List<SenderView> senders,
            io.posthorn.api.Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    static SenderView of(Sender sender, Health health) {
        return of(sender, health, Optional.empty());
    }

    static SenderView of(Sender sender, Health health, Optional<Member> member) {
        return new SenderView(
                sender.id(),
                sender.displayName(),
                sender.address(),
                sender.channel(),
                sender.status(),
                sender.tags(),
                sender.createdAt(),
                sender.updatedAt(),
                sender.connection(),
                sender.throughput(),
                sender.burst().stream().boxed().findFirst(),
                sender.limits().dailyLimit().stream().boxed().findFirst(),
                SenderLimits.quotas(sender.limits()),
                SenderLimits.zone(sender.limits()),
                sender.limits().pairInterval().map(Duration::toSeconds),
                sender.countries().stream().sorted().toList(),
                sender.kind(),
                health,
                member.map(Member::weight),
                member.map(Member::tier),
                member.map(Member::enabled),
                member.flatMap(m -> m.pinnedHealth().stream().boxed().findFirst()));
    }
}
