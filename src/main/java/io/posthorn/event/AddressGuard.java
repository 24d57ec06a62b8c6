package io.posthorn.event;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Keeps requests that users direct from reaching where users cannot: a URL is looked at when it is
/// saved, and the addresses of its host again whenever a connection is made, which then goes to
/// exactly those.
public final class AddressGuard {

    /// The last label of a host that some program would read as a number: decimal, octal or
    /// hexadecimal.
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

    private final Reach reach;
    private final Resolver resolver;

    /// Where requests may go.
    public enum Reach {
        PUBLIC,
        PUBLIC_AND_LOOPBACK,
        EVERYWHERE
    }

    /// Finds the addresses of a host.
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    public AddressGuard(Reach reach, Resolver resolver) {
        this.reach = reach;
        this.resolver = resolver;
    }

    /// With the machine's own resolver.
    public AddressGuard(Reach reach) {
        this(reach, InetAddress::getAllByName);
    }

    /// Why nothing may be sent to this URL; completes "url …". Empty when it may. A host that
    /// cannot be resolved now is let pass: it is looked at again.
    public Optional<String> objection(String url) {
        Optional<URI> uri = parsed(url);
        if (uri.isEmpty()) {
            return Optional.of("must be an absolute http or https URL");
        }
        if (uri.get().getRawUserInfo() != null || uri.get().getRawFragment() != null) {
            return Optional.of("must have neither user nor fragment");
        }
        return objectionToHost(uri.get().getHost());
    }

    /// Why nothing may be sent to this host; otherwise as `objection`.
    public Optional<String> objectionToHost(String host) {
        try {
            resolve(host);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.reason());
        } catch (UnknownHostException notNow) {
            return Optional.empty();
        }
    }

    private static Optional<URI> parsed(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /// The addresses to connect to; all of them must be allowed.
    InetAddress[] resolve(String host) throws UnknownHostException {
        String plain = plain(host);
        boolean number = NUMBER.matcher(plain).matches() && !DOTTED_QUAD.matcher(plain).matches();
        if (number || plain.contains("%")) { // of IPv6, a zone of this machine
            throw new Refusal("must name its host, or write an address in the usual form");
        }
        InetAddress[] addresses = resolver.resolve(plain);
        for (InetAddress address : addresses) {
            if (!allows(address)) {
                throw new Refusal("leads to an address that is not public");
            }
        }
        return addresses;
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private boolean allows(InetAddress address) {
        boolean scoped = address instanceof Inet6Address six && six.getScopeId() != 0;
        return switch (reach) {
            case EVERYWHERE -> true;
            case PUBLIC_AND_LOOPBACK ->
                    Networks.LOOPBACK.hold(address) || !Networks.NOT_PUBLIC.hold(address);
            case PUBLIC -> !scoped && !Networks.NOT_PUBLIC.hold(address);
        };
    }

    /// The address must not be connected to.
    static final class Refusal extends UnknownHostException {

        private static final long serialVersionUID = 1;

        private final String reason;

        Refusal(String reason) {
            super("the URL " + reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
