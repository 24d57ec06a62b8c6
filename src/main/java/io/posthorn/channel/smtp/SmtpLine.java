package io.posthorn.channel.smtp;

import io.posthorn.channel.smtp.SmtpReply.Stage;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/// One connection to a mail server, used for one message after the other.
///
/// The transaction is spelled out instead of left to the library, which does not tell whether the
/// final dot had been sent.
final class SmtpLine extends SMTPTransport {
    private final boolean wantsReports;
    private int sent;
    private boolean decisive; // the next reply is the answer to the message
    private @Nullable SmtpReply decision;

    /// @param wantsReports ask for delivery status notifications where the server offers them
    SmtpLine(Session session, URLName server, boolean implicitTls, boolean wantsReports) {
        super(session, server, "smtp", implicitTls);
        this.wantsReports = wantsReports;
    }

    /// Messages it was used for.
    synchronized int sent() {
        return sent;
    }

    /// One mail transaction (RFC 5321 section 3.3).
    ///
    /// Throws when the connection breaks or does not speak SMTP; `handover` tells then whether the
    /// server may have the message.
    synchronized SmtpReply send(Letter letter, Handover handover)
            throws MessagingException, IOException {
        sent++;
        SmtpReply mail = ask(Stage.MAIL, mailFrom(letter));
        if (!mail.accepts()) {
            return refused(mail);
        }
        SmtpReply rcpt = ask(Stage.RCPT, rcptTo(letter));
        if (!rcpt.accepts()) {
            return refused(rcpt);
        }
        return content(letter, handover);
    }

    private SmtpReply content(Letter letter, Handover handover)
            throws MessagingException, IOException {
        OutputStream out;
        try {
            out = data();
        } catch (SMTPSendFailedException e) {
            return reply(Stage.RCPT, e.getReturnCode()); // nothing of the content was seen
        }
        out.write(letter.raw().getBytes(StandardCharsets.US_ASCII));
        out.flush();
        if (!handover.begin()) {
            throw new MessagingException("given up");
        }
        return finish();
    }

    /// The answer counts, whatever becomes of the connection after it.
    private SmtpReply finish() throws MessagingException, IOException {
        decisive = true;
        decision = null;
        try {
            finishData();
        } catch (MessagingException | IOException e) {
            if (decision == null || !decision.decides()) {
                throw e;
            }
        } finally {
            decisive = false;
        }
        if (decision == null) {
            throw new MessagingException("no answer");
        }
        return decision;
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (decisive) {
            decisive = false;
            decision = new SmtpReply(Stage.DATA, code, getLastServerResponse());
        }
        return code;
    }

    private SmtpReply ask(Stage stage, String command) throws MessagingException {
        return reply(stage, simpleCommand(command));
    }

    private SmtpReply reply(Stage stage, int code) throws MessagingException {
        var reply = new SmtpReply(stage, code, getLastServerResponse());
        if (!reply.decides()) {
            throw new MessagingException("the server hung up, or does not speak SMTP");
        }
        return reply;
    }

    /// The next message begins anew.
    private SmtpReply refused(SmtpReply reply) throws MessagingException {
        if (reply.code() != 421) { // the server closes (RFC 5321 section 3.8)
            issueCommand("RSET", 250);
        }
        return reply;
    }

    private String mailFrom(Letter letter) {
        String from = "MAIL FROM:<" + letter.returnPath().orElse("") + ">";
        String size = supportsExtension("SIZE") ? " SIZE=" + letter.raw().length() : "";
        return from + size + (reports() ? " RET=HDRS ENVID=" + letter.mark() : "");
    }

    private String rcptTo(Letter letter) {
        return "RCPT TO:<" + letter.to() + ">" + (reports() ? " NOTIFY=SUCCESS,FAILURE,DELAY" : "");
    }

    /// RFC 3461.
    private boolean reports() {
        return wantsReports && supportsExtension("DSN");
    }
}
