package io.posthorn.message;

/// Something a recipient can tap, whatever the channel.
sealed interface Action {

    /// What stands on it.
    String title();

    /// Answers with its title.
    ///
    /// @param data what comes back to us when it is tapped
    record Reply(String title, String data) implements Action {}

    record Link(String title, String url) implements Action {}

    record Call(String title, String phone) implements Action {}

    /// Anything else: a place, an event.
    record Other(String title, String details) implements Action {}

    /// How it is written where nothing can be tapped.
    ///
    /// @param number of the answers before and with this one
    default String line(int number) {
        return switch (this) {
            case Reply(String title, String _) -> number + ". " + title;
            case Link(String title, String url) -> title + ": " + url;
            case Call(String title, String phone) -> title + ": " + phone;
            case Other(String title, String details) ->
                    details.isEmpty() ? title : title + ": " + details;
        };
    }
}
