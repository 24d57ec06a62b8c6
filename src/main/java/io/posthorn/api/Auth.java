package io.posthorn.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// HTTP Basic: an account SID with its token, or an API key SID with its secret.
final class Auth {

    private static final String SCHEME = "basic ";
    private static final Login UNKNOWN = new Login(Account.NOBODY, digest(""));

    private final Map<String, Login> logins = new HashMap<>();

    Auth(List<Account> accounts) {
        for (Account account : accounts) {
            logins.put(account.sid(), new Login(account, digest(account.authToken())));
            account.apiKeys()
                    .forEach((sid, secret) -> logins.put(sid, new Login(account, digest(secret))));
        }
    }

    private static final class Login {

        final Account account;
        final byte[] secret;

        Login(Account account, byte[] secret) {
            this.account = account;
            this.secret = secret;
        }
    }

    /// The account behind the `Authorization` header; throws [Refused] with 401.
    Account account(Optional<String> authorization) {
        Credentials credentials = authorization.map(Auth::credentials).orElse(null);
        if (credentials == null) {
            throw refused("Authenticate with HTTP Basic: account SID and auth token");
        }
        Login login = logins.getOrDefault(credentials.user, UNKNOWN);
        // Digests are compared, always one, in constant time: the time taken tells nothing.
        boolean same = MessageDigest.isEqual(login.secret, digest(credentials.secret));
        if (!same || login.account.equals(Account.NOBODY)) {
            throw refused("The credentials are not valid");
        }
        return login.account;
    }

    private record Credentials(String user, String secret) {}

    private static @Nullable Credentials credentials(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? null
                    : new Credentials(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static Refused refused(String message) {
        return new Refused(
                401,
                Code.UNAUTHENTICATED,
                message,
                new Response.Header("WWW-Authenticate", "Basic realm=\"Twilio API\""));
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
