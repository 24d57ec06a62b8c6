package io.posthorn.message;

import java.util.Set;

/// What a sender used of its quotas in a period; as part of a write, what is added to it.
///
/// @param period its first day, as in `2026-11-23`, and which kind of period it is
/// @param country ISO region of the recipients; empty for those of none
/// @param recipients hashes of the addresses sent to, only where a quota counts them
public record Usage(
        SenderId sender,
        Quota.Period kind,
        String period,
        String country,
        int messages,
        int segments,
        Set<Long> recipients) {}
