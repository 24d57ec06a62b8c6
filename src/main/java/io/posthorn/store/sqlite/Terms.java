package io.posthorn.store.sqlite;

import io.posthorn.message.Attempt;
import io.posthorn.message.Message;
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
        String account = plan.operation().account();
        Set<Integer> terms = new LinkedHashSet<>();
        plan.to().addresses().forEach(to -> terms.add(address(account, to.value())));
        plan.to().profile().ifPresent(p -> terms.add(profile(account, p.profileId())));
        plan.tags().forEach((name, value) -> terms.add(tag(account, name, value)));
        addresses(message).forEach(from -> terms.add(address(account, from)));
        return terms;
    }

    /// What the attempts of `after` add to those of `before`.
    static Set<Integer> added(Message before, Message after) {
        Set<String> known = addresses(before);
        Set<Integer> terms = new LinkedHashSet<>();
        for (String address : addresses(after)) {
            if (!known.contains(address)) {
                terms.add(address(after.plan().operation().account(), address));
            }
        }
        return terms;
    }

    private static Set<String> addresses(Message message) {
        return message.attempts().stream().map(Attempt::address).collect(Collectors.toSet());
    }

    /// What a message must have to match; empty when the query names nothing that is a term.
    static List<Integer> of(MessageQuery query) {
        String account = query.account();
        List<Integer> terms = new ArrayList<>();
        query.address().ifPresent(address -> terms.add(address(account, address)));
        query.profile().ifPresent(profile -> terms.add(profile(account, profile)));
        for (Map.Entry<String, String> tag : query.tags().entrySet()) {
            terms.add(tag(account, tag.getKey(), tag.getValue()));
        }
        return terms;
    }

    private static int address(String account, String address) {
        return number("address", account, address);
    }

    private static int profile(String account, String profile) {
        return number("profile", account, profile);
    }

    private static int tag(String account, String name, String value) {
        return number("tag", account, name, value);
    }

    private static int number(String... parts) {
        return (int) Hash.of(parts);
    }
}
