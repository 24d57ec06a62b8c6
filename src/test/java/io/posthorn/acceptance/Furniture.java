package io.posthorn.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Something to see on each page of the console, made once.
///
/// @param ids by what stands between braces
record Furniture(Map<String, String> ids) {

    private static final String TAG = "furniture";

    static Furniture of(Visit visit) {
        Client api = visit.api();
        if (api.isEmpty("tags=made:" + TAG)) {
            make(api, visit.pool());
        }
        String message = first(api, "/v1/Messages?tags=made:" + TAG, "messages");
        return new Furniture(
                Map.of(
                        "message", message,
                        "operation", api.message(message).at("/related/0/id").asString(),
                        "pool", visit.pool(),
                        "sender", first(api, "/v1/Senders?channel=SMS", "senders"),
                        "connection", first(api, "/v1/Connections", "connections"),
                        "webhook", first(api, "/v1/Webhooks", "webhooks")));
    }

    private static void make(Client api, String pool) {
        api.post("/v1/Webhooks", "{\"url\": \"http://127.0.0.1:9/nobody-listens\"}").expect(201);
        api.post("/v1/OptOuts", "{\"address\": \"+14155558999\"}").expect(201);
        api.pool("{}", List.of()); // without a name: its id is long
        String operation =
                api.send(
                        pool,
                        "Your table is ready",
                        List.of("+14155558001", "+14155558002"),
                        ", \"tags\": {\"made\": \"" + TAG + "\"}");
        api.awaitCompleted(operation, Duration.ofSeconds(20));
    }

    private static String first(Client api, String path, String property) {
        return api.get(path).expect(200).json().at("/" + property + "/0/id").asString();
    }

    /// A page's name with the ids filled in.
    String named(String page) {
        String name = page;
        for (Map.Entry<String, String> each : ids.entrySet()) {
            name = name.replace("{" + each.getKey() + "}", each.getValue());
        }
        return name;
    }
}
