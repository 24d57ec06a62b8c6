package io.posthorn.message;

/// Why an attempt or a message failed, in the field's terms.
///
/// @param code a code of the Twilio error dictionary
/// @param upstream what the carrier answered, as it wrote it, or our reason when nobody was asked
public record Failure(int code, String message, String upstream) {}
