package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RenditionTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final URI PICTURE = URI.create("https://a.test/x.png");

    private static JsonNode json(Rendition rendition) {
        return rendition.content() instanceof Content.Modules(var modules)
                ? JSON.readTree(modules.values().iterator().next().json())
                : JSON.nullNode();
    }

    private static Content.Modules modules(Channel channel, String json) {
        return new Content.Modules(Map.of(channel, new Content.Module(Optional.empty(), json)));
    }

    @Test
    void media_are_links_where_there_is_text_only() {
        var content = new Content.Plain(Optional.of("Hi {{ n }}"), List.of(PICTURE));
        Rendition sms = Rendition.of(content, Channel.SMS, Map.of("n", "Ada"));

        assertThat(sms.readable()).isEqualTo("Hi Ada\nhttps://a.test/x.png");
        assertThat(sms.text()).isEqualTo("Hi Ada");
        assertThat(sms.media()).containsExactly(PICTURE);
        assertThat(Rendition.of(Content.text("Hi"), Channel.SMS, Map.of()).readable())
                .isEqualTo("Hi");
    }

    @Test
    void what_was_made_for_sms_is_shown_by_rcs_where_nothing_was_made_for_it() {
        var content =
                modules(
                        Channel.SMS,
                        "{\"text\": \"Hi {{ n }}\", \"media\": [{\"url\": \"https://a.test/x.png\"}]}");

        assertThat(content.offers(Channel.RCS)).isTrue();
        assertThat(content.offers(Channel.WHATSAPP)).isFalse();
        JsonNode card =
                json(Rendition.of(content, Channel.RCS, Map.of("n", "Ada")))
                        .at("/richCard/standaloneCard/cardContent");
        assertThat(card.get("description").asString()).isEqualTo("Hi Ada");
        assertThat(card.at("/media/contentInfo/fileUrl").asString()).isEqualTo(PICTURE.toString());
    }

    @Test
    void what_was_made_for_rcs_is_for_nobody_else() {
        var content = modules(Channel.RCS, "{\"text\": \"Hi\"}");

        assertThat(content.offers(Channel.SMS)).isFalse();
        assertThatThrownBy(() -> Rendition.of(content, Channel.SMS, Map.of()))
                .isInstanceOf(Rendition.Unshowable.class);
    }

    @Test
    void a_card_without_a_direction_is_vertical_and_enumerated_values_have_one_case() {
        var content =
                modules(
                        Channel.RCS,
                        """
                        {"richCard": {"standaloneCard": {"cardOrientation": null, "cardContent": {"title": "a",
                          "media": {"height": "tall", "contentInfo": {"fileUrl": "https://a.test/x"}}}}}}\
                        """);
        JsonNode card = json(Rendition.of(content, Channel.RCS, Map.of()));

        assertThat(card.at("/richCard/standaloneCard/cardOrientation").asString())
                .isEqualTo("VERTICAL");
        assertThat(card.at("/richCard/standaloneCard/cardContent/media/height").asString())
                .isEqualTo("TALL");
    }

    @Test
    void all_of_a_module_can_be_read() {
        var content =
                modules(
                        Channel.RCS,
                        """
                        {"richCard": {"standaloneCard": {"cardContent": {"title": "Visit", "description": "Us",
                          "suggestions": [
                            {"reply": {"text": "Yes", "postbackData": "y"}},
                            {"action": {"text": "Map", "postbackData": "m",
                              "viewLocationAction": {"latLong": {"latitude": 1.5, "longitude": -2}, "label": "Home"}}},
                            {"action": {"text": "Save", "postbackData": "s", "createCalendarEventAction": {
                              "title": "Open day", "description": "d",
                              "startTime": "2026-03-19T09:30:00Z", "endTime": "2026-03-19T10:30:00Z"}}},
                            {"action": {"text": "Where are you?", "postbackData": "w", "shareLocationAction": {}}}]}}}}\
                        """);

        assertThat(Rendition.of(content, Channel.RCS, Map.of()).text())
                .isEqualTo(
                        """
                        Visit
                        Us
                        1. Yes
                        Map: Home (1.5,-2)
                        Save: Open day 2026-03-19T09:30:00Z/2026-03-19T10:30:00Z
                        Where are you?\
                        """);
    }

    /// Place, the longest value it takes, and the beginning of the reason for one more.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "RCS, 3072, {\"text\": \"{{ v }}\"}",
                "RCS, 200, {\"richCard\": {\"standaloneCard\": {\"cardContent\": {\"title\": \"{{ v }}\"}}}}",
                "RCS, 2000, {\"richCard\": {\"standaloneCard\": {\"cardContent\": {\"description\": \"{{ v }}\"}}}}",
                "RCS, 25, `{\"text\": \"a\", \"suggestions\": [{\"reply\": {\"text\": \"{{ v }}\", \"postbackData\": \"b\"}}]}`",
                "RCS, 2048, `{\"text\": \"a\", \"suggestions\": [{\"reply\": {\"text\": \"a\", \"postbackData\": \"{{ v }}\"}}]}`",
                "WHATSAPP, 4096, {\"text\": {\"body\": \"{{ v }}\"}}",
                "WHATSAPP, 1024, `{\"image\": {\"id\": \"1\", \"caption\": \"{{ v }}\"}}`",
                "WHATSAPP, 1024, `{\"interactive\": {\"type\": \"button\", \"body\": {\"text\": \"{{ v }}\"}}}`",
                "WHATSAPP, 20, `{\"interactive\": {\"type\": \"button\", \"action\": {\"buttons\": [{\"reply\": {\"title\": \"{{ v }}\"}}]}}}`",
            })
    void what_values_made_too_long_or_empty_is_not_cut_but_refused(
            Channel channel, int longest, String json) {
        Content content = modules(channel, json);

        assertThat(Rendition.of(content, channel, Map.of("v", "x".repeat(longest))).content())
                .asString()
                .contains("x".repeat(longest));
        assertThatThrownBy(
                        () -> Rendition.of(content, channel, Map.of("v", "x".repeat(longest + 1))))
                .isInstanceOf(Rendition.Unshowable.class)
                .hasMessageEndingWith(
                        "has "
                                + (longest + 1)
                                + " characters, at most "
                                + longest
                                + " are possible");
        assertThatThrownBy(() -> Rendition.of(content, channel, Map.of()))
                .isInstanceOf(Rendition.Unshowable.class)
                .hasMessageEndingWith("is empty");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"openUrlAction\": {\"url\": \"{{ v }}\"}`, https://a.test/, a.test",
                "`\"dialAction\": {\"phoneNumber\": \"{{ v }}\"}`, +14155550123, 911",
                "`\"createCalendarEventAction\": {\"title\": \"a\", \"description\": \"b\", \"startTime\": \"{{ v }}\","
                        + " \"endTime\": \"2026-03-19T10:30:00Z\"}`, 2026-03-19T09:30:00Z, 2026-03-19T11:30:00Z",
            })
    void what_values_made_wrong_is_refused(String action, String right, String wrong) {
        Content content =
                modules(
                        Channel.RCS,
                        """
                        {"text": "a", "suggestions": [{"action": {"text": "a", "postbackData": "b", %s}}]}\
                        """
                                .formatted(action));

        assertThat(json(Rendition.of(content, Channel.RCS, Map.of("v", right))).toString())
                .contains(right);
        assertThatThrownBy(() -> Rendition.of(content, Channel.RCS, Map.of("v", wrong)))
                .isInstanceOf(Rendition.Unshowable.class)
                .message()
                .doesNotContain(wrong);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void a_slot_takes_the_recipients_value_before_the_default(Channel channel) {
        var content =
                new Content.Stored(
                        "HX1",
                        Map.of("1", "there", "2", "soon"),
                        "{\"twilio/text\": {\"body\": \"Hi {{1}}, see you {{ 2 }}\"}}");

        assertThat(Rendition.of(content, channel, Map.of("1", "{{2}} $1")).text())
                .as("a value is no template")
                .isEqualTo("Hi {{2}} $1, see you soon");
        assertThat(content.missing(Map.of())).isEmpty();
        assertThat(new Content.Stored("HX1", Map.of(), content.types()).missing(Map.of("1", "a")))
                .containsExactly("2");
    }

    @Test
    void what_is_null_is_not_there_and_types_of_actions_have_any_case() {
        var content =
                new Content.Stored(
                        "HX1",
                        Map.of(),
                        """
                        {"twilio/text": null, "whatsapp/template": null,
                         "twilio/card": {"title": null, "body": "Hi", "media": null, "actions": [
                           {"type": "url", "title": "See", "url": "https://a.test/", "id": null}]}}\
                        """);

        assertThat(Rendition.of(content, Channel.SMS, Map.of()).text())
                .isEqualTo("Hi\nSee: https://a.test/");
        assertThat(json(Rendition.of(content, Channel.WHATSAPP, Map.of())).get("type").asString())
                .isEqualTo("interactive");
    }

    @Test
    void channels_with_other_words_have_a_content_of_their_own() {
        var same =
                new Content.Modules(
                        Map.of(
                                Channel.RCS, new Content.Module(Optional.of("Hi"), "{}"),
                                Channel.SMS, new Content.Module(Optional.of("Hi"), "{}")));
        var other =
                new Content.Modules(
                        Map.of(
                                Channel.RCS, new Content.Module(Optional.empty(), "{}"),
                                Channel.SMS, new Content.Module(Optional.of("Hi"), "{}")));

        assertThat(same.differs(Channel.SMS, Channel.RCS)).isFalse();
        assertThat(other.differs(Channel.SMS, Channel.RCS)).isTrue();
        assertThat(Content.text("Hi").differs(Channel.SMS, Channel.RCS)).isFalse();
        assertThat(modules(Channel.SMS, "{}").differs(Channel.RCS, Channel.WHATSAPP)).isTrue();
    }

    @Test
    void a_subject_ends_at_a_word() {
        String words = "word ".repeat(40);
        var mail =
                (Content.Email)
                        Rendition.of(Content.text(words), Channel.EMAIL, Map.of()).content();

        assertThat(mail.subject()).hasSizeLessThanOrEqualTo(78).endsWith("word…");
        assertThat(mail.text()).hasValue(words);
    }
}
