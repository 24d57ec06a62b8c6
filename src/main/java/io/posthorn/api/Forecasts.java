package io.posthorn.api;

import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Forecast;
import io.posthorn.delivery.ForecastRequest;
import io.posthorn.delivery.ForecastRequest.Outage;
import io.posthorn.delivery.Forecaster;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Order;
import io.posthorn.delivery.Snapshot;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Message;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.PoolId;
import io.posthorn.message.Recipient;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;

/// `/SenderPools/{id}/Simulate`: what a pool would do.
public final class Forecasts {

    private final Inventory inventory;
    private final Explainer explainer;
    private final Forecaster forecaster;

    public Forecasts(Parts parts, Forecaster forecaster) {
        this.inventory = parts.inventory();
        this.explainer = parts.explainer();
        this.forecaster = forecaster;
    }

    /// What a pool would do, as it is answered.
    ///
    /// @param channel the one the messages would leave by
    /// @param segments what each costs
    /// @param leftStickySender messages that leave by another sender than their recipient keeps
    /// @param unsent messages that would not leave within their validity
    record ForecastView(
            PoolId senderPoolId,
            int recipients,
            Channel channel,
            int segments,
            int seed,
            List<ShareView> shares,
            double drainSeconds,
            WaitsView waits,
            int failovers,
            int leftStickySender,
            int unsent) {}

    /// @param share of the messages that leave, 0 to 1
    record ShareView(SenderId senderId, String address, int messages, double share) {}

    /// From a message's arrival until it leaves.
    record WaitsView(double p50Seconds, double p95Seconds, double p99Seconds, double maxSeconds) {

        static WaitsView of(Forecast.Waits waits) {
            return new WaitsView(
                    PoolInsight.seconds(waits.p50()),
                    PoolInsight.seconds(waits.p95()),
                    PoolInsight.seconds(waits.p99()),
                    PoolInsight.seconds(waits.max()));
        }
    }

    Response simulate(Call<Route.None, ForecastQuestion> call) {
        SenderPool pool = SenderPools.known(inventory, call);
        ForecastQuestion question = call.body();
        IntFunction<Address> recipient = question.recipients().by(question.seed());
        Plan.Step step = step(call.account(), pool, question, recipient.apply(0));
        Forecast forecast =
                forecaster.of(
                        new ForecastRequest(
                                pool.id(),
                                question.recipients().count(),
                                recipient,
                                step.channel(),
                                step.segments(),
                                question.priority(),
                                question.arrivalsPerSecond()
                                        .map(OptionalDouble::of)
                                        .orElse(OptionalDouble.empty()),
                                outages(pool, question),
                                question.seed()));
        return Response.ok(view(pool, question, step, forecast));
    }

    /// The channel a message to this recipient would leave by, and what it would cost.
    private Plan.Step step(
            String account, SenderPool pool, ForecastQuestion question, Address recipient) {
        Recipient sample = new Recipient(List.of(recipient), Optional.empty(), Map.of());
        Order order =
                new Order(
                        account,
                        new Origin.FromPool(pool.id()),
                        List.of(),
                        question.channel().map(Set::of).orElse(Set.of()),
                        ContentTemplates.resolved(
                                question.content(), inventory.snapshot(), account),
                        Map.of(),
                        question.priority(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        List.of(new Order.To(sample, Map.of(), Optional.empty())),
                        Optional.empty());
        return explainer.preview(order).stream()
                .map(Message::plan)
                .flatMap(plan -> plan.steps().stream())
                .findFirst()
                .orElseThrow(
                        () -> Refused.conflict("No sender of this pool can carry such a message"));
    }

    private List<Outage> outages(SenderPool pool, ForecastQuestion question) {
        Snapshot now = inventory.snapshot();
        Place outages = Place.ROOT.property("outages");
        List<Outage> known = new ArrayList<>();
        for (ForecastQuestion.OutageQuestion outage : question.outages()) {
            Place at = outages.item(known.size()).property("senderId");
            SenderId sender =
                    outage.sender()
                            .in(id -> now.member(pool.id(), id), "Sender of this pool", at)
                            .sender();
            known.add(
                    new Outage(
                            sender,
                            Duration.ofSeconds(outage.from()),
                            Duration.ofSeconds(outage.seconds())));
        }
        return known;
    }

    private ForecastView view(
            SenderPool pool, ForecastQuestion question, Plan.Step step, Forecast forecast) {
        return new ForecastView(
                pool.id(),
                question.recipients().count(),
                step.channel(),
                step.segments(),
                question.seed(),
                forecast.shares().stream().map(this::view).toList(),
                PoolInsight.seconds(forecast.drain()),
                WaitsView.of(forecast.waits()),
                forecast.failovers(),
                forecast.leftSticky(),
                forecast.unsent());
    }

    private ShareView view(Forecast.Share share) {
        String address =
                inventory.snapshot().sender(share.sender()).map(Sender::address).orElse("");
        return new ShareView(share.sender(), address, share.messages(), share.share());
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.post("/SenderPools/{senderPoolId}/Simulate", "What a pool would do")
                        .described(
                                "Nothing is stored or sent: the decisions are those of the server,"
                                        + " made on a clock of their own. The same question with"
                                        + " the same `seed` has the same answer.")
                        .body(ForecastQuestion.SHAPE)
                        .answers(200, ForecastView.class)
                        .mayConflict()
                        .by(this::simulate));
    }
}
