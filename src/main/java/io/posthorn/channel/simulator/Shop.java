package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.message.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What every simulated HTTP provider does once it has read a message: answers, hands it to the
/// phone, reports.
final class Shop {
    private static final Duration SOON = Duration.ofMillis(50); // after the answer, as a rule
    private static final Duration LATER = Duration.ofSeconds(2);
    private static final Duration FOREVER = Duration.ofHours(1); // longer than anybody waits

    private final Channel channel;
    private final Phones phones;
    private final Time time;
    private final Treatment.Chooser chooser = new Treatment.Chooser();

    /// A message as it was read.
    ///
    /// @param json as it came, for people to look at when it has no text
    record Taken(String id, String from, String to, String text, String json) {
        @Override
        public String toString() {
            return "Taken[" + id + "]"; // a body never reaches a log
        }
    }

    /// How this provider says it.
    interface Words {
        WebServer.Answer accepted(Taken message);

        WebServer.Answer throttled();

        WebServer.Answer noRecipient();

        WebServer.Answer noContent();

        void delivered(Taken message);

        void failed(Taken message);
    }

    Shop(Channel channel, Phones phones, Time time) {
        this.channel = channel;
        this.phones = phones;
        this.time = time;
    }

    WebServer.Answer take(Taken message, Words words) throws InterruptedException {
        return switch (chooser.of(message.to(), message.text())) {
            case DELIVER -> deliver(message, words, SOON);
            case DELIVER_LATER -> deliver(message, words, LATER);
            case REPORT_FIRST -> deliver(message, words, Duration.ZERO);
            case FAIL -> {
                after(SOON, () -> words.failed(message));
                yield words.accepted(message);
            }
            case SAY_NOTHING -> {
                phones.receive(received(message));
                yield words.accepted(message);
            }
            case NO_RECIPIENT -> words.noRecipient();
            case NO_CONTENT -> words.noContent();
            case THROTTLE -> words.throttled();
            case NEVER_ANSWER -> {
                time.sleepUntil(time.now().plus(FOREVER));
                yield words.throttled();
            }
        };
    }

    private WebServer.Answer deliver(Taken message, Words words, Duration after) {
        phones.receive(received(message));
        after(after, () -> words.delivered(message));
        return words.accepted(message);
    }

    private Received received(Taken message) {
        String shown = message.text().isEmpty() ? message.json() : message.text();
        return new Received(
                0,
                channel,
                message.from(),
                message.to(),
                shown,
                1,
                List.of(message.id()),
                0,
                time.now());
    }

    private void after(Duration wait, Runnable report) {
        Instant due = time.now().plus(wait);
        Thread.ofVirtual().name("simulator report").start(() -> at(due, report));
    }

    private void at(Instant due, Runnable report) {
        try {
            time.sleepUntil(due);
            report.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
