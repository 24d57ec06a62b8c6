package io.posthorn.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The properties of one object, all of them read.
final class Values {

    private final List<Field<?>> fields;
    private final @Nullable Object[] values;

    Values(List<Field<?>> fields, @Nullable Object[] values) {
        this.fields = fields;
        this.values = values;
    }

    /// What a field read, or `absent` where the object has no such field.
    <T> T getOr(Field<T> field, T absent) {
        return fields.contains(field) ? get(field) : absent;
    }

    @SuppressWarnings("unchecked") // each slot holds what its own field read
    <T> T get(Field<T> field) {
        int slot = fields.indexOf(field);
        Object value = slot < 0 ? null : values[slot];
        if (value == null) {
            throw new IllegalArgumentException(field.name() + " is not a field of this object");
        }
        return (T) value;
    }
}
