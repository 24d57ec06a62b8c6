package io.posthorn.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// How a command ended, for scripts.
public enum ExitCode {
    OK(0, "done"),
    SOMETHING_FAILED(1, "done, but something failed: messages, rows or checks"),
    USAGE(2, "the command line, or a file it names, is wrong; nothing was done"),
    UNREACHABLE(3, "the server cannot be reached"),
    REFUSED(4, "the server refused it (4xx)"),
    SERVER_FAILED(5, "the server failed (5xx)"),
    INTERRUPTED(130, "stopped by Ctrl-C");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /// For the end of a help text.
    static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode code : values()) {
            list.put(String.format("%3d", code.number), code.meaning);
        }
        return list;
    }
}
