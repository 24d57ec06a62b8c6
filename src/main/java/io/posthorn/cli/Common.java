package io.posthorn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// What every command that asks a server takes: where it is, who asks, and how to print.
final class Common {

    private static final String USUAL_URL = "http://localhost:8080";

    enum Format {
        table,
        json
    }

    @Option(
            names = "--url",
            paramLabel = "URL",
            order = 100,
            description =
                    "Where the server is; environment: POSTHORN_URL (default: " + USUAL_URL + ")")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--account-sid",
            paramLabel = "SID",
            order = 101,
            description = "The account, or an API key; environment: TWILIO_ACCOUNT_SID")
    private Optional<String> accountSid = Optional.empty();

    @Option(
            names = "--auth-token-file",
            paramLabel = "FILE",
            order = 102,
            description =
                    "File with its auth token or secret; environment: TWILIO_AUTH_TOKEN. There is no"
                            + " flag for the token itself: other users see command lines")
    private Optional<Path> authTokenFile = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            order = 103,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            defaultValue = "table")
    private Format format = Format.table;

    @Option(
            names = "--no-color",
            order = 104,
            description = "No colours; environment: NO_COLOR. There are none in files and pipes")
    private boolean plain;

    private final Terminal terminal;

    Common(Terminal terminal) {
        this.terminal = terminal;
    }

    Api api() {
        return api(Api.Patience.SHORT);
    }

    Api api(Api.Patience patience) {
        String sid = accountSid.or(() -> terminal.variable("TWILIO_ACCOUNT_SID")).orElse("");
        return new Api(base(), sid, sid.isEmpty() ? "" : token(), patience);
    }

    boolean hasCredentials() {
        return accountSid.or(() -> terminal.variable("TWILIO_ACCOUNT_SID")).isPresent();
    }

    private String token() {
        try {
            return authTokenFile.isPresent()
                    ? Files.readString(authTokenFile.get()).strip()
                    : terminal.variable("TWILIO_AUTH_TOKEN").orElse("");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot read " + authTokenFile.get() + ": " + e.getMessage(),
                    e);
        }
    }

    private URI base() {
        String text = url.or(() -> terminal.variable("POSTHORN_URL")).orElse(USUAL_URL);
        try {
            URI uri = URI.create(text.replaceFirst("/+$", ""));
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, notAnAddress(text), e);
        }
        throw Failure.usage(notAnAddress(text));
    }

    private static String notAnAddress(String text) {
        return text + " is not the URL of a server, such as " + USUAL_URL;
    }

    boolean json() {
        return format == Format.json;
    }

    Style style() {
        return new Style(
                terminal.interactive() && !plain && terminal.variable("NO_COLOR").isEmpty());
    }

    Terminal terminal() {
        return terminal;
    }

    /// The answer of the command.
    PrintWriter out() {
        return terminal.out();
    }

    /// What is said beside it.
    void say(String message) {
        terminal.err().println(message);
    }

    void print(Table table) {
        table.lines().forEach(out()::println);
    }

    void print(JsonNode document) {
        out().println(Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
    }

    /// One of many documents.
    void printLine(JsonNode document) {
        out().println(Api.JSON.writeValueAsString(document));
    }
}
