package io.posthorn.channel;

import io.posthorn.Time;
import io.posthorn.channel.apns.ApnsChannel;
import io.posthorn.channel.fcm.FcmChannel;
import io.posthorn.channel.http.HttpChannel;
import io.posthorn.channel.rcs.RcsChannel;
import io.posthorn.channel.smpp.SmppChannel;
import io.posthorn.channel.smtp.SmtpChannel;
import io.posthorn.channel.twilio.TwilioChannel;
import io.posthorn.channel.whatsapp.WhatsappChannel;
import java.net.http.HttpClient;
import java.util.List;

/// Every connection type there is; an explicit list beats discovery: it can be searched, is
/// ordered, and a test checks it.
public final class Channels {

    public static List<ConnectionType> all(Time time) {
        HttpClient http = HttpUpstream.client();
        return List.of(
                new SmppChannel(time),
                new HttpChannel(http, time),
                new WhatsappChannel(http, time),
                new RcsChannel(http, time),
                new TwilioChannel(http, time),
                new FcmChannel(http, time),
                new ApnsChannel(time),
                new SmtpChannel(time));
    }

    private Channels() {}
}
