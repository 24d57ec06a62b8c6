package io.posthorn.cli;

/// What a check came to.
///
/// @param what was looked at
/// @param advice what to do about it; empty when all is well
public record Finding(Level level, String what, String found, String advice) {

    public enum Level {
        OK,
        WARNING,
        PROBLEM
    }

    public static Finding ok(String what, String found) {
        return new Finding(Level.OK, what, found, "");
    }

    public static Finding warning(String what, String found, String advice) {
        return new Finding(Level.WARNING, what, found, advice);
    }

    public static Finding problem(String what, String found, String advice) {
        return new Finding(Level.PROBLEM, what, found, advice);
    }
}
