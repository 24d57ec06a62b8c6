package io.posthorn.channel.whatsapp;

import io.posthorn.channel.Inbox;
import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The 24 hours after somebody wrote, in which he may be sent anything; at other times Meta takes
/// templates only (WhatsApp Cloud API, "Customer service windows", error 131047).
final class CustomerServiceWindow {
    private static final Duration OPEN = Duration.ofHours(24);

    private final Inbox inbox;
    private final Instant listeningSince;

    /// @param listeningSince what was written before is known to Meta alone
    CustomerServiceWindow(Inbox inbox, Instant listeningSince) {
        this.inbox = inbox;
        this.listeningSince = listeningSince;
    }

    static boolean needsOne(JsonNode message) {
        return !message.path("type").asString("").equals("template");
    }

    /// Whether it surely is.
    boolean isClosed(Submit submit, Instant now) {
        Instant begins = now.minus(OPEN);
        Optional<Instant> written = inbox.lastWrote(Channel.WHATSAPP, submit.to(), submit.from());
        return written.map(at -> !at.isAfter(begins)).orElse(listeningSince.isBefore(begins));
    }
}
