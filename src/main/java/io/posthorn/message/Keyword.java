package io.posthorn.message;

/// What a person may ask for by a single word.
public enum Keyword {
    STOP,
    START,
    HELP
}
