package io.posthorn.channel.simulator;

import io.posthorn.message.Channel;
import java.util.Map;

/// Every simulated provider of a server, with the same phones behind them and one set of
/// behaviours.
public record Carriers(
        Smsc smsc,
        WhatsappCloud whatsapp,
        RbmPlatform rcs,
        MailServer mail,
        FcmPlatform fcm,
        ApnsPlatform apns)
        implements AutoCloseable {

    /// The others beside an SMSC, which behave as is said there. None listens before `start`.
    public static Carriers beside(Smsc smsc) {
        World world = smsc.world();
        return new Carriers(
                smsc,
                new WhatsappCloud(world),
                new RbmPlatform(world),
                new MailServer(world),
                new FcmPlatform(world),
                new ApnsPlatform(world));
    }

    public void start() {
        smsc.start();
        whatsapp.start();
        rcs.start();
        mail.start();
        fcm.start();
        apns.start();
    }

    /// From now on, as [Smsc#behave(Scope, Behavior)].
    public void behave(Scope scope, Behavior behavior) {
        smsc.behave(scope, behavior);
    }

    /// The behaviours in force, the most specific first.
    public Map<Scope, Behavior> behaviors() {
        return smsc.behaviors();
    }

    /// Forgets every behaviour set since the start.
    public void resetBehaviors() {
        smsc.resetBehaviors();
    }

    /// What phones received.
    public Phones phones() {
        return smsc.phones();
    }

    /// The phone `from` writes `text` to the sender `to`; false when nobody can be told.
    public boolean reply(Channel channel, String from, String to, String text) {
        return switch (channel) {
            case SMS -> smsc.reply(from, to, text);
            case WHATSAPP -> whatsapp.reply(from, to, text);
            case RCS -> rcs.reply(from, to, text);
            case EMAIL -> mail.reply(from, to, text);
            case PUSH -> false;
        };
    }

    /// A phone's owner taps a suggestion; false when nobody can be told.
    public boolean tap(Received message, Suggestion suggestion) {
        return switch (message.channel()) {
            case WHATSAPP -> whatsapp.tap(message, suggestion);
            case RCS -> rcs.tap(message, suggestion);
            case SMS, EMAIL, PUSH -> false;
        };
    }

    /// A phone's owner reads it; false when nobody can be told, which SMS never can.
    public boolean read(Received message) {
        smsc.world().phones().read(message.carrierIds().getFirst(), smsc.world().time().now());
        return switch (message.channel()) {
            case WHATSAPP -> whatsapp.read(message);
            case RCS -> rcs.read(message);
            case SMS, EMAIL, PUSH -> false;
        };
    }

    @Override
    public void close() {
        smsc.close();
        whatsapp.close();
        rcs.close();
        mail.close();
        fcm.close();
        apns.close();
    }
}
