package io.posthorn.api;

import io.posthorn.message.Content;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an email says.
final class EmailContents {

    /// Characters of a header line (RFC 5322 section 2.1.1).
    static final int MAX_LINE = 998;

    private static final int MAX_NAME = 255;
    private static final int MAX_ATTACHMENTS = 100;
    private static final String NO_BREAK = "[^\\r\\n\\x00]+";
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]+"; // RFC 6838 section 4.2

    /// What stands beside an address.
    static final Shape<String> NAME = Shape.text(1, MAX_NAME).matching(NO_BREAK, "one line");

    private static final Field<String> SUBJECT =
            Field.required(
                    "subject",
                    Shape.text(1, MAX_LINE)
                            .matching(NO_BREAK, "one line")
                            .then(Contents::template));
    private static final Field<String> HTML =
            Field.required("html", Shape.text(1, Integer.MAX_VALUE).then(Contents::template));
    private static final Field<Optional<String>> TEXT =
            Field.optional(
                    "text",
                    Shape.text(1, Integer.MAX_VALUE)
                            .then(Contents::template)
                            .described("For readers without HTML; left out, it is made of html"));

    private static final Field<String> FILENAME =
            Field.required(
                    "filename",
                    Shape.text(1, MAX_NAME)
                            .matching("[^/\\\\\\x00-\\x1f\\x7f]+", "a file name without a path"));
    private static final Field<String> CONTENT_TYPE =
            Field.required(
                    "contentType",
                    Shape.text(1, MAX_NAME)
                            .matching(
                                    TOKEN + "/" + TOKEN + "( *; *" + TOKEN + "=[^;\\s]+)*",
                                    "a media type such as application/pdf"));
    private static final Field<String> BYTES =
            Field.required(
                    "content",
                    Shape.text(0, Integer.MAX_VALUE)
                            .then(EmailContents::base64)
                            .described("Its bytes in Base64 (RFC 4648 section 4)"));

    private static final Field<List<Content.Attachment>> ATTACHMENTS =
            Field.withDefault(
                    "attachments",
                    Shape.list(
                            Shape.object(
                                            values ->
                                                    new Content.Attachment(
                                                            values.get(FILENAME),
                                                            values.get(CONTENT_TYPE),
                                                            values.get(BYTES)),
                                            FILENAME,
                                            CONTENT_TYPE,
                                            BYTES)
                                    .named("EmailAttachment"),
                            0,
                            MAX_ATTACHMENTS),
                    List.of());

    static final Shape<Content.Email> SHAPE =
            Shape.object(
                            values ->
                                    new Content.Email(
                                            Optional.empty(),
                                            values.get(SUBJECT),
                                            values.get(HTML),
                                            values.get(TEXT),
                                            values.get(ATTACHMENTS)),
                            SUBJECT,
                            HTML,
                            TEXT,
                            ATTACHMENTS)
                    .named("EmailHtmlContent");

    private EmailContents() {}

    private static @Nullable String base64(String text, Place at, Findings findings) {
        try {
            Base64.getDecoder().decode(text);
            return text;
        } catch (IllegalArgumentException notBase64) {
            findings.add(at.label() + " must be Base64", at);
            return null;
        }
    }
}
