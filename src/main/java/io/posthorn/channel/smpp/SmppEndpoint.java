package io.posthorn.channel.smpp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Where an SMSC listens. With `tls`, its certificate must be trusted and name `host`.
public record SmppEndpoint(String host, int port, Optional<SSLContext> tls) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A connected socket; with TLS, the handshake is done.
    Socket open() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
            return tls.isPresent() ? secured(socket, tls.get()) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket plain, SSLContext context) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
