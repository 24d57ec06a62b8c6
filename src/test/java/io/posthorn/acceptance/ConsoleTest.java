package io.posthorn.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What people do in the console, in a real browser against a real `dev` server.
@Tag("browser")
@ResourceLock("browser")
@ExtendWith(Visits.class)
class ConsoleTest {

    @Test
    void a_new_user_signs_in_sends_a_message_sees_it_arrive_and_answers(Visit visit) {
        visit.arrive("/");
        visit.button("Fill in the demo account").click();
        visit.button("Sign in").click();
        assertThat(visit.heading("Overview")).isVisible();

        visit.link("Send").click();
        visit.field("To").fill("+14155557001");
        visit.field("Text").fill("Coffee at ten?");
        assertThat(visit.text("1 segment each")).isVisible();
        visit.button("Send").click();
        assertThat(visit.text("1 delivered")).isVisible();

        visit.link("Phones").click();
        visit.phone("+14155557001").click();
        assertThat(visit.page().locator(".bubbles .theirs")).containsText("Coffee at ten?");
        visit.field("Reply").fill("Yes, gladly");
        visit.field("Reply").press("Enter");
        assertThat(visit.page().locator(".bubbles .mine")).containsText("Yes, gladly");

        visit.link("received by Posthorn").click();
        assertThat(visit.page().locator("main")).containsText("Inbound");
        assertThat(visit.page().locator("main blockquote")).hasText("Yes, gladly");
    }

    @Test
    void wrong_credentials_are_refused_in_the_words_of_the_api(Visit visit) {
        visit.arrive("/console");
        visit.field("Account SID or API key").fill("ACnobody");
        visit.field("Auth token or secret").fill("wrong");
        visit.button("Sign in").click();

        assertThat(visit.page().getByRole(AriaRole.ALERT))
                .containsText("The credentials are not valid");
        visit.expectComplaint("401");
    }

    @Test
    void a_message_is_found_by_its_number_and_tells_why_it_went_where(Visit visit) {
        String operation =
                visit.api()
                        .send(
                                visit.pool(),
                                "found again",
                                List.of("+14155557002"),
                                ", \"tags\": {\"search\": \"me\"}");
        visit.api().awaitStatus(operation, "DELIVERED", Duration.ofSeconds(20));

        visit.signedIn().open("messages");
        visit.page().keyboard().press("/");
        assertThat(visit.field("Search messages")).isFocused();
        visit.page().keyboard().type("+14155557002 search=me");
        visit.page().keyboard().press("Enter");
        assertThat(visit.row(".*")).hasCount(1);
        visit.link("+14155557002").click();

        assertThat(visit.page().locator(".timeline"))
                .containsText("the recipient keeps this sender");
        assertThat(visit.page().locator(".passed li"))
                .hasText(
                        new Pattern[] {
                            Pattern.compile("the recipient keeps another sender"),
                            Pattern.compile("the recipient keeps another sender")
                        });
        assertThat(visit.page().title()).isEqualTo("Messages · Posthorn");
    }

    @Test
    void a_rich_card_is_tapped_and_read_on_the_phone(Visit visit) {
        visit.api()
                .post(
                        "/v1/Messages",
                        """
                        {"from": {"senderPoolId": "%s"},
                         "to": [{"address": "+14155557010", "channel": "PHONE"}],
                         "content": {"modules": [{"rcs": {"richCard": {"standaloneCard": {
                           "cardContent": {"title": "A table for two", "suggestions": [
                             {"reply": {"text": "Gladly", "postbackData": "yes"}}]}}}}}]}}\
                        """
                                .formatted(visit.pool("demo-channels")))
                .expect(202);

        visit.signedIn().open("inbox/%2B14155557010");
        assertThat(visit.page().locator(".rich-card")).containsText("A table for two");
        visit.button("Read it").click();
        assertThat(visit.page().locator(".theirs .bubble-foot")).containsText("read");
        visit.button("Gladly").click();

        assertThat(visit.page().locator(".bubbles .mine")).hasCount(1);
        visit.link("received by Posthorn").click();
        assertThat(visit.page().locator("main")).containsText("Inbound");
    }

    @Test
    void an_email_is_written_seen_in_its_mailbox_and_found_among_emails(Visit visit) {
        visit.signedIn().open("send");
        visit.field("From").selectOption("Pool: demo-channels");
        visit.field("Kind of address").selectOption("Email");
        visit.field("To").fill("ada@example.net");
        visit.field("Subject").fill("Your <tickets>");
        visit.field("Text").fill("Two seats & a coat hook");
        assertThat(visit.page().locator(".preview-step")).containsText("demo@posthorn.example");
        visit.button("Send").click();
        assertThat(visit.text("1 delivered")).isVisible();

        visit.link("Phones").click();
        visit.phone("ada@example.net").click();
        assertThat(visit.page().locator(".rich-card"))
                .hasText("Your <tickets>Two seats & a coat hook");

        visit.link("Messages").click();
        visit.field("Kind").selectOption("Emails");
        visit.link("ada@example.net").first().click();
        assertThat(visit.page().locator("main")).containsText("Your <tickets>");
        assertThat(visit.page().locator(".timeline")).containsText("demo@posthorn.example");
    }
}
