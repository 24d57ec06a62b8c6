package io.posthorn.store.sqlite;

/// A JSON document as it is in the file, in UTF-8.
final class Doc {

    private final byte[] bytes;

    /// Takes `bytes` over: nobody is to change them after.
    Doc(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Not a copy.
    byte[] bytes() {
        return bytes;
    }
}
