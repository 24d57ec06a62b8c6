package io.posthorn.channel.simulator;

/// Why a provider does not take a message. Each provider has its own word for a reason.
sealed interface Refusal {

    enum Reason implements Refusal {
        /// There is no such recipient.
        RECIPIENT,
        /// Not these words.
        CONTENT
    }

    /// In the provider's own numbers: a command_status of SMPP, an error code of WhatsApp's, an
    /// HTTP status elsewhere.
    record Code(int value) implements Refusal {}
}
