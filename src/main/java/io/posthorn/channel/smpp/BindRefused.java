package io.posthorn.channel.smpp;

import java.io.IOException;

/// The peer would not let us in.
public final class BindRefused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    BindRefused(int status) {
        super(CommandStatus.name(status));
        this.status = status;
    }

    public int status() {
        return status;
    }

    /// Trying again changes nothing until somebody corrects the account.
    boolean wrongCredentials() {
        return status == CommandStatus.ESME_RINVPASWD.code()
                || status == CommandStatus.ESME_RINVSYSID.code();
    }
}
