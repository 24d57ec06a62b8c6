package io.posthorn.channel.smtp;

import io.posthorn.channel.Watch;
import io.posthorn.message.Outcome;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// Why a connection to a mail server could not be opened, and what that is to whom.
final class NotOpened extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;
    private final transient Watch.Found found;

    private NotOpened(Outcome outcome, Watch.Found found, Throwable cause) {
        super(found.reason(), cause);
        this.outcome = outcome;
        this.found = found;
    }

    /// Of a server that said no, or of a way to it that does not work.
    static NotOpened of(SMTPTransport line, MessagingException e) {
        int code = line.getLastReturnCode();
        if (code < 400) {
            return e instanceof AuthenticationFailedException ? noWayToLogIn(e) : noServer(e);
        }
        String said = line.getLastServerResponse();
        var reply = new SmtpReply(SmtpReply.Stage.GREETING, code, said);
        boolean login = e instanceof AuthenticationFailedException;
        Outcome outcome =
                login && code >= 500 ? new Outcome.SenderBroken(reply.upstream()) : reply.outcome();
        boolean refusing = outcome instanceof Outcome.SenderBroken;
        String why =
                (login ? "the server refuses our credentials: " : "the server refuses us: ")
                        + reply.upstream();
        return new NotOpened(
                outcome, refusing ? Watch.Found.refusing(why) : Watch.Found.away(why), e);
    }

    /// We have credentials, and the server does not ask for any that we could give.
    static NotOpened noWayToLogIn(Exception e) {
        String why = "the server offers no way to log in that we know";
        return new NotOpened(new Outcome.SenderBroken(why), Watch.Found.refusing(why), e);
    }

    private static NotOpened noServer(MessagingException e) {
        String why = root(e);
        return new NotOpened(new Outcome.NotSent(why), Watch.Found.away(why), e);
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; cause.getCause() != null && depth < 10; depth++) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /// For the attempt that wanted the connection.
    Outcome outcome() {
        return outcome;
    }

    Watch.Found found() {
        return found;
    }
}
