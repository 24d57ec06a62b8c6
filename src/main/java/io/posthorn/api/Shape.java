package io.posthorn.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a JSON value must look like and what it becomes: the only way from the wire into the
/// program, and the source of that part's JSON Schema.
interface Shape<T> {

    /// The value, or null after everything wrong with it was noted.
    @Nullable T read(JsonNode node, Place at, Findings findings);

    /// The JSON Schema (2020-12) of what `read` takes.
    ObjectNode schema(Schemas schemas);

    /// Text of `min` to `max` UTF-16 units.
    static TextShape text(int min, int max) {
        return TextShape.of(min, max);
    }

    static Shape<Integer> integer(int min, int max) {
        return new IntegerShape(min, max);
    }

    /// A number above `above` and at most `max`.
    static Shape<Double> number(double above, double max) {
        return new NumberShape(above, false, max);
    }

    static Shape<Boolean> bool() {
        return new BooleanShape();
    }

    /// One of all values of an enum, in any case.
    static <E extends Enum<E>> Shape<E> choice(Class<E> type) {
        return new ChoiceShape<>(List.copyOf(EnumSet.allOf(type)));
    }

    static <E extends Enum<E>> Shape<E> choice(List<E> choices) {
        return new ChoiceShape<>(choices);
    }

    static <T> ListShape<T> list(Shape<T> item, int min, int max) {
        return new ListShape<>(item, min, max, Code.INVALID_PARAMETER);
    }

    /// An object of at most `max` properties whose names are keys.
    static <K, V> Shape<Map<K, V>> map(int max, Shape<K> key, Shape<V> value) {
        return new MapShape<>(max, key, value);
    }

    /// An object of exactly these properties.
    static <T> Shape<T> object(Function<Values, T> make, Field<?>... fields) {
        return new ObjectShape<>(make, List.of(fields), 0);
    }

    /// An object of changes: any of these properties, at least one.
    static <T> Shape<T> update(Function<Values, T> make, Field<?>... fields) {
        return new ObjectShape<>(make, List.of(fields), 1);
    }

    /// An object that fits exactly one arm, told apart by the properties it has.
    static <T> Shape<T> oneOf(List<Arm<? extends T>> arms) {
        return new OneOfShape<>(arms, Code.INVALID_PARAMETER);
    }

    /// One of several objects.
    ///
    /// @param marks properties of which an object of this arm has at least one, and no other arm
    ///   has
    record Arm<T>(List<String> marks, Shape<T> shape) {}

    static <T> Arm<T> arm(String mark, Shape<T> shape) {
        return new Arm<>(List.of(mark), shape);
    }

    static <T> Arm<T> arm(List<String> marks, Shape<T> shape) {
        return new Arm<>(marks, shape);
    }

    /// The same shape, with a rule the schema cannot express; it may make something else of the
    /// value.
    default <R> Shape<R> then(Rule<? super T, R> rule) {
        return new RuledShape<>(this, rule);
    }

    /// The value, or null after noting what is wrong with it.
    @FunctionalInterface
    interface Rule<T, R> {
        @Nullable R apply(T value, Place at, Findings findings);
    }

    default <R> Shape<R> as(Function<? super T, ? extends R> make) {
        return then((value, _, _) -> make.apply(value));
    }

    /// The properties of an object; none for anything else.
    default List<Field<?>> fields() {
        return List.of();
    }

    /// The same shape under a name of its own in `openapi.json`.
    default Shape<T> named(String name) {
        return new NamedShape<>(this, name, Optional.empty());
    }

    default Shape<T> described(String description) {
        return new DescribedShape<>(this, description);
    }
}
