package io.posthorn.store;

import io.posthorn.message.PushUserId;
import java.util.Optional;

/// People with devices, of an account, newest first.
///
/// @param id only this one
/// @param before older than this one: where the next page begins
public record PushUserQuery(
        String account, Optional<PushUserId> id, Optional<PushUserId> before, int max) {

    public static PushUserQuery one(String account, PushUserId id) {
        return new PushUserQuery(account, Optional.of(id), Optional.empty(), 1);
    }
}
