package io.posthorn.message;

/// The status a user sees, of a message and of an attempt. The order of the first seven is the
/// lattice of status merging: a later one replaces an earlier one, never the reverse, except that
/// DELIVERED repairs a failure.
public enum Status {
    SCHEDULED,
    QUEUED,
    SENT,
    UNDELIVERED,
    FAILED,
    DELIVERED,
    READ,
    CANCELED,
    GROUP,
    INBOUND
}
