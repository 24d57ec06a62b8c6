package io.posthorn.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The server answered with an error: what it said, where, and what to do.
final class ApiRefusal extends Failure {
    private static final long serialVersionUID = 1;

    private static final int SHOWN = 10;

    private final int status;
    private final transient List<Problem> problems;
    private final transient JsonNode body;

    /// One thing that is wrong.
    ///
    /// @param path a JSONPath into the request
    record Problem(int code, String message, String path) {

        private String text() {
            String where = path.isEmpty() || path.equals("$") ? "" : " (at " + path + ")";
            return code + " " + message + where;
        }
    }

    private ApiRefusal(int status, List<Problem> problems, JsonNode body, String message) {
        super(status < 500 ? ExitCode.REFUSED : ExitCode.SERVER_FAILED, message);
        this.status = status;
        this.problems = problems;
        this.body = body;
    }

    /// @param asked method and path
    static ApiRefusal of(String asked, int status, JsonNode body) {
        List<Problem> problems = problems(status, body);
        List<String> lines = new ArrayList<>();
        lines.add(asked + " was answered with " + status);
        problems.stream().limit(SHOWN).map(problem -> "  " + problem.text()).forEach(lines::add);
        if (problems.size() > SHOWN) {
            lines.add("  and " + (problems.size() - SHOWN) + " more");
        }
        lines.add(advice(status));
        return new ApiRefusal(
                status,
                problems,
                body,
                String.join("\n", lines.stream().filter(l -> !l.isEmpty()).toList()));
    }

    private static List<Problem> problems(int status, JsonNode body) {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode error : body.path("errors")) {
            problems.add(
                    new Problem(
                            error.path("code").asInt(status),
                            error.path("message").asString(""),
                            error.path("context").asString("")));
        }
        if (problems.isEmpty()) {
            String message = body.path("message").asString("without saying why");
            problems.add(new Problem(body.path("code").asInt(status), message, ""));
        }
        return problems;
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 ->
                    "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to an account of the server, as the"
                            + " banner of ./posthorn dev prints them.";
            case 429 -> "Too many requests: try again later, or raise limits.requestsPerSecond.";
            case 503 -> "The server is busy or stopping: try again.";
            case 500, 502, 504 -> "The reason is in the server's log.";
            default -> "";
        };
    }

    int status() {
        return status;
    }

    List<Problem> problems() {
        return problems;
    }

    /// The whole answer.
    JsonNode body() {
        return body;
    }
}
