package io.posthorn.api;

import io.posthorn.Nearest;
import io.posthorn.delivery.Snapshot;
import io.posthorn.message.Channel;
import io.posthorn.message.Origin;
import io.posthorn.message.PoolId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import java.util.List;
import java.util.Optional;

/// Where a message is sent from.
sealed interface From {

    /// The origin that is meant; throws [Refused] with 404 at the id that names nothing.
    Origin origin(Snapshot now, Account account);

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
        public Origin origin(Snapshot now, Account account) {
            return new Origin.FromPool(
                    pool.in(
                                    id -> now.pool(account.sid(), id),
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
        public Origin origin(Snapshot now, Account account) {
            return new Origin.FromSender(
                    sender.in(
                                    id -> now.sender(account.sid(), id),
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
        public Origin origin(Snapshot now, Account account) {
            Optional<Sender> sender =
                    SenderAddress.normalise(address, channel)
                            .flatMap(form -> now.sender(account.sid(), form, channel));
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
        public Origin origin(Snapshot now, Account account) {
            return SenderAddress.normalise(address, Channel.EMAIL)
                    .flatMap(form -> now.sender(account.sid(), form, Channel.EMAIL))
                    .<Origin>map(found -> new Origin.FromSender(found.id()))
                    .orElseThrow(() ->
                            Refused.invalid(
                                    Nearest.shown(address) + " is no EMAIL sender of this account",
                                    HERE.property("address")));
        }
    }

    /// Like one sender, which has to be one for email.
    record EmailSender(OneSender sender) implements From {

        static final Shape<EmailSender> SHAPE = OneSender.SHAPE.as(EmailSender::new);

        @Override
        public Origin origin(Snapshot now, Account account) {
            Origin origin = sender.origin(now, account);
            if (sender.sender
                    .find(now::sender)
                    .filter(found -> found.channel() == Channel.EMAIL)
                    .isEmpty()) {
                throw Refused.invalid(
                        "senderId is not of an EMAIL sender", HERE.property("senderId"));
            }
            return origin;
        }
    }

    /// `from` was left out: any sender of the account.
    record Anything() implements From {

        @Override
        public Origin origin(Snapshot now, Account account) {
            return new Origin.FromInventory(account.number());
        }
    }

    Place HERE = Place.ROOT.property("from");
}
