package io.posthorn.channel.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// What a provider does with the messages a [Scope] covers: how fast it answers, what becomes of a
/// message, and everything it may do wrong. The same words hold for every protocol; what one does
/// not have is left alone there.
///
/// @param seed fixes every random choice: the same submits in the same order meet the same fate
public record Behavior(
        Answers answers, Receipts receipts, Line line, Handsets handsets, long seed) {

    /// Answers and confirms everything at once.
    public static final Behavior DEFAULT =
            new Behavior(Answers.AT_ONCE, Receipts.AT_ONCE, Line.STEADY, Handsets.MODERN, 1);

    public Behavior with(Answers other) {
        return new Behavior(other, receipts, line, handsets, seed);
    }

    public Behavior with(Receipts other) {
        return new Behavior(answers, other, line, handsets, seed);
    }

    public Behavior with(Line other) {
        return new Behavior(answers, receipts, other, handsets, seed);
    }

    public Behavior with(Handsets other) {
        return new Behavior(answers, receipts, line, other, seed);
    }

    public Behavior withSeed(long other) {
        return new Behavior(answers, receipts, line, handsets, other);
    }

    /// How submits are answered.
    ///
    /// @param perSecond submits taken in any sliding second; those above are answered
    ///   ESME_RTHROTTLED, or what the protocol has for it
    /// @param retryAfter what they are told to wait, where the protocol can say it
    /// @param errors a share answered with another status
    public record Answers(
            Delay latency,
            OptionalInt perSecond,
            Optional<Duration> retryAfter,
            Optional<Errors> errors) {
        public static final Answers AT_ONCE =
                new Answers(Delay.NONE, OptionalInt.empty(), Optional.empty(), Optional.empty());

        public Answers {
            if (perSecond.isPresent() && perSecond.getAsInt() < 1) {
                throw new IllegalArgumentException("a limit of " + perSecond.getAsInt());
            }
        }

        public Answers after(Delay delay) {
            return new Answers(delay, perSecond, retryAfter, errors);
        }

        public Answers throttledAt(int submitsPerSecond) {
            return new Answers(latency, OptionalInt.of(submitsPerSecond), retryAfter, errors);
        }

        public Answers askingToWait(Duration wait) {
            return new Answers(latency, perSecond, Optional.of(wait), errors);
        }

        public Answers failing(double share, int status) {
            return new Answers(
                    latency, perSecond, retryAfter, Optional.of(new Errors(share, status)));
        }
    }

    /// Submits that fail by chance.
    ///
    /// @param share of the submits, 0 to 1
    /// @param status what they are answered with: a command_status (SMPP 3.4 section 5.1.3), an
    ///   error code of WhatsApp's, elsewhere a status of HTTP
    public record Errors(double share, int status) {
        public Errors {
            checkShare(share);
        }
    }

    /// What becomes of accepted messages, and how it is reported.
    ///
    /// @param delay from the answer to the receipt
    public record Receipts(Delay delay, List<Fate> mix, Form form, Faults faults) {
        public static final Receipts AT_ONCE =
                new Receipts(Delay.NONE, List.of(Fate.DELIVERED), Form.USUAL, Faults.NONE);

        public Receipts {
            mix = List.copyOf(mix);
            if (!(Fate.totalWeight(mix) > 0)) {
                throw new IllegalArgumentException("a mix without weight");
            }
        }

        public Receipts after(Delay other) {
            return new Receipts(other, mix, form, faults);
        }

        public Receipts ending(Fate... fates) {
            return new Receipts(delay, List.of(fates), form, faults);
        }

        public Receipts written(IdDialect ids, Place place) {
            return new Receipts(delay, mix, new Form(ids, place), faults);
        }

        public Receipts with(Faults other) {
            return new Receipts(delay, mix, form, other);
        }
    }

    /// How a receipt names its message, and where.
    public record Form(IdDialect ids, Place place) {
        public static final Form USUAL = new Form(IdDialect.SAME_DECIMAL, Place.BOTH);
    }

    /// Where in a deliver_sm the receipt is: the text of SMPP 3.4 appendix B, or the parameters
    /// receipted_message_id, message_state and network_error_code of section 5.3.2.
    public enum Place {
        TEXT,
        TLV,
        BOTH
    }

    /// Shares (0 to 1) of the receipts that do not come as they should.
    ///
    /// @param early sent before the answer, which follows `lead` later
    /// @param missing never sent
    /// @param repeated sent twice
    public record Faults(double early, Duration lead, double missing, double repeated) {
        public static final Faults NONE = new Faults(0, Duration.ofMillis(200), 0, 0);

        public Faults {
            checkShare(early);
            checkShare(missing);
            checkShare(repeated);
            if (lead.isNegative()) {
                throw new IllegalArgumentException("a lead of " + lead);
            }
        }

        public static Faults early(double share, Duration lead) {
            return new Faults(share, lead, 0, 0);
        }

        public static Faults missing(double share) {
            return new Faults(0, NONE.lead, share, 0);
        }

        public static Faults repeated(double share) {
            return new Faults(0, NONE.lead, 0, share);
        }
    }

    /// What happens to the connection itself.
    ///
    /// @param hangUpAfter cut each session at this submit, before it is answered; 0: cut all
    ///   sessions there are, once, when the behaviour is set
    /// @param refuseFor binds are refused this long after such a cut; over HTTP, where nobody
    ///   binds, requests end without an answer that long
    public record Line(
            Silence silence,
            OptionalInt hangUpAfter,
            Duration refuseFor,
            Credentials credentials,
            Optional<Attack> attack) {
        public static final Line STEADY =
                new Line(
                        Silence.NONE,
                        OptionalInt.empty(),
                        Duration.ZERO,
                        Credentials.ACCEPTED,
                        Optional.empty());

        public Line {
            if (hangUpAfter.orElse(0) < 0 || refuseFor.isNegative()) {
                throw new IllegalArgumentException("less than nothing");
            }
        }

        public Line silent(Silence kind) {
            return new Line(kind, hangUpAfter, refuseFor, credentials, attack);
        }

        public Line hangingUpAfter(int submits, Duration refuse) {
            return new Line(silence, OptionalInt.of(submits), refuse, credentials, attack);
        }

        public Line attacking(Hostility kind, double share) {
            return new Line(
                    silence,
                    hangUpAfter,
                    refuseFor,
                    credentials,
                    Optional.of(new Attack(kind, share)));
        }

        public Line refusingCredentials() {
            return new Line(silence, hangUpAfter, refuseFor, Credentials.REFUSED, attack);
        }
    }

    /// What becomes of passwords, keys and tokens.
    public enum Credentials {
        /// They are what they should be.
        ACCEPTED,
        /// Nobody gets in, and who is in is put out.
        REFUSED
    }

    public enum Silence {
        NONE,
        /// Submits are read and never answered; the session stays alive otherwise.
        SUBMITS,
        /// Nothing is answered any more, enquire_link included. Not for a single sender or phone.
        EVERYTHING,
        /// Nothing is even read, so the sender's socket fills up. Not for a single sender or phone.
        READS;

        /// Whether what is submitted gets an answer.
        boolean muffles() {
            return this != NONE;
        }

        /// Whether anything at all gets one.
        boolean mutes() {
            return this == EVERYTHING || this == READS;
        }
    }

    /// What recipients have in their hands.
    ///
    /// @param rcs share (0 to 1) of the phones that have RCS; the same phones always
    /// @param read share of the messages that are read, where the channel tells of it
    /// @param readAfter from the delivery to that
    public record Handsets(double rcs, double read, Delay readAfter) {
        public static final Handsets MODERN = new Handsets(1, 0, Delay.NONE);

        public Handsets {
            checkShare(rcs);
            checkShare(read);
        }

        public Handsets withRcs(double share) {
            return new Handsets(share, read, readAfter);
        }

        public Handsets reading(double share, Delay after) {
            return new Handsets(rcs, share, after);
        }

        boolean haveRcs(String phone) {
            return new SplittableRandom(phone.hashCode()).nextDouble() < rcs;
        }
    }

    /// Hostile octets in place of the answer to a share (0 to 1) of the submits.
    public record Attack(Hostility kind, double share) {
        public Attack {
            checkShare(share);
        }
    }

    private static void checkShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of " + share);
        }
    }
}
