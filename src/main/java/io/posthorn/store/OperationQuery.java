package io.posthorn.store;

import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import java.time.Instant;
import java.util.Optional;

/// Operations of an account, newest first. What a phone's message is kept under is found by its id
/// only: nobody asked for it.
///
/// @param kind only those of this kind
/// @param id only this one
/// @param from created at or after
/// @param until created before
/// @param before older than this one: where the next page begins
/// @param now what "not started yet" is measured against
public record OperationQuery(
        String account,
        Optional<Operation.Kind> kind,
        Optional<OperationId> id,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<Operation.Status> status,
        Optional<OperationId> before,
        Instant now,
        int max) {

    /// Whether `operation` is the account's and one to be listed, or the one asked for.
    public boolean matches(Operation operation) {
        return operation.account().equals(account)
                && kind.map(operation.kind()::equals).orElse(true)
                && id.map(operation.id()::equals)
                        .orElse(!(operation.origin() instanceof Origin.Inbound));
    }

    public static OperationQuery one(String account, OperationId id, Instant now) {
        return new OperationQuery(
                account,
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                1);
    }
}
