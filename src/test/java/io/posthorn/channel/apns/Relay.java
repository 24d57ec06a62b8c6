package io.posthorn.channel.apns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A wire to a server on this machine that can be cut, and laid again on the same port.
final class Relay implements AutoCloseable {
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private int port;

    Relay(int target) {
        this.target = target;
        this.listener = listen();
    }

    int port() {
        return port;
    }

    synchronized void start() {
        listener = listen();
    }

    private ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            port = socket.getLocalPort();
            Thread.ofVirtual().start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Refuses connections, and cuts those there are.
    synchronized void stop() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    /// Cuts the connections there are.
    void cut() {
        sockets.forEach(Relay::close);
    }

    @Override
    public void close() {
        stop();
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket here = from.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(here);
                sockets.add(there);
                Thread.ofVirtual().start(() -> copy(here, there));
                Thread.ofVirtual().start(() -> copy(there, here));
            }
        } catch (IOException e) {
            cut(); // stopped
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            close(to); // one end left
        } finally {
            sockets.remove(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
