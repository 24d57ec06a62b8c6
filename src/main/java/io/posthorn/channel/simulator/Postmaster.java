package io.posthorn.channel.simulator;

import io.posthorn.Time;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes what comes back of emails, and brings it to whom they came from: by HTTP, as mail servers
/// do that run a program for what arrives.
final class Postmaster implements AutoCloseable {
    private final Caller caller;
    private final Time time;
    private volatile Caller.@Nullable Customer customer;

    Postmaster(Time time) {
        this.caller = new Caller(time);
        this.time = time;
    }

    void customer(URI connection, String secret) {
        customer = new Caller.Customer(URI.create(connection + "/Bounce"), secret);
    }

    /// A delivery status notification (RFC 3464).
    ///
    /// @param action such as `failed`
    /// @param status such as `5.1.1`
    void report(String returnPath, String recipient, String action, String status) {
        if (!returnPath.isEmpty()) { // RFC 5321 section 4.5.5: nothing is told of what comes back
            bring(
                    """
                    Auto-Submitted: auto-replied
                    Content-Type: multipart/report; report-type=delivery-status; boundary="part"

                    --part
                    Content-Type: text/plain; charset=us-ascii

                    This is what became of your mail.

                    --part
                    Content-Type: message/delivery-status

                    Reporting-MTA: dns; simulator.posthorn.example

                    Final-Recipient: rfc822; %s
                    Action: %s
                    Status: %s

                    --part--
                    """
                            .formatted(recipient, action, status),
                    "mailer-daemon@simulator.posthorn.example",
                    returnPath);
        }
    }

    /// A complaint (RFC 5965).
    void complain(String sender, String original) {
        bring(
                """
                Content-Type: multipart/report; report-type=feedback-report; boundary="part"

                --part
                Content-Type: text/plain; charset=us-ascii

                Somebody says that this is spam.

                --part
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Posthorn-Simulator/1
                Version: 1

                --part
                Content-Type: message/rfc822

                """
                        + original
                        + "\n--part--\n",
                "complaints@simulator.posthorn.example",
                sender);
    }

    /// A machine's answer (RFC 3834).
    void answerAway(String from, String to) {
        bring(
                """
                Auto-Submitted: auto-replied
                Content-Type: text/plain; charset=utf-8

                I am away.
                """,
                from,
                to);
    }

    /// What a person writes; false when nobody is there to be told.
    boolean write(String from, String to, String text) {
        return bring("Content-Type: text/plain; charset=utf-8\n\n" + text + "\n", from, to);
    }

    private boolean bring(String body, String from, String to) {
        Caller.Customer whom = customer;
        if (whom == null) {
            return false;
        }
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(time.now().atZone(ZoneOffset.UTC));
        String headers =
                "From: <%s>\nTo: <%s>\nDate: %s\nMessage-ID: <%s@simulator.posthorn.example>\n"
                        .formatted(from, to, date, UUID.randomUUID());
        String mail = (headers + body).replace("\r\n", "\n").replace("\n", "\r\n");
        caller.tell(whom, "Authorization", "Bearer " + whom.secret(), mail);
        return true;
    }

    @Override
    public void close() {
        caller.close();
    }
}
