package io.posthorn.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Somebody in front of the console: a browser window of his own, and beside it the API.
final class Visit implements AutoCloseable {

    private static final double PATIENCE = 20_000; // milliseconds, on a loaded machine

    private final Chromium chromium;
    private final BrowserContext context;
    private final Page page;
    private final Client api;
    private final List<String> complaints = new ArrayList<>();

    Visit(Chromium chromium) {
        this(chromium, new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    Visit(Chromium chromium, Browser.NewContextOptions options) {
        this.chromium = chromium;
        this.context = chromium.browser().newContext(options.setColorScheme(ColorScheme.LIGHT));
        context.setDefaultTimeout(PATIENCE);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        var server = chromium.server();
        this.api = new Client(server.url(), server.user(), server.secret());
    }

    /// Another one, with a window of another kind.
    Visit with(Browser.NewContextOptions options) {
        return new Visit(chromium, options);
    }

    Page page() {
        return page;
    }

    Client api() {
        return api;
    }

    /// The pool of `dev` for SMS.
    String pool() {
        return pool("demo");
    }

    String pool(String name) {
        return api.get("/v1/SenderPools")
                .json()
                .get("senderPools")
                .valueStream()
                .filter(pool -> pool.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    String user() {
        return chromium.server().user();
    }

    String secret() {
        return chromium.server().secret();
    }

    /// Opens a page of the console as somebody who is not signed in.
    Visit arrive(String path) {
        page.navigate(chromium.server().url() + path);
        return this;
    }

    /// Has signed in before.
    Visit signedIn() {
        String pair = user() + ":" + secret();
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        context.addInitScript(
                """
                sessionStorage.setItem("posthorn.session", JSON.stringify(
                  { user: "%s", authorization: "Basic %s", kept: true }))\
                """
                        .formatted(user(), basic));
        return this;
    }

    /// Opens a page of the console; waits for its heading.
    Visit open(String name) {
        arrive("/console#/" + name);
        assertThat(page.locator("main h1")).isVisible();
        return this;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    /// The phone of the simulator with this number, in the list of them.
    Locator phone(String number) {
        return page.locator(".phones button")
                .filter(new Locator.FilterOptions().setHasText(number));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator text(String text) {
        return page.locator("main").getByText(text);
    }

    Locator row(String text) {
        return page.locator("main tbody tr")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile(text)));
    }

    /// What the browser complained of may be expected: an answer of the API that is not 2xx.
    void expectComplaint(String part) {
        complaints.removeIf(each -> each.contains(part));
    }

    void nothingWentWrong() {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        api.close();
        context.close();
    }
}
