package io.posthorn.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The pictures of the documentation, taken of a server with traffic: `./mvnw verify -Dtest=none
/// -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ConsolePicturesTest -Dscreenshots=write`.
@Tag("browser")
@ResourceLock("browser")
@ExtendWith(Visits.class)
@EnabledIfSystemProperty(named = "screenshots", matches = "write")
class ConsolePicturesTest {

    private static final Path FOLDER = Path.of("docs/images");
    private static final int MOST_OCTETS = 150_000;
    private static final List<String> THEMES = List.of("light", "dark");
    private static final List<String> TAGS = List.of("library", "concert", "market");
    private static final Page.ScreenshotOptions STILL =
            new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED);
    private static final int BURSTS = 26;
    private static final String SICK = "+12065550102";

    @Test
    void every_page_has_a_picture_in_both_themes(Visit visit) throws IOException {
        Files.createDirectories(FOLDER);
        visit.page().setViewportSize(1200, 840);
        visit.arrive("/console");
        assertThat(visit.button("Fill in the demo account")).isVisible();
        picture(visit, "sign-in");

        Furniture there = Furniture.of(visit);
        visit.page().navigate("about:blank");
        visit.signedIn().open("overview");
        traffic(visit);
        both(visit, "overview");
        String moved = moved(visit);
        for (String page : List.of("operations", "pools", "senders", "connections", "webhooks")) {
            visit.open(page);
            both(visit, page);
        }
        visit.open("messages/" + moved);
        both(visit, "message");
        visit.open("messages");
        both(visit, "messages");
        visit.open(there.named("webhooks/{webhook}"));
        both(visit, "webhook");
        visit.open(there.named("connections/{connection}"));
        both(visit, "connection");
        sender(visit);
        pool(visit);
        send(visit);
        phones(visit);
        for (String page : List.of("events", "optouts")) {
            visit.open(page);
            both(visit, page);
        }
        carriers(visit);
        operation(visit);
    }

    private static void carriers(Visit visit) {
        visit.open("simulator");
        assertThat(visit.row(SICK.substring(1))).isVisible();
        both(visit, "simulator");
    }

    /// Three quarters of a minute of campaigns, small and large; one sender dies on the way.
    private static void traffic(Visit visit) {
        behave(
                visit,
                """
                {"receipts": {"delayMs": [300, 2500], "outcomes": [
                  {"outcome": "DELIVERED", "weight": 60},
                  {"outcome": "UNDELIVERED", "errorCode": 1}]}}\
                """);
        List<String> pools = List.of(visit.pool(), visit.pool(), visit.pool("demo-channels"));
        Random random = new Random(7);
        for (int i = 0; i < BURSTS; i++) {
            String tag = TAGS.get(i % TAGS.size());
            String pool = pools.get(random.nextInt(pools.size()));
            campaign(visit, pool, tag, i * 60, 4 + random.nextInt(56));
            if (i == BURSTS / 2) {
                behave(
                        visit,
                        """
                        {"sender": "%s", "answers": {"errors": {"share": 1, "status": 8}}}\
                        """
                                .formatted(SICK));
            }
            visit.page().waitForTimeout(1_700);
        }
    }

    private static void behave(Visit visit, String behavior) {
        visit.api().call("PUT", "/v1/Simulator/Behavior", behavior).expect(200);
    }

    private static String campaign(Visit visit, String pool, String tag, int first, int size) {
        return visit.api()
                .send(
                        pool,
                        "News of the " + tag + ": doors open at seven.",
                        Client.phones(first, size),
                        ", \"tags\": {\"campaign\": \"" + tag + "\"}");
    }

    private static String moved(Visit visit) {
        return visit.api().listedBy("status=DELIVERED").stream()
                .map(message -> visit.api().message(message.get("id").asString()))
                .filter(message -> message.get("attempts").size() > 1)
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    private static void sender(Visit visit) {
        visit.open("senders");
        visit.link(SICK).click();
        assertThat(visit.heading("Health")).isVisible();
        both(visit, "sender");
    }

    private static void pool(Visit visit) {
        visit.open("pools/" + visit.pool());
        both(visit, "pool");
        visit.field("Out of order").selectOption(SICK);
        visit.field("for seconds").fill("600");
        visit.button("Simulate").click();
        assertThat(visit.page().locator(".chart")).isVisible();
        visit.page().locator(".shares").evaluate("e => e.scrollIntoView({ block: 'center' })");
        both(visit, "what-if");
    }

    private static void send(Visit visit) {
        visit.open("send");
        visit.field("To").fill("+14155550123\n+14155550124");
        visit.field("Text").fill("Dinner at eight? We kept the table by the window for you.");
        assertThat(visit.text("segment each")).isVisible();
        both(visit, "send");
    }

    private static void phones(Visit visit) {
        String operation =
                visit.api()
                        .send(
                                visit.pool(),
                                "Dinner at eight? Answer YES or NO.",
                                List.of("+14155550123"));
        visit.api().awaitCompleted(operation, Duration.ofSeconds(60));
        visit.open("inbox/" + "%2B14155550123");
        visit.field("Reply").fill("YES, with pleasure");
        visit.field("Reply").press("Enter");
        assertThat(visit.page().locator(".bubbles .mine")).isVisible();
        both(visit, "phones");
    }

    private static void operation(Visit visit) {
        String operation = campaign(visit, visit.pool(), "concert", 5_000, 200);
        visit.open("operations/" + operation);
        assertThat(visit.page().locator(".legend")).containsText("delivered");
        both(visit, "operation");
    }

    private static void both(Visit visit, String name) {
        assertThat(visit.page().locator(".loading")).hasCount(0);
        picture(visit, name);
    }

    private static void picture(Visit visit, String name) {
        for (String theme : THEMES) {
            visit.page()
                    .evaluate("name => { document.documentElement.dataset.theme = name }", theme);
            Path file = FOLDER.resolve("console-" + name + "-" + theme + ".png");
            assertThat(written(visit.page().screenshot(STILL), file))
                    .as(file.toString())
                    .isLessThan(MOST_OCTETS);
        }
    }

    /// As small as PNG can be: the browser writes it fast instead. Its length in octets.
    private static long written(byte[] picture, Path file) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam smallest = writer.getDefaultWriteParam();
        smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        smallest.setCompressionQuality(0);
        try (var out = new MemoryCacheImageOutputStream(Files.newOutputStream(file))) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), smallest);
            out.flush();
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
    }
}
