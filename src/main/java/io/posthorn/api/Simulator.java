package io.posthorn.api;

import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.message.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `/Simulator`: the carrier that lives in this server, its phones and the clock. There only where
/// a simulator runs: in `dev`, or when the configuration asks for one.
public final class Simulator {

    private final Carriers carriers;
    private final Smsc smsc;
    private final Function<Duration, Instant> clock;

    /// @param clock moves the server's clock forward and says what it shows then
    public Simulator(Carriers carriers, Function<Duration, Instant> clock) {
        this.carriers = carriers;
        this.smsc = carriers.smsc();
        this.clock = clock;
    }

    /// What a list of received messages is narrowed by, and how long to wait for the first.
    record Filter(Phones.Filter phones, Duration patience) {

        private static final Shape<Duration> PATIENCE =
                Shape.text(1, 6)
                        .matching(
                                "[0-9]{1,5}ms|[1-5]?[0-9]s?|60s?",
                                "up to 60 seconds, such as 5s or 500ms")
                        .as(Filter::patience);
        private static final int SHOWN_MAX = 1000;
        private static final int SHOWN = 50;

        private static final Field<Optional<String>> TO = Field.optional("to", Shape.text(1, 255));
        private static final Field<Optional<Channel>> CHANNEL =
                Field.optional("channel", Shape.choice(Channel.class));
        private static final Field<Duration> WAIT =
                Field.withDefault("wait", PATIENCE, Duration.ZERO);
        private static final Field<Integer> AFTER =
                Field.withDefault("after", new TextualInteger(0, Integer.MAX_VALUE), 0);
        private static final Field<Integer> LIMIT =
                Field.withDefault("limit", new TextualInteger(1, SHOWN_MAX), SHOWN);

        static final Shape<Filter> SHAPE =
                Shape.object(Filter::of, TO, CHANNEL, WAIT, AFTER, LIMIT);

        private static Filter of(Values values) {
            Phones.Filter phones =
                    new Phones.Filter(
                            values.get(TO),
                            values.get(CHANNEL),
                            values.get(AFTER),
                            values.get(LIMIT));
            return new Filter(phones, values.get(WAIT));
        }

        private static Duration patience(String text) {
            return text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                    : Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
        }
    }

    /// What a phone received.
    ///
    /// @param number counts all messages of all phones; give it as `after` to see only newer ones
    /// @param carrierIds the carrier's ids, one per part
    record ReceivedMessage(
            long number,
            Channel channel,
            String from,
            String to,
            String text,
            int parts,
            List<String> carrierIds,
            int dataCoding,
            Instant receivedAt) {

        private static ReceivedMessage of(Received message) {
            return new ReceivedMessage(
                    message.number(),
                    message.channel(),
                    message.from(),
                    message.to(),
                    message.text(),
                    message.parts(),
                    message.carrierIds(),
                    message.dataCoding(),
                    message.receivedAt());
        }
    }

    record InboxView(List<ReceivedMessage> messages) {}

    /// What somebody types on a phone.
    record PhoneReply(Channel channel, String from, String to, String text) {

        private static final Field<Channel> CHANNEL =
                Field.withDefault("channel", Shape.choice(Channel.class), Channel.SMS);
        private static final Field<String> FROM =
                Field.required(
                        "from",
                        Shape.text(1, 16)
                                .matching("\\+[1-9][0-9]{1,14}", "a phone number in E.164"));
        private static final Field<String> TO =
                Field.required(
                        "to", Shape.text(1, SenderAddress.MAX_LENGTH).then(PhoneReply::address));
        private static final Field<String> TEXT = Field.required("text", Shape.text(0, 10_000));

        static final Shape<PhoneReply> SHAPE =
                Shape.object(
                                values ->
                                        new PhoneReply(
                                                values.get(CHANNEL),
                                                values.get(FROM),
                                                values.get(TO),
                                                values.get(TEXT)),
                                CHANNEL,
                                FROM,
                                TO,
                                TEXT)
                        .named("PhoneReply")
                        .then(PhoneReply::toSender);

        /// An address of some channel.
        private static @Nullable String address(String address, Place at, Findings findings) {
            boolean known =
                    Arrays.stream(Channel.values())
                            .anyMatch(c -> SenderAddress.normalise(address, c).isPresent());
            if (!known) {
                findings.add(at.label() + " must be the address of a sender", at);
                return null;
            }
            return address;
        }

        private static @Nullable PhoneReply toSender(
                PhoneReply reply, Place at, Findings findings) {
            Optional<String> sender = SenderAddress.normalise(reply.to, reply.channel);
            if (sender.isEmpty()) {
                findings.add(
                        "to must be " + SenderAddress.expected(reply.channel), at.property("to"));
                return null;
            }
            return new PhoneReply(reply.channel, reply.from, sender.get(), reply.text);
        }
    }

    record BehaviorsView(List<BehaviorView> behaviors) {}

    record ClockView(Instant now) {}

    Response inbox(Call<Filter, Route.None> call) throws InterruptedException {
        List<Received> received =
                smsc.phones().await(call.query().phones(), call.query().patience());
        return Response.ok(new InboxView(received.stream().map(ReceivedMessage::of).toList()));
    }

    Response reply(Call<Route.None, PhoneReply> call) {
        PhoneReply reply = call.body();
        if (!carriers.reply(reply.channel(), reply.from(), reply.to(), reply.text())) {
            throw Refused.conflict("No connection is bound that could take it");
        }
        return Response.noContent();
    }

    Response behaviors(Call<Route.None, Route.None> call) {
        return Response.ok(
                new BehaviorsView(
                        smsc.behaviors().entrySet().stream()
                                .map(entry -> BehaviorView.of(entry.getKey(), entry.getValue()))
                                .sorted(
                                        Comparator.comparing((BehaviorView view) ->
                                                        view.connection().orElse(""))
                                                .thenComparing(view -> view.sender().orElse("")))
                                .toList()));
    }

    Response behave(Call<Route.None, BehaviorChange> call) {
        BehaviorChange change = call.body();
        smsc.behave(change.scope(), change.behavior());
        return Response.ok(BehaviorView.of(change.scope(), change.behavior()));
    }

    Response reset(Call<Route.None, Route.None> call) {
        smsc.resetBehaviors();
        return Response.noContent();
    }

    Response advance(Call<Route.None, ClockAdvance> call) {
        return Response.ok(new ClockView(clock.apply(call.body().by())));
    }
}
