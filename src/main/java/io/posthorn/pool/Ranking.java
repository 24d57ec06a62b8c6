package io.posthorn.pool;

import io.posthorn.message.Policy.Choosing;
import io.posthorn.message.Policy.Selection;
import io.posthorn.pool.Candidate.Target;
import io.posthorn.pool.Membership.Rank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The members of a pool that may carry messages for one target, best first: what of a decision
/// does not change from message to message. Indexes are those of the pool's seats.
final class Ranking {

    private final List<Band> bands;
    private final @Nullable Passed[] never; // by seat; null where it may
    private final int size;
    double floor; // the lowest pass chosen last: nobody may lag behind it

    /// Members of one tier that are as near as one another and of a kind that ranks alike.
    static final class Band {
        private final Rank rank;
        private final int rung;
        private final int[] seats;
        private final List<Equals> equals;

        private Band(Rank rank, int rung, int[] seats, List<Equals> equals) {
            this.rank = rank;
            this.rung = rung;
            this.seats = seats;
            this.equals = equals;
        }

        int tier() {
            return rank.tier();
        }

        /// 0 for the best of its tier.
        int rung() {
            return rung;
        }

        int[] seats() {
            return seats;
        }
    }

    /// Members of a band with one weight, which their draws alone decide between.
    private static final class Equals {
        private final double weight;
        private final int[] seats;
        private final long[] senders;

        Equals(double weight, int[] seats, long[] senders) {
            this.weight = weight;
            this.seats = seats;
            this.senders = senders;
        }
    }

    private Ranking(List<Band> bands, @Nullable Passed[] never) {
        this.bands = bands;
        this.never = never;
        this.size = bands.stream().mapToInt(band -> band.seats().length).sum();
    }

    static Ranking of(List<Seat> seats, Target target, Choosing rules) {
        @Nullable Passed[] never = new Passed[seats.size()];
        Map<Rank, List<Integer>> byRank = new TreeMap<>();
        for (int i = 0; i < seats.size(); i++) {
            Membership member = seats.get(i).membership();
            never[i] = member.never(target, rules.geoMatch()).orElse(null);
            if (never[i] == null) {
                byRank.computeIfAbsent(member.rank(target, rules), _ -> new ArrayList<>()).add(i);
            }
        }
        List<Band> bands = new ArrayList<>();
        for (Map.Entry<Rank, List<Integer>> each : byRank.entrySet()) {
            Rank rank = each.getKey();
            boolean first = bands.isEmpty() || bands.getLast().tier() != rank.tier();
            int rung = first ? 0 : bands.getLast().rung() + 1;
            List<Equals> equals = equals(each.getValue(), seats, rules.selection());
            bands.add(new Band(rank, rung, indexes(each.getValue()), equals));
        }
        return new Ranking(bands, never);
    }

    private static List<Equals> equals(List<Integer> members, List<Seat> seats, Selection by) {
        Map<Double, List<Integer>> byWeight = new TreeMap<>();
        members.forEach(i ->
                byWeight.computeIfAbsent(
                                seats.get(i).membership().weight(by), _ -> new ArrayList<>())
                        .add(i));
        List<Equals> equals = new ArrayList<>();
        byWeight.forEach((weight, some) ->
                equals.add(
                        new Equals(
                                weight,
                                indexes(some),
                                some.stream()
                                        .mapToLong(i -> seats.get(i).sender().id().value())
                                        .toArray())));
        return equals;
    }

    private static int[] indexes(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    List<Band> bands() {
        return bands;
    }

    int size() {
        return size;
    }

    /// Why a member may never carry such a message; null when it may.
    @Nullable Passed never(int seat) {
        return never[seat];
    }

    /// The acceptable member of a band that a key ranks first; -1 for none.
    static int owner(Band band, long key, IntPredicate acceptable) {
        boolean @Nullable [] out = null;
        while (true) {
            int best = -1;
            double bestScore = Double.POSITIVE_INFINITY;
            for (Equals equals : band.equals) {
                int place = first(equals, key, out);
                if (place < 0) {
                    continue;
                }
                double score =
                        Rendezvous.score(
                                Rendezvous.draw(key, equals.senders[place]), equals.weight);
                if (score < bestScore) {
                    bestScore = score;
                    best = equals.seats[place];
                }
            }
            if (best < 0 || acceptable.test(best)) {
                return best;
            }
            out = out == null ? new boolean[last(band) + 1] : out;
            out[best] = true;
        }
    }

    private static int last(Band band) {
        return Arrays.stream(band.seats()).max().orElse(0);
    }

    private static int first(Equals equals, long key, boolean @Nullable [] out) {
        int first = -1;
        long highest = 0;
        long[] senders = equals.senders;
        for (int i = 0; i < senders.length; i++) {
            long draw = Rendezvous.draw(key, senders[i]);
            if ((first < 0 || Long.compareUnsigned(draw, highest) > 0)
                    && (out == null || !out[equals.seats[i]])) {
                first = i;
                highest = draw;
            }
        }
        return first;
    }
}
