package io.posthorn.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The table of contents of the command line.
public final class Commands {

    private Commands() {}

    /// Adds what asks a server, below `root`.
    ///
    /// @param files what `doctor` finds in a configuration file
    public static void addTo(CommandLine root, Terminal terminal, ConfigurationCheck files) {
        List<Callable<Integer>> commands =
                List.of(
                        new SendCommand(terminal),
                        new TailCommand(terminal),
                        new MessageCommand(terminal),
                        new SimulateCommand(terminal),
                        new ApplyCommand(terminal),
                        new ExportCommand(terminal),
                        new DoctorCommand(terminal, files),
                        new CompletionCommand(terminal));
        root.setOut(terminal.out());
        root.setErr(terminal.err());
        commands.forEach(command -> add(root, new CommandLine(command), terminal));
        root.setParameterExceptionHandler(Commands::wrong);
        root.setExecutionExceptionHandler((e, line, _) -> failed(e, line));
    }

    private static void add(CommandLine root, CommandLine command, Terminal terminal) {
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.list())
                .abbreviateSynopsis(true)
                .sortOptions(true);
        command.setUsageHelpAutoWidth(false);
        command.setOut(terminal.out());
        command.setErr(terminal.err());
        root.addSubcommand(command);
    }

    private static int wrong(CommandLine.ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println(e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
        line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    private static int failed(Exception e, CommandLine line) throws Exception {
        return switch (e) {
            case Failure failure -> {
                line.getErr().println(failure.getMessage());
                yield failure.code().number();
            }
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield ExitCode.INTERRUPTED.number();
            }
            default -> throw e;
        };
    }
}
