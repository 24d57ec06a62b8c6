package io.posthorn.store.sqlite;

import io.posthorn.message.Address;
import io.posthorn.message.Failure;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What all docs share. They are written and read as streams: a doc is made several times in the
/// life of every message, so its cost is the store's cost.
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_SIZE = 256;

    private Json() {}

    static Doc write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(out);
        }
        return new Doc(bytes.toByteArray());
    }

    static <T> T read(Doc doc, Function<JsonParser, T> content) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), doc.bytes())) {
            in.nextToken();
            return content.apply(in);
        }
    }

    /// The items of the array the parser stands at.
    static <T> List<T> list(JsonParser in, Function<JsonParser, T> item) {
        List<T> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(item.apply(in));
        }
        return items;
    }

    static List<String> strings(JsonParser in) {
        return list(in, JsonParser::getString);
    }

    static void strings(JsonGenerator out, String name, List<String> values) {
        out.writeArrayPropertyStart(name);
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    /// Names and values in turn, not an object: half of a surrogate pair, which a text may hold, is
    /// no valid property name.
    static void map(JsonGenerator out, String name, Map<String, String> map) {
        out.writeArrayPropertyStart(name);
        map.forEach((key, value) -> {
            out.writeString(key);
            out.writeString(value);
        });
        out.writeEndArray();
    }

    static Map<String, String> map(JsonParser in) {
        Map<String, String> map = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String key = in.getString();
            in.nextToken();
            map.put(key, in.getString());
        }
        return map;
    }

    static void address(JsonGenerator out, Address address) {
        out.writeStartArray();
        out.writeString(address.kind().name());
        out.writeString(address.value());
        out.writeEndArray();
    }

    static Address address(JsonParser in) {
        List<String> parts = strings(in);
        return new Address(Address.Kind.valueOf(parts.get(0)), parts.get(1));
    }

    static void failure(JsonGenerator out, Failure failure) {
        out.writeStartArray();
        out.writeNumber(failure.code());
        out.writeString(failure.message());
        out.writeString(failure.upstream());
        out.writeEndArray();
    }

    static Failure failure(JsonParser in) {
        int code = in.nextIntValue(0);
        in.nextToken();
        String message = in.getString();
        in.nextToken();
        Failure failure = new Failure(code, message, in.getString());
        in.nextToken();
        return failure;
    }
}
