package io.posthorn.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `posthorn tail`: events as they happen, one line each.
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Show what happens, as it happens, one line for each event.",
            "After a broken connection it goes on where it was."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  posthorn tail --pool demo",
            "  posthorn tail --status failed --status undelivered",
            "  posthorn tail --tag campaign=spring --output json | jq .data.error_code"
        })
final class TailCommand implements Callable<Integer> {

    @Option(names = "--pool", paramLabel = "POOL", description = "Only messages of this pool")
    private Optional<String> pool = Optional.empty();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only messages that became this, such as DELIVERED; may be repeated")
    private String[] statuses = {};

    @Option(names = "--channel", paramLabel = "CHANNEL", description = "Only messages sent by it")
    private Optional<String> channel = Optional.empty();

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            description = "Only messages with this tag; may be repeated: all must be there")
    private Map<String, String> tags = new HashMap<>();

    @Option(
            names = "--after",
            paramLabel = "EVENT",
            description = "Begin after the event with this id instead of now; 0: with the oldest")
    private Optional<String> after = Optional.empty();

    @Option(names = "--count", paramLabel = "N", description = "End after so many events")
    private Optional<Long> count = Optional.empty();

    @Mixin private final Common common;

    TailCommand(Terminal terminal) {
        this.common = new Common(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        Api api = common.api();
        EventFilter filter =
                new EventFilter(
                        pool.isPresent()
                                ? Optional.of(new Directory(api).pool(pool.get()))
                                : Optional.empty(),
                        upper(statuses),
                        channel.map(name -> name.toUpperCase(Locale.ROOT)),
                        tags);
        String path = "/v1/Events/Stream" + after.map(id -> "?after=" + Api.encoded(id)).orElse("");
        new EventStream(api, path, common::say).listen(printer(filter));
        return ExitCode.OK.number();
    }

    private EventStream.Listener printer(EventFilter filter) {
        EventLine line = new EventLine(common.style());
        long[] left = {count.orElse(Long.MAX_VALUE)};
        return event -> {
            if (filter.wants(event)) {
                print(line, event);
                left[0]--;
            }
            return left[0] > 0;
        };
    }

    private void print(EventLine line, JsonNode event) {
        if (common.json()) {
            common.printLine(event);
        } else {
            common.out().println(line.of(event));
        }
    }

    private static java.util.Set<String> upper(String[] names) {
        return java.util.Arrays.stream(names)
                .map(name -> name.toUpperCase(Locale.ROOT))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
