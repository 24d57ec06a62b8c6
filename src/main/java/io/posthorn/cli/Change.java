package io.posthorn.cli;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One difference between a file and a server, and what makes it go away.
///
/// @param id what the server calls it; empty when it is to be created
/// @param body what to send, with names in the place of ids
/// @param fields what differs, by path
/// @param members what differs among a pool's members
/// @param notes what cannot be compared
record Change(
        Action action,
        Routes.Kind kind,
        String name,
        String id,
        ObjectNode body,
        Map<String, Field> fields,
        List<Change> members,
        List<String> notes) {

    enum Action {
        CREATE("+"),
        UPDATE("~"),
        DELETE("-"),
        /// There, but not in the file.
        LEAVE(" ");

        private final String sign;

        Action(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /// @param before missing when it was not there
    record Field(JsonNode before, JsonNode after) {}

    boolean changesAnything() {
        return action != Action.LEAVE
                && !(action == Action.UPDATE && fields.isEmpty() && members.isEmpty());
    }
}
