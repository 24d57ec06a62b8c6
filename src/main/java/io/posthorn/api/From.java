package io.posthorn.api;

import io.posthorn.Nearest;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.PushApps;
import io.posthorn.message.Channel;
import io.posthorn.message.CredentialId;
import io.posthorn.message.Device;
import io.posthorn.message.Origin;
import io.posthorn.message.PoolId;
import io.posthorn.message.PushApp;
import io.posthorn.message.PushApp.Credential;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a message is sent from.
sealed interface From {

    /// The origin that is meant; throws [Refused] with 404 at the id that names nothing.
    Origin origin(Inventory inventory, Account account);

    default ChannelControl channels() {
        return ChannelControl.NONE;
    }

    record Pool(Named<PoolId> pool, ChannelControl channels) implements From {

        private static final Field<Named<PoolId>> POOL =
                Field.required("senderPoolId", Shapes.POOL_ID);
        private static final Field<ChannelControl> CHANNELS =
                Field.optionalOr("channels", ChannelControl.SHAPE, ChannelControl.NONE);

        static final Shape<Pool> SHAPE =
                Shape.object(
                                values -> new Pool(values.get(POOL), values.get(CHANNELS)),
                                POOL,
                                CHANNELS)
                        .named("FromSenderPool");

        @Override
        public Origin origin(Inventory inventory, Account account) {
            return new Origin.FromPool(
                    pool.in(
                                    id -> inventory.snapshot().pool(account.sid(), id),
                                    "SenderPool",
                                    HERE.property("senderPoolId"))
                            .id());
        }
    }

    record OneSender(Named<SenderId> sender) implements From {

        private static final Field<Named<SenderId>> SENDER =
                Field.required("senderId", Shapes.SENDER_ID);

        static final Shape<OneSender> SHAPE =
                Shape.object(values -> new OneSender(values.get(SENDER)), SENDER)
                        .named("FromSender");

        @Override
        public Origin origin(Inventory inventory, Account account) {
            return new Origin.FromSender(
                    sender.in(
                                    id -> inventory.snapshot().sender(account.sid(), id),
                                    "Sender",
                                    HERE.property("senderId"))
                            .id());
        }
    }

    record OneAddress(String address, Channel channel) implements From {

        private static final Field<String> ADDRESS =
                Field.required("address", Shape.text(1, SenderAddress.MAX_LENGTH));
        private static final Field<Channel> CHANNEL =
                Field.required(
                        "channel",
                        Shape.choice(List.of(Channel.SMS, Channel.RCS, Channel.WHATSAPP)));

        static final Shape<OneAddress> SHAPE =
                Shape.object(
                                values -> new OneAddress(values.get(ADDRESS), values.get(CHANNEL)),
                                ADDRESS,
                                CHANNEL)
                        .named("FromAddress");

        @Override
        public Origin origin(Inventory inventory, Account account) {
            Optional<Sender> sender =
                    SenderAddress.normalise(address, channel)
                            .flatMap(form ->
                                    inventory.snapshot().sender(account.sid(), form, channel));
            return sender.<Origin>map(found -> new Origin.FromSender(found.id()))
                    .orElseThrow(() ->
                            Refused.notFound(
                                    channel + " sender " + Nearest.shown(address),
                                    HERE.property("address")));
        }
    }

    /// The sender of an email by its address, which has to be one of the account's.
    ///
    /// @param name shown with it; empty: the sender's own
    record Mailbox(String address, Optional<String> name) implements From {

        private static final Field<String> ADDRESS =
                Field.required("address", Shape.text(1, SenderAddress.MAX_LENGTH));
        private static final Field<Optional<String>> NAME =
                Field.optional(
                        "name",
                        EmailContents.NAME
                                .then(Contents::template)
                                .described(
                                        "Shown with the address instead of the sender's own; may"
                                                + " have Liquid"));

        static final Shape<Mailbox> SHAPE =
                Shape.object(
                                values -> new Mailbox(values.get(ADDRESS), values.get(NAME)),
                                ADDRESS,
                                NAME)
                        .named("FromMailbox");

