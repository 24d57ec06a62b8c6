package io.posthorn.api;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One property of an object, and what becomes of it when it is left out.
///
/// @param <T> what it becomes in the program
final class Field<T> {

    private final String name;
    private final Reader<T> reader;
    private final Shape<?> shape;
    private final @Nullable T absent; // null: must be given
    private final Code missing;
    private final Optional<T> fallback;

    private Field(
            String name,
            Shape<?> shape,
            Reader<T> reader,
            @Nullable T absent,
            Code missing,
            Optional<T> fallback) {
        this.name = name;
        this.shape = shape;
        this.reader = reader;
        this.absent = absent;
        this.missing = missing;
        this.fallback = fallback;
    }

    @FunctionalInterface
    private interface Reader<T> {
        @Nullable T read(JsonNode node, Place at, Findings findings);
    }

    static <T> Field<T> required(String name, Shape<T> shape) {
        return required(name, shape, Code.INVALID_PARAMETER);
    }

    /// @param missing the code for leaving it out
    static <T> Field<T> required(String name, Shape<T> shape, Code missing) {
        return new Field<>(name, shape, shape::read, null, missing, Optional.empty());
    }

    /// May be left out or null.
    static <T> Field<Optional<T>> optional(String name, Shape<T> shape) {
        return mayBeAbsent(name, shape, Optional::of, Optional.empty(), Optional.empty());
    }

    /// May be left out or null, and means `value` then.
    static <T> Field<T> withDefault(String name, Shape<T> shape, T value) {
        return mayBeAbsent(name, shape, Function.identity(), value, Optional.of(value));
    }

    /// As `withDefault`, where the schema has no way to show the default.
    static <T> Field<T> optionalOr(String name, Shape<T> shape, T value) {
        return mayBeAbsent(name, shape, Function.identity(), value, Optional.empty());
    }

    /// A property of an update: left out keeps what is there, null clears it.
    static <T> Field<Edit<T>> edit(String name, Shape<T> shape) {
        Reader<Edit<T>> reader =
                (node, at, findings) -> {
                    if (node.isNull()) {
                        return new Edit.Clear<>();
                    }
                    T value = shape.read(node, at, findings);
                    return value == null ? null : new Edit.Put<>(value);
                };
        return new Field<>(
                name, shape, reader, new Edit.Keep<>(), Code.INVALID_PARAMETER, Optional.empty());
    }

    private static <S, T> Field<T> mayBeAbsent(
            String name, Shape<S> shape, Function<S, T> make, T absent, Optional<T> fallback) {
        Reader<T> reader =
                (node, at, findings) -> {
                    if (node.isNull()) {
                        return absent;
                    }
                    S value = shape.read(node, at, findings);
                    return value == null ? null : make.apply(value);
                };
        return new Field<>(name, shape, reader, absent, Code.INVALID_PARAMETER, fallback);
    }

    String name() {
        return name;
    }

    boolean isRequired() {
        return absent == null;
    }

    @Nullable T read(JsonNode node, Place at, Findings findings) {
        return reader.read(node, at, findings);
    }

    /// What leaving it out means, or null after noting that it must not be left out.
    @Nullable T absent(Place object, Findings findings) {
        if (absent == null) {
            findings.add(missing, name + " is required", object.property(name));
        }
        return absent;
    }

    /// As a property of a document, where null means left out.
    ObjectNode schema(Schemas schemas) {
        ObjectNode schema = plainSchema(schemas);
        return isRequired() ? schema : Schemas.nullable(schema);
    }

    /// As a parameter, which cannot be null.
    ObjectNode plainSchema(Schemas schemas) {
        ObjectNode schema = shape.schema(schemas);
        fallback.ifPresent(value -> schema.set("default", Json.tree(value)));
        return schema;
    }
}
