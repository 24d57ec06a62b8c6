package io.posthorn.channel.smpp;

import io.posthorn.Time;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One SMPP conversation over one socket, the same class on both ends: an ESME `connect`s, an SMSC
/// `accept`s.
///
/// Keeps at most `window` of its own requests unanswered, pairs answers with requests, watches that
/// the peer is alive, and when it ends tells every waiting caller whether the peer may have the
/// request. Three virtual threads: one reads, one writes everything that has collected in one go,
/// one watches the timers.
public final class SmppSession implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SmppSession.class.getName());

    private final Socket socket;
    private final boolean accepting;
    private final SmppTimers timers;
    private final SmppHandler handler;
    private final Time time;
    private final String name;
    private final long startedAt;
    private final Heartbeat heartbeat;
    private final Thread watchdog;
    private final CountDownLatch over = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition placeFree = lock.newCondition();
    private final Condition toWrite = lock.newCondition();
    private final Outbox outbox = new Outbox();
    private final InFlight inFlight = new InFlight();
    private int window;
    private int lastSequence;
    private @Nullable BindRole role;
    private @Nullable String leaving; // why the session ends once the outbox is written
    private @Nullable String ended;
    private boolean closing;
    private long closingSince;

    private SmppSession(
            Socket socket,
            boolean accepting,
            int window,
            SmppTimers timers,
            SmppHandler handler,
            Time time) {
        this.socket = socket;
        this.accepting = accepting;
        this.window = window;
        this.timers = timers;
        this.handler = handler;
        this.time = time;
        this.name = (accepting ? "smsc " : "esme ") + socket.getRemoteSocketAddress();
        this.startedAt = time.nanos();
        this.heartbeat = new Heartbeat(timers, startedAt);
        this.watchdog = Thread.ofVirtual().name("smpp-watch " + name).unstarted(this::watch);
    }

    /// Connects and binds as `bind` says, with a window of 1 or more.
    ///
    /// Throws `BindRefused` with the peer's status, or `IOException` when there is no connection or
    /// no answer in time.
    public static SmppSession connect(
            SmppEndpoint endpoint,
            Pdu.Bind bind,
            int window,
            SmppTimers timers,
            SmppHandler handler,
            Time time)
            throws IOException, InterruptedException {
        SmppSession session =
                new SmppSession(endpoint.open(), false, window, timers, handler, time);
        session.start();
        session.bind(bind);
        return session;
    }

    /// Speaks as an SMSC on an accepted socket. The first request the handler sees is a bind; the
    /// session is bound once it is answered with ESME_ROK.
    public static SmppSession accept(
            Socket socket, int window, SmppTimers timers, SmppHandler handler, Time time)
            throws IOException {
        SmppSession session = new SmppSession(socket, true, window, timers, handler, time);
        session.start();
        return session;
    }

    private void start() throws IOException {
        socket.setTcpNoDelay(true);
        if (socket instanceof SSLSocket) {
            socket.setSoLinger(true, 1); // without it, close waits for a write that is stuck
        }
        Thread.ofVirtual().name("smpp-read " + name).start(this::read);
        Thread.ofVirtual().name("smpp-write " + name).start(this::write);
        watchdog.start();
    }

    private void bind(Pdu.Bind bind) throws IOException, InterruptedException {
        try {
            switch (request(bind)) {
                case Reply.Answered(Pdu.Response answer, Duration _) when answer.ok() -> {}
                case Reply.Answered(Pdu.Response answer, Duration _) ->
                        throw new BindRefused(answer.status());
                case Reply.TimedOut() -> throw new IOException("no answer to bind");
                case Reply.LostAfterWrite(String why) -> throw new IOException(why);
                case Reply.NeverWritten(String why) -> throw new IOException(why);
            }
        } catch (IOException | InterruptedException e) {
            end("not bound");
            throw e;
        }
    }

    /// Sends `pdus` in this order, each as soon as the window has a place, and waits for all
    /// replies; they come back in the order of the requests.
    ///
    /// Throws `IllegalArgumentException` for a PDU longer than `PduCodec.LENGTH_MAX`.
    public List<Reply> request(List<? extends Pdu.Request> pdus, LateAnswer late)
            throws InterruptedException {
        Exchange exchange = new Exchange(pdus.size(), late);
        lock.lockInterruptibly();
        try {
            for (int part = 0; part < pdus.size(); part++) {
                awaitPlace();
                send(pdus.get(part), exchange, part);
            }
        } finally {
            lock.unlock();
        }
        return exchange.await();
    }

    /// One request and its reply.
    public Reply request(Pdu.Request pdu) throws InterruptedException {
        return request(List.of(pdu), LateAnswer.IGNORED).getFirst();
    }

    private void awaitPlace() throws InterruptedException {
        while (usable() && inFlight.size() >= window) {
            placeFree.await();
        }
    }

    private void send(Pdu.Request pdu, Exchange exchange, int part) {
        if (usable()) {
            ask(pdu, exchange, part);
        } else {
            String why = ended != null ? ended : leaving != null ? leaving : "closing";
            exchange.reply(part, new Reply.NeverWritten(why));
        }
    }

    private boolean usable() {
        return connected() && !closing;
    }

    private boolean connected() {
        return ended == null && leaving == null;
    }

    private void ask(Pdu.Request pdu, Exchange exchange, int part) {
        int sequence = nextSequence();
        long number = put(sequence, pdu);
        inFlight.add(sequence, new InFlight.Request(pdu, exchange, part, number, time.nanos()));
    }

    /// 1 to 0x7FFFFFFF, then from 1 again (SMPP 3.4 section 5.1.4).
    private int nextSequence() {
        lastSequence = lastSequence == Integer.MAX_VALUE ? 1 : lastSequence + 1;
        return lastSequence;
    }

    private long put(int sequence, Pdu pdu) {
        if (outbox.isEmpty()) {
            toWrite.signal();
        }
        return outbox.put(sequence, pdu);
    }

    void answer(int sequence, Pdu.Response response) {
        boolean unread = locked(() -> putAnswer(sequence, response));
        if (unread) {
            end("peer does not read");
        }
    }

    private boolean putAnswer(int sequence, Pdu.Response response) {
        if (connected()) {
            if (accepting && response instanceof Pdu.BindResp bound && bound.ok()) {
                role = bound.role();
            }
            put(sequence, response);
        }
        return outbox.overflows();
    }

    private void write() {
        try {
            OutputStream wire = socket.getOutputStream();
            for (PduWriter full = nextToWrite(); full != null; full = nextToWrite()) {
                wire.write(full.bytes(), 0, full.size());
                recycle(full);
            }
            end("closed");
        } catch (IOException e) {
            end("write failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end("interrupted");
        }
    }

    /// Null when nothing is left to write and the session is to end.
    private @Nullable PduWriter nextToWrite() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (outbox.isEmpty() && connected()) {
                toWrite.await();
            }
            return ended != null || outbox.isEmpty() ? null : outbox.take();
        } finally {
            lock.unlock();
        }
    }

    private void recycle(PduWriter written) {
        lock.lock();
        try {
            outbox.recycle(written);
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        try {
            PduInput in =
                    new PduInput(socket.getInputStream(), () -> heartbeat.heard(time.nanos()));
            Decoded decoded = in.next();
            while (decoded != null && understood(decoded)) {
                decoded = in.next();
            }
            if (decoded == null) {
                end("peer closed the connection");
            }
        } catch (IOException e) {
            end("read failed: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Session " + name + " ends: its handler failed", e);
            end("internal error");
        }
    }

    /// False when the octets that follow can mean nothing.
    private boolean understood(Decoded decoded) {
        switch (decoded) {
            case Decoded.Frame(int sequence, Pdu pdu) -> received(sequence, pdu);
            case Decoded.Malformed malformed -> refuse(malformed);
            case Decoded.Unframed(long length) -> {
                answer(0, Pdu.GenericNack.of(CommandStatus.ESME_RINVCMDLEN));
                leave("impossible command_length " + length);
                return false;
            }
            case Decoded.Incomplete _ -> throw new IllegalStateException("read before complete");
        }
        return true;
    }

    private void refuse(Decoded.Malformed malformed) {
        LOG.log(Level.WARNING, "Malformed PDU from {0}: {1}", name, malformed.why());
        if (malformed.asks()) {
            answer(malformed.sequence(), Pdu.GenericNack.of(malformed.error()));
        }
    }

    private void received(int sequence, Pdu pdu) {
        switch (pdu) {
            case Pdu.EnquireLink ask -> answer(sequence, ask.answer(CommandStatus.ESME_ROK));
            case Pdu.Unbind ask -> {
                answer(sequence, ask.answer(CommandStatus.ESME_ROK));
                leave("peer unbound");
            }
            case Pdu.Bind bind -> bindRequested(new Incoming(this, sequence, bind));
            case Pdu.Request ask -> requested(new Incoming(this, sequence, ask));
            case Pdu.Response response -> answered(sequence, response);
            case Pdu.Notice notice -> handler.noticed(this, notice);
            case Pdu.Unknown unknown -> {
                if (unknown.asks()) {
                    answer(sequence, Pdu.GenericNack.of(CommandStatus.ESME_RINVCMDID));
                }
            }
        }
    }

    private void bindRequested(Incoming bind) {
        if (!accepting) {
            bind.answer(CommandStatus.ESME_RINVBNDSTS);
        } else if (role().isPresent()) {
            bind.answer(CommandStatus.ESME_RALYBND);
        } else {
            handler.requested(bind);
        }
    }

    private void requested(Incoming incoming) {
        Optional<BindRole> bound = role();
        // A receiver submits nothing. The other way round, carriers do deliver to transmitters.
        if (bound.isEmpty() || (accepting && !bound.get().transmits())) {
            incoming.answer(CommandStatus.ESME_RINVBNDSTS);
        } else {
            handler.requested(incoming);
        }
    }

    private void answered(int sequence, Pdu.Response response) {
        InFlight.Request request = locked(() -> settle(sequence, response));
        if (request != null) {
            Duration after = Duration.ofNanos(time.nanos() - request.sentAt());
            request.exchange().reply(request.part(), new Reply.Answered(response, after));
            return;
        }
        InFlight.Request late = locked(() -> inFlight.answeredLate(sequence, response));
        if (late != null) {
            late.exchange().answeredLate(late.part(), response);
        }
    }

    private InFlight.@Nullable Request settle(int sequence, Pdu.Response response) {
        InFlight.Request request = inFlight.answered(sequence, response);
        if (request != null) {
            if (request.pdu() instanceof Pdu.Bind bind && response.ok()) {
                role = bind.role(); // before anything behind the answer is read
            }
            placeFreed();
        }
        return request;
    }

    private void placeFreed() {
        if (closing) {
            placeFree.signalAll(); // whoever closes waits for the last place, not for one
        } else {
            placeFree.signal();
        }
    }

    private void watch() {
        try {
            while (over.getCount() > 0) {
                time.sleepUntil(time.now().plus(timers.tick()));
                tick(time.nanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the session has ended
        }
    }

    private void tick(long now) {
        giveUpOverdue(now);
        if (locked(() -> closing && now - closingSince >= timers.close().toNanos())) {
            end("closed without waiting any longer");
        } else if (role().isPresent()) {
            listen(now);
        } else if (now - startedAt >= timers.bind().toNanos()) {
            end("not bound in time");
        }
    }

    private void giveUpOverdue(long now) {
        lock.lock();
        try {
            // Replied under the lock: a late answer must not be told before the time-out is.
            for (InFlight.Request request : inFlight.timedOut(now, timers.response())) {
                request.exchange().reply(request.part(), new Reply.TimedOut());
                placeFreed();
            }
        } finally {
            lock.unlock();
        }
    }

    private void listen(long now) {
        switch (heartbeat.at(now)) {
            case ALIVE -> {}
            case ENQUIRE -> enquire();
            case GONE -> end("no answer to enquire_link");
        }
    }

    private void enquire() {
        lock.lock();
        try {
            if (connected()) {
                put(nextSequence(), new Pdu.EnquireLink());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more requests, waits for the answers still due, unbinds, and disconnects: within
    /// `SmppTimers.close` altogether.
    @Override
    public void close() {
        Exchange unbinding = new Exchange(1, LateAnswer.IGNORED);
        try {
            if (unbound(unbinding)) {
                unbinding.await();
            }
            leave("closed");
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end("interrupted while closing");
        }
    }

    /// Says goodbye once nothing is due any more; false when there is nobody to say it to.
    private boolean unbound(Exchange unbinding) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            startClosing();
            while (connected() && inFlight.size() > 0) {
                placeFree.await();
            }
            boolean present = connected() && role != null;
            if (present) {
                ask(new Pdu.Unbind(), unbinding, 0);
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the session as soon as everything put so far is written.
    private void leave(String why) {
        lock.lock();
        try {
            leaving = leaving == null ? why : leaving;
            startClosing();
            toWrite.signal();
        } finally {
            lock.unlock();
        }
    }

    private void startClosing() {
        if (!closing) {
            closing = true;
            closingSince = time.nanos();
        }
        placeFree.signalAll();
    }

    /// Drops the connection without a word, as a crash would.
    public void abort() {
        end("aborted");
    }

    private void end(String because) {
        List<InFlight.Request> lost = locked(() -> ended == null ? ending(because) : null);
        if (lost == null) {
            return;
        }
        String why = locked(() -> ended == null ? because : ended);
        disconnect();
        lost.forEach(request -> request.exchange().reply(request.part(), fate(request, why)));
        over.countDown();
        if (Thread.currentThread() != watchdog) {
            watchdog.interrupt();
        }
        handler.ended(this, why);
    }

    private List<InFlight.Request> ending(String because) {
        ended = leaving == null ? because : leaving; // what follows a goodbye is not the reason
        toWrite.signalAll();
        placeFree.signalAll();
        return inFlight.clear();
    }

    private Reply fate(InFlight.Request request, String why) {
        boolean mayBeWritten = locked(() -> outbox.mayBeWritten(request.number()));
        return mayBeWritten ? new Reply.LostAfterWrite(why) : new Reply.NeverWritten(why);
    }

    private void disconnect() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Session " + name + " is over either way", e);
        }
    }

    /// True while requests are taken.
    public boolean isOpen() {
        return locked(this::usable);
    }

    /// What the session is bound as; nothing before the bind.
    public Optional<BindRole> role() {
        return locked(() -> Optional.ofNullable(role));
    }

    /// Requests of ours without an answer.
    public int inFlight() {
        return locked(inFlight::size);
    }

    public int window() {
        return locked(() -> window);
    }

    /// Changes how many requests may be in flight, 1 or more; those beyond it stay where they are.
    public void window(int places) {
        lock.lock();
        try {
            window = places;
            placeFree.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the session is over.
    public void awaitEnd() throws InterruptedException {
        over.await();
    }

    @Override
    public String toString() {
        return name;
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
