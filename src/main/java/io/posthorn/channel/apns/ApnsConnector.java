package io.posthorn.channel.apns;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.posthorn.Time;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Doorbell;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Notification;
import io.posthorn.channel.Submit;
import io.posthorn.channel.Watch;
import io.posthorn.message.Device;
import io.posthorn.message.Meaning;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeTable;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// One app at Apple's push service. It never tells whether a device showed a notification.
final class ApnsConnector implements Connector {
    private static final EventLoopGroup LOOPS = // of all connections, for as long as we run
            new NioEventLoopGroup(1, new DefaultThreadFactory("apns", true));
    private static final Duration GRACE = Duration.ofSeconds(5); // for answers on the way

    private final HttpUpstream.Settings settings;
    private final String topic;
    private final ApnsClient client;
    private final Watch watch;

    ApnsConnector(HttpUpstream.Settings settings, Credentials credentials, Inbox inbox, Time time) {
        this.settings = settings;
        this.topic = credentials.topic();
        this.client = client(settings, credentials);
        this.watch =
                new Watch(
                        settings.address().getHost(),
                        new Doorbell(settings.address(), credentials.trust()),
                        inbox,
                        time);
        watch.start();
    }

    private static ApnsClient client(HttpUpstream.Settings settings, Credentials credentials) {
        int port = settings.address().getPort();
        ApnsClientBuilder builder =
                new ApnsClientBuilder()
                        .setApnsServer(
                                settings.address().getHost(),
                                port < 0 ? ApnsClientBuilder.DEFAULT_APNS_PORT : port)
                        .setEventLoopGroup(LOOPS)
                        .setConnectionTimeout(Doorbell.PATIENCE)
                        .setGracefulShutdownTimeout(GRACE);
        credentials.apply(builder);
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up for APNs", e);
        }
    }

    @Override
    public Outcome submit(Submit submit) throws InterruptedException {
        Optional<Device> device =
                Device.of(submit.to()).filter(to -> to.provider() == Device.Provider.APN);
        Optional<Notification> notification = Notification.of(submit);
        if (device.isEmpty()) {
            return new Outcome.Refused(Outcome.Scope.CHANNEL, "not a device of Apple's");
        }
        if (notification.isEmpty()) {
            return new Outcome.Refused(Outcome.Scope.CONTENT, "there is nothing for a device");
        }
        if (!watch.isUp()) {
            return new Outcome.NotSent(watch.reason());
        }
        return send(ApnsMessage.of(submit, device.get().token(), topic, notification.get()));
    }

    private Outcome send(SimpleApnsPushNotification notification) throws InterruptedException {
        CompletableFuture<PushNotificationResponse<SimpleApnsPushNotification>> answer =
                client.sendNotification(notification);
        try {
            return answered(answer.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Outcome.Unknown("no answer in " + settings.patience().toSeconds() + " s");
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        }
    }

    private Outcome answered(PushNotificationResponse<SimpleApnsPushNotification> answer) {
        if (answer.isAccepted()) {
            watch.found(Watch.Found.WELL);
            return new Outcome.Accepted(
                    List.of(answer.getPushNotification().getApnsId().toString()));
        }
        String code = "APNS " + answer.getStatusCode() + " " + reason(answer);
        Meaning meaning = OutcomeTable.meaning(code).orElse(Meaning.TRANSIENT);
        if (meaning == Meaning.SENDER) {
            watch.found(Watch.Found.refusing("the provider refuses our credentials: " + code));
        } else {
            watch.found(Watch.Found.WELL);
        }
        return meaning.outcome(code.strip(), Optional.empty());
    }

    /// Anything but a name is the provider quoting us.
    private static String reason(PushNotificationResponse<SimpleApnsPushNotification> answer) {
        return answer.getRejectionReason()
                .filter(text -> text.matches("[A-Za-z]{1,64}"))
                .orElse("");
    }

    /// Only a connection that never came about surely took nothing.
    private Outcome failed(Throwable cause) {
        String why = Doorbell.reason(cause);
        boolean neverSent =
                cause instanceof ConnectException
                        || cause instanceof UnknownHostException
                        || cause instanceof SSLHandshakeException;
        if (neverSent) {
            watch.found(Watch.Found.away(why));
        }
        watch.doubt();
        return neverSent ? new Outcome.NotSent(why) : new Outcome.Unknown("no answer: " + why);
    }

    @Override
    public int window() {
        return watch.isUp() ? settings.window() : 0;
    }

    @Override
    public void close() {
        watch.close();
        client.close().orTimeout(GRACE.toSeconds(), TimeUnit.SECONDS).handle((_, _) -> null).join();
    }
}
