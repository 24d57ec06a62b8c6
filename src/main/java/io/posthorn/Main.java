package io.posthorn;

import io.posthorn.cli.Commands;
import io.posthorn.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// Arguments and signals, nothing else.
@Command(
        name = "posthorn",
        description = "A self-hosted communications API server.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Main.DevCommand.class, Main.ServeCommand.class, Main.TrainCommand.class})
public final class Main {

    public static void main(String[] args) {
        System.exit(commandLine(Terminal.ofProcess()).execute(args));
    }

    static CommandLine commandLine(Terminal terminal) {
        var line = new CommandLine(new Main());
        CommandLine serve = Objects.requireNonNull(line.getSubcommands().get("serve"));
        ConfigFile.KEYS.forEach(key -> serve.getCommandSpec().addOption(flag(key)));
        Commands.addTo(line, terminal, ConfigurationFindings::of);
        return line;
    }

    private static OptionSpec flag(ConfigFile.Key key) {
        String fallback = key.fallback().isEmpty() ? "" : " (default: " + key.fallback() + ")";
        return OptionSpec.builder("--" + key.name())
                .type(String.class)
                .paramLabel("VALUE")
                .description(key.help() + fallback + "; environment: " + key.environment())
                .build();
    }

    @Command(
            name = "dev",
            mixinStandardHelpOptions = true,
            description =
                    "Run the whole product here: embedded store, simulated carriers, demo account and pool.")
    static final class DevCommand implements java.util.concurrent.Callable<Integer> {

        @Option(
                names = "--port",
                defaultValue = "8080",
                description = "Port of the API; 0 takes any free one (default: ${DEFAULT-VALUE})")
        private int port;

        @Option(
                names = "--data",
                defaultValue = "data/dev",
                description = "Folder of the store (default: ${DEFAULT-VALUE})")
        private Path data = Path.of("data/dev");

        @Option(names = "--fresh", description = "Empty the store first")
        private boolean fresh;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (fresh) {
                Dev.empty(data);
            }
            Files.createDirectories(data);
            return run(() -> {
                var dev = new Dev(data, port);
                dev.start();
                System.out.print(dev.banner());
                System.out.flush();
                return dev;
            });
        }
    }

    @Command(
            name = "serve",
            customSynopsis = "posthorn serve --config=FILE [--KEY=VALUE]...",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Run the server with a configuration file. Flags win over the environment, the environment over the file.")
    static final class ServeCommand implements java.util.concurrent.Callable<Integer> {

        @Option(
                names = "--config",
                required = true,
                paramLabel = "FILE",
                description = "YAML file; its secrets may be $${ENVIRONMENT_VARIABLES}")
        private Path config = Path.of("posthorn.yaml");

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws InterruptedException {
            Config read;
            try {
                read =
                        ConfigFile.read(
                                config,
                                System.getenv(),
                                flags(spec.commandLine().getParseResult()));
            } catch (ConfigFile.Invalid e) {
                spec.commandLine().getErr().println(e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            return run(() -> {
                var server = new Server(read, new AdjustableTime(InstantSource.system()));
                server.start();
                System.out.println("posthorn ready on port " + server.port());
                return server;
            });
        }

        private static Map<String, String> flags(ParseResult given) {
            Map<String, String> flags = new HashMap<>();
            for (ConfigFile.Key key : ConfigFile.KEYS) {
                String value = given.matchedOptionValue("--" + key.name(), (String) null);
                if (value != null) {
                    flags.put(key.name(), value);
                }
            }
            return flags;
        }
    }

    /// What the launcher runs once after a build, for the JVM to see the classes a start needs.
    @Command(
            name = "train",
            hidden = true,
            description = "Start and stop once, to prepare fast starts.")
    static final class TrainCommand implements java.util.concurrent.Callable<Integer> {

        private static final List<String[]> COMMANDS =
                List.of(
                        new String[] {
                            "send",
                            "--pool",
                            "demo",
                            "--to",
                            "+14155550123",
                            "--text",
                            "x",
                            "--wait"
                        },
                        new String[] {"tail", "--after", "0", "--count", "1"},
                        new String[] {"simulate", "demo", "--recipients", "10"},
                        new String[] {"doctor"},
                        new String[] {"export"},
                        new String[] {"send", "--help"});

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path data = Files.createTempDirectory("posthorn-train");
            try (var dev = new Dev(data, 0)) {
                dev.start();
                dev.sendOne();
                Terminal terminal = Terminal.silent(dev.environment());
                for (String[] command : COMMANDS) {
                    commandLine(terminal).execute(command);
                }
            } finally {
                Dev.empty(data);
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private interface Start {
        AutoCloseable start() throws InterruptedException;
    }

    /// Runs until a signal asks to stop, then closes in order.
    private static int run(Start start) throws InterruptedException {
        AutoCloseable running;
        try {
            running = start.start();
        } catch (RuntimeException e) {
            System.err.println("posthorn cannot start: " + reason(e));
            return CommandLine.ExitCode.SOFTWARE;
        }
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("shutdown").unstarted(() -> close(running)));
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    private static String reason(Throwable e) {
        return e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause().getMessage());
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            System.err.println("posthorn did not stop in order: " + reason(e));
        }
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
