package io.posthorn;

import io.posthorn.api.Account;
import io.posthorn.event.AddressGuard;
import io.posthorn.message.ConsentRules;
import io.posthorn.message.Keyword;
import io.posthorn.message.Keywords;
import io.posthorn.message.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads the configuration of `serve`: a YAML file, over it `POSTHORN_…` from the environment, over
/// that flags. Every mistake is reported at once, each with the key's name.
final class ConfigFile {

    /// A key with one value. `fallback` empty: none.
    record Key(String name, String help, String fallback) {

        String environment() {
            return "POSTHORN_"
                    + name.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
        }
    }

    static final List<Key> KEYS =
            List.of(
                    new Key("http.host", "Address to listen on", "0.0.0.0"),
                    new Key("http.port", "Port to listen on; 0 takes any free one", "8080"),
                    new Key(
                            "http.publicUrl",
                            "What every URL in an answer starts with, path prefix included",
                            ""),
                    new Key("http.tls.certificate", "PEM file with the certificate chain", ""),
                    new Key("http.tls.key", "PEM file with the private key", ""),
                    new Key("store.url", "sqlite:PATH", "sqlite:data/posthorn.db"),
                    new Key("node.name", "This server's name", "node-1"),
                    new Key(
                            "limits.bodyBytes",
                            "Longest request body; of emails with all attachments in Base64",
                            "10485760"),
                    new Key(
                            "limits.requestsPerSecond",
                            "Requests per second and account; 0: no limit",
                            "0"),
                    new Key("retention.days", "Days a message stays readable", "7"),
                    new Key(
                            "webhooks.allowPrivateNetworks",
                            "Whether events may be posted to addresses that are not public",
                            "false"),
                    new Key(
                            "consent.stopWords",
                            "More words that unsubscribe, separated by commas: ARRET, BAJA",
                            ""),
                    new Key("consent.startWords", "More words that subscribe again", ""),
                    new Key("consent.helpWords", "More words that ask for help", ""),
                    reply("stop", Keyword.STOP),
                    reply("start", Keyword.START),
                    reply("help", Keyword.HELP),
                    new Key(
                            "simulator.enabled",
                            "Whether the carrier simulator runs in this server",
                            "false"));

    private static Key reply(String word, Keyword keyword) {
        return new Key(
                "consent." + word + "Reply",
                "What a person who asked for it is answered; Liquid with {{ name }}",
                ConsentRules.USUAL_REPLIES.getOrDefault(keyword, ""));
    }

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Set<String> ACCOUNT_KEYS = Set.of("sid", "authToken", "apiKeys");

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private final List<Account> accounts = new ArrayList<>();

    private ConfigFile(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The configuration cannot be used; the message lists every reason.
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1;

        Invalid(List<String> problems) {
            super(String.join("\n", problems));
        }
    }

    /// @param flags values by key name
    static Config read(Path file, Map<String, String> environment, Map<String, String> flags)
            throws Invalid {
        var reading = new ConfigFile(environment);
        reading.file(file);
        reading.environment();
        reading.values.putAll(flags);
        return reading.config();
    }

    private void file(Path file) throws Invalid {
        try {
            JsonNode root = new YAMLMapper().readTree(Files.readString(file));
            if (root.isObject()) {
                walk("", root);
            } else {
                problems.add(file + " is not a YAML mapping");
            }
        } catch (IOException e) {
            throw new Invalid(
                    List.of("cannot read the configuration file " + file + ": " + e.getMessage()));
        } catch (JacksonException e) {
            throw new Invalid(
                    List.of(
                            file
                                    + " is not valid YAML: "
                                    + e.getOriginalMessage()
                                    + " (line "
                                    + e.getLocation().getLineNr()
                                    + ")"));
        }
    }

