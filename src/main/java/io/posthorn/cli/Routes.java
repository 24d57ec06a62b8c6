package io.posthorn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// How traffic leaves: connections, senders and pools, in the words of a file. The same shape holds
/// what a file declares and what a server has.
///
/// @param sections those that were spoken of; what a file is silent about stays
record Routes(List<Resource> resources, List<Kind> sections) {

    enum Kind {
        CONNECTION("connections", "name"),
        SENDER("senders", "address"),
        POOL("pools", "name"),
        MEMBER("members", "sender");

        private final String section;
        private final String key;

        Kind(String section, String key) {
            this.section = section;
            this.key = key;
        }

        String section() {
            return section;
        }

        /// The property that says which one it is.
        String key() {
            return key;
        }

        static final List<Kind> IN_ORDER = List.of(CONNECTION, SENDER, POOL);
    }

    /// One of them.
    ///
    /// @param name what people call it; two with the same name are the same
    /// @param id what the server calls it; empty in a file
    /// @param fields as in the file
    /// @param members of a pool; empty for others, and for a pool whose file is silent about them
    record Resource(
            Kind kind,
            String name,
            String id,
            ObjectNode fields,
            Optional<List<Resource>> members) {}

    /// "+1 (206) 555-0101" is +12065550101.
    static String senderName(String address, String channel) {
        String plain =
                address.matches("\\+[0-9 ().-]+") ? address.replaceAll("[^+0-9]", "") : address;
        return plain + " " + channel.toUpperCase(java.util.Locale.ROOT);
    }

    List<Resource> of(Kind kind) {
        return resources.stream().filter(one -> one.kind == kind).toList();
    }

    Optional<Resource> find(Kind kind, String name) {
        return resources.stream()
                .filter(one -> one.kind == kind && one.name.equals(name))
                .findFirst();
    }

    /// Names that stand for several.
    List<String> ambiguous(Kind kind) {
        List<String> seen = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (Resource one : of(kind)) {
            (seen.contains(one.name) ? twice : seen).add(one.name);
        }
        return twice.stream().distinct().toList();
    }
}
