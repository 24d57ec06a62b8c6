package io.posthorn.message;

/// A person who does not want to be written to by some of an account's senders.
///
/// @param address his, normalised
public record OptOut(OptOutId id, String account, Address address, Reach reach, Source source) {

    /// What it closes.
    public sealed interface Reach {

        record WholeAccount() implements Reach {}

        record OfPool(PoolId pool) implements Reach {}

        record OfSender(SenderId sender) implements Reach {}
    }

    /// Who said so.
    public enum Source {
        /// The person, by a word such as STOP.
        KEYWORD,
        /// A request.
        API,
        /// The carrier, as its answer to a message.
        CARRIER
    }
}
