package io.posthorn.channel;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A Google service account, as its key file describes it.
///
/// @param project the id of its project; empty when the file names none
/// @param tokens where it gets access tokens
public record ServiceAccount(
        String email, String project, String keyId, PrivateKey key, URI tokens) {
    private static final Duration ASSERTION_LIFE = Duration.ofHours(1); // the longest Google takes
    private static final String WRONG_KEY = "has no RSA private key in PKCS #8";

    /// Throws `IllegalArgumentException`, with a sentence that quotes nothing, for a text that is
    /// no key file.
    public static ServiceAccount parse(String json) {
        JsonNode file = JsonText.read(json);
        String email = file.path("client_email").asString("");
        String tokens = file.path("token_uri").asString("");
        if (email.isEmpty() || !tokens.matches("(?i)https?://[^\\s/]+(/\\S*)?")) {
            throw new IllegalArgumentException(
                    "must be the key file of a service account, in JSON");
        }
        return new ServiceAccount(
                email,
                file.path("project_id").asString(""),
                file.path("private_key_id").asString(""),
                key(file.path("private_key").asString("")),
                URI.create(tokens));
    }

    private static PrivateKey key(String pem) {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] octets = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(octets));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IllegalArgumentException(WRONG_KEY, e);
        }
    }

    /// What is exchanged for an access token: a signed JWT (RFC 7523 section 2.1, RFC 7515).
    public String assertion(String scope, Instant now) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", "RS256").put("typ", "JWT").put("kid", keyId);
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", email).put("scope", scope).put("aud", tokens.toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(ASSERTION_LIFE).getEpochSecond());
        String signed = base64(bytes(header.toString())) + "." + base64(bytes(claims.toString()));
        return signed + "." + base64(sign(bytes(signed)));
    }

    private byte[] sign(byte[] octets) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(octets);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of " + email + " cannot sign", e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return email; // never the key
    }
}
