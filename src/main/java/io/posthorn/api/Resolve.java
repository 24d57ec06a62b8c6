package io.posthorn.api;

import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Snapshot;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.PoolId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `POST /Senders/Resolve`: which senders can reach one person, best first.
///
/// It ranks by what is settled before anything is sent: channel, tier, address, share. Which of
/// several equal senders a message gets depends on their load at that moment.
final class Resolve {

    private static final int MAX_RESULTS = 10;
    private static final int MAX_ADDRESSES = 100;
    private static final List<Channel> USUAL_ORDER =
            List.of(Channel.RCS, Channel.SMS, Channel.WHATSAPP, Channel.EMAIL, Channel.PUSH);

    private final Inventory inventory;

    Resolve(Inventory inventory) {
        this.inventory = inventory;
    }

    record ResolvedSenderView(
            SenderId senderId,
            Optional<String> displayName,
            Optional<String> address,
            Channel channel) {}

    /// @param priority 0 is the best
    record Result(ResolvedSenderView from, MessageView.AddressView to, int priority) {}

    record Results(List<Result> results) {}

    /// A sending identity named by what it is.
    sealed interface Identity {

        record OfChannel(String address, Channel channel) implements Identity {}

        record OfEmail(String address) implements Identity {}

        /// Push credentials; no sender of ours has any.
        record OfPush() implements Identity {}
    }

    record Question(
            List<Address> recipient,
            Optional<Named<PoolId>> pool,
            Optional<List<Identity>> senders,
            ChannelControl channels) {

        private static final Field<List<Address>> RECIPIENT =
                Field.required(
                        "recipientAddresses", Shape.list(Recipients.ANY_ADDRESS, 1, MAX_ADDRESSES));
        private static final Field<Optional<Named<PoolId>>> POOL =
                Field.optional("senderPoolId", Shapes.POOL_ID);
        private static final Field<Optional<List<Identity>>> SENDERS =
                Field.optional("senderAddresses", Shape.list(identity(), 1, MAX_ADDRESSES));
        private static final Field<ChannelControl> CHANNELS =
                Field.optionalOr("channels", ChannelControl.SHAPE, ChannelControl.NONE);

        static final Shape<Question> SHAPE =
                Shape.object(Question::of, RECIPIENT, POOL, SENDERS, CHANNELS)
                        .named("SenderResolve")
                        .then((question, at, findings) -> {
                            if (question.pool.isPresent() && question.senders.isPresent()) {
                                findings.add(
                                        "senderPoolId and senderAddresses exclude each" + " other",
                                        at);
                                return null;
                            }
                            return question;
                        });

        private static Question of(Values values) {
            return new Question(
                    values.get(RECIPIENT),
                    values.get(POOL),
                    values.get(SENDERS),
                    values.get(CHANNELS));
        }
    }

    private static Shape<Identity> identity() {
        var address = Field.required("address", Shape.text(1, SenderAddress.MAX_LENGTH));
        var channel =
                Field.required(
                        "channel",
                        Shape.choice(List.of(Channel.SMS, Channel.RCS, Channel.WHATSAPP)));
        var name = Field.required("name", Shape.text(1, 256));
        var fcm = Field.optional("fcm", Shape.text(1, 100));
        var apn = Field.optional("apn", Shape.text(1, 100));
        return Shape.<Identity>oneOf(
                        List.of(
                                Shape.arm(
                                        "channel",
                                        Shape.object(
                                                values ->
                                                        new Identity.OfChannel(
                                                                values.get(address),
                                                                values.get(channel)),
                                                address,
                                                channel)),
                                Shape.arm(
                                        "name",
                                        Shape.object(
                                                values -> new Identity.OfEmail(values.get(address)),
                                                address,
                                                name)),
                                Shape.arm(
                                        List.of("fcm", "apn"),
                                        Shape.object(_ -> new Identity.OfPush(), fcm, apn))))
                .named("SenderAddress");
    }

    /// A sender with its place among the others.
    private record Candidate(Sender sender, int tier, double share) {}

    /// A way to reach the person.
    private record Pair(Candidate from, Address to, int channelRank, int addressRank) {}

