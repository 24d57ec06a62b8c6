package io.posthorn.message;

import java.util.List;
import java.util.Map;

/// What the server takes for a word about consent, and what it answers.
///
/// @param replies Liquid; `name` is the sender's display name, else its pool's name, else its
///   address
public record ConsentRules(Keywords keywords, Map<Keyword, String> replies) {

    public static final Map<Keyword, List<String>> NO_MORE_WORDS = Map.of();

    public static final Map<Keyword, String> USUAL_REPLIES =
            Map.of(
                    Keyword.STOP,
                    "{{ name }}: You are unsubscribed and will get no more messages. Reply START to"
                            + " subscribe again.",
                    Keyword.START,
                    "{{ name }}: You are subscribed again. Reply HELP for help, STOP to"
                            + " unsubscribe.",
                    Keyword.HELP,
                    "{{ name }}: Reply STOP to unsubscribe. Message and data rates may apply.");

    public static final ConsentRules DEFAULT =
            new ConsentRules(new Keywords(NO_MORE_WORDS), USUAL_REPLIES);

    public ConsentRules {
        replies = Map.copyOf(replies);
    }
}
