package io.posthorn.channel.simulator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/// Gives access tokens to whoever signs with the one key there is.
final class TokenDesk {
    private static final int KEY_BITS = 1024; // made at every start; it guards nothing
    private static final int LINE = 64;
    private static final String PROJECT = "posthorn-demo";
    private static final String ASSERTION = "assertion=";

    private final String token = "simulated-" + UUID.randomUUID();
    private final KeyPair keys;

    TokenDesk() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    String keyFile(URI tokens) {
        String key =
                Base64.getMimeEncoder(LINE, new byte[] {'\n'})
                        .encodeToString(keys.getPrivate().getEncoded());
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "service_account")
                .put("project_id", PROJECT)
                .put("client_email", "demo@simulator.invalid")
                .put("private_key_id", "simulator")
                .put(
                        "private_key",
                        "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
                .put("token_uri", tokens.toString())
                .toString();
    }

    WebServer.Answer grant(String form) {
        String jwt = form.substring(form.indexOf(ASSERTION) + ASSERTION.length());
        return signed(jwt)
                ? new WebServer.Answer(
                        200,
                        "{\"access_token\":\"%s\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
                                .formatted(token))
                : new WebServer.Answer(400, "{\"error\":\"invalid_grant\"}");
    }

    private boolean signed(String jwt) {
        int end = jwt.lastIndexOf('.');
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(keys.getPublic());
            check.update(jwt.substring(0, Math.max(0, end)).getBytes(StandardCharsets.UTF_8));
            return check.verify(Base64.getUrlDecoder().decode(jwt.substring(end + 1)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    boolean knows(String authorization) {
        return authorization.equals("Bearer " + token);
    }
}
