package io.posthorn.message;

import java.time.Instant;
import java.util.List;

/// One message to one recipient, as it stands after `version` facts.
///
/// @param step the index of the plan's step now being tried
/// @param withdrawn canceled while an attempt was under way: no other attempt begins
public record Message(
        MessageId id,
        Plan plan,
        State state,
        int step,
        List<Attempt> attempts,
        boolean withdrawn,
        Instant updatedAt,
        long version) {

    public Message {
        attempts = List.copyOf(attempts);
    }

    /// Its id as users see it.
    public String shownId() {
        return id.as(plan.operation().kind());
    }

    /// The same without the attachments of what it says.
    public Message withoutAttachments() {
        return new Message(
                id,
                plan.of(plan.operation().withoutAttachments()),
                state,
                step,
                attempts,
                withdrawn,
                updatedAt,
                version);
    }

    public Plan.Step currentStep() {
        return plan.steps().get(step);
    }

    /// What a user sees: the best attempt's where one arrived, for nothing later undoes that; else
    /// the state's.
    public Status status() {
        return Attempt.best(attempts).map(Attempt::status).orElse(state.status());
    }

    public boolean expired(Instant now) {
        return !now.isBefore(plan.expiresAt());
    }
}
