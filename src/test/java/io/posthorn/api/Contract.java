package io.posthorn.api;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An `openapi.json`, read by a validator that is not ours.
final class Contract {

    private final JsonNode document;
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    Contract(JsonNode document) {
        this.document = document;
    }

    /// What the contract has against an answer; empty when it is as promised.
    List<String> complaints(String method, String path, RunningApi.Answer answer) {
        Optional<JsonNode> operation = operation(method, path);
        if (operation.isEmpty()) {
            return answer.status() == 404 || answer.status() == 405
                    ? List.of()
                    : List.of("the contract has no " + method + " " + path);
        }
        JsonNode response = operation.get().path("responses").path("" + answer.status());
        if (response.isMissingNode()) {
            return List.of("the contract has no " + answer.status() + " for " + path);
        }
        if (response.has("$ref")) {
            response = document.at(response.get("$ref").asString().substring(1));
        }
        JsonNode schema = response.at("/content/application~1json/schema");
        if (schema.isMissingNode()) {
            return answer.text().isEmpty() || response.has("content")
                    ? List.of()
                    : List.of("no body is promised");
        }
        return validate(schema, answer.json());
    }

    /// What the contract has against a request body.
    List<String> complaints(String method, String path, JsonNode body) {
        return operation(method, path)
                .map(each -> each.at("/requestBody/content/application~1json/schema"))
                .filter(schema -> !schema.isMissingNode())
                .map(schema -> validate(schema, body))
                .orElse(List.of());
    }

    private Optional<JsonNode> operation(String method, String path) {
        String plain = path.replaceFirst("\\?.*", "").replaceFirst("^/preview/", "/v1/");
        return document.get("paths").properties().stream()
                .filter(each -> pattern(each.getKey()).matcher(plain).matches())
                .min(java.util.Comparator.comparingLong(each -> variables(each.getKey())))
                .map(each -> each.getValue().get(method.toLowerCase(java.util.Locale.ROOT)));
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(
                template.replaceAll("\\{\\w+}", "[^/]+") + "/?", Pattern.CASE_INSENSITIVE);
    }

    private static long variables(String template) {
        return template.chars().filter(c -> c == '{').count();
    }

    private List<String> validate(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::schema).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    private Schema schema(JsonNode schema) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", document.get("components"));
        return registry.getSchema(whole);
    }
}
