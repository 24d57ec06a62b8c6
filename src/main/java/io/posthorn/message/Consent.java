package io.posthorn.message;

import java.util.Set;

/// What changes in whether a person may be written to.
public sealed interface Consent {

    /// One opt-out more; nothing when the same person is opted out of the same already.
    record Withdrawn(OptOut optOut) implements Consent {}

    /// The person's opt-outs of exactly these end.
    record Given(String account, Address address, Set<OptOut.Reach> reaches) implements Consent {}
}
