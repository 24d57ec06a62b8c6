package io.posthorn.api;

import java.util.Map;

/// Who may call: everything else belongs to one account.
///
/// @param apiKeys secrets by key SID
/// @param number from the same number space as ids; the queue of messages without a `from`
public record Account(String sid, String authToken, Map<String, String> apiKeys, long number) {

    /// The caller of what anybody may see.
    static final Account NOBODY = new Account("", "", Map.of(), 0);

    @Override
    public String toString() {
        return "Account[" + sid + "]"; // the rest is secret
    }
}
