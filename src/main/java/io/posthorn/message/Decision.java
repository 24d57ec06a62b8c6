package io.posthorn.message;

/// Why an attempt went the way it went: the sender chosen, and why each other was not.
///
/// @param record JSON, at most 1 KB
public record Decision(MessageId message, int attempt, String record) {}
