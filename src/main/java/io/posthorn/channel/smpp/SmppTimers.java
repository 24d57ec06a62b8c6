package io.posthorn.channel.smpp;

import java.time.Duration;

/// How long a session waits for what (the timers of SMPP 3.4 section 7.2).
///
/// @param bind from the connection to a successful bind
/// @param response from a request to its answer
/// @param enquireLink silence of the peer after which it is asked for a sign of life
/// @param enquireLinkAnswer from that question to the answer; two misses in a row end the session
/// @param close for answers still due and the unbind handshake when closing
public record SmppTimers(
        Duration bind,
        Duration response,
        Duration enquireLink,
        Duration enquireLinkAnswer,
        Duration close) {

    public static final SmppTimers DEFAULT =
            new SmppTimers(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5));

    public SmppTimers withResponse(Duration timeout) {
        return new SmppTimers(bind, timeout, enquireLink, enquireLinkAnswer, close);
    }

    /// Also shortens the wait for its answer so that a silent peer is found out within twice
    /// `interval`.
    public SmppTimers withEnquireLink(Duration interval) {
        Duration answer = interval.dividedBy(3);
        Duration shorter = answer.compareTo(enquireLinkAnswer) < 0 ? answer : enquireLinkAnswer;
        return new SmppTimers(bind, response, interval, shorter, close);
    }

    /// How often to look: often enough that no timer is late by more than a twentieth.
    Duration tick() {
        Duration shortest =
                response.compareTo(enquireLinkAnswer) < 0 ? response : enquireLinkAnswer;
        return shortest.dividedBy(20);
    }
}
