package io.posthorn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `posthorn doctor`: what is wrong, and what to do about it.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Check a server, its connections, senders and pools, and say what to do about each"
                    + " problem.",
            "With --config also what serve would need: the file, the port, the store, the disk."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  posthorn doctor",
            "  posthorn doctor --config posthorn.yaml --offline     # before the first start",
            "  posthorn doctor --output json | jq '.findings[] | select(.level == \"PROBLEM\")'"
        })
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Also look into this configuration of serve")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--offline", description = "Ask no server")
    private boolean offline;

    @Mixin private final Common common;

    private final ConfigurationCheck files;

    DoctorCommand(Terminal terminal, ConfigurationCheck files) {
        this.common = new Common(terminal);
        this.files = files;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings = new ArrayList<>(config.map(files::of).orElse(List.of()));
        if (!offline) {
            Api api = common.api(Api.Patience.NONE);
            findings.addAll(new ServerCheck(api, common.terminal().clock()).run());
        }
        print(findings);
        boolean problem = findings.stream().anyMatch(one -> one.level() == Finding.Level.PROBLEM);
        return (problem ? ExitCode.SOMETHING_FAILED : ExitCode.OK).number();
    }

    private void print(List<Finding> findings) {
        if (common.json()) {
            ObjectNode document = Api.JSON.createObjectNode();
            ArrayNode list = document.putArray("findings");
            findings.forEach(one -> list.add(Api.JSON.<ObjectNode>valueToTree(one)));
            common.print(document);
            return;
        }
        Table table = new Table("", "", "");
        for (Finding one : findings) {
            table.row(level(one.level()), one.what(), one.found());
            if (!one.advice().isEmpty()) {
                table.row("", "", "-> " + one.advice());
            }
        }
        table.lines().stream().skip(1).forEach(common.out()::println);
    }

    private String level(Finding.Level level) {
        String name = level.name().toLowerCase(Locale.ROOT);
        return switch (level) {
            case OK -> common.style().good(name);
            case WARNING -> common.style().changed(name);
            case PROBLEM -> common.style().bad(name);
        };
    }
}
