package io.posthorn.message;

/// Why a message has not left. A message that is scheduled or queued has exactly one.
public enum WaitingReason {

    /// Its send time has not come.
    SCHEDULED,

    /// Others of its queue, or an earlier message with its ordering key, go first.
    TURN,

    /// The senders that may take it send as fast as they may.
    TOKEN,

    /// As much is in flight to the carrier as it takes at once.
    WINDOW,

    /// The sender its recipient keeps is waited for.
    STICKY_SENDER,

    /// A nearer sender, one of a kind that goes first or one of a lower tier is waited for.
    PREFERRED_SENDER,

    /// No sender may carry it as things are: channel, country, disabled or drained.
    NO_SENDER,

    /// The connection of every sender that may carry it is down.
    ALL_SENDERS_DOWN,

    /// The senders that may carry it rest after failures.
    BREAKER,

    /// The senders that may carry it have used up their quotas.
    QUOTA,

    /// The senders that may carry it wrote to this recipient a moment ago.
    PAIR_RATE,

    /// Every sender that may carry it has failed it; they are asked again after a pause.
    BACK_OFF,

    /// It is night where the recipient is.
    QUIET_HOURS,

    /// A sender has it, and the carrier has not answered yet.
    SUBMITTING,

    /// Nobody knows whether the carrier has it; a late answer or receipt may tell.
    UNKNOWN_OUTCOME;

    /// Every reason to postpone a message is a reason to wait.
    static WaitingReason of(State.Reason reason) {
        return valueOf(reason.name());
    }
}
