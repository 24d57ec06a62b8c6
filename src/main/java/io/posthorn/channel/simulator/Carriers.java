package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.message.Channel;

/// Every simulated carrier of a server, with the same phones behind them.
public record Carriers(Smsc smsc, WhatsappCloud whatsapp, RbmPlatform rcs)
        implements AutoCloseable {

    /// The others beside an SMSC. None listens before `start`.
    public static Carriers beside(Smsc smsc, Time time) {
        return new Carriers(
                smsc, new WhatsappCloud(smsc.phones(), time), new RbmPlatform(smsc.phones(), time));
    }

    public void start() {
        smsc.start();
        whatsapp.start();
        rcs.start();
    }

    /// The phone `from` writes `text` to the sender `to`; false when nobody can be told.
    public boolean reply(Channel channel, String from, String to, String text) {
        return switch (channel) {
            case SMS -> smsc.reply(from, to, text);
            case WHATSAPP -> whatsapp.reply(from, to, text);
            case RCS -> rcs.reply(from, text);
            case EMAIL, PUSH -> false;
        };
    }

    @Override
    public void close() {
        smsc.close();
        whatsapp.close();
        rcs.close();
    }
}
