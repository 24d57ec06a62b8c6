package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Suggestion;
import io.posthorn.message.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// `/Simulator`: the providers that live in this server, their phones and the clock. There only
/// where a simulator runs: in `dev`, or when the configuration asks for one.
public final class Simulator {

    static final Shape<PhoneAction> ACTION =
            Shape.<PhoneAction>oneOf(
                            List.of(
                                    Shape.arm("text", PhoneAction.Reply.SHAPE),
                                    Shape.arm("tap", PhoneAction.Tap.SHAPE),
                                    Shape.arm("read", PhoneAction.Read.SHAPE)))
                    .named("PhoneAction");

    private final Carriers carriers;
    private final Function<Duration, Instant> clock;

    /// @param clock moves the server's clock forward and says what it shows then
    public Simulator(Carriers carriers, Function<Duration, Instant> clock) {
        this.carriers = carriers;
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
    /// @param content the whole of it, as JSON of the provider's own; left out where it is text
    ///   only
    /// @param suggestions what can be tapped
    /// @param carrierIds the carrier's ids, one per part
    /// @param readAt when it was read, where the channel tells
    record ReceivedMessage(
            long number,
            Channel channel,
            String from,
            String to,
            String text,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<JsonNode> content,
            List<SuggestionView> suggestions,
            int parts,
            List<String> carrierIds,
            int dataCoding,
            Instant receivedAt,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> readAt) {

        record SuggestionView(Suggestion.Kind kind, String text, String postbackData) {}

        private static ReceivedMessage of(Received message) {
            return new ReceivedMessage(
                    message.number(),
                    message.channel(),
                    message.from(),
                    message.to(),
                    message.text(),
                    Optional.of(message.screen().content())
                            .filter(json -> !json.isEmpty())
                            .map(Json::read),
                    message.screen().suggestions().stream()
                            .map(s -> new SuggestionView(s.kind(), s.text(), s.postbackData()))
                            .toList(),
                    message.parts(),
                    message.carrierIds(),
                    message.dataCoding(),
                    message.receivedAt(),
                    message.readAt());
        }
    }

    record InboxView(List<ReceivedMessage> messages) {}

    record BehaviorsView(List<BehaviorView> behaviors) {}

    record ClockView(Instant now) {}

    Response inbox(Call<Filter, Route.None> call) throws InterruptedException {
        List<Received> received =
                carriers.phones().await(call.query().phones(), call.query().patience());
        return Response.ok(new InboxView(received.stream().map(ReceivedMessage::of).toList()));
    }

    Response act(Call<Route.None, PhoneAction> call) {
        boolean told =
                switch (call.body()) {
                    case PhoneAction.Reply(Channel channel, String from, String to, String text) ->
                            carriers.reply(channel, from, to, text);
                    case PhoneAction.Tap tap -> tap(tap);
                    case PhoneAction.Read(String messageId) -> read(messageId);
                };
        if (!told) {
            throw Refused.conflict("No connection is bound that could take it");
        }
        return Response.noContent();
    }

    private boolean tap(PhoneAction.Tap tap) {
        return tap.find(carriers.phones())
                .map(found -> carriers.tap(found.message(), found.suggestion()))
                .orElseThrow(() -> Refused.notFound("A message with that suggestion", at("tap")));
    }

    private static Place at(String property) {
        return Place.ROOT.property(property);
    }

    private boolean read(String messageId) {
        return carriers.phones()
                .find(messageId)
                .map(carriers::read)
                .orElseThrow(() -> Refused.notFound("The message", at("read")));
    }

    Response behaviors(Call<Route.None, Route.None> call) {
        List<BehaviorView> views = new ArrayList<>();
        carriers.behaviors().forEach((scope, set) -> views.add(BehaviorView.of(scope, set)));
        return Response.ok(new BehaviorsView(views.reversed()));
    }

    Response behave(Call<Route.None, BehaviorChange> call) {
        BehaviorChange change = call.body();
        carriers.behave(change.scope(), change.behavior());
        return Response.ok(BehaviorView.of(change.scope(), change.behavior()));
    }

    Response reset(Call<Route.None, Route.None> call) {
        carriers.resetBehaviors();
        return Response.noContent();
    }

    Response advance(Call<Route.None, ClockAdvance> call) {
        return Response.ok(new ClockView(clock.apply(call.body().by())));
    }
}
