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
    private static final String HMAC_SHA1 = "HmacSHA1";
    private static final String HMAC_SHA512 = "HmacSHA512";

    private Signatures() {}

    /// Whether two secrets are the same.
    public static boolean same(String expected, String given) {
        return MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    /// The HMAC-SHA256 of a body.
    public static byte[] hmac(String secret, String body) {
        return hmac(HMAC_SHA256, secret, body);
    }

    private static byte[] hmac(String algorithm, String secret, String body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(bytes(secret), algorithm));
            return mac.doFinal(bytes(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /// The HMAC-SHA512 of a body, in Base64.
    public static String sha512(String secret, String body) {
        return Base64.getEncoder().encodeToString(hmac(HMAC_SHA512, secret, body));
    }

    /// The HMAC-SHA1 of a text, in Base64; for protocols that know nothing newer.
    public static String sha1(String secret, String text) {
        return Base64.getEncoder().encodeToString(hmac(HMAC_SHA1, secret, text));
    }

    /// Whether `signature` is the HMAC-SHA512 of a body, in Base64.
    public static boolean signsSha512(String signature, String secret, String body) {
        return same(sha512(secret, body), signature);
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
