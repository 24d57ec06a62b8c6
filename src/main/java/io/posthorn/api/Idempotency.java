package io.posthorn.api;

import io.posthorn.store.Batch;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The header `Idempotency-Key`: the same request sent again is answered as the first was.
final class Idempotency {

    static final String HEADER = "Idempotency-Key";
    static final Response.Header REPLAYED = new Response.Header("Idempotent-Replayed", "true");

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_KEY = 255;

    private Idempotency() {}

    static Optional<Batch.IdempotencyKey> key(Call<?, ?> call, Instant now) {
        return call.request()
                .header("idempotency-key")
                .map(key ->
                        new Batch.IdempotencyKey(
                                call.account(),
                                checked(key),
                                hash(call.document()),
                                now.plus(KEPT)));
    }

    private static String checked(String key) {
        if (key.isBlank() || key.length() > MAX_KEY) {
            throw new Refused(
                    400,
                    List.of(
                            new Problem(
                                    Code.INVALID_PARAMETER,
                                    HEADER + " must have 1 to " + MAX_KEY + " characters",
                                    "$")));
        }
        return key;
    }

    static Refused reused() {
        return Refused.conflict("This " + HEADER + " was used with another body");
    }

    /// Of what the body says, however it is written.
    private static String hash(JsonNode document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.canonical(document));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
