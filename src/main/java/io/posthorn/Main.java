package io.posthorn;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Arguments and signals, nothing else.
@Command(
        name = "posthorn",
        description = "A self-hosted communications API server.",
        mixinStandardHelpOptions = true,
        version = "posthorn 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Command(
            description =
                    "Run the whole product here: embedded store, simulated carriers, console.")
    int dev() {
        return notYet("dev");
    }

    @Command(description = "Run the server with a configuration file.")
    int serve() {
        return notYet("serve");
    }

    private static int notYet(String command) {
        System.err.println("posthorn " + command + " is not built yet");
        return CommandLine.ExitCode.SOFTWARE;
    }
}
