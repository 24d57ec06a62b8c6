package io.posthorn.message;

import java.time.Instant;

/// A person an account's devices belong to.
///
/// @param updatedAt when one of the person's devices was last registered, to the millisecond
public record PushUser(PushUserId id, String account, Instant updatedAt) {}
