package io.posthorn.message;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Addresses on the web (RFC 3986): absolute, `http` or `https`, with a host.
public final class WebUrl {

    /// The longest one, in UTF-16 units.
    public static final int MAX = 2048;

    private WebUrl() {}

    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme();
            boolean web = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
            return web && url.getHost() != null && text.length() <= MAX
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }

    /// As `parse`, encrypted only.
    public static Optional<URI> parseSecure(String text) {
        return parse(text).filter(url -> "https".equalsIgnoreCase(url.getScheme()));
    }
}
