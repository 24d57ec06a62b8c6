package io.posthorn.store;

import io.posthorn.message.PushUserId;
import io.posthorn.message.Registration;
import io.posthorn.message.RegistrationId;
import java.util.Optional;
import java.util.Set;

/// Registrations of an account, newest first; every filter given must hold.
///
/// @param users of these people; empty: of everybody
/// @param before older than this one: where the next page begins
public record RegistrationQuery(
        String account,
        Set<PushUserId> users,
        Optional<String> app,
        Optional<RegistrationId> before,
        int max) {

    public RegistrationQuery {
        users = Set.copyOf(users);
    }

    /// Those of people with one app: one each at most.
    public static RegistrationQuery of(String account, String app, Set<PushUserId> users) {
        return new RegistrationQuery(
                account, users, Optional.of(app), Optional.empty(), users.size());
    }

    /// Whether `registration` passes every filter.
    public boolean matches(Registration registration) {
        return registration.account().equals(account)
                && (users.isEmpty() || users.contains(registration.user()))
                && app.map(registration.app()::equals).orElse(true)
                && before.map(before -> registration.id().value() < before.value()).orElse(true);
    }
}