    Response resolve(Call<Route.None, Question> call) {
        Snapshot now = inventory.snapshot();
        Question question = call.body();
        Optional<SenderPool> pool =
                question.pool.map(named ->
                        named.in(
                                id -> now.pool(call.account(), id),
                                "SenderPool",
                                Place.ROOT.property("senderPoolId")));
        Collection<Candidate> candidates =
                pool.map(each -> ofPool(now, each))
                        .orElseGet(() -> ofAccount(now, call.account(), question.senders));
        List<Channel> order = order(question.channels, pool);
        List<Pair> pairs =
                pairs(question, candidates, order).stream()
                        .sorted(
                                Comparator.comparingInt(Pair::channelRank)
                                        .thenComparingInt(pair -> pair.from.tier)
                                        .thenComparingInt(Pair::addressRank)
                                        .thenComparing(
                                                pair -> pair.from.share, Comparator.reverseOrder())
                                        .thenComparing(pair -> pair.from.sender.id()))
                        .limit(MAX_RESULTS)
                        .toList();
        List<Result> results = new ArrayList<>();
        pairs.forEach(pair -> results.add(result(pair, results.size())));
        return Response.ok(new Results(results));
    }

    private static List<Candidate> ofPool(Snapshot now, SenderPool pool) {
        return now.members(pool.id()).stream()
                .filter(Member::enabled)
                .flatMap(member ->
                        now
                                .sender(member.sender())
                                .map(sender ->
                                        new Candidate(
                                                sender,
                                                member.tier(),
                                                member.weight() * sender.throughput()))
                                .stream())
                .toList();
    }

    private static List<Candidate> ofAccount(
            Snapshot now, String account, Optional<List<Identity>> identities) {
        Collection<Sender> senders =
                identities
                        .<Collection<Sender>>map(each -> ofIdentities(now, account, each))
                        .orElseGet(() -> now.senders(account));
        return senders.stream()
                .map(sender -> new Candidate(sender, 0, sender.throughput()))
                .toList();
    }

    private static Set<Sender> ofIdentities(
            Snapshot now, String account, List<Identity> identities) {
        Set<Sender> senders = new LinkedHashSet<>();
        for (Identity identity : identities) {
            switch (identity) {
                case Identity.OfChannel(String address, Channel channel) ->
                        SenderAddress.normalise(address, channel)
                                .flatMap(form -> now.sender(account, form, channel))
                                .ifPresent(senders::add);
                case Identity.OfEmail(String address) ->
                        SenderAddress.normalise(address, Channel.EMAIL)
                                .flatMap(form -> now.sender(account, form, Channel.EMAIL))
                                .ifPresent(senders::add);
                case Identity.OfPush() -> {}
            }
        }
        return senders;
    }

    private static List<Channel> order(ChannelControl channels, Optional<SenderPool> pool) {
        Set<Channel> order = new LinkedHashSet<>(channels.order());
        pool.ifPresent(each -> order.addAll(each.policy().channelOrder()));
        order.addAll(USUAL_ORDER);
        return order.stream()
                .filter(channel ->
                        channels.filterIn().isEmpty() || channels.filterIn().contains(channel))
                .toList();
    }

    private static List<Pair> pairs(
            Question question, Collection<Candidate> candidates, List<Channel> order) {
        List<Pair> pairs = new ArrayList<>();
        for (Candidate candidate : candidates) {
            int channelRank = order.indexOf(candidate.sender.channel());
            boolean usable = candidate.sender.status() == Sender.Status.ACTIVATED;
            for (int i = 0; usable && channelRank >= 0 && i < question.recipient.size(); i++) {
                Address to = question.recipient.get(i);
                if (candidate.sender.channel().reaches() == to.kind()) {
                    pairs.add(new Pair(candidate, to, channelRank, i));
                }
            }
        }
        return pairs;
    }

    private static Result result(Pair pair, int priority) {
        Sender sender = pair.from.sender;
        return new Result(
                new ResolvedSenderView(
                        sender.id(),
                        sender.displayName(),
                        Optional.of(sender.address()),
                        sender.channel()),
                MessageView.AddressView.of(pair.to),
                priority);
    }
}
