package io.posthorn.cli;

/// Colours, or none (ECMA-48, Select Graphic Rendition).
///
/// @param coloured whether the terminal shows them
record Style(boolean coloured) {

    String good(String text) {
        return in("32", text);
    }

    String bad(String text) {
        return in("31", text);
    }

    String changed(String text) {
        return in("33", text);
    }

    String strong(String text) {
        return in("1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    /// A message's status by what it means.
    String status(String status) {
        return switch (status) {
            case "DELIVERED", "READ" -> good(status);
            case "FAILED", "UNDELIVERED" -> bad(status);
            case "QUEUED", "SENT", "SCHEDULED" -> changed(status);
            default -> status;
        };
    }

    private String in(String rendition, String text) {
        return coloured && !text.isEmpty()
                ? "\u001b[" + rendition + "m" + text + "\u001b[0m"
                : text;
    }
}
