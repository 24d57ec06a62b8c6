package io.posthorn.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An app on people's devices, and what it is known by to the push services.
///
/// @param isDefault of one app of an account: what is meant where none is named
/// @param credentials oldest first
public record PushApp(
        String account,
        String name,
        boolean isDefault,
        List<Credential> credentials,
        Instant createdAt,
        Instant updatedAt) {

    public static final int APPS_MOST = 10; // of an account
    public static final int CREDENTIALS_MOST = 10;

    public PushApp {
        credentials = List.copyOf(credentials);
    }

    /// Its sender has the same number.
    ///
    /// @param isDefault of one credential of each type: what is meant where none is named
    public record Credential(
            CredentialId id, Type type, boolean isDefault, Instant createdAt, Instant updatedAt) {

        public SenderId sender() {
            return new SenderId(id.value());
        }

        private Credential withDefault(boolean isDefault, Instant now) {
            return isDefault == this.isDefault
                    ? this
                    : new Credential(id, type, isDefault, createdAt, now);
        }
    }

    public enum Type {
        APN,
        /// For devices that run an app under development.
        APN_SANDBOX,
        FCM;

        public Device.Provider provider() {
            return switch (this) {
                case APN, APN_SANDBOX -> Device.Provider.APN;
                case FCM -> Device.Provider.FCM;
            };
        }

        /// The type of connection it is used with.
        public String connection() {
            return switch (this) {
                case APN, APN_SANDBOX -> "APNS";
                case FCM -> "FCM";
            };
        }
    }

    public Optional<Credential> credential(CredentialId id) {
        return credentials.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /// What is used to reach devices of a service; production before sandbox.
    public Optional<Credential> fallback(Device.Provider provider) {
        return credentials.stream()
                .filter(each -> each.isDefault() && each.type().provider() == provider)
                .min(Comparator.comparing(Credential::type));
    }

    public PushApp withDefault(boolean isDefault, Instant now) {
        return isDefault == this.isDefault
                ? this
                : new PushApp(account, name, isDefault, credentials, createdAt, now);
    }

    /// The first of its type is the default.
    public PushApp with(CredentialId id, Type type, boolean isDefault, Instant now) {
        boolean first = credentials.stream().noneMatch(each -> each.type() == type);
        var all = new ArrayList<>(credentials);
        all.add(new Credential(id, type, first, now, now));
        PushApp grown = of(all, now);
        return isDefault ? grown.defaulting(id, now) : grown;
    }

    /// Lets a credential be the default of its type, in place of another.
    public PushApp defaulting(CredentialId id, Instant now) {
        Type type = credential(id).orElseThrow().type();
        return mapped(
                each -> each.type() == type ? each.withDefault(each.id().equals(id), now) : each,
                now);
    }

    /// The oldest that is left of its type is the default in its place.
    public PushApp without(CredentialId id, Instant now) {
        Credential gone = credential(id).orElseThrow();
        PushApp rest = of(credentials.stream().filter(each -> !each.id().equals(id)).toList(), now);
        return rest.credentials.stream()
                .filter(each -> gone.isDefault() && each.type() == gone.type())
                .findFirst()
                .map(heir -> rest.defaulting(heir.id(), now))
                .orElse(rest);
    }

    private PushApp mapped(UnaryOperator<Credential> change, Instant now) {
        return of(credentials.stream().map(change).toList(), now);
    }

    private PushApp of(List<Credential> all, Instant now) {
        return new PushApp(account, name, isDefault, all, createdAt, now);
    }
}
