package io.posthorn.api;

import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.PoolStatus;
import io.posthorn.message.Channel;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Quota;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.pool.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `/SenderPools/{id}/Status`: how a pool is doing at this moment.
final class PoolInsight {

    private final Inventory inventory;
    private final Explainer explainer;
    private final Health.OfSenders health;
    private final Supplier<Instant> now;

    PoolInsight(Parts parts) {
        this.inventory = parts.inventory();
        this.explainer = parts.explainer();
        this.health = parts.senders();
        this.now = parts.now();
    }

    /// A pool's status as it is answered.
    ///
    /// @param oldestReadySeconds how long the message has been ready that has waited longest
    /// @param drainSeconds what its members need for all that is ready at their rates of this
    ///   moment, one segment each; null when nobody can send
    record PoolStatusView(
            PoolId senderPoolId,
            long queued,
            Optional<Double> oldestReadySeconds,
            Optional<Double> drainSeconds,
            List<QueueView> queues,
            List<MemberStatusView> members) {}

    /// Ready messages of one channel and lane.
    record QueueView(Channel channel, Priority priority, long depth, double oldestReadySeconds) {}

    /// A member at this moment.
    ///
    /// @param throughput segments per second it is configured for
    /// @param rate what the carrier lets it have now, 0 while it cannot send
    /// @param sentLastSecond segments that left in the last second, for all its pools
    /// @param tokens segments that could leave this instant
    /// @param inFlight messages its connection has not been answered for, of all its senders
    record MemberStatusView(
            SenderId senderId,
            String address,
            Channel channel,
            double weight,
            int tier,
            boolean enabled,
            double throughput,
            double rate,
            int sentLastSecond,
            int tokens,
            int inFlight,
            Health health,
            List<QuotaLeftView> quotas) {}

    /// What is left of a quota.
    record QuotaLeftView(
            Quota.Kind kind,
            Quota.Period period,
            int limit,
            List<String> countries,
            int left,
            Instant resetsAt) {}

    Response status(Call<Route.None, Route.None> call) {
        SenderPool pool = SenderPools.known(inventory, call);
        PoolStatus status = explainer.status(pool.id());
        return Response.ok(
                new PoolStatusView(
                        pool.id(),
                        status.queues().stream().mapToLong(PoolStatus.Queue::depth).sum(),
                        status.oldest().map(this::age),
                        status.drain().map(PoolInsight::seconds),
                        status.queues().stream().map(this::view).toList(),
                        status.members().stream().map(this::view).toList()));
    }

    private QueueView view(PoolStatus.Queue queue) {
        return new QueueView(queue.channel(), queue.lane(), queue.depth(), age(queue.oldest()));
    }

    private MemberStatusView view(PoolStatus.MemberStatus status) {
        return new MemberStatusView(
                status.sender().id(),
                status.sender().address(),
                status.sender().channel(),
                status.member().weight(),
                status.member().tier(),
                status.member().enabled(),
                status.configuredRate(),
                status.rate(),
                status.sent(),
                status.tokens(),
                status.inFlight(),
                health.of(status.sender().id()).as(status.member()),
                status.quotas().stream().map(PoolInsight::view).toList());
    }

    private static QuotaLeftView view(Allowance.Balance balance) {
        Quota quota = balance.quota();
        return new QuotaLeftView(
                quota.kind(),
                quota.period(),
                quota.limit(),
                quota.countries().stream().sorted().toList(),
                Math.max(0, quota.limit() - balance.used()),
                balance.resets());
    }

    private double age(Instant since) {
        return Math.max(0, seconds(Duration.between(since, now.get())));
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.get("/SenderPools/{senderPoolId}/Status", "How a pool is doing now")
                        .answers(200, PoolStatusView.class)
                        .by(this::status));
    }
}
