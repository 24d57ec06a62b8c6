package io.posthorn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `posthorn apply`: makes a server as a file says.
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Make connections, senders and pools as a file says, and show the difference.",
            "What the file leaves out stays as it is; applying twice changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  posthorn apply -f routes.yaml --dry-run      # only show the difference",
            "  CARRIER_A_PASSWORD=... posthorn apply -f routes.yaml",
            "  posthorn apply -f routes.yaml --prune        # delete what is not in the file"
        })
final class ApplyCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML file with connections, senders and pools; - reads stdin")
    private String file = "-";

    @Option(names = "--dry-run", description = "Show the difference and change nothing")
    private boolean dryRun;

    @Option(
            names = "--prune",
            description = "Delete what is not in the file, of the sections that are in it")
    private boolean prune;

    @Option(
            names = "--secrets",
            description =
                    "Send the secrets of connections that are there, too: they cannot be compared,"
                            + " so otherwise they are only sent to new ones")
    private boolean secrets;

    @Mixin private final Common common;

    ApplyCommand(Terminal terminal) {
        this.common = new Common(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        Api api = common.api();
        String text = text();
        RoutesSchema schema = new RoutesSchema(api.get("/openapi.json"));
        Placeholders placeholders = new Placeholders(common.terminal().environment());
        Routes declared = RoutesFile.read(text, name(), schema, placeholders);
        Routes live = new LiveRoutes(api).read();
        List<Change> changes =
                RoutesPlan.of(
                        declared,
                        live,
                        schema,
                        new RoutesPlan.Rules(prune, secrets),
                        placeholders.unset());
        if (!dryRun) {
            make(api, live, changes);
        }
        print(changes);
        return ExitCode.OK.number();
    }

    private String name() {
        return file.equals("-") ? "the input" : file;
    }

    private String text() {
        try {
            return file.equals("-")
                    ? new String(common.terminal().in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "cannot read " + name() + ": " + e.getMessage(), e);
        }
    }

    /// A refusal on the way is told together with what was made before it; applying again goes on.
    private void make(Api api, Routes live, List<Change> changes) throws InterruptedException {
        List<Change> made = new ArrayList<>();
        try {
            new RoutesWriter(api, live, made::add).make(changes);
        } catch (Failure failure) {
            if (made.isEmpty()) {
                common.say("nothing was changed");
            } else {
                print(made);
                common.say("only what is above was made; correct the rest and apply again");
            }
            throw failure;
        }
    }

    private void print(List<Change> changes) {
        if (common.json()) {
            common.print(PlanText.document(changes, !dryRun));
        } else {
            new PlanText(common.style()).lines(changes).forEach(common.out()::println);
        }
        if (dryRun && changes.stream().anyMatch(Change::changesAnything)) {
            common.say("nothing was changed (--dry-run)");
        }
    }
}
