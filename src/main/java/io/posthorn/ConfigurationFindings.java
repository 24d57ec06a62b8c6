package io.posthorn;

import io.posthorn.cli.Finding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is to be said of a configuration file without starting the server.
final class ConfigurationFindings {

    private static final long LITTLE = 1L << 30; // bytes: some millions of messages
    private static final String SQLITE = "sqlite:";

    private final List<Finding> findings = new ArrayList<>();

    private ConfigurationFindings() {}

    static List<Finding> of(Path file) {
        var looking = new ConfigurationFindings();
        try {
            Config config = ConfigFile.read(file, System.getenv(), Map.of());
            looking.add(Finding.ok("configuration", file + " can be used"));
            looking.port(config.http());
            config.http().tls().ifPresent(looking::tls);
            looking.store(Path.of(config.store().substring(SQLITE.length())));
        } catch (ConfigFile.Invalid e) {
            String.valueOf(e.getMessage())
                    .lines()
                    .forEach(line ->
                            looking.add(
                                    Finding.problem(
                                            "configuration", line, "Correct it in " + file + ".")));
        }
        return looking.findings;
    }

    private void add(Finding finding) {
        findings.add(finding);
    }

    private void port(Config.Http http) {
        String what = "port " + http.port();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(http.host(), http.port()));
            add(Finding.ok(what, "is free"));
        } catch (IOException e) {
            add(
                    Finding.warning(
                            what,
                            "cannot be had on " + http.host() + ": " + e.getMessage(),
                            "All is well when that is this server running; otherwise set http.port,"
                                    + " or end what listens there."));
        }
    }

    private void tls(Config.Tls tls) {
        for (Path file : List.of(tls.certificate(), tls.key())) {
            add(
                    Files.isReadable(file)
                            ? Finding.ok("TLS", file + " can be read")
                            : Finding.problem(
                                    "TLS",
                                    file + " cannot be read",
                                    "Give http.tls PEM files that this user may read."));
        }
    }

    private void store(Path database) {
        Path folder = folder(database.toAbsolutePath());
        if (!Files.isWritable(folder) || (Files.exists(database) && !Files.isWritable(database))) {
            add(
                    Finding.problem(
                            "store",
                            database + " cannot be written",
                            "Let this user write " + folder + ", or change store.url."));
            return;
        }
        add(Finding.ok("store", folder + " can be written"));
        space(folder);
    }

    /// The next folder above that is there.
    private static Path folder(Path database) {
        Path folder = database;
        while (!Files.isDirectory(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }

    private void space(Path folder) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String found = String.format(Locale.ROOT, "%.1f GiB free", free / (double) LITTLE);
            add(
                    free >= LITTLE
                            ? Finding.ok("disk", found)
                            : Finding.warning(
                                    "disk",
                                    found + " for " + folder,
                                    "Make room, or lower retention.days: a full disk stops"
                                            + " acceptance, and nothing accepted is lost."));
        } catch (IOException e) {
            add(Finding.warning("disk", "cannot tell: " + e.getMessage(), "Look at it by hand."));
        }
    }
}
