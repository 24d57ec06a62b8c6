package io.posthorn;

import io.posthorn.channel.Channels;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Inventory.NewMember;
import io.posthorn.delivery.PushApps;
import io.posthorn.delivery.PushApps.NewCredential;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Policy;
import io.posthorn.message.PushApp;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// What a new user of `dev` finds: connections to the simulated carriers, senders, two pools (one
/// for SMS, and one that tries RCS before SMS and has WhatsApp and email), and an app with push
/// credentials.
///
/// @param whatsapp the connection the simulated WhatsApp calls
/// @param rcs the connection the simulated RCS calls
/// @param mail the connection the simulated mail server brings reports to
record Demo(ConnectionId whatsapp, ConnectionId rcs, ConnectionId mail) {

    /// The pool of the banner.
    static final String POOL = "demo";

    /// No secret: `dev` listens on loopback only.
    static final String SECRET = "demo_callback_secret";

    /// The bundle id of the demo app.
    static final String TOPIC = "com.example.demo";

    private static final String APP = "demo_app";
    private static final String EVERY_CHANNEL = "demo-channels";
    private static final List<String> NUMBERS =
            List.of("+12065550101", "+12065550102", "+12065550103");
    private static final String WHATSAPP_NUMBER = "+12065550104";
    private static final String AGENT = "posthorn_demo_agent";
    private static final String MAILBOX = "demo@posthorn.example";
    private static final double THROUGHPUT =
            10; // segments per second: slow enough to watch, fast enough not to wait

    /// Makes what is missing, and tells the connections where the carriers are this time.
    static Demo furnish(Inventory inventory, Server.Simulated at) {
        Furniture make = new Furniture(inventory);
        ConnectionId smpp =
                make.connection(
                        "simulator",
                        "SMPP",
                        Map.of(
                                "host", "127.0.0.1",
                                "port", Integer.toString(at.smpp()),
                                "systemId", "demo",
                                "password", "demo"));
        ConnectionId whatsapp =
                make.connection(
                        "simulated-whatsapp",
                        "WHATSAPP_CLOUD",
                        Map.of(
                                "baseUrl",
                                at.whatsapp().toString(),
                                "phoneNumberId",
                                WHATSAPP_NUMBER.substring(1),
                                "accessToken",
                                "demo",
                                "appSecret",
                                SECRET,
                                "verifyToken",
                                SECRET));
        ConnectionId rcs =
                make.connection(
                        "simulated-rcs",
                        "RCS_BUSINESS_MESSAGING",
                        Map.of(
                                "baseUrl",
                                at.rcs().toString(),
                                "agentId",
                                AGENT,
                                "serviceAccountJson",
                                at.account(),
                                "webhookToken",
                                SECRET));
        ConnectionId mail =
                make.connection(
                        "simulated-email",
                        "SMTP",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                Integer.toString(at.mail()),
                                "security",
                                "NONE",
                                "bounceAddress",
                                "bounce@posthorn.example",
                                "signingSecret",
                                SECRET));
        List<SenderId> numbers =
                NUMBERS.stream().map(n -> make.sender(smpp, n, Channel.SMS)).toList();
        make.pool(POOL, numbers.stream());
        Stream<SenderId> rich =
                Stream.of(
                        make.sender(rcs, AGENT, Channel.RCS),
                        make.sender(whatsapp, WHATSAPP_NUMBER, Channel.WHATSAPP),
                        make.sender(mail, MAILBOX, Channel.EMAIL));
        make.pool(EVERY_CHANNEL, Stream.concat(rich, numbers.stream()));
        make.credential(PushApp.Type.FCM, at.fcm());
        make.credential(PushApp.Type.APN, at.apns());
        return new Demo(whatsapp, rcs, mail);
    }

    private record Furniture(Inventory inventory) {

        private static Map<String, String> complete(String type, Map<String, String> given) {
            return Channels.all(Time.system()).stream()
                    .filter(known -> known.name().equals(type))
                    .findFirst()
                    .orElseThrow()
                    .complete(given);
        }

        /// Of the demo app, which is meant where none is named.
        void credential(PushApp.Type type, Map<String, String> given) {
            String account = Dev.ACCOUNT.sid();
            PushApps apps = new PushApps(inventory);
            Map<String, String> settings = complete(type.connection(), given);
            Optional<PushApp.Credential> there =
                    apps.app(account, APP).flatMap(app -> app.fallback(type.provider()));
            if (there.isEmpty()) {
                apps.add(new NewCredential(account, APP, type, settings, true));
                apps.makeDefault(account, APP);
                return;
            }
            inventory
                    .snapshot()
                    .sender(there.get().sender())
                    .flatMap(sender -> inventory.snapshot().connection(sender.connection()))
                    .ifPresent(old -> connection(old.name(), old.type(), given));
        }

        ConnectionId connection(String name, String type, Map<String, String> given) {
            Map<String, String> settings = complete(type, given);
            return inventory.snapshot().connections(Dev.ACCOUNT.sid()).stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .map(c ->
                            inventory.updateConnection(
                                    c.id(),
                                    (old, now) -> made(old.id(), name, type, settings, now)))
                    .orElseGet(() ->
                            inventory.addConnection(
                                    (id, now) -> made(id, name, type, settings, now)))
                    .id();
        }

        private static Connection made(
                ConnectionId id,
                String name,
                String type,
                Map<String, String> settings,
                Instant now) {
            return new Connection(
                    id, Dev.ACCOUNT.sid(), name, type, settings, OptionalDouble.empty(), now, now);
        }

        SenderId sender(ConnectionId connection, String address, Channel channel) {
            return inventory
                    .snapshot()
                    .sender(Dev.ACCOUNT.sid(), address, channel)
                    .map(Sender::id)
                    .orElseGet(() ->
                            inventory
                                    .addSender((id, now) ->
                                            made(id, connection, address, channel, now))
                                    .id());
        }

        private static Sender made(
                SenderId id,
                ConnectionId connection,
                String address,
                Channel channel,
                Instant now) {
            return new Sender(
                    id,
                    Dev.ACCOUNT.sid(),
                    address,
                    channel,
                    connection,
                    Optional.of(displayName(address, channel)),
                    Map.of(),
                    Sender.Status.ACTIVATED,
                    THROUGHPUT,
                    OptionalInt.empty(),
                    Sender.Limits.NONE,
                    Set.of(),
                    channel == Channel.RCS ? Sender.Kind.ALPHANUMERIC : Sender.Kind.LONG_CODE,
                    now,
                    now);
        }

        private static String displayName(String address, Channel channel) {
            return channel == Channel.EMAIL
                    ? "Posthorn demo"
                    : "Demo " + address.substring(address.length() - 3);
        }

        void pool(String name, Stream<SenderId> senders) {
            boolean there =
                    inventory.snapshot().pools(Dev.ACCOUNT.sid()).stream()
                            .anyMatch(p -> p.name().equals(name));
            if (!there) {
                inventory.addPool(
                        new Inventory.NewPool(
                                Dev.ACCOUNT.sid(),
                                Optional.of(name),
                                Map.of(),
                                Policy.DEFAULT,
                                senders.map(Furniture::member).toList()));
            }
        }

        private static NewMember member(SenderId sender) {
            return new NewMember(
                    Optional.of(sender),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalDouble.empty());
        }
    }
}
