package io.posthorn.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `posthorn completion`: the script that lets a shell complete commands and options.
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print the script that lets a shell complete commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(posthorn completion bash)          # this bash",
            "  posthorn completion bash > ~/.local/share/bash-completion/completions/posthorn",
            "  autoload -U compinit; compinit; source <(posthorn completion zsh)   # this zsh"
        })
final class CompletionCommand implements Callable<Integer> {

    enum Shell {
        bash,
        zsh
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        terminal.out().print(script(AutoComplete.bash("posthorn", root)));
        terminal.out().flush();
        return ExitCode.OK.number();
    }

    /// The script of bash works in zsh once zsh knows the commands of bash.
    private String script(String bash) {
        return switch (shell) {
            case bash -> bash;
            case zsh -> "autoload -U +X bashcompinit && bashcompinit\n" + bash;
        };
    }
}
