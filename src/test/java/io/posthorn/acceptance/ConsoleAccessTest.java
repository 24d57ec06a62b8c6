package io.posthorn.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every page is for everybody: axe finds nothing serious in either theme, a phone shows it whole.
@Tag("browser")
@ResourceLock("browser")
@ExtendWith(Visits.class)
class ConsoleAccessTest {

    private static final Set<String> GRAVE = Set.of("serious", "critical");
    private static final int PHONE = 360; // CSS pixels, the narrowest phones there are

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overview",
                "messages",
                "messages/{message}",
                "send",
                "operations",
                "operations/{operation}",
                "pools",
                "pools/{pool}",
                "senders",
                "senders/{sender}",
                "connections",
                "connections/{connection}",
                "events",
                "webhooks",
                "webhooks/{webhook}",
                "optouts",
                "inbox",
                "simulator"
            })
    void every_page_is_for_everybody(String name, Visit visit) {
        Furniture there = Furniture.of(visit);
        try (Visit reader = visit.with(reader())) {
            Page page = reader.signedIn().open(there.named(name)).page();
            assertThat(page.locator(".loading")).hasCount(0);

            assertThat(grave(new AxeBuilder(page))).as("light").isEmpty();
            reader.button("Dark colours").click();
            assertThat(grave(new AxeBuilder(page).withRules(List.of("color-contrast"))))
                    .as("dark")
                    .isEmpty();
            page.setViewportSize(PHONE, 740);
            assertThat(sideways(page)).as("wider than a phone").isZero();
            reader.nothingWentWrong();
        }
    }

    @Test
    void who_signs_in_meets_no_obstacle(Visit visit) {
        try (Visit reader = visit.with(reader())) {
            reader.arrive("/console");
            assertThat(reader.button("Fill in the demo account")).isVisible();
            assertThat(grave(new AxeBuilder(reader.page()))).isEmpty();
            reader.page().setViewportSize(PHONE, 740);
            assertThat(sideways(reader.page())).isZero();
        }
    }

    @Test
    void the_keyboard_leads_everywhere(Visit visit) {
        visit.signedIn().open("overview");
        visit.page().keyboard().press("Tab");
        assertThat(visit.link("Skip to content")).isFocused();
        visit.page().keyboard().press("Enter");
        assertThat(visit.page().locator("#main")).isFocused();

        visit.page().keyboard().press("?");
        assertThat(visit.heading("Keyboard shortcuts")).isVisible();
        visit.page().keyboard().press("Escape");
        assertThat(visit.heading("Keyboard shortcuts")).isHidden();

        visit.page().keyboard().press("g");
        visit.page().keyboard().press("l");
        assertThat(visit.heading("Pools")).isVisible();
        assertThat(visit.row("demo")).hasCount(2);
        visit.page().keyboard().press("j");
        assertThat(visit.page().locator("tbody tr").first().locator("a").first()).isFocused();
    }

    @Test
    void on_a_phone_the_menu_opens_and_closes(Visit visit) {
        visit.page().setViewportSize(PHONE, 740);
        visit.signedIn().open("overview");
        assertThat(visit.link("Messages")).isHidden();
        visit.button("Menu").click();
        visit.link("Messages").click();
        assertThat(visit.heading("Messages")).isVisible();
        assertThat(visit.link("Operations")).isHidden();
    }

    /// The tool puts scripts into the page, which its policy would forbid.
    private static Browser.NewContextOptions reader() {
        return new Browser.NewContextOptions().setViewportSize(1280, 900).setBypassCSP(true);
    }

    private static List<String> grave(AxeBuilder axe) {
        return axe.setLegacyMode(true).analyze().getViolations().stream()
                .filter(rule -> GRAVE.contains(rule.getImpact()))
                .map(ConsoleAccessTest::words)
                .toList();
    }

    private static String words(Rule rule) {
        return rule.getId() + ": " + rule.getNodes().getFirst().getHtml();
    }

    private static int sideways(Page page) {
        return (int) page.evaluate("document.documentElement.scrollWidth - innerWidth");
    }
}
