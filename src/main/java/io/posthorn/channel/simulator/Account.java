package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.channel.smpp.CommandStatus;
import io.posthorn.channel.smpp.Pdu;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One customer of the carrier: everything bound with one system_id. Keeps what is to be delivered
/// until a receiving session has acknowledged it, across reconnects.
final class Account {
    private static final int WAITING_MAX = 1_000_000; // the oldest is dropped then
    private static final int TRIES = 20;
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final Agenda agenda;
    private final Traffic traffic;
    private final Time time;
    private final List<Link> links = new ArrayList<>();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private Instant refusesUntil = Instant.MIN;

    Account(Agenda agenda, Traffic traffic, Time time) {
        this.agenda = agenda;
        this.traffic = traffic;
        this.time = time;
    }

    /// Answers the bind and takes the session in as one step: who has seen the answer finds the
    /// session here, and what waits for the customer follows the answer.
    synchronized void join(Link link, Runnable answer) {
        answer.run();
        links.add(link);
        pump();
    }

    /// What `link` had not acknowledged goes to another session, or waits for one.
    synchronized void leave(Link link) {
        links.remove(link);
        Collection<Delivery> returned = link.takeUnacknowledged();
        returned.forEach(delivery -> waiting.addFirst(delivery.again()));
        pump();
    }

    synchronized void deliver(Delivery delivery) {
        waiting.addLast(delivery);
        if (waiting.size() > WAITING_MAX) {
            waiting.removeFirst();
        }
        pump();
    }

    synchronized void acknowledged(Link link, int sequence, Pdu.Response answer) {
        link.acknowledged(sequence).ifPresent(delivery -> settle(delivery, answer));
        pump();
    }

    private void settle(Delivery delivery, Pdu.Response answer) {
        if (answer.ok()) {
            traffic.taken(delivery);
        } else if (worthAnotherTry(delivery, answer)) {
            agenda.at(time.now().plus(TRY_AGAIN), () -> deliver(delivery.again()));
        }
    }

    /// SMPP 3.4 section 5.1.3: these two say never.
    private static boolean worthAnotherTry(Delivery delivery, Pdu.Response answer) {
        return delivery.tries() < TRIES
                && answer.status() != CommandStatus.ESME_RX_P_APPN.code()
                && answer.status() != CommandStatus.ESME_RX_R_APPN.code();
    }

    /// Hands out what waits, as far as sessions can take it.
    synchronized void pump() {
        while (!waiting.isEmpty()) {
            Optional<Link> link = receiver(waiting.getFirst());
            if (link.isEmpty()) {
                return;
            }
            Delivery delivery = waiting.removeFirst();
            traffic.sent(delivery);
            link.get().deliver(delivery);
        }
    }

    /// The session the message came in on when it can take it, else the least busy one that can.
    private Optional<Link> receiver(Delivery delivery) {
        @Nullable Link best = null;
        for (Link link : links) {
            if (link.hasRoom()) {
                if (link == delivery.preferred()) {
                    return Optional.of(link);
                }
                best = best == null || link.busyness() < best.busyness() ? link : best;
            }
        }
        return Optional.ofNullable(best);
    }

    synchronized List<Link> links() {
        return List.copyOf(links);
    }

    /// Cuts every session and takes no new one for a while.
    void hangUp(Duration refuseFor) {
        refuseBindsFor(refuseFor);
        links().forEach(Link::cut);
    }

    synchronized void refuseBindsFor(Duration duration) {
        refusesUntil = time.now().plus(duration);
    }

    synchronized boolean refusesBinds() {
        return time.now().isBefore(refusesUntil);
    }
}
