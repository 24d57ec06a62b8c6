package io.posthorn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `posthorn simulate`: what a pool would do with so many messages.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Foresee what a pool would do; nothing is sent.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  posthorn simulate demo --recipients 10000",
            "  posthorn simulate demo --recipients 10000 --outage +12065550101@60+300",
            "      as if that sender failed after 60 seconds, for 300",
            "  posthorn simulate demo --recipients 500 --arrivals 20 --output json"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final Pattern OUTAGE = Pattern.compile("(.+)@([0-9]+)\\+([0-9]+)");

    @Parameters(index = "0", paramLabel = "POOL", description = "Name or id of the pool")
    private String pool = "";

    @Option(
            names = "--recipients",
            paramLabel = "N",
            required = true,
            description = "How many messages, each to another phone; up to 1,000,000")
    private int recipients;

    @Option(names = "--text", paramLabel = "TEXT", description = "The text, for its segments")
    private Optional<String> text = Optional.empty();

    @Option(names = "--channel", paramLabel = "CHANNEL", description = "Only by this channel")
    private Optional<String> channel = Optional.empty();

    @Option(
            names = "--arrivals",
            paramLabel = "N",
            description = "Messages that come in per second; without it, all at once")
    private Optional<Double> arrivals = Optional.empty();

    @Option(
            names = "--outage",
            paramLabel = "SENDER@FROM+SECONDS",
            description = "A sender that fails after FROM seconds for SECONDS; may be repeated")
    private String[] outages = {};

    @Mixin private final Common common;

    SimulateCommand(Terminal terminal) {
        this.common = new Common(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        Api api = common.api();
        Directory directory = new Directory(api);
        String id = directory.pool(pool);
        JsonNode forecast = api.post("/v1/SenderPools/" + id + "/Simulate", question(directory));
        if (common.json()) {
            common.print(forecast);
        } else {
            print(forecast);
        }
        return ExitCode.OK.number();
    }

    private ObjectNode question(Directory directory) throws InterruptedException {
        ObjectNode question = Api.JSON.createObjectNode().put("recipients", recipients);
        text.ifPresent(words -> question.putObject("content").put("text", words));
        channel.ifPresent(name -> question.put("channel", name.toUpperCase(Locale.ROOT)));
        arrivals.ifPresent(rate -> question.put("arrivalsPerSecond", rate));
        List<ObjectNode> list = new ArrayList<>();
        for (String outage : outages) {
            list.add(outage(outage, directory));
        }
        question.putArray("outages").addAll(list);
        return question;
    }

    private static ObjectNode outage(String text, Directory directory) throws InterruptedException {
        Matcher parts = OUTAGE.matcher(text);
        if (!parts.matches()) {
            throw Failure.usage(
                    "--outage is SENDER@FROM+SECONDS, such as +12065550101@60+300, not " + text);
        }
        return Api.JSON
                .createObjectNode()
                .put("senderId", directory.sender(parts.group(1)).get("id").asString())
                .put("from", Long.parseLong(parts.group(2)))
                .put("seconds", Long.parseLong(parts.group(3)));
    }

    private void print(JsonNode forecast) {
        Table shares = new Table("SENDER", ">MESSAGES", ">SHARE", "");
        for (JsonNode share : forecast.get("shares")) {
            double part = share.get("share").asDouble();
            shares.row(
                    share.get("address").asString(),
                    number(share.get("messages").asLong()),
                    String.format(Locale.ROOT, "%.1f %%", part * 100),
                    "#".repeat((int) Math.round(part * 30)));
        }
        common.print(shares);
        common.out().println();
        facts(forecast).forEach(line -> common.out().println(line));
    }

    private static List<String> facts(JsonNode forecast) {
        JsonNode waits = forecast.get("waits");
        Table facts = new Table("", "");
        facts.row("channel", forecast.get("channel").asString());
        facts.row("segments each", forecast.get("segments").asInt());
        facts.row("all gone after", seconds(forecast, "drainSeconds"));
        facts.row(
                "waits",
                "half under "
                        + seconds(waits, "p50Seconds")
                        + ", 95 % under "
                        + seconds(waits, "p95Seconds")
                        + ", 99 % under "
                        + seconds(waits, "p99Seconds")
                        + ", longest "
                        + seconds(waits, "maxSeconds"));
        facts.row("failovers", number(forecast.get("failovers").asLong()));
        facts.row("left the sender they keep", number(forecast.get("leftStickySender").asLong()));
        facts.row("not sent in time", number(forecast.get("unsent").asLong()));
        return facts.lines().stream().skip(1).toList();
    }

    private static String seconds(JsonNode object, String property) {
        return Moments.length(object.get(property).asDouble());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
