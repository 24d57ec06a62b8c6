package io.posthorn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `posthorn export`: the routes of a server as a file.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Print connections, senders and pools as a file for apply.",
            "Secrets are not in it: each is a variable such as $${CARRIER_A_PASSWORD}, which apply"
                    + " takes from the environment; one that is not set means \"as it is\"."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  posthorn export > routes.yaml",
            "  posthorn export | posthorn apply -f -        # changes nothing",
            "  posthorn export --output json | jq '.pools[].name'"
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin private final Common common;

    ExportCommand(Terminal terminal) {
        this.common = new Common(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        Routes routes = new LiveRoutes(common.api()).read();
        for (Routes.Kind kind : Routes.Kind.IN_ORDER) {
            routes.ambiguous(kind)
                    .forEach(name ->
                            common.say(
                                    "several "
                                            + kind.section()
                                            + " are called "
                                            + name
                                            + "; apply needs different names"));
        }
        if (common.json()) {
            common.print(RoutesYaml.document(routes));
        } else {
            common.out().print(RoutesYaml.text(routes));
            common.out().flush();
        }
        return ExitCode.OK.number();
    }
}
