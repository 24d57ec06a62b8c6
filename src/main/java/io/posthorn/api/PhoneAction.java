package io.posthorn.api;

import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Suggestion;
import io.posthorn.message.Channel;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the owner of a simulated phone does.
sealed interface PhoneAction {

    /// A phone as its number is written.
    Shape<String> PHONE =
            Shape.text(1, 16).matching("\\+[1-9][0-9]{1,14}", "a phone number in E.164");

    /// Writes to a sender.
    record Reply(Channel channel, String from, String to, String text) implements PhoneAction {

        private static final Field<Channel> CHANNEL =
                Field.withDefault("channel", Shape.choice(Channel.class), Channel.SMS);
        private static final Field<String> FROM =
                Field.required(
                        "from",
                        Shape.text(1, 320)
                                .matching(
                                        "\\+[1-9][0-9]{1,14}|[^\\s@<>]+@[^\\s@<>]+",
                                        "a phone number in E.164, or an email address"));
        private static final Field<String> TO =
                Field.required("to", Shape.text(1, SenderAddress.MAX_LENGTH).then(Reply::address));
        private static final Field<String> TEXT = Field.required("text", Shape.text(0, 10_000));

        static final Shape<Reply> SHAPE =
                Shape.object(
                                values ->
                                        new Reply(
                                                values.get(CHANNEL),
                                                values.get(FROM),
                                                values.get(TO),
                                                values.get(TEXT)),
                                CHANNEL,
                                FROM,
                                TO,
                                TEXT)
                        .named("PhoneReply")
                        .then(Reply::toSender);

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

        private static @Nullable Reply toSender(Reply reply, Place at, Findings findings) {
            Optional<String> sender = SenderAddress.normalise(reply.to, reply.channel);
            if (sender.isEmpty()) {
                findings.add(
                        "to must be " + SenderAddress.expected(reply.channel), at.property("to"));
                return null;
            }
            if ((reply.channel == Channel.EMAIL) != reply.from.contains("@")) {
                findings.add("from must be an address of " + reply.channel, at.property("from"));
                return null;
            }
            return new Reply(reply.channel, reply.from, sender.get(), reply.text);
        }

        @Override
        public String toString() {
            return "Reply[" + channel + "]"; // a body never reaches a log
        }
    }

    /// Taps what a message suggests: of the newest message on the phone that suggests it, unless
    /// `messageId` names one.
    ///
    /// @param tap the suggestion's text or its postbackData
    /// @param messageId one of the message's `carrierIds`
    record Tap(
            String tap,
            Optional<String> messageId,
            Optional<String> from,
            Optional<Channel> channel)
            implements PhoneAction {

        private static final Field<String> TAP =
                Field.required(
                        "tap",
                        Shape.text(1, 2048)
                                .described("Text or postbackData of one of the suggestions"));
        private static final Field<Optional<String>> MESSAGE =
                Field.optional(
                        "messageId",
                        Shape.text(1, 255).described("One of the message's carrierIds"));
        private static final Field<Optional<String>> FROM = Field.optional("from", PHONE);
        private static final Field<Optional<Channel>> CHANNEL =
                Field.optional("channel", Shape.choice(Channel.class));

        static final Shape<Tap> SHAPE =
                Shape.object(
                                values ->
                                        new Tap(
                                                values.get(TAP),
                                                values.get(MESSAGE),
                                                values.get(FROM),
                                                values.get(CHANNEL)),
                                TAP,
                                MESSAGE,
                                FROM,
                                CHANNEL)
                        .named("SuggestionTap")
                        .then(Tap::ofSome);

        private static @Nullable Tap ofSome(Tap tap, Place at, Findings findings) {
            if (tap.messageId.isEmpty() && tap.from.isEmpty()) {
                findings.add("messageId or from is required", at);
                return null;
            }
            return tap;
        }

        /// A message with the suggestion that is tapped.
        record Found(Received message, Suggestion suggestion) {}

        Optional<Found> find(Phones phones) {
            return candidates(phones)
                    .filter(message -> from.map(message.to()::equals).orElse(true))
                    .filter(message -> channel.map(message.channel()::equals).orElse(true))
                    .flatMap(message ->
                            message.screen().suggestions().stream()
                                    .filter(this::names)
                                    .map(suggestion -> new Found(message, suggestion)))
                    .findFirst();
        }

        private Stream<Received> candidates(Phones phones) {
            return messageId
                    .map(id -> phones.find(id).stream())
                    .orElseGet(() -> phones.inbox().stream());
        }

        private boolean names(Suggestion suggestion) {
            return suggestion.text().equals(tap) || suggestion.postbackData().equals(tap);
        }

        @Override
        public String toString() {
            return "Tap"; // a body never reaches a log
        }
    }

    /// Reads a message.
    ///
    /// @param messageId one of the message's `carrierIds`
    record Read(String messageId) implements PhoneAction {

        private static final Field<String> READ =
                Field.required(
                        "read", Shape.text(1, 255).described("One of the message's carrierIds"));

        static final Shape<Read> SHAPE =
                Shape.object(values -> new Read(values.get(READ)), READ).named("MessageRead");
    }
}
