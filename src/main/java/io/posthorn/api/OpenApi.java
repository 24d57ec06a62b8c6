package io.posthorn.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The route table as an OpenAPI 3.1 document.
final class OpenApi {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String PROBLEM = "Problem";

    private static final Map<Integer, String> MEANINGS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry(200, "Done"),
                            Map.entry(201, "Made"),
                            Map.entry(202, "Accepted: durable, and followed by its reference"),
                            Map.entry(204, "Done; nothing to say"),
                            Map.entry(301, "It is there"),
                            Map.entry(400, "Malformed or wrong; every problem is listed"),
                            Map.entry(401, "Credentials missing or wrong"),
                            Map.entry(404, "There is no such resource"),
                            Map.entry(409, "Contradicts what is there"),
                            Map.entry(413, "The body is too long"),
                            Map.entry(415, "The body is not application/json"),
                            Map.entry(429, "Too many requests; wait for Retry-After"),
                            Map.entry(500, "The server is at fault"),
                            Map.entry(503, "Not now; wait for Retry-After")));

    private final Schemas schemas = new Schemas();
    private final ViewSchema views = new ViewSchema(schemas, Wording.PLAIN);

    private OpenApi() {}

    /// @param root the public URL all paths stand on
    static ObjectNode document(List<Route<?, ?>> routes, String root) {
        return new OpenApi().build(routes, root);
    }

    private ObjectNode build(List<Route<?, ?>> routes, String root) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Posthorn")
                .put("version", "v1")
                .put(
                        "description",
                        "Send messages through pools of senders. Everything under `/v1` is also"
                                + " under `/preview`. Enumerated values are read in any case."
                                + " Lists run from the newest to the oldest.");
        document.putArray("servers").addObject().put("url", root);
        document.putArray("security").addObject().putArray("basic");
        ObjectNode paths = document.putObject("paths");
        routes.stream()
                .map(Route::draft)
                .filter(route -> route.access() != Route.Access.BROWSER)
                .forEach(route -> add(route, paths));
        ObjectNode components = document.putObject("components");
        views.of(Problems.ErrorBody.class);
        components.putObject("responses").set(PROBLEM, problem());
        components
                .putObject("securitySchemes")
                .putObject("basic")
                .put("type", "http")
                .put("scheme", "basic")
                .put("description", "Account SID and auth token, or API key SID and its secret");
        components.set("schemas", schemas.all());
        ArrayNode codes = document.putArray("x-error-codes");
        for (Code code : Code.values()) {
            codes.addObject().put("code", code.number()).put("meaning", code.meaning());
        }
        return document;
    }

    private ObjectNode problem() {
        ObjectNode problem =
                JsonNodeFactory.instance.objectNode().put("description", "What went wrong");
        problem.putObject("content")
                .putObject(Response.JSON)
                .set("schema", views.of(Problems.ErrorBody.class));
        return problem;
    }

    private void add(Route.Draft<?, ?> route, ObjectNode paths) {
        boolean open = route.access() == Route.Access.ANYBODY;
        String path = open ? route.path() : "/v1" + route.path();
        ObjectNode operation =
                paths.withObjectProperty(path).putObject(route.method().toLowerCase(Locale.ROOT));
        operation.put("operationId", operationId(route)).put("summary", route.summary());
        if (!route.description().isEmpty()) {
            operation.put("description", route.description());
        }
        operation.putArray("tags").add(open ? "Server" : route.path().split("/", -1)[1]);
        if (route.access() != Route.Access.ACCOUNT) {
            operation.putArray("security");
        }
        addParameters(route, operation);
        if (route.takesBody()) {
            addBody(route.body(), operation.putObject("requestBody").put("required", true));
        }
        addAnswers(route, operation.putObject("responses"), open);
    }

    private void addBody(Shape<?> body, ObjectNode described) {
        ObjectNode content = described.putObject("content");
        content.putObject(Response.JSON).set("schema", body.schema(schemas));
        if (body instanceof FormShape<?>) {
            content.putObject(FormShape.FORM).set("schema", body.schema(schemas));
        }
    }

    private void addParameters(Route.Draft<?, ?> route, ObjectNode operation) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        for (String name : variables(route)) {
            parameter(parameters, name, "path", Schemas.type("string")).put("required", true);
        }
        for (Field<?> field : route.query().fields()) {
            parameter(parameters, field.name(), "query", field.plainSchema(schemas));
        }
        for (Route.Draft.Header header : route.requestHeaders()) {
            parameter(parameters, header.name(), "header", Schemas.type("string"))
                    .put("description", header.description());
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    private static ObjectNode parameter(
            ArrayNode parameters, String name, String in, ObjectNode schema) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
        parameter.set("schema", schema);
        return parameter;
    }

    private void addAnswers(Route.Draft<?, ?> route, ObjectNode answers, boolean open) {
        Route.Answer good = route.answer();
        ObjectNode answer = answers.putObject(Integer.toString(good.status()));
        answer.put("description", MEANINGS.getOrDefault(good.status(), "Done"));
        if (!good.headers().isEmpty()) {
            ObjectNode headers = answer.putObject("headers");
            for (String header : good.headers()) {
                headers.putObject(header).set("schema", Schemas.type("string"));
            }
        }
        good.view()
                .ifPresent(view ->
                        answer.putObject("content")
                                .putObject(Response.JSON)
                                .set("schema", new ViewSchema(schemas, good.words()).of(view)));
        if (good.view().isEmpty() && !good.contentType().isEmpty()) {
            answer.putObject("content")
                    .putObject(good.contentType())
                    .set("schema", Schemas.type("string"));
        }
        for (int status : open ? List.<Integer>of() : errors(route)) {
            answers.putObject(Integer.toString(status))
                    .put("$ref", "#/components/responses/" + PROBLEM);
        }
    }

    private static List<Integer> errors(Route.Draft<?, ?> route) {
        List<Integer> errors = new ArrayList<>();
        if (route.takesBody() || !route.query().fields().isEmpty()) {
            errors.add(400);
        }
        if (route.access() == Route.Access.ACCOUNT) {
            errors.add(401);
        }
        if (route.takesBody() || !variables(route).isEmpty()) {
            errors.add(404);
        }
        if (route.conflicts()) {
            errors.add(409);
        }
        if (route.takesBody()) {
            errors.addAll(List.of(413, 415));
        }
        errors.addAll(List.of(429, 500, 503));
        return errors;
    }

    private static List<String> variables(Route.Draft<?, ?> route) {
        return VARIABLE.matcher(route.path()).results().map(match -> match.group(1)).toList();
    }

    /// `POST /SenderPools/{senderPoolId}/Senders` is `postSenderPoolsByIdSenders`.
    private static String operationId(Route.Draft<?, ?> route) {
        StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        Matcher words = Pattern.compile("\\{\\w+}|\\w+").matcher(route.path());
        while (words.find()) {
            String word = words.group();
            id.append(
                    word.startsWith("{")
                            ? "ById"
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return id.toString();
    }
}
