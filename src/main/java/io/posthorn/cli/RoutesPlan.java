package io.posthorn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Decides what has to change on a server for it to be as a file says. Changes nothing itself.
final class RoutesPlan {

    /// @param prune whether what is not declared is deleted
    /// @param secrets whether secrets are sent though they cannot be compared
    record Rules(boolean prune, boolean secrets) {}

    private final Routes declared;
    private final Routes live;
    private final RoutesSchema schema;
    private final Rules rules;
    private final Set<String> unset;
    private final List<String> wrong = new ArrayList<>();

    private RoutesPlan(
            Routes declared, Routes live, RoutesSchema schema, Rules rules, Set<String> unset) {
        this.declared = declared;
        this.live = live;
        this.schema = schema;
        this.rules = rules;
        this.unset = unset;
    }

    /// In the order in which they are to be made; throws [Failure] when the file cannot be.
    ///
    /// @param unset environment variables that are missing, for messages
    static List<Change> of(
            Routes declared, Routes live, RoutesSchema schema, Rules rules, Set<String> unset) {
        return new RoutesPlan(declared, live, schema, rules, unset).changes();
    }

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (Routes.Kind kind : declared.sections()) {
            refuseAmbiguous(kind);
            declared.of(kind).forEach(one -> changes.add(change(one)));
        }
        for (Routes.Kind kind : declared.sections().reversed()) {
            live.of(kind).stream()
                    .filter(one -> declared.find(kind, one.name()).isEmpty())
                    .forEach(one -> changes.add(undeclared(one)));
        }
        if (!wrong.isEmpty()) {
            throw Failure.usage("nothing was changed:\n  " + String.join("\n  ", wrong));
        }
        return changes.stream().filter(RoutesPlan::isWorthTelling).toList();
    }

    private static boolean isWorthTelling(Change change) {
        return change.changesAnything()
                || change.action() == Change.Action.LEAVE
                || !change.notes().isEmpty();
    }

    private void refuseAmbiguous(Routes.Kind kind) {
        live.ambiguous(kind).stream()
                .filter(name -> declared.find(kind, name).isPresent())
                .forEach(name ->
                        wrong.add(
                                "the server has several "
                                        + kind.section()
                                        + " called "
                                        + name
                                        + "; give them different names first"));
    }

    private Change undeclared(Routes.Resource one) {
        return new Change(
                rules.prune ? Change.Action.DELETE : Change.Action.LEAVE,
                one.kind(),
                one.name(),
                one.id(),
                Api.JSON.createObjectNode(),
                Map.of(),
                List.of(),
                List.of());
    }

    private Change change(Routes.Resource wanted) {
        check(wanted);
        Optional<Routes.Resource> there = live.find(wanted.kind(), wanted.name());
        return there.map(now -> update(wanted, now)).orElseGet(() -> create(wanted));
    }

    private Schema schema(Routes.Resource one) {
        return switch (one.kind()) {
            case CONNECTION -> schema.connection(one.fields().path("type").asString(""));
            case SENDER -> schema.sender();
            case POOL -> schema.pool();
            case MEMBER -> schema.member();
        };
    }

    /// What one thing says of another must be there or be declared.
    private void check(Routes.Resource wanted) {
        switch (wanted.kind()) {
            case SENDER ->
                    refer(
                            wanted,
                            Routes.Kind.CONNECTION,
                            wanted.fields().get("connection").asString());
            case POOL ->
                    wanted.members().stream()
                            .flatMap(List::stream)
                            .forEach(member -> refer(wanted, Routes.Kind.SENDER, member.name()));
            case CONNECTION, MEMBER -> {}
        }
    }

    private void refer(Routes.Resource from, Routes.Kind kind, String name) {
        if (declared.find(kind, name).or(() -> live.find(kind, name)).isEmpty()) {
            List<String> known =
                    Stream.of(declared, live)
                            .flatMap(routes -> routes.of(kind).stream())
                            .map(Routes.Resource::name)
                            .distinct()
                            .toList();
            wrong.add(
                    from.kind().section()
                            + " "
                            + from.name()
                            + ": "
                            + Schema.unknown(name + " (" + kind.section() + ")", name, known));
        }
    }

    private Change create(Routes.Resource wanted) {
        refuseMasks(wanted);
        Schema of = schema(wanted);
        List<Change> members =
                wanted.members().orElse(List.of()).stream().map(this::create).toList();
        return new Change(
                Change.Action.CREATE,
                wanted.kind(),
                wanted.name(),
                "",
                wanted.fields(),
                Comparison.all(without(wanted, identity(wanted.kind())), of),
                members,
                List.of());
    }

    private void refuseMasks(Routes.Resource wanted) {
        for (var setting : wanted.fields().path("settings").properties()) {
            if (setting.getValue().asString("").equals(Placeholders.MASK)) {
                String variable = Placeholders.of(wanted.name(), setting.getKey());
                wrong.add(
                        "connections "
                                + wanted.name()
                                + ": settings."
                                + setting.getKey()
                                + " is needed to create it"
                                + (unset.isEmpty()
                                        ? "; write " + variable + " and set that variable"
                                        : "; not set: " + String.join(", ", unset)));
            }
        }
    }

    private Change update(Routes.Resource wanted, Routes.Resource now) {
        refuseOtherType(wanted, now);
        Comparison comparison = new Comparison(rules.secrets);
        ObjectNode patch =
                comparison.patch(
                        without(wanted, identity(wanted.kind())), now.fields(), schema(wanted));
        return new Change(
                Change.Action.UPDATE,
                wanted.kind(),
                wanted.name(),
                now.id(),
                patch,
                comparison.fields(),
                members(wanted, now),
                comparison.notes());
    }

    private void refuseOtherType(Routes.Resource wanted, Routes.Resource now) {
        String type = wanted.fields().path("type").asString("");
        if (!type.equalsIgnoreCase(now.fields().path("type").asString(""))) {
            wrong.add(
                    "connections "
                            + wanted.name()
                            + ": its type is "
                            + now.fields().get("type").asString()
                            + " and cannot become "
                            + type
                            + "; give the new one another name");
        }
    }

    /// The list of a pool's members is whole: who is not in it leaves.
    private List<Change> members(Routes.Resource wanted, Routes.Resource now) {
        if (wanted.members().isEmpty()) {
            return List.of();
        }
        Routes before = new Routes(now.members().orElse(List.of()), List.of());
        Routes after = new Routes(wanted.members().get(), List.of());
        List<Change> changes = new ArrayList<>();
        for (Routes.Resource member : after.resources()) {
            changes.add(
                    before.find(Routes.Kind.MEMBER, member.name())
                            .map(old -> update(member, old))
                            .orElseGet(() -> create(member)));
        }
        before.resources().stream()
                .filter(old -> after.find(Routes.Kind.MEMBER, old.name()).isEmpty())
                .forEach(old -> changes.add(leaves(old)));
        return changes.stream().filter(Change::changesAnything).toList();
    }

    private static Change leaves(Routes.Resource member) {
        return new Change(
                Change.Action.DELETE,
                Routes.Kind.MEMBER,
                member.name(),
                member.id(),
                Api.JSON.createObjectNode(),
                Map.of(),
                List.of(),
                List.of());
    }

    /// What says which one it is, and is no field that could differ.
    private static Set<String> identity(Routes.Kind kind) {
        return switch (kind) {
            case CONNECTION -> Set.of("name", "type");
            case SENDER -> Set.of("address", "channel");
            case POOL -> Set.of("name");
            case MEMBER -> Set.of("sender", "channel");
        };
    }

    private static ObjectNode without(Routes.Resource resource, Set<String> names) {
        ObjectNode rest = Api.JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> one : resource.fields().properties()) {
            if (!names.contains(one.getKey())) {
                rest.set(one.getKey(), one.getValue());
            }
        }
        return rest;
    }
}
