package io.posthorn.delivery;

import io.posthorn.message.Address;
import java.util.concurrent.atomic.AtomicLongArray;

/// Says of most addresses at once that they were never added (a Bloom filter): what it says of the
/// others has to be looked up. One wrong yes in a million for 100,000 addresses, one in 25 for five
/// million.
final class AddressFilter {

    private static final int BITS = 1 << 25; // 4 MiB
    private static final int HASHES = 4;

    private final AtomicLongArray words = new AtomicLongArray(BITS / Long.SIZE);

    void add(String account, Address address) {
        long hash = hash(account, address);
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(hash, i);
            words.accumulateAndGet(bit / Long.SIZE, 1L << bit, (a, b) -> a | b);
        }
    }

    boolean mayContain(String account, Address address) {
        long hash = hash(account, address);
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(hash, i);
            if ((words.get(bit / Long.SIZE) & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(long hash, int number) {
        return (int) (hash + number * (hash >>> 32 | 1)) & BITS - 1;
    }

    /// FNV-1a over the characters, then SplitMix64's finalizer.
    private static long hash(String account, Address address) {
        long hash = mixed(0xcbf29ce484222325L, account);
        hash = mixed(hash, address.kind().name());
        hash = mixed(hash, address.value());
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }

    private static long mixed(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L;
        }
        return (mixed ^ '\n') * 0x100000001b3L;
    }
}
