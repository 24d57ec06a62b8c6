package io.posthorn.channel;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 server on a real socket that does to each request what the test says, good manners
/// or not.
public final class HttpProvider implements AutoCloseable {
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Script script;
    private volatile boolean slamming;
    private @Nullable ServerSocket listener;
    private int port;

    public HttpProvider(Script script) {
        this.script = script;
        start();
    }

    /// What came in.
    ///
    /// @param headers by lower-case name
    public record Received(String method, String target, Map<String, String> headers, String body) {

        public String header(String lowerCaseName) {
            return headers.getOrDefault(lowerCaseName, "");
        }
    }

    /// Decides what is done to a request.
    @FunctionalInterface
    public interface Script {
        Reaction to(Received request);
    }

    /// What is done.
    public sealed interface Reaction {
        /// An answer.
        ///
        /// @param headers whole lines
        /// @param then run when the answer is written
        record Answer(int status, List<String> headers, String body, Runnable then)
                implements Reaction {
            public Answer(int status, String body, String... headers) {
                this(status, List.of(headers), body, () -> {});
            }

            public Answer then(Runnable next) {
                return new Answer(status, headers, body, next);
            }
        }

        record HangUp() implements Reaction {}

        /// No answer, and the connection stays.
        record Silence() implements Reaction {}

        /// Octets that are no HTTP.
        record Garbage() implements Reaction {}
    }

    public void will(Script next) {
        script = next;
    }

    public void will(Reaction always) {
        script = _ -> always;
    }

    /// Closes every connection as soon as it is there.
    public void willSlamTheDoor() {
        slamming = true;
        sockets.forEach(HttpProvider::cut);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public synchronized URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Listens; again on the same port after `stop`.
    public synchronized void start() {
        try {
            ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            port = socket.getLocalPort();
            listener = socket;
            Thread.ofVirtual().start(() -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Refuses connections, and cuts those there are.
    public synchronized void stop() {
        try {
            if (listener != null) {
                listener.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(HttpProvider::cut);
    }

    @Override
    public void close() {
        closed.countDown();
        stop();
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket socket = from.accept();
                sockets.add(socket);
                if (slamming || from.isClosed()) {
                    cut(socket);
                } else {
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            }
        } catch (IOException e) {
            sockets.forEach(HttpProvider::cut); // stopped
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Received request = read(in);
            while (request != null && !slamming && react(socket, request)) {
                request = read(in);
            }
        } catch (IOException e) {
            cut(socket); // the other end left
        } finally {
            sockets.remove(socket);
        }
    }

    /// Whether to go on.
    private boolean react(Socket socket, Received request) throws IOException {
        received.add(request);
        switch (script.to(request)) {
            case Reaction.Answer answer -> {
                write(socket, text(answer));
                answer.then().run();
            }
            case Reaction.HangUp _ -> {
                return false;
            }
            case Reaction.Silence _ -> awaitClose();
            case Reaction.Garbage _ -> write(socket, "\u0000\u0001 nothing of HTTP\r\n\r\n");
        }
        return true;
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(Reaction.Answer answer) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + answer.status() + " Scripted\r\n");
        answer.headers().forEach(line -> text.append(line).append("\r\n"));
        int length = answer.body().getBytes(StandardCharsets.UTF_8).length;
        return text.append("Content-Length: ").append(length).append("\r\n\r\n") + answer.body();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Received read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] words = first.split(" ", -1);
        return new Received(words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static void cut(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            return; // it was cut before
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
