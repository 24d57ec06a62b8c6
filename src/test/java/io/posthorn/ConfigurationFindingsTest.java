package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.cli.Finding;
import io.posthorn.cli.Finding.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFindingsTest {

    @TempDir Path folder;

    private List<Finding> findings(String port, String more) throws IOException {
        Path file = folder.resolve("posthorn.yaml");
        Files.writeString(
                file,
                """
                http: {host: 127.0.0.1, port: %s}
                store: {url: "sqlite:%s"}
                accounts: [{sid: AC1, authToken: t}]
                %s
                """
                        .formatted(port, folder.resolve("new/posthorn.db"), more));
        return ConfigurationFindings.of(file);
    }

    @Test
    void a_usable_file_has_a_free_port_a_writable_store_and_room() throws IOException {
        assertThat(findings("0", ""))
                .extracting(Finding::what)
                .containsExactly("configuration", "port 0", "store", "disk");
        assertThat(findings("0", "")).noneMatch(one -> one.level() == Level.PROBLEM);
    }

    @Test
    void every_mistake_is_a_problem_of_its_own() throws IOException {
        assertThat(findings("99999", "nod.name: x"))
                .hasSize(2)
                .allMatch(one -> one.level() == Level.PROBLEM && !one.advice().isEmpty());
    }

    @Test
    void a_port_in_use_is_a_warning_because_it_may_be_this_server() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(findings(Integer.toString(taken.getLocalPort()), ""))
                    .anyMatch(one ->
                            one.level() == Level.WARNING && one.found().contains("cannot be had"));
        }
    }

    @Test
    void certificates_that_cannot_be_read_are_a_problem() throws IOException {
        Path file = folder.resolve("tls.yaml");
        Files.writeString(
                file,
                """
                http: {host: 127.0.0.1, port: 0, tls: {certificate: %s, key: %s}}
                store: {url: "sqlite:%s"}
                accounts: [{sid: AC1, authToken: t}]
                """
                        .formatted(
                                folder.resolve("no.pem"),
                                folder.resolve("no.key"),
                                folder.resolve("posthorn.db")));
        assertThat(ConfigurationFindings.of(file))
                .filteredOn(one -> one.what().equals("TLS"))
                .hasSize(2)
                .allMatch(one -> one.level() == Level.PROBLEM);
    }
}
