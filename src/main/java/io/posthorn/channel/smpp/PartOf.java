package io.posthorn.channel.smpp;

/// Says that a short message is one part of a longer text.
///
/// @param reference the same for all parts, 0 to 65535
/// @param total the number of parts, 1 to 255
/// @param number which one this is, from 1
public record PartOf(int reference, int total, int number) {}
