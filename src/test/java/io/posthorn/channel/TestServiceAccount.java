package io.posthorn.channel;

import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/// A service account whose key is made for the test.
public final class TestServiceAccount {
    private static final KeyPair KEYS = keys();

    private TestServiceAccount() {}

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static java.security.PublicKey publicKey() {
        return KEYS.getPublic();
    }

    /// Its key file.
    public static String json(URI tokens) {
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(KEYS.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        return JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("type", "service_account")
                .put("project_id", "acme-app")
                .put("client_email", "agent@test.example")
                .put("private_key_id", "key-1")
                .put("private_key", pem)
                .put("token_uri", tokens.toString())
                .toString();
    }
}
