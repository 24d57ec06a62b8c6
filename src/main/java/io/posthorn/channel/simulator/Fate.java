package io.posthorn.channel.simulator;

import java.util.List;
import java.util.random.RandomGenerator;

/// One way a message may end, and how often.
///
/// @param errorCode what the receipt gives as the error, 0 to 65535; a code of the Twilio error
///   dictionary is understood by the connectors
/// @param weight its share of all messages, relative to the other fates of the mix
public record Fate(End end, int errorCode, double weight) {
    public static final Fate DELIVERED = new Fate(End.DELIVERED, 0, 1);

    /// The final states of SMPP 3.4 section 5.2.28.
    public enum End {
        DELIVERED,
        UNDELIVERED,
        REJECTED,
        EXPIRED,
        DELETED,
        UNKNOWN
    }

    public Fate {
        if (errorCode < 0 || errorCode > 0xFFFF) {
            throw new IllegalArgumentException("error code " + errorCode);
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight " + weight);
        }
    }

    static Fate of(End end, int errorCode) {
        return new Fate(end, errorCode, 1);
    }

    static Fate pick(List<Fate> mix, RandomGenerator random) {
        double at = random.nextDouble() * totalWeight(mix);
        for (Fate fate : mix) {
            at -= fate.weight;
            if (at < 0) {
                return fate;
            }
        }
        return mix.getLast(); // the sum above may exceed the one below by a rounding
    }

    static double totalWeight(List<Fate> mix) {
        return mix.stream().mapToDouble(Fate::weight).sum();
    }
}
