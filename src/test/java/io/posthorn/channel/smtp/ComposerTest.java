package io.posthorn.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.Submit;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever people put into an email, it says what they put where they put it.
class ComposerTest {
    private static final Set<String> HEADERS =
            Set.of("Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type");

    private final Composer composer =
            new Composer(
                    new Postmark("key", Optional.empty()),
                    new Unsubscribing(Optional.empty(), "key", new RecordingInbox()),
                    Optional.empty(),
                    Time.system());

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(20),
                        Arbitraries.of(
                                "\r\nBcc: eve@example.net",
                                "\nX: y",
                                "\r",
                                "\u0085X: y",
                                "\u2028X: y",
                                "=?UTF-8?Q?=0D=0ABcc:_eve@example.net?=",
                                "\" <eve@example.net>, \"",
                                "ä".repeat(90),
                                "x".repeat(300),
                                "\u0000"))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> String.join("", parts));
    }

    @Property(seed = "1", tries = 500)
    void no_word_becomes_a_header(
            @ForAll("hostile") String subject,
            @ForAll("hostile") String fromName,
            @ForAll("hostile") String toName,
            @ForAll("hostile") String filename)
            throws Exception {
        var attachment = new Content.Attachment(filename, filename, "aGk=");
        var email =
                new Content.Email(
                        Optional.of(fromName),
                        subject,
                        "<p>Hi</p>",
                        Optional.empty(),
                        List.of(attachment));

        MimeMessage mail = read(composer.compose(submit(email, toName)));

        assertThat(names(mail)).isSubsetOf(HEADERS);
        assertThat(mail.getFrom()).hasSize(1);
        assertThat(mail.getFrom()[0].toString()).contains("shop@posthorn.example");
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getAllRecipients()[0].toString()).contains("ada@example.net");
    }

    @Test
    void line_breaks_in_names_and_subjects_are_spaces() throws Exception {
        var email =
                new Content.Email(
                        Optional.of("The\r\nshop"),
                        "One\u0085two\r\n\r\nthree\u0000",
                        "<p>Hi</p>",
                        Optional.empty(),
                        List.of());

        MimeMessage mail = read(composer.compose(submit(email, "Ada")));

        assertThat(mail.getSubject()).isEqualTo("One two three");
        assertThat(mail.getFrom()[0]).hasToString("The shop <shop@posthorn.example>");
    }

    private static Set<String> names(MimeMessage mail) throws Exception {
        return Collections.list(mail.getAllHeaders()).stream()
                .map(Header::getName)
                .collect(Collectors.toSet());
    }

    private static MimeMessage read(Letter letter) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(letter.raw().getBytes(StandardCharsets.US_ASCII)));
    }

    private static Submit submit(Content content, String toName) {
        return new Submit(
                new MessageId(1),
                1,
                Channel.EMAIL,
                "shop@posthorn.example",
                Optional.empty(),
                new Address(Address.Kind.EMAIL, "ada@example.net"),
                Optional.of(toName),
                "",
                content,
                1,
                Instant.now().plusSeconds(60));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>One</p><p>Two<br>Three</p> | One//Two/Three",
                "<ul><li>a</li><li>b</li></ul> | - a/- b",
                "Hi <b>there</b>,  you | Hi there, you",
                "<style>p{}</style><script>x</script><p>y</p> | y",
                "<a href='https://a.example'>https://a.example</a> | https://a.example",
                "<a href='javascript:x()'>go</a> | go",
                "<img alt='A cat' src='c.png'> | A cat",
                "<table><tr><td>1</td><td>2</td></tr></table> | 1 2",
                "a &amp; b &lt;c&gt; | a & b <c>",
            })
    void html_is_read_as_text(String html, String text) {
        assertThat(HtmlText.of(html).replace("\n", "/")).isEqualTo(text);
    }
}
