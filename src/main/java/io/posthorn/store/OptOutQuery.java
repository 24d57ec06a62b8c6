package io.posthorn.store;

import io.posthorn.message.Address;
import io.posthorn.message.OptOut;
import io.posthorn.message.OptOutId;
import java.time.Instant;
import java.util.Optional;

/// Opt-outs, newest first; every filter given must hold.
///
/// @param account empty: of all accounts
/// @param id only this one
/// @param address the person's, normalised
/// @param kind of the person's address
/// @param from recorded at or after
/// @param until recorded before
/// @param before older than this one: where the next page begins
public record OptOutQuery(
        Optional<String> account,
        Optional<OptOutId> id,
        Optional<String> address,
        Optional<Address.Kind> kind,
        Optional<OptOut.Reach> reach,
        Optional<OptOut.Source> source,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<OptOutId> before,
        int max) {

    private static final int ALL = 10_000; // reaches a person can be opted out of

    /// Of everybody.
    public static OptOutQuery all(Optional<OptOutId> before, int max) {
        return new OptOutQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                before,
                max);
    }

    public static OptOutQuery one(String account, OptOutId id) {
        return new OptOutQuery(
                Optional.of(account),
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
    }

    /// All of one person.
    public static OptOutQuery of(String account, Address person) {
        return new OptOutQuery(
                Optional.of(account),
                Optional.empty(),
                Optional.of(person.value()),
                Optional.of(person.kind()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ALL);
    }

    /// Whether `optOut` passes every filter.
    public boolean matches(OptOut optOut) {
        return account.map(optOut.account()::equals).orElse(true)
                && id.map(optOut.id()::equals).orElse(true)
                && address.map(optOut.address().value()::equals).orElse(true)
                && kind.map(optOut.address().kind()::equals).orElse(true)
                && reach.map(optOut.reach()::equals).orElse(true)
                && source.map(optOut.source()::equals).orElse(true)
                && from.map(from -> !optOut.id().createdAt().isBefore(from)).orElse(true)
                && until.map(optOut.id().createdAt()::isBefore).orElse(true)
                && before.map(before -> optOut.id().value() < before.value()).orElse(true);
    }
}
