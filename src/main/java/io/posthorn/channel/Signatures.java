package io.posthorn.channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells whether a call comes from somebody who knows a secret, in a time that does not tell how
/// much of it he knows.
public final class Signatures {
    private static final String HMAC_SHA256 = "HmacSHA256";

    private Signatures() {}

    /// Whether two secrets are the same.
    public static boolean same(String expected, String given) {
        return MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    /// The HMAC-SHA256 of a body.
    public static byte[] hmac(String secret, String body) {
        try {
            Mac mac = Mac.getInstance(HMAC_SHA256);
            mac.init(new SecretKeySpec(bytes(secret), HMAC_SHA256));
            return mac.doFinal(bytes(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC_SHA256, e);
        }
    }

    /// Whether `signature` is the HMAC of a body, in hex or Base64, with or without `sha256=`
    /// before it.
    public static boolean signs(String signature, String secret, String body) {
        byte[] hmac = hmac(secret, body);
        String bare = signature.replaceFirst("^sha256=", "");
        return same(HexFormat.of().formatHex(hmac), bare.toLowerCase(Locale.ROOT))
                || same(Base64.getEncoder().encodeToString(hmac), bare);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
