package io.posthorn;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// Arguments and signals, nothing else.
@Command(
        name = "posthorn",
        description = "A self-hosted communications API server.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
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

    /// What the launcher runs once after a build, for the JVM to see the classes a start needs.
    @Command(hidden = true, description = "Start and stop once, to prepare fast starts.")
    int train() {
        return CommandLine.ExitCode.OK;
    }

    private static int notYet(String command) {
        System.err.println("posthorn " + command + " is not built yet");
        return CommandLine.ExitCode.SOFTWARE;
    }

    /// The version of the jar; classes run from a folder have none.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"posthorn " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
