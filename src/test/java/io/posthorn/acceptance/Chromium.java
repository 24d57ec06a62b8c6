package io.posthorn.acceptance;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.posthorn.DevServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One browser and one `dev` server, for all tests of the console.
final class Chromium implements AutoCloseable {

    private static final List<String> FLAGS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final DevServer server;
    private final Playwright playwright;
    private final Browser browser;

    private Chromium(DevServer server, Playwright playwright, Browser browser) {
        this.server = server;
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() throws IOException, InterruptedException {
        Path chromium = installed();
        DevServer server = DevServer.in(Files.createTempDirectory("posthorn-console"));
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium)
                                        .setArgs(FLAGS));
        return new Chromium(server, playwright, browser);
    }

    private static Path installed() throws IOException, InterruptedException {
        Process script =
                new ProcessBuilder("src/test/sh/install-chromium")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String path = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (script.waitFor() != 0) {
            throw new IllegalStateException("there is no Chromium; see above");
        }
        return Path.of(path.lines().toList().getLast());
    }

    DevServer server() {
        return server;
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        server.close();
    }
}