    private void walk(String prefix, JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = prefix + entry.getKey();
            if (name.equals("accounts")) {
                readAccounts(entry.getValue());
            } else if (entry.getValue().isObject()) {
                walk(name + ".", entry.getValue());
            } else if (KEYS.stream().anyMatch(k -> k.name().equals(name))) {
                values.put(name, filled(name, entry.getValue().asString()));
            } else {
                unknown(name, KEYS.stream().map(Key::name).collect(Collectors.toSet()));
            }
        }
    }

    private void unknown(String name, Set<String> known) {
        problems.add(
                "unknown key \""
                        + name
                        + "\""
                        + Nearest.to(name, known)
                                .map(n -> "; did you mean \"" + n + "\"?")
                                .orElse(""));
    }

    private void readAccounts(JsonNode list) {
        if (!list.isArray()) {
            problems.add("accounts must be a list");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = "accounts[" + i + "].";
            JsonNode account = list.get(i);
            account.propertyNames().stream()
                    .filter(n -> !ACCOUNT_KEYS.contains(n))
                    .forEach(n ->
                            unknown(
                                    at + n,
                                    ACCOUNT_KEYS.stream()
                                            .map(k -> at + k)
                                            .collect(Collectors.toSet())));
            String sid = required(at + "sid", account.path("sid"));
            String token = required(at + "authToken", account.path("authToken"));
            accounts.add(
                    new Account(sid, token, apiKeys(at, account.path("apiKeys")), numberOf(sid)));
        }
    }

    private Map<String, String> apiKeys(String at, JsonNode keys) {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = at + "apiKeys[" + i + "].";
            secrets.put(
                    required(key + "sid", keys.get(i).path("sid")),
                    required(key + "secret", keys.get(i).path("secret")));
        }
        return secrets;
    }

    private String required(String name, JsonNode value) {
        if (!value.isValueNode() || value.asString().isEmpty()) {
            problems.add(name + " is missing");
            return "";
        }
        return filled(name, value.asString());
    }

    /// Secrets come from the environment: `${NAME}`.
    private String filled(String name, String value) {
        Matcher variable = VARIABLE.matcher(value);
        return variable.replaceAll(match -> {
            String found = environment.get(match.group(1));
            if (found == null) {
                problems.add(
                        name
                                + " refers to the environment variable "
                                + match.group(1)
                                + ", which is not set");
            }
            return Matcher.quoteReplacement(found == null ? "" : found);
        });
    }

    private void environment() {
        for (Key key : KEYS) {
            String value = environment.get(key.environment());
            if (value != null) {
                values.put(key.name(), value);
            }
        }
    }

    private Config config() throws Invalid {
        if (accounts.isEmpty() && problems.isEmpty()) {
            problems.add("accounts needs at least one entry with sid and authToken");
        }
        Set<Long> numbers = new HashSet<>();
        accounts.stream()
                .filter(a -> !numbers.add(a.number()))
                .forEach(a -> problems.add("account " + a.sid() + " is listed twice"));
        var config =
                new Config(
                        new Config.Http(
                                value("http.host"),
                                (int) number("http.port", 0, 65_535),
                                optional("http.publicUrl").flatMap(this::publicUrl),
                                tls()),
                        value("store.url"),
                        List.copyOf(accounts),
                        value("node.name"),
                        new Config.Limits(
                                number("limits.bodyBytes", 1_024, 1L << 30),
                                (int) number("limits.requestsPerSecond", 0, 1_000_000)),
                        Duration.ofDays(number("retention.days", 1, 3_650)),
                        consent(),
                        bool("simulator.enabled"),
                        bool("webhooks.allowPrivateNetworks")
                                ? AddressGuard.Reach.EVERYWHERE
                                : AddressGuard.Reach.PUBLIC);
        if (!config.store().startsWith("sqlite:")) {
            problems.add("store.url must be sqlite:PATH");
        }
        if (!problems.isEmpty()) {
            throw new Invalid(problems);
        }
        return config;
    }

    private ConsentRules consent() {
        Map<Keyword, List<String>> more = new EnumMap<>(Keyword.class);
        Map<Keyword, String> replies = new EnumMap<>(Keyword.class);
        for (Keyword keyword : Keyword.values()) {
            String name = "consent." + keyword.name().toLowerCase(Locale.ROOT);
            more.put(keyword, List.of(value(name + "Words").split(",", -1)));
            parsed(name + "Reply", "Liquid", value(name + "Reply"), Template::parse)
                    .ifPresent(_ -> replies.put(keyword, value(name + "Reply")));
        }
        return new ConsentRules(new Keywords(more), replies);
    }

    private Optional<Config.Tls> tls() {
        Optional<String> certificate = optional("http.tls.certificate");
        Optional<String> key = optional("http.tls.key");
        if (certificate.isPresent() != key.isPresent()) {
            problems.add("http.tls needs both certificate and key");
        }
        return certificate.flatMap(c -> key.map(k -> new Config.Tls(Path.of(c), Path.of(k))));
    }

    private Optional<URI> publicUrl(String text) {
        return parsed(
                "http.publicUrl",
                "an absolute http or https URL",
                text,
                t -> {
                    URI uri = URI.create(t);
                    if (uri.getHost() == null
                            || !Set.of("http", "https").contains(uri.getScheme())) {
                        throw new IllegalArgumentException(t);
                    }
                    return uri;
                });
    }

    private long number(String name, long min, long max) {
        return parsed(
                        name,
                        "a number from " + min + " to " + max,
                        value(name),
                        text -> {
                            long number = Long.parseLong(text);
                            if (number < min || number > max) {
                                throw new IllegalArgumentException(text);
                            }
                            return number;
                        })
                .orElse(min);
    }

    private boolean bool(String name) {
        return parsed(
                        name,
                        "true or false",
                        value(name),
                        text ->
                                switch (text) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default -> throw new IllegalArgumentException(text);
                                })
                .orElse(false);
    }

    private <T> Optional<T> parsed(
            String name, String what, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            problems.add(name + " must be " + what + ", not \"" + text + "\"");
            return Optional.empty();
        }
    }

    private Optional<String> optional(String name) {
        return Optional.of(value(name)).filter(v -> !v.isEmpty());
    }

    private String value(String name) {
        return values.getOrDefault(
                name,
                KEYS.stream()
                        .filter(k -> k.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .fallback());
    }

    /// An account's own queue: small, so that it never meets an id, and the same at every start.
    static long numberOf(String sid) {
        return 1 + (sid.hashCode() & 0x7fffffffL);
    }
}
