package io.posthorn.api;

import io.posthorn.message.ConnectionId;
import io.posthorn.message.OperationId;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The shapes several resources share.
final class Shapes {

    private static final String ULID = "[0-7][a-hjkmnpqrstv-z0-9]{25,34}";
    private static final String TAG_TEXT = "[a-zA-Z0-9._~-]+";
    private static final int MAX_TAGS = 10;

    static final Shape<Named<SenderId>> SENDER_ID = id("comms_sender_", SenderId::parse);
    static final Shape<Named<PoolId>> POOL_ID = id("comms_senderpool_", PoolId::parse);
    static final Shape<Named<OperationId>> OPERATION_ID =
            id("comms_operation_", OperationId::parse);
    static final Shape<Named<ConnectionId>> CONNECTION_ID =
            id("comms_connection_", ConnectionId::parse);

    /// ISO 3166 regions in upper case.
    static final Shape<List<String>> COUNTRIES =
            Shape.list(
                            Shape.text(2, 2)
                                    .matching("[A-Za-z]{2}", "an ISO 3166 region of two letters")
                                    .as(region -> region.toUpperCase(Locale.ROOT)),
                            0,
                            300)
                    .unique(region -> region);

    static final Shape<Instant> INSTANT = new DateTimeShape();

    static final Shape<String> TAG_KEY =
            Shape.text(1, 128).matching(TAG_TEXT, "made of letters, digits and . _ ~ - only");

    static final Shape<Map<String, String>> TAGS =
            Shape.map(
                            MAX_TAGS,
                            TAG_KEY,
                            Shape.text(1, 256)
                                    .matching(TAG_TEXT, "made of letters, digits and . _ ~ - only"))
                    .named("Tags");

    /// `key:value;key:value;` as a query has it; the last semicolon may be missing.
    static final Shape<Map<String, String>> TAG_FILTER =
            Shape.text(1, 5000)
                    .matching(
                            "(?:" + TAG_TEXT + ":" + TAG_TEXT + ";){0,9}" + TAG_TEXT + ":"
                                    + TAG_TEXT + ";?",
                            "up to 10 pairs written key:value;key:value;")
                    .as(Shapes::pairs);

    private Shapes() {}

    /// The id of a resource, as the contract's pattern for it says.
    static <I> Shape<Named<I>> id(String prefix, Function<String, Optional<I>> parse) {
        return Shape.text(1, 100)
                .matching(prefix + ULID, "an id that begins with " + prefix)
                .as(text -> new Named<>(text, parse.apply(text)));
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : text.replaceFirst(";$", "").split(";", -1)) {
            int colon = pair.indexOf(':');
            tags.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
        return tags;
    }

    /// RFC 3339 with any offset.
    private record DateTimeShape() implements Shape<Instant> {

        @Override
        public @Nullable Instant read(JsonNode node, Place at, Findings findings) {
            try {
                if (node.isString()) {
                    return OffsetDateTime.parse(node.asString()).toInstant();
                }
            } catch (DateTimeException notOne) {
                // said below, as for anything else that is none
            }
            findings.add(at.label() + " must be a date and time such as 2026-03-19T09:30:00Z", at);
            return null;
        }

        @Override
        public ObjectNode schema(Schemas schemas) {
            return Schemas.type("string").put("format", "date-time");
        }
    }
}
