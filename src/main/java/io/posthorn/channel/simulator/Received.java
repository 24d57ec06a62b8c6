package io.posthorn.channel.simulator;

import io.posthorn.message.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One message on a phone, as its owner sees it.
///
/// @param number counts what all phones received, from 1
/// @param parts the short messages it came in
/// @param carrierIds the ids the carrier gave in its answers, one per part
/// @param dataCoding the raw data_coding of the first part (SMPP 3.4 section 5.2.19); 0 elsewhere
/// @param readAt when its owner read it, where the sender was told
public record Received(
        long number,
        Channel channel,
        String from,
        String to,
        Screen screen,
        int parts,
        List<String> carrierIds,
        int dataCoding,
        Instant receivedAt,
        Optional<Instant> readAt) {

    public Received {
        carrierIds = List.copyOf(carrierIds);
    }

    /// One that has just come, and is not numbered yet.
    Received(Channel channel, String from, String to, Screen screen, String carrierId, Instant at) {
        this(0, channel, from, to, screen, 1, List.of(carrierId), 0, at, Optional.empty());
    }

    public String text() {
        return screen.text();
    }

    boolean isCalled(String carrierId) {
        return carrierIds.contains(carrierId);
    }

    Received numbered(long given) {
        return new Received(
                given,
                channel,
                from,
                to,
                screen,
                parts,
                carrierIds,
                dataCoding,
                receivedAt,
                readAt);
    }

    Received read(Instant at) {
        return new Received(
                number,
                channel,
                from,
                to,
                screen,
                parts,
                carrierIds,
                dataCoding,
                receivedAt,
                Optional.of(at));
    }

    @Override
    public String toString() {
        return "Received[" + number + ", " + parts + " parts]"; // a body never reaches a log
    }
}
