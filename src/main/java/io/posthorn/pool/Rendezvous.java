package io.posthorn.pool;

/// Weighted rendezvous hashing (Thaler and Ravishankar, 1998; weights after Schindelhauer and
/// Schomaker, 2005): every recipient ranks all senders for himself, so that a sender that leaves
/// moves its own recipients and no others, and nothing is stored.
public final class Rendezvous {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Rendezvous() {}

    /// A recipient as a number; `address` is normalised.
    public static long recipient(String address) {
        return key(0, address);
    }

    /// The key of a recipient in a pool; `address` is normalised.
    public static long key(long pool, String address) {
        long hash = pool * GOLDEN;
        for (int i = 0; i < address.length(); i++) {
            hash = (hash ^ address.charAt(i)) * 0x100000001B3L; // FNV-1a, Fowler, Noll and Vo
        }
        return mixed(hash);
    }

    /// What `key` draws for a sender, the same each time: all 64 bits even.
    static long draw(long key, long sender) {
        return mixed(key ^ sender * GOLDEN);
    }

    /// A second draw that says nothing about the first.
    static double chance(long key, long sender) {
        return unit(mixed(draw(key, sender) + GOLDEN));
    }

    /// The draw as a score, of which the lowest wins: exponential with rate `weight`.
    static double score(long draw, double weight) {
        return -Math.log(unit(draw)) / weight;
    }

    /// In (0, 1).
    private static double unit(long bits) {
        return ((bits >>> 11) + 0.5) * 0x1.0p-53;
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
    private static long mixed(long bits) {
        long a = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