        @Override
        public Origin origin(Inventory inventory, Account account) {
            return SenderAddress.normalise(address, Channel.EMAIL)
                    .flatMap(
                            form -> inventory.snapshot().sender(account.sid(), form, Channel.EMAIL))
                    .<Origin>map(found -> new Origin.FromSender(found.id()))
                    .orElseThrow(() ->
                            Refused.invalid(
                                    Nearest.shown(address) + " is no EMAIL sender of this account",
                                    HERE.property("address")));
        }
    }

    /// Like one sender, which has to be one of this channel.
    record SenderOn(OneSender sender, Channel channel) implements From {

        static Shape<SenderOn> shape(Channel channel) {
            return OneSender.SHAPE.as(sender -> new SenderOn(sender, channel));
        }

        @Override
        public Origin origin(Inventory inventory, Account account) {
            Origin origin = sender.origin(inventory, account);
            if (sender.sender
                    .find(inventory.snapshot()::sender)
                    .filter(found -> found.channel() == channel)
                    .isEmpty()) {
                throw Refused.invalid(
                        "senderId is not of "
                                + (channel == Channel.EMAIL ? "an " : "a ")
                                + channel
                                + " sender",
                        HERE.property("senderId"));
            }
            return origin;
        }
    }

    /// What an app is known by to each push service; both have to be of one app.
    record Credentials(Optional<Named<CredentialId>> fcm, Optional<Named<CredentialId>> apn)
            implements From {

        private static final Shape<Named<CredentialId>> ID =
                Shapes.id("comms_credential_", CredentialId::parse);
        private static final Field<Optional<Named<CredentialId>>> FCM = Field.optional("fcm", ID);
        private static final Field<Optional<Named<CredentialId>>> APN = Field.optional("apn", ID);

        static final Shape<Credentials> SHAPE =
                Shape.object(values -> new Credentials(values.get(FCM), values.get(APN)), FCM, APN)
                        .named("FromPushCredentials")
                        .then(Credentials::check);

        private @Nullable Credentials check(Place at, Findings findings) {
            if (fcm.isEmpty() && apn.isEmpty()) {
                findings.add(at.label() + " must have fcm, apn or both", at);
                return null;
            }
            return this;
        }

        @Override
        public Origin origin(Inventory inventory, Account account) {
            PushApps apps = new PushApps(inventory);
            List<PushApp> of = new ArrayList<>();
            List<Credential> used = new ArrayList<>();
            fcm.ifPresent(id -> find(apps, account, id, Device.Provider.FCM, of, used));
            apn.ifPresent(id -> find(apps, account, id, Device.Provider.APN, of, used));
            if (!of.getFirst().name().equals(of.getLast().name())) {
                throw Refused.invalid("fcm and apn are not of one app", HERE);
            }
            return apps.origin(of.getFirst(), used);
        }

        private static void find(
                PushApps apps,
                Account account,
                Named<CredentialId> named,
                Device.Provider provider,
                List<PushApp> of,
                List<Credential> used) {
            Place at = HERE.property(provider.name().toLowerCase(Locale.ROOT));
            PushApp app = named.in(id -> apps.of(account.sid(), id), "Credential", at);
            Credential found = app.credential(named.id().orElseThrow()).orElseThrow();
            if (found.type().provider() != provider) {
                throw Refused.invalid("This is a credential of type " + found.type(), at);
            }
            of.add(app);
            used.add(found);
        }
    }

    /// `from` of a notification was left out: what the default app is known by; while it is known
    /// to nobody, any PUSH sender of the account.
    record DefaultApp() implements From {

        @Override
        public Origin origin(Inventory inventory, Account account) {
            PushApps apps = new PushApps(inventory);
            return apps.origin(apps.byDefault(account.sid()))
                    .orElseGet(() -> new Origin.FromInventory(account.number()));
        }
    }

    /// `from` was left out: any sender of the account.
    record Anything() implements From {

        @Override
        public Origin origin(Inventory inventory, Account account) {
            return new Origin.FromInventory(account.number());
        }
    }

    Place HERE = Place.ROOT.property("from");
}
