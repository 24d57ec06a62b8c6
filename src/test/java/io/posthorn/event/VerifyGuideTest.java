package io.posthorn.event;

import static io.posthorn.store.Samples.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.posthorn.AdjustableTime;
import io.posthorn.message.WebhookId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs that the guide shows say yes to a delivery of ours and no to any other; those whose
/// language is not installed here are not run.
@Tag("process")
@TestInstance(Lifecycle.PER_CLASS)
class VerifyGuideTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Webhook webhook;
    private Receiver.Request delivery;

    @BeforeAll
    void deliver() throws Exception {
        AdjustableTime time = new AdjustableTime(InstantSource.system());
        AddressGuard guard = new AddressGuard(AddressGuard.Reach.PUBLIC_AND_LOOPBACK);
        try (Receiver receiver = new Receiver();
                Couriers couriers = new Couriers(guard, Map.of(), time)) {
            Instant now = time.now();
            webhook =
                    new Webhook(
                            new WebhookId(7),
                            ACCOUNT,
                            receiver.url(),
                            List.of("*"),
                            Optional.empty(),
                            Signatures.newSecret(),
                            1,
                            now,
                            now);
            assertThat(couriers.deliver(webhook, new TestEvent(webhook, now)).ok()).isTrue();
            delivery = receiver.requests().getFirst();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "python3 docs/verify/verify.py",
                "node docs/verify/verify.js",
                "java docs/verify/Verify.java",
                "go run docs/verify/verify.go",
                "php docs/verify/verify.php"
            })
    void a_program_knows_ours(String command) throws Exception {
        assumeTrue(installed(command.split(" ", 2)[0]));
        assertThat(verdict(command, webhook.secret(), delivery.body())).isZero();
        assertThat(verdict(command, webhook.secret(), delivery.body() + " ")).isEqualTo(1);
        assertThat(verdict(command, Signatures.newSecret(), delivery.body())).isEqualTo(1);
    }

    private static boolean installed(String program) throws Exception {
        Process which = new ProcessBuilder("sh", "-c", "command -v " + program).start();
        return program.equals("java") || which.waitFor() == 0;
    }

    private int verdict(String command, String secret, String body)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        command.replaceFirst("^java", JAVA + " -XX:TieredStopAtLevel=1")
                                .split(" ", -1));
        builder.environment().put("SECRET", secret);
        for (String name : List.of("Webhook-id", "Webhook-timestamp", "Webhook-signature")) {
            String variable = name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
            builder.environment().put(variable, delivery.headers().getFirst(name));
        }
        Process process = builder.redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(body.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
