package io.posthorn.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Looks at a running server from outside.
final class ServerCheck {

    /// The Date header has whole seconds, and the answer took its time.
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final Api api;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    ServerCheck(Api api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /// Each check needs what the ones before it found in order.
    List<Finding> run() throws InterruptedException {
        if (isReachable() && isReady() && isLetIn()) {
            RoutesCheck routes = new RoutesCheck(api);
            findings.addAll(routes.run());
        }
        return findings;
    }

    private boolean isReachable() throws InterruptedException {
        try {
            Api.Answer answer = api.call("GET", "/health/live", Optional.empty(), Optional.empty());
            findings.add(Finding.ok("server", api.base() + " answers"));
            answer.date().ifPresent(this::clock);
            return true;
        } catch (Failure e) {
            findings.add(
                    Finding.problem(
                            "server",
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                            "Start it (./posthorn dev, or serve), or correct --url or"
                                    + " POSTHORN_URL."));
            return false;
        }
    }

    private void clock(String date) {
        try {
            Instant there =
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration ahead = Duration.between(clock.instant(), there);
            findings.add(
                    ahead.abs().compareTo(SKEW) <= 0
                            ? Finding.ok("clock", "as here")
                            : Finding.warning(
                                    "clock",
                                    Moments.length(ahead.abs())
                                            + (ahead.isNegative() ? " behind" : " ahead of")
                                            + " this machine's",
                                    "Let both keep time by NTP: schedules, validity and signatures"
                                            + " go by the server's clock."));
        } catch (DateTimeParseException e) {
            findings.add(Finding.warning("clock", "no date in its answer", "Is it Posthorn?"));
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            api.get("/health/ready");
            findings.add(Finding.ok("ready", "takes messages"));
            return true;
        } catch (ApiRefusal e) {
            String reason = e.body().path("reason").asString("");
            findings.add(
                    Finding.problem(
                            "ready",
                            reason.isEmpty() ? "not ready" : reason,
                            "The server's log says more; the store's disk is the first suspect."));
            return false;
        }
    }

    private boolean isLetIn() throws InterruptedException {
        try {
            api.get("/v1/SenderPools?pageSize=1");
            findings.add(Finding.ok("credentials", "are known"));
            return true;
        } catch (ApiRefusal e) {
            findings.add(
                    Finding.problem(
                            "credentials",
                            e.problems().getFirst().message(),
                            "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to an account of"
                                    + " posthorn.yaml, or to what the banner of dev prints."));
            return false;
        }
    }

    /// The account's connections, senders and pools.
    private static final class RoutesCheck {

        private final Api api;
        private final List<Finding> findings = new ArrayList<>();
        private final Map<String, String> down = new HashMap<>();

        RoutesCheck(Api api) {
            this.api = api;
        }

        List<Finding> run() throws InterruptedException {
            List<JsonNode> connections = api.list("/v1/Connections", "connections");
            connections.reversed().forEach(this::connection);
            List<JsonNode> senders = api.list("/v1/Senders", "senders");
            senders.reversed().forEach(this::sender);
            for (JsonNode pool : api.list("/v1/SenderPools", "senderPools").reversed()) {
                pool(pool);
            }
            if (senders.isEmpty()) {
                findings.add(
                        Finding.warning(
                                "senders",
                                "there are none",
                                "Declare a connection, senders and a pool: posthorn apply --help."));
            }
            return findings;
        }

        private void connection(JsonNode connection) {
            String name = connection.get("name").asString();
            String state = connection.get("state").asString();
            String reason = connection.get("stateReason").asString("");
            String found = state + (reason.isEmpty() ? "" : ": " + reason);
            String since = ", since " + Moments.day(connection.get("stateSince").asString(""));
            if (state.equals("CONNECTED")) {
                findings.add(Finding.ok("connection " + name, found + since));
                return;
            }
            down.put(connection.get("id").asString(), name);
            findings.add(Finding.problem("connection " + name, found + since, advice(state)));
        }

        private static String advice(String state) {
            return switch (state) {
                case "SUSPENDED" ->
                        "The provider refused us: correct its settings (PATCH or posthorn apply), and"
                                + " ask it whether the account is open.";
                case "CONNECTING" -> "Look again in a minute; then check host, port and firewall.";
                default -> "Check its host, port, firewall and credentials.";
            };
        }

        private void sender(JsonNode sender) {
            String what = "sender " + sender.get("address").asString();
            boolean active = sender.get("status").asString().equals("ACTIVATED");
            String connection = down.get(sender.get("connectionId").asString());
            String health = sender.at("/health/state").asString("");
            if (active && connection != null) {
                findings.add(
                        Finding.problem(
                                what,
                                "cannot send: its connection " + connection + " is down",
                                "Its pools go on with their other members; see the connection"
                                        + " above."));
            } else if (active && (health.equals("OPEN") || health.equals("DEGRADED"))) {
                findings.add(
                        Finding.warning(
                                what,
                                health + ": " + sender.at("/health/reason").asString(""),
                                "GET /v1/Senders/"
                                        + sender.get("id").asString()
                                        + "/HealthEvents tells how it came to that."));
            }
        }

        private void pool(JsonNode pool) throws InterruptedException {
            String what = "pool " + pool.get("name").asString();
            List<JsonNode> members =
                    api.list(
                            "/v1/SenderPools/" + pool.get("id").asString() + "/Senders", "senders");
            long able = members.stream().filter(this::maySend).count();
            findings.add(
                    able > 0
                            ? Finding.ok(what, able + " of " + members.size() + " members can send")
                            : Finding.problem(
                                    what,
                                    members.isEmpty()
                                            ? "has no members"
                                            : "none of its " + members.size() + " members can send",
                                    "Its messages wait until they expire: add or enable a sender"
                                            + " whose connection is up."));
        }

        private boolean maySend(JsonNode member) {
            return member.get("status").asString().equals("ACTIVATED")
                    && member.get("enabled").asBoolean()
                    && member.get("weight").asDouble() > 0
                    && !down.containsKey(member.get("connectionId").asString());
        }
    }
}
