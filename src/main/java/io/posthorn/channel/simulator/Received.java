package io.posthorn.channel.simulator;

import io.posthorn.message.Channel;
import java.time.Instant;
import java.util.List;

/// One message on a phone, as its owner sees it.
///
/// @param number counts what all phones received, from 1
/// @param parts the short messages it came in
/// @param carrierIds the ids the carrier gave in its answers, one per part
/// @param dataCoding the raw data_coding of the first part (SMPP 3.4 section 5.2.19)
public record Received(
        long number,
        Channel channel,
        String from,
        String to,
        String text,
        int parts,
        List<String> carrierIds,
        int dataCoding,
        Instant receivedAt) {

    public Received {
        carrierIds = List.copyOf(carrierIds);
    }

    Received numbered(long given) {
        return new Received(
                given, channel, from, to, text, parts, carrierIds, dataCoding, receivedAt);
    }

    @Override
    public String toString() {
        return "Received[" + number + ", " + parts + " parts]"; // a body never reaches a log
    }
}
