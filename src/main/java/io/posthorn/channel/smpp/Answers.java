package io.posthorn.channel.smpp;

import io.posthorn.message.Meaning;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeTable;
import java.util.Optional;

/// What a command_status means for a message.
final class Answers {

    private Answers() {}

    /// The outcome of a submit that was refused with `status`, which is not ESME_ROK.
    static Outcome outcome(int status) {
        String upstream = upstream(status);
        return OutcomeTable.meaning(upstream)
                .orElse(Meaning.TRANSIENT) // a carrier's own: worth a try
                .outcome(upstream, Optional.empty());
    }

    private static String upstream(int status) {
        String code = "SMPP 0x%08X".formatted(status);
        return CommandStatus.of(status).map(known -> code + " " + known.name()).orElse(code);
    }
}
