package io.posthorn.event;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How a receiver knows that a request is ours, in two ways.
public final class Signatures {

    private static final String SECRET_PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;
    private static final int MIN_SECRET = 24; // Standard Webhooks 1.0, "Signature scheme"
    private static final int MAX_SECRET = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signatures() {}

    /// A new secret for Standard Webhooks.
    public static String newSecret() {
        byte[] key = new byte[SECRET_BYTES];
        RANDOM.nextBytes(key);
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /// Whether a text is a secret: `whsec_` and the Base64 of 24 to 64 bytes.
    public static boolean isSecret(String text) {
        return key(text).filter(k -> k.length >= MIN_SECRET && k.length <= MAX_SECRET).isPresent();
    }

    private static Optional<byte[]> key(String secret) {
        try {
            return secret.startsWith(SECRET_PREFIX)
                    ? Optional.of(
                            Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// The value of `webhook-signature`: `v1,` and the HMAC-SHA256 of id, time and body (Standard
    /// Webhooks 1.0, "Signature scheme").
    static String standard(String secret, String id, Instant at, byte[] body) {
        byte[] key = key(secret).orElseThrow();
        Mac mac = mac("HmacSHA256", key);
        mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    /// The URL with the hash of the body, as `X-Twilio-Signature` needs it for JSON.
    static URI withHash(String url, byte[] body) {
        String hash = HexFormat.of().formatHex(sha256(body));
        return URI.create(url + (url.contains("?") ? "&" : "?") + "bodySHA256=" + hash);
    }

    /// The value of `X-Twilio-Signature`: the HMAC-SHA1 of the URL (`comms-api`, webhook security).
    static String twilio(String authToken, URI url) {
        Mac mac = mac("HmacSHA1", authToken.getBytes(StandardCharsets.UTF_8));
        byte[] signature = mac.doFinal(url.toString().getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signature);
    }

    private static Mac mac(String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
