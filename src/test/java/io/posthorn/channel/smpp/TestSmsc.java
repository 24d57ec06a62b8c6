package io.posthorn.channel.smpp;

import io.posthorn.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// An SMSC on a free port whose answers the test decides: binds succeed, every other request goes
/// to `behavior`.
final class TestSmsc implements AutoCloseable, SmppHandler {
    final List<SmppSession> sessions = new CopyOnWriteArrayList<>();
    final BlockingQueue<Incoming> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<String> endings = new LinkedBlockingQueue<>();
    private final ServerSocket listener;
    private final SmppTimers timers;
    private volatile Consumer<Incoming> behavior = requests::add;
    private volatile CommandStatus bindAnswer = CommandStatus.ESME_ROK;

    TestSmsc(ServerSocket listener, SmppTimers timers) {
        this.listener = listener;
        this.timers = timers;
        Thread.ofVirtual().name("test smsc").start(this::acceptAll);
    }

    TestSmsc() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), SmppTimers.DEFAULT);
    }

    TestSmsc behaving(Consumer<Incoming> behavior) {
        this.behavior = behavior;
        return this;
    }

    TestSmsc refusingBinds(CommandStatus status) {
        this.bindAnswer = status;
        return this;
    }

    SmppEndpoint endpoint() {
        return new SmppEndpoint("localhost", listener.getLocalPort(), Optional.empty());
    }

    private void acceptAll() {
        try {
            while (true) {
                sessions.add(SmppSession.accept(socket(), 1_000, timers, this, Time.system()));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Socket socket() throws IOException {
        return listener.accept();
    }

    @Override
    public void requested(Incoming incoming) {
        if (incoming.request() instanceof Pdu.Bind) {
            incoming.answer(bindAnswer);
        } else {
            behavior.accept(incoming);
        }
    }

    @Override
    public void noticed(SmppSession session, Pdu.Notice notice) {
        throw new AssertionError("unexpected " + notice);
    }

    @Override
    public void ended(SmppSession session, String why) {
        endings.add(why);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sessions.forEach(SmppSession::abort);
    }
}
