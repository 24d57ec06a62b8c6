package io.posthorn.channel.smtp;

/// What mail servers write about mail, as they write it.
final class Reports {

    private Reports() {}

    /// A delivery status notification (RFC 3464).
    ///
    /// @param to its own recipient, the return path of what it is about
    /// @param fields of the recipient it is about
    static String status(String to, String fields, String originalHeaders) {
        return """
        From: Mail Delivery Subsystem <mailer-daemon@mx.example.net>
        To: <%s>
        Subject: Returned mail
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain; charset=us-ascii

        This is about your mail.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net
        Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0000

        Final-Recipient: rfc822; ada@example.net
        %s

        --b
        Content-Type: text/rfc822-headers

        %s

        --b--
        """
                .formatted(to, fields, originalHeaders)
                .replace("\n", "\r\n");
    }

    /// A complaint (RFC 5965).
    static String complaint(String type, String original) {
        return """
        From: <fbl@mail.example.net>
        To: <abuse@posthorn.example>
        Subject: FW: Hello
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b"

        --b
        Content-Type: text/plain

        This is an email abuse report.

        --b
        Content-Type: message/feedback-report

        Feedback-Type: %s
        User-Agent: SomeGenerator/1.0
        Version: 1

        --b
        Content-Type: message/rfc822

        %s
        --b--
        """
                .formatted(type, original)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n");
    }

    /// What somebody writes.
    static String letter(String to, String id, String headers, String text) {
        return """
        From: Ada <ada@example.net>
        To: <%s>
        Message-ID: <%s@example.net>
        Subject: Re: Hello
        %sContent-Type: text/plain; charset=utf-8

        %s
        """
                .formatted(to, id, headers, text)
                .replace("\n", "\r\n");
    }
}
