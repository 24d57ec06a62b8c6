package io.posthorn.pool;

import io.posthorn.message.GeoRung;
import io.posthorn.message.Policy.Choosing;
import io.posthorn.message.Policy.GeoMatch;
import io.posthorn.message.Policy.Selection;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.pool.Candidate.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A sender as a member of a pool: what is configured of it, whatever the moment.
///
/// @param home where the sender is at home
public record Membership(Sender sender, Member member, GeoRung.Home home) {

    public static Membership of(Sender sender, Member member) {
        return new Membership(sender, member, GeoRung.Home.of(sender));
    }

    /// How it stands among the members that may carry messages for one target; the lowest goes
    /// first.
    ///
    /// @param near the same for all where the pool does not match senders to recipients
    /// @param kind its place in the order of kinds
    public record Rank(int tier, GeoRung near, int kind) implements Comparable<Rank> {
        private static final Comparator<Rank> BEST =
                Comparator.comparingInt(Rank::tier)
                        .thenComparing(Rank::near)
                        .thenComparingInt(Rank::kind);

        @Override
        public int compareTo(Rank other) {
            return BEST.compare(this, other);
        }
    }

    public Rank rank(Target target, Choosing rules) {
        List<Sender.Kind> kinds = rules.kinds(target.country());
        int kind = kinds.indexOf(sender.kind());
        return new Rank(member.tier(), near(target), kind < 0 ? kinds.size() : kind);
    }

    /// Why it may never carry such a message; empty when it may.
    public Optional<Passed> never(Target target, GeoMatch geo) {
        if (sender.channel() != target.channel()) {
            return Optional.of(Passed.CHANNEL);
        }
        if (!sender.reaches(target.country())) {
            return Optional.of(Passed.COUNTRY);
        }
        if (geo == GeoMatch.REQUIRE && near(target).compareTo(GeoRung.SAME_COUNTRY) > 0) {
            return Optional.of(Passed.GEO);
        }
        return enabled() ? Optional.empty() : Optional.of(Passed.NOT_ENABLED);
    }

    private GeoRung near(Target target) {
        return target.area().map(home::rung).orElse(GeoRung.SAME_AREA);
    }

    /// May be given messages at all.
    boolean enabled() {
        return member.enabled()
                && member.weight() > 0
                && sender.status() == Sender.Status.ACTIVATED;
    }

    /// Its share of its rank, as configured: a hash must not move people because a rate or a health
    /// moves.
    public double weight(Selection by) {
        return switch (by) {
            case CAPACITY -> member.weight() * sender.throughput();
            case WEIGHTED -> member.weight();
        };
    }
}
