package io.posthorn.event;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Blocks of addresses.
///
/// @param prefixes each an address and how many of its leading bits count
record Networks(List<Prefix> prefixes) {

    /// Everything that is not public unicast, by the IANA special-purpose registries (RFC 6890) as
    /// of 2025; of IPv6 only what is in 2000::/3 is public at all.
    static final Networks NOT_PUBLIC =
            of(
                    "0.0.0.0/8", // this network; a socket takes it for loopback
                    "10.0.0.0/8", // private, RFC 1918
                    "100.64.0.0/10", // shared by carriers' NAT, RFC 6598
                    "127.0.0.0/8", // loopback
                    "169.254.0.0/16", // link-local, and the clouds' metadata services
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "::/3", // unspecified, loopback, IPv4-mapped and -compatible, NAT64, discard
                    "2001::/23", // protocol assignments, Teredo
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4: holds an IPv4 address
                    "3fff::/20", // documentation
                    "4000::/2", // unassigned, segment routing
                    "8000::/1"); // unassigned, unique-local, link-local, site-local, multicast

    static final Networks LOOPBACK = of("127.0.0.0/8", "::1/128");

    /// One block.
    record Prefix(InetAddress address, int bits) {

        private boolean holds(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] its = other.getAddress();
            if (mine.length != its.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((mine[bit / 8] ^ its[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Networks of(String... blocks) {
        return new Networks(List.of(blocks).stream().map(Networks::prefix).toList());
    }

    private static Prefix prefix(String block) {
        String[] parts = block.split("/", 2);
        try {
            return new Prefix(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(block, e);
        }
    }

    boolean hold(InetAddress address) {
        return prefixes.stream().anyMatch(prefix -> prefix.holds(address));
    }
}
