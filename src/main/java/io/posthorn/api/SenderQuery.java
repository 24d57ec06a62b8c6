package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.Sender;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a list of senders is narrowed by.
record SenderQuery(
        Optional<Channel> channel, Optional<Sender.Status> status, Created created, Page page) {

    private static final Field<Optional<Channel>> CHANNEL =
            Field.optional("channel", Shape.choice(Channel.class));
    private static final Field<Optional<Sender.Status>> STATUS =
            Field.optional("status", Shape.choice(Sender.Status.class));

    static final Shape<SenderQuery> SHAPE =
            Shape.object(
                            SenderQuery::of,
                            CHANNEL,
                            STATUS,
                            Created.START,
                            Created.END,
                            Page.PAGE_TOKEN,
                            Page.QUERY_SIZE)
                    .then(SenderQuery::check);

    private static SenderQuery of(Values values) {
        return new SenderQuery(
                values.get(CHANNEL), values.get(STATUS), Created.of(values), Page.of(values));
    }

    private @Nullable SenderQuery check(Place at, Findings findings) {
        return created.check(at, findings) == null ? null : this;
    }

    boolean matches(Sender sender) {
        return channel.map(sender.channel()::equals).orElse(true)
                && status.map(sender.status()::equals).orElse(true)
                && created.matches(sender.createdAt());
    }
}
