package io.posthorn.acceptance;

import io.posthorn.cli.Commands;
import io.posthorn.cli.ConfigurationCheck;
import io.posthorn.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/// The command line as its users have it, in this JVM, with an environment of its own.
record Shell(Map<String, String> environment, ConfigurationCheck files, InstantSource clock) {

    /// What a command left behind.
    record Ran(int exit, String out, String err) {

        JsonNode json() {
            return Client.JSON.readTree(out);
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }

    /// As after the `export` of the banner.
    static Shell of(String url) {
        return new Shell(environment(url), _ -> List.of(), InstantSource.system());
    }

    static Map<String, String> environment(String url) {
        return Map.of(
                "POSTHORN_URL", url,
                "TWILIO_ACCOUNT_SID", Client.SID,
                "TWILIO_AUTH_TOKEN", Client.TOKEN);
    }

    Shell with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Shell(Map.copyOf(more), files, clock);
    }

    Ran run(String... arguments) {
        return runReading("", arguments);
    }

    /// @param input what is piped into it
    Ran runReading(String input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal =
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        environment,
                        false,
                        clock);
        CommandLine line = new CommandLine(CommandSpec.create().name("posthorn"));
        Commands.addTo(line, terminal, files);
        int exit = line.execute(arguments);
        return new Ran(exit, out.toString(), err.toString());
    }
}
