package io.posthorn.channel.smtp;

import io.posthorn.message.Outcome;

/// What cannot be written as an email, and what that is to its message.
final class Unsendable extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    Unsendable(Outcome outcome) {
        super(outcome.upstream());
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
