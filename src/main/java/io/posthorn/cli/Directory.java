package io.posthorn.cli;

import io.posthorn.Nearest;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Finds things of the account by the names people use.
final class Directory {

    private static final String POOL_ID = "comms_senderpool_";
    private static final String SENDER_ID = "comms_sender_";

    private final Api api;

    Directory(Api api) {
        this.api = api;
    }

    /// The id of a pool, given that or its name.
    String pool(String nameOrId) throws InterruptedException {
        if (nameOrId.startsWith(POOL_ID)) {
            return nameOrId;
        }
        List<JsonNode> found =
                api.list("/v1/SenderPools?name=" + Api.encoded(nameOrId), "senderPools");
        if (found.size() == 1) {
            return found.getFirst().get("id").asString();
        }
        throw Failure.usage(
                found.isEmpty()
                        ? "there is no pool \"" + nameOrId + "\"" + known(nameOrId)
                        : found.size()
                                + " pools are called \""
                                + nameOrId
                                + "\"; give one of their ids: "
                                + String.join(", ", texts(found, "id")));
    }

    private String known(String wanted) throws InterruptedException {
        List<String> names = texts(api.list("/v1/SenderPools", "senderPools"), "name");
        return Nearest.to(wanted, names)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse(
                        names.isEmpty()
                                ? "; this account has none"
                                : "; there are: " + String.join(", ", names));
    }

    /// A sender as it is answered, given its id or its address.
    JsonNode sender(String addressOrId) throws InterruptedException {
        if (addressOrId.startsWith(SENDER_ID)) {
            return api.get("/v1/Senders/" + addressOrId);
        }
        List<JsonNode> senders = api.list("/v1/Senders", "senders");
        List<JsonNode> found =
                senders.stream()
                        .filter(sender -> sender.get("address").asString().equals(addressOrId))
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw Failure.usage(
                found.isEmpty()
                        ? "there is no sender \"" + addressOrId + "\"" + near(addressOrId, senders)
                        : addressOrId
                                + " sends on several channels; give one of the ids: "
                                + String.join(", ", texts(found, "id")));
    }

    private static String near(String wanted, List<JsonNode> senders) {
        return Nearest.to(wanted, texts(senders, "address"))
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("");
    }

    private static List<String> texts(List<JsonNode> items, String property) {
        Stream<String> texts = items.stream().map(item -> item.get(property).asString());
        return texts.sorted().toList();
    }
}
