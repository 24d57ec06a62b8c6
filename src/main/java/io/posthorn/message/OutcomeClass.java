package io.posthorn.message;

/// The field's classes of outcome, as `routing.md` numbers them; named in the API, metrics and
/// logs.
public enum OutcomeClass {
    T0_ACCEPTED,
    T1_THROTTLED,
    T2_TRANSIENT,
    T3_SENDER,
    T4_PAIR,
    T5_CHANNEL,
    T6_CONTENT,
    T7_DESTINATION,
    T8_EXPIRED,
    T9_UNKNOWN
}
