package io.posthorn.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `posthorn send`: one text to some people, or a file of them.
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Send a message to the people of --to, or to each row of a file.",
            "",
            "A CSV file has a column \"to\" (a phone number; several for one person with ; between"
                    + " them); every other column is a variable for the Liquid in --text, and"
                    + " without --text the column \"text\" is the text. Rows that cannot be sent are"
                    + " found before anything is, and written to FILE.rejected.csv. After Ctrl-C, a"
                    + " crash or a lost server the same command goes on where it was; nobody gets"
                    + " a message twice.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  posthorn send --pool demo --to +14155550123 --text 'Hello' --wait",
            "  posthorn send --pool demo --csv guests.csv --text 'Hi {{ name }}, see you at {{ time }}'",
            "  posthorn send --pool demo --csv guests.csv --tag campaign=spring --priority bulk --strict"
        })
final class SendCommand implements Callable<Integer> {

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            order = 1,
            description = "Name or id of the pool that sends")
    private Optional<String> pool = Optional.empty();

    @Option(
            names = "--sender",
            paramLabel = "SENDER",
            order = 2,
            description = "Address or id of the one sender to use")
    private Optional<String> sender = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            order = 3,
            description = "Phone number, or whatsapp: and one; may be repeated, and have commas")
    private String[] to = {};

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            order = 4,
            description = "CSV file of recipients, in UTF-8, with a header")
    private Optional<Path> csv = Optional.empty();

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            order = 5,
            description = "The text; may have Liquid: {{ name }}")
    private Optional<String> text = Optional.empty();

    @Option(
            names = "--content-id",
            paramLabel = "ID",
            order = 6,
            description = "A stored template instead of a text")
    private Optional<String> contentId = Optional.empty();

    @Option(
            names = "--media",
            paramLabel = "URL",
            order = 7,
            description = "Media to send along; may be repeated")
    private String[] media = {};

    @Option(
            names = "--variable",
            paramLabel = "NAME=VALUE",
            order = 8,
            description =
                    "A variable for the Liquid, the same for everybody in --to; may be repeated")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            order = 9,
            description = "A tag of the messages; may be repeated")
    private Map<String, String> tags = new LinkedHashMap<>();

    @Option(
            names = "--priority",
            paramLabel = "LANE",
            order = 10,
            description = "high, normal or bulk (default: normal)")
    private Optional<String> priority = Optional.empty();

    @Option(
            names = "--schedule",
            paramLabel = "MOMENT",
            order = 11,
            description =
                    "When to send: 2027-01-31T09:00:00Z, or without Z on each recipient's clock")
    private Optional<String> schedule = Optional.empty();

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            order = 12,
            description =
                    "Sent twice with the same key, it is sent once (24 hours). A file is its own key; give one to send the same file again")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--wait",
            negatable = true,
            order = 13,
            description =
                    "Follow the messages to their end; with --csv that is so unless --no-wait")
    private Optional<Boolean> wait = Optional.empty();

    @Option(
            names = "--strict",
            order = 14,
            description = "With --csv: send nothing when any row is wrong")
    private boolean strict;

    @Option(
            names = "--batch",
            paramLabel = "ROWS",
            order = 15,
            defaultValue = "1000",
            description =
                    "With --csv: rows in one request, 1 to 10,000 (default: ${DEFAULT-VALUE})")
    private int batch = 1000;

    @Mixin private final Common common;

    SendCommand(Terminal terminal) {
        this.common = new Common(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        return csv.isPresent() ? sendFile(csv.get()) : sendOnce();
    }

    private void check() {
        if (pool.isPresent() && sender.isPresent()) {
            throw Failure.usage("give --pool or --sender, not both");
        }
        if (csv.isPresent() == (to.length > 0)) {
            throw Failure.usage("give the recipients with --to or with --csv");
        }
        if (text.isPresent() && contentId.isPresent()) {
            throw Failure.usage("give --text or --content-id, not both");
        }
        if (batch < 1 || batch > 10_000) {
            throw Failure.usage("--batch is a number from 1 to 10,000");
        }
    }

    private SendBody body(Api api) throws InterruptedException {
        Directory directory = new Directory(api);
        Optional<String> poolId =
                pool.isPresent() ? Optional.of(directory.pool(pool.get())) : Optional.empty();
        Optional<String> senderId =
                sender.isPresent()
                        ? Optional.of(directory.sender(sender.get()).get("id").asString())
                        : Optional.empty();
        return new SendBody(
                poolId, senderId, text, contentId, List.of(media), tags, priority, schedule);
    }

    private int sendOnce() throws InterruptedException {
        if (text.isEmpty() && contentId.isEmpty() && media.length == 0) {
            throw Failure.usage("give --text, --content-id or --media");
        }
        Api api = common.api();
        SingleSend single = new SingleSend(common, api);
        return single.run(body(api), List.of(to), variables, key, wait.orElse(false)).number();
    }

    private int sendFile(Path file) throws InterruptedException {
        Api api = common.api(Api.Patience.LONG);
        var options = new CsvSend.Options(file, batch, strict, wait.orElse(true), key.orElse(""));
        return new CsvSend(common, api, options).run(body(common.api())).number();
    }
}
