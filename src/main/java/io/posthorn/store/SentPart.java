package io.posthorn.store;

import io.posthorn.message.MessageId;

/// Which part of which attempt a receipt key stands for.
///
/// @param part 0 for the first
public record SentPart(String receiptKey, MessageId message, int attempt, int part) {}
