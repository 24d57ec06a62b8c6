package io.posthorn.store.sqlite;

import io.posthorn.message.Attempt;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.Plan;
import io.posthorn.store.MessageQuery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a message can be searched by, as the numbers that stand for it. Two terms may share a
/// number: what is found must be looked at.
final class Terms {

    private Terms() {}

    static Set<Integer> of(Message message) {
        Plan plan = message.plan();
        String among = among(plan.operation());
        Set<Integer> terms = new LinkedHashSet<>();
        plan.to().addresses().forEach(to -> terms.add(address(among, to.value())));
        plan.to().profile().ifPresent(p -> terms.add(profile(among, p.profileId())));
        plan.tags().forEach((name, value) -> terms.add(tag(among, name, value)));
        addresses(message).forEach(from -> terms.add(address(among, from)));
        return terms;
    }

    /// What the attempts of `after` add to those of `before`.
    static Set<Integer> added(Message before, Message after) {
        Set<String> known = addresses(before);
        Set<Integer> terms = new LinkedHashSet<>();
        for (String address : addresses(after)) {
            if (!known.contains(address)) {
                terms.add(address(among(after.plan().operation()), address));
            }
        }
        return terms;
    }

    private static Set<String> addresses(Message message) {
        return message.attempts().stream().map(Attempt::address).collect(Collectors.toSet());
    }

    /// What a message must have to match; empty when the query names nothing that is a term, or no
    /// kind.
    static List<Integer> of(MessageQuery query) {
        return query.kind().map(kind -> of(query, among(query.account(), kind))).orElse(List.of());
    }

    private static List<Integer> of(MessageQuery query, String among) {
        List<Integer> terms = new ArrayList<>();
        query.address().ifPresent(address -> terms.add(address(among, address)));
        query.profile().ifPresent(profile -> terms.add(profile(among, profile)));
        for (Map.Entry<String, String> tag : query.tags().entrySet()) {
            terms.add(tag(among, tag.getKey(), tag.getValue()));
        }
        return terms;
    }

    private static String among(Operation operation) {
        return among(operation.account(), operation.kind());
    }

    /// Terms of one kind are never those of another, so a search meets its own kind only. Those of
    /// messages are as they were before there were kinds.
    private static String among(String account, Operation.Kind kind) {
        return kind == Operation.Kind.MESSAGE ? account : account + " " + kind;
    }

    private static int address(String among, String address) {
        return number("address", among, address);
    }

    private static int profile(String among, String profile) {
        return number("profile", among, profile);
    }

    private static int tag(String among, String name, String value) {
        return number("tag", among, name, value);
    }

    private static int number(String... parts) {
        return (int) Hash.of(parts);
    }
}
