package io.posthorn.channel.smpp;

import io.posthorn.Time;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Submit;
import io.posthorn.message.Connection;
import io.posthorn.message.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection to one carrier: its binds, the messages that leave over them, and what the
/// carrier says about them later.
final class SmppConnector implements Connector {
    private static final int PART_TRIES = 5;
    private static final Duration PART_PAUSE = Duration.ofMillis(250);

    private final SmppSettings settings;
    private final Inbox inbox;
    private final Time time;
    private final ReceiptIds ids;
    private final Deliveries deliveries;
    private final WindowTuner tuner;
    private final ConnectionState state;
    private final List<BindKeeper> keepers = new ArrayList<>();
    private final List<SmppSession> transmitters = new CopyOnWriteArrayList<>();
    private final AtomicInteger references =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    SmppConnector(Connection connection, SmppSettings settings, Inbox inbox, Time time) {
        this.settings = settings;
        this.inbox = inbox;
        this.time = time;
        this.ids = new ReceiptIds(settings.receiptIds());
        this.deliveries = new Deliveries(inbox, settings.coding(), ids, time);
        this.tuner = new WindowTuner(connection.throughput(), time.nanos());
        this.state = new ConnectionState(inbox);
        for (int bind = 0; bind < settings.binds(); bind++) {
            for (BindRole role : settings.bindMode().roles()) {
                String name = connection.name() + " " + role.name() + " " + bind;
                keepers.add(new BindKeeper(name, role, this::open, new Binds(), time));
            }
        }
    }

    void start() {
        keepers.forEach(BindKeeper::start);
    }

    private SmppSession open(BindRole role) throws IOException, InterruptedException {
        return SmppSession.connect(
                settings.endpoint(),
                settings.account().bind(role),
                sessionWindow(),
                settings.timers(),
                new Ears(),
                time);
    }

    /// The carrier's side of a session.
    private final class Ears implements SmppHandler {
        @Override
        public void requested(Incoming incoming) {
            deliveries.accept(incoming);
        }

        @Override
        public void noticed(SmppSession session, Pdu.Notice notice) {
            // An outbind or alert asks for nothing we do not do anyway.
        }

        @Override
        public void ended(SmppSession session, String why) {
            transmitters.remove(session);
            state.ended(why);
        }
    }

    private final class Binds implements BindKeeper.Events {
        @Override
        public void up(SmppSession session) {
            if (session.role().filter(BindRole::transmits).isPresent()) {
                transmitters.add(session);
                if (!session.isOpen()) {
                    transmitters.remove(session); // it ended before it was here
                }
                spread();
            }
            state.changed(transmitters.size());
        }

        @Override
        public void down(SmppSession session) {
            transmitters.remove(session);
            spread();
            state.changed(transmitters.size());
        }

        @Override
        public void failed(String why) {
            state.failed(why, transmitters.size());
        }
    }

    private int sessionWindow() {
        return settings.window()
                .orElseGet(() -> Math.max(1, tuner.window() / Math.max(1, transmitters.size())));
    }

    /// Shares the window between the sessions there are.
    private void spread() {
        int places = sessionWindow();
        for (SmppSession session : transmitters) {
            if (session.window() != places) {
                session.window(places);
            }
        }
    }

    @Override
    public int window() {
        return transmitters.stream()
                .filter(SmppSession::isOpen)
                .mapToInt(SmppSession::window)
                .sum();
    }

    @Override
    public Outcome submit(Submit submit) throws InterruptedException {
        if (submit.readable().isEmpty()) {
            return new Outcome.Refused(Outcome.Scope.CONTENT, "there is no text for SMS");
        }
        List<Pdu.SubmitSm> parts;
        try {
            parts = parts(submit);
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused(Outcome.Scope.CONTENT, "cannot be sent: " + e.getMessage());
        }
        Handover handover =
                new Handover(parts.size(), ids::recorded, outcome -> late(submit, outcome));
        attempt(handover, parts);
        for (int again = 0; handover.isHalf() && again < PART_TRIES; again++) {
            time.sleepUntil(time.now().plus(PART_PAUSE.multipliedBy(1L << again)));
            attempt(handover, parts);
        }
        return handover.outcome();
    }

    private void late(Submit submit, Outcome outcome) {
        Thread.ofVirtual()
                .name("late answer " + submit.message())
                .start(() -> tell(submit, outcome));
    }

    private void tell(Submit submit, Outcome outcome) {
        try {
            inbox.answeredLate(submit.message(), submit.attempt(), outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Pdu.SubmitSm> parts(Submit submit) {
        SmeAddress from = settings.addressing().from(submit.from());
        deliveries.sentFrom(from);
        Duration left = Duration.between(time.now(), submit.expiresAt());
        ShortMessage envelope =
                ShortMessage.of(from, settings.addressing().to(submit.to().value()), 0, Octets.NONE)
                        .withServiceType(settings.serviceType())
                        .withValidityPeriod(Validity.relative(left))
                        .withRegisteredDelivery(ShortMessage.RECEIPT_WANTED);
        int reference = references.incrementAndGet() & 0xFFFF;
        return settings.coding().parts(envelope, submit.readable(), reference).stream()
                .map(Pdu.SubmitSm::new)
                .toList();
    }

    /// Sends the parts that are still open, all over one session.
    private void attempt(Handover handover, List<Pdu.SubmitSm> parts) throws InterruptedException {
        List<Integer> open = handover.open();
        Optional<SmppSession> free = freest();
        if (free.isEmpty()) {
            Reply nothing = new Reply.NeverWritten(state.reason());
            handover.replied(open, open.stream().map(_ -> nothing).toList());
            return;
        }
        SmppSession session = free.get();
        List<Reply> replies =
                session.request(
                        open.stream().map(parts::get).toList(),
                        (part, response) ->
                                handover.answeredLate(
                                        open.get(part),
                                        new Reply.Answered(response, Duration.ZERO)));
        handover.replied(open, replies);
        replies.forEach(reply -> learn(session, reply));
    }

    private Optional<SmppSession> freest() {
        return transmitters.stream()
                .filter(SmppSession::isOpen)
                .max(Comparator.comparingInt(session -> session.window() - session.inFlight()));
    }

    private void learn(SmppSession session, Reply reply) {
        if (reply instanceof Reply.Answered(Pdu.Response response, Duration after)) {
            int before = tuner.window();
            if (tuner.answered(after.toNanos(), time.nanos()) != before) {
                spread();
            }
            if (response.status() == CommandStatus.ESME_RINVBNDSTS.code()) {
                // The carrier no longer believes in this bind; a new one helps, waiting does not.
                Thread.ofVirtual().name("smpp-rebind").start(session::close);
            }
        }
    }

    @Override
    public void close() {
        state.close();
        List<Thread> closing =
                keepers.stream()
                        .map(keeper -> Thread.ofVirtual().name("smpp-close").start(keeper::close))
                        .toList();
        try {
            for (Thread each : closing) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
