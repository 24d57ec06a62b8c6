package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.IdDialect;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Receipts in every form carriers write them, told nothing about it.
class ReceiptMatrixTest {

    private static final int EACH = 12; // messages per form; every fourth in three parts

    private record Form(IdDialect ids, Behavior.Place place, boolean early) {

        String name() {
            return ids + " " + place + (early ? " before" : " after");
        }

        Behavior behavior() {
            var receipts = Behavior.Receipts.AT_ONCE.written(ids, place);
            return Behavior.DEFAULT.with(
                    early
                            ? receipts.with(Behavior.Faults.early(1, Duration.ofMillis(100)))
                            : receipts.after(Delay.ofMillis(0, 50)));
        }

        static List<Form> all() {
            List<Form> all = new ArrayList<>();
            for (IdDialect ids : IdDialect.values()) {
                for (Behavior.Place place : Behavior.Place.values()) {
                    all.add(new Form(ids, place, false));
                    all.add(new Form(ids, place, true));
                }
            }
            return all;
        }
    }

    private record Sent(Form form, String operation) {}

    @Test
    void every_receipt_finds_its_message_without_configuration(@TempDir Path folder)
            throws Exception {
        List<Form> forms = Form.all();
        assertThat(forms).hasSize(12 * 3 * 2);
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT);
                RunningServer server = RunningServer.in(folder)) {
            Client client = server.client();
            List<Sent> sent = new ArrayList<>();
            List<String> pools = new ArrayList<>();
            for (int i = 0; i < forms.size(); i++) {
                smsc.behave(Scope.connection("form" + i), forms.get(i).behavior());
                String connection = client.connection("form" + i, smsc.port());
                String sender = client.sender("+1206556%04d".formatted(i), connection, 100);
                pools.add(client.pool("{}", List.of(sender)));
            }
            for (int i = 0; i < forms.size(); i++) {
                for (int n = 0; n < EACH; n++) {
                    String text = n % 4 == 3 ? "part ".repeat(80) : "whole";
                    List<String> phone = Client.phones(2_400_000 + i * EACH + n, 1);
                    sent.add(new Sent(forms.get(i), client.send(pools.get(i), text, phone)));
                }
            }
            List<String> lost = new ArrayList<>();
            for (Sent one : sent) {
                JsonNode stats = client.awaitEnd(one.operation(), Duration.ofSeconds(20));
                if (stats.get("delivered").asInt() != 1) {
                    lost.add(one.form().name());
                }
            }
            System.out.printf(
                    "receipts: %d messages in %d forms, %d not matched%n",
                    sent.size(), forms.size(), lost.size());
            assertThat(lost).isEmpty();
        }
    }

    @Test
    void receipts_that_come_after_a_restart_are_matched_too(@TempDir Path folder) throws Exception {
        Behavior slow =
                Behavior.DEFAULT.with(
                        Behavior.Receipts.AT_ONCE
                                .written(IdDialect.HEX_THEN_DECIMAL, Behavior.Place.TEXT)
                                .after(Delay.of(Duration.ofSeconds(2))));
        try (Smsc smsc = Smsc.start(slow);
                RunningServer server = RunningServer.in(folder)) {
            String connection = server.client().connection("slow", smsc);
            String sender = server.client().sender("+12065570001", connection, 500);
            String pool = server.client().pool("{}", List.of(sender));
            String operation =
                    server.client().send(pool, "long ".repeat(80), Client.phones(2_490_000, 50));
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> smsc.traffic().totals().accepted() == 150);
            server.restart();
            JsonNode stats = server.client().awaitCompleted(operation, Duration.ofSeconds(30));
            assertThat(stats.get("delivered").asInt()).isEqualTo(50);
            assertThat(smsc.traffic().totals().submits()).isEqualTo(150);
        }
    }
}
