package io.posthorn.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Finds out whether somebody is at an address, without asking anything: connects, shows that TLS
/// would work, and leaves.
public final class Doorbell implements Watch.Probe {
    /// For a connection to open; a provider that is back is noticed within this and a pause.
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String host;
    private final int port;
    private final boolean secure;
    private final SSLSocketFactory trust;

    /// @param trust whose certificates are good
    public Doorbell(URI address, SSLSocketFactory trust) {
        this.trust = trust;
        this.secure = "https".equalsIgnoreCase(address.getScheme());
        this.host = address.getHost();
        this.port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
    }

    /// The certificates this machine trusts.
    public static SSLSocketFactory systemTrust() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    @Override
    public Watch.Found look() {
        try (Socket socket = new Socket()) {
            int millis = Math.toIntExact(PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            if (secure) {
                greet(socket);
            }
            return Watch.Found.WELL;
        } catch (IOException e) {
            return Watch.Found.away(reason(e));
        }
    }

    private void greet(Socket plain) throws IOException {
        try (SSLSocket socket = (SSLSocket) trust.createSocket(plain, host, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
    }

    /// What an error says about itself.
    public static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
