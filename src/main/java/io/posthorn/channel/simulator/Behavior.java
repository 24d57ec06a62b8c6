package io.posthorn.channel.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a carrier does with the messages of one sender, one connection or everybody: how fast it
/// answers, what becomes of a message, and everything it may do wrong.
///
/// @param seed fixes every random choice: the same submits in the same order meet the same fate
public record Behavior(Answers answers, Receipts receipts, Line line, long seed) {

    /// Answers and confirms everything at once.
    public static final Behavior DEFAULT =
            new Behavior(Answers.AT_ONCE, Receipts.AT_ONCE, Line.STEADY, 1);

    public Behavior with(Answers other) {
        return new Behavior(other, receipts, line, seed);
    }

    public Behavior with(Receipts other) {
        return new Behavior(answers, other, line, seed);
    }

    public Behavior with(Line other) {
        return new Behavior(answers, receipts, other, seed);
    }

    public Behavior withSeed(long other) {
        return new Behavior(answers, receipts, line, other);
    }

    /// How submits are answered.
    ///
    /// @param perSecond submits taken in any sliding second; those above are answered
    ///   ESME_RTHROTTLED
    /// @param errors a share answered with another status
    public record Answers(Delay latency, OptionalInt perSecond, Optional<Errors> errors) {
        public static final Answers AT_ONCE =
                new Answers(Delay.NONE, OptionalInt.empty(), Optional.empty());

        public Answers {
            if (perSecond.isPresent() && perSecond.getAsInt() < 1) {
                throw new IllegalArgumentException("a limit of " + perSecond.getAsInt());
            }
        }

        public Answers after(Delay delay) {
            return new Answers(delay, perSecond, errors);
        }

        public Answers throttledAt(int submitsPerSecond) {
            return new Answers(latency, OptionalInt.of(submitsPerSecond), errors);
        }

        public Answers failing(double share, int status) {
            return new Answers(latency, perSecond, Optional.of(new Errors(share, status)));
        }
    }

    /// Submits that fail by chance.
    ///
    /// @param share of the submits, 0 to 1
    /// @param status the command_status they are answered with (SMPP 3.4 section 5.1.3)
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
    /// @param refuseFor binds are refused this long after such a cut
    public record Line(
            Silence silence, OptionalInt hangUpAfter, Duration refuseFor, Optional<Attack> attack) {
        public static final Line STEADY =
                new Line(Silence.NONE, OptionalInt.empty(), Duration.ZERO, Optional.empty());

        public Line {
            if (hangUpAfter.orElse(0) < 0 || refuseFor.isNegative()) {
                throw new IllegalArgumentException("less than nothing");
            }
        }

        public Line silent(Silence kind) {
            return new Line(kind, hangUpAfter, refuseFor, attack);
        }

        public Line hangingUpAfter(int submits, Duration refuse) {
            return new Line(silence, OptionalInt.of(submits), refuse, attack);
        }

        public Line attacking(Hostility kind, double share) {
            return new Line(silence, hangUpAfter, refuseFor, Optional.of(new Attack(kind, share)));
        }
    }

    public enum Silence {
        NONE,
        /// Submits are read and never answered; the session stays alive otherwise.
        SUBMITS,
        /// Nothing is answered any more, enquire_link included. Not for a single sender.
        EVERYTHING,
        /// Nothing is even read, so the sender's socket fills up. Not for a single sender.
        READS
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
