package io.posthorn.api;

import org.jspecify.annotations.Nullable;

/// Where in a document: a JSONPath that is only written out when something is wrong there.
final class Place {

    static final Place ROOT = new Place(null, "", -1);

    private final @Nullable Place parent;
    private final String name;
    private final int index;

    private Place(@Nullable Place parent, String name, int index) {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    Place property(String property) {
        return new Place(this, property, -1);
    }

    Place item(int position) {
        return new Place(this, "", position);
    }

    /// The property this place is, for use in a sentence; `value` for an item or the root.
    String label() {
        return name.isEmpty() ? "value" : name;
    }

    @Override
    public String toString() {
        return append(new StringBuilder()).toString();
    }

    private StringBuilder append(StringBuilder path) {
        if (parent == null) {
            return path.append('$');
        }
        parent.append(path);
        return index < 0
                ? path.append('.').append(name)
                : path.append('[').append(index).append(']');
    }
}
