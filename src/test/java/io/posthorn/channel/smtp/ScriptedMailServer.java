package io.posthorn.channel.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A mail server that answers each command what the test says, on a real socket.
final class ScriptedMailServer implements AutoCloseable {
    static final String HANG_UP = "hang up";
    static final String SILENCE = "silence";
    private static final String GO_ON = "354 go on";

    final List<Taken> taken = new CopyOnWriteArrayList<>();
    final List<String> commands = new CopyOnWriteArrayList<>();

    /// The answers to messages that came whole.
    final List<String> ended = new CopyOnWriteArrayList<>();

    final AtomicInteger connections = new AtomicInteger();

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Script script = _ -> "";
    private volatile List<String> extensions = List.of();
    private volatile Consumer<Taken> then = _ -> {};
    private ServerSocket listener;
    private int port;

    /// An email as it was handed over.
    record Taken(String mailFrom, String rcptTo, String octets) {}

    /// The answer to a command, `CONNECT` for the greeting and `.` for the message; empty: the
    /// usual one.
    interface Script {
        String answer(String verb);
    }

    ScriptedMailServer() {
        start();
    }

    int port() {
        return port;
    }

    void will(Script next) {
        script = next;
    }

    void offer(String... next) {
        extensions = List.of(next);
    }

    /// Does this with each message it has taken.
    void then(Consumer<Taken> next) {
        then = next;
    }

    void start() {
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            port = listener.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket mine = listener;
        Thread.ofVirtual().start(() -> accept(mine));
    }

    void stop() {
        try {
            listener.close();
            hangUpOnAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void hangUpOnAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept(ServerSocket at) {
        try {
            while (true) {
                Socket socket = at.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> talk(socket));
            }
        } catch (IOException e) {
            at.isClosed(); // stopped
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            new Talk(socket).run();
        } catch (IOException | InterruptedException e) {
            socket.isClosed(); // the client hung up, or we were stopped
        } finally {
            open.remove(socket);
        }
    }

    private final class Talk {
        private final BufferedReader in;
        private final OutputStream out;
        private String mailFrom = "";
        private String rcptTo = "";

        Talk(Socket socket) throws IOException {
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            out = socket.getOutputStream();
        }

        void run() throws IOException, InterruptedException {
            boolean goesOn = answer("CONNECT", "220 scripted");
            for (String line = ""; goesOn && (line = in.readLine()) != null; ) {
                commands.add(line);
                goesOn = on(line);
            }
        }

        private boolean on(String line) throws IOException, InterruptedException {
            String verb = line.split("[ :]", 2)[0];
            return switch (verb) {
                case "EHLO" -> answer(verb, greeting());
                case "MAIL" -> {
                    mailFrom = line;
                    yield answer(verb, "250 2.1.0 ok");
                }
                case "RCPT" -> {
                    rcptTo = line;
                    yield answer(verb, "250 2.1.5 ok");
                }
                case "DATA" -> answer(verb, GO_ON) && (!goesOn(verb) || content());
                case "AUTH" -> answer(verb, "235 2.7.0 welcome");
                case "QUIT" -> {
                    answer(verb, "221 bye");
                    yield false;
                }
                default -> answer(verb, "250 ok");
            };
        }

        private boolean asUsual(String verb) {
            return script.answer(verb).isEmpty();
        }

        private boolean goesOn(String verb) {
            return asUsual(verb) || script.answer(verb).equals(GO_ON);
        }

        private String greeting() {
            StringBuilder all = new StringBuilder("250-scripted");
            extensions.forEach(each -> all.append("\r\n250-").append(each));
            return all.append("\r\n250 ENHANCEDSTATUSCODES").toString();
        }

        private boolean content() throws IOException, InterruptedException {
            StringBuilder octets = new StringBuilder();
            String line = in.readLine();
            while (line != null && !line.equals(".")) {
                octets.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                line = in.readLine();
            }
            if (line == null) {
                return false;
            }
            var message = new Taken(mailFrom, rcptTo, octets.toString());
            if (asUsual(".")) {
                taken.add(message);
            }
            ended.add(script.answer("."));
            boolean goesOn = answer(".", "250 2.0.0 taken");
            if (asUsual(".")) {
                then.accept(message);
            }
            return goesOn;
        }

        private boolean answer(String verb, String usual) throws IOException, InterruptedException {
            String said = script.answer(verb);
            String line = said.isEmpty() ? usual : said;
            if (line.equals(HANG_UP)) {
                return false;
            }
            if (line.equals(SILENCE)) {
                closed.await();
                return false;
            }
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        stop();
    }
}
