package io.posthorn.store.sqlite;

import io.posthorn.message.Assignment;
import io.posthorn.message.Channel;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Event;
import io.posthorn.message.Operation;
import io.posthorn.message.Priority;
import io.posthorn.message.Quota;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import java.time.Instant;
import java.util.List;

/// The small numbers that stand for states, statuses, lanes and classes in the file. A number once
/// given is never given another meaning.
final class Codes {

    // The schema's partial indexes name QUEUED, UNSURE and LAST_OPEN by number.
    static final int UNREAD = -1; // Awaiting, and delivered
    static final int REVOKING = 0;
    static final int AWAITING = 1;
    static final int SCHEDULED = 2;
    static final int QUEUED = 3;
    static final int WAITING = 4;
    static final int SENDING = 5;
    static final int UNSURE = 6;
    static final int SENT = 7;
    static final int DELIVERED = 8;
    static final int READ = 9;
    static final int UNDELIVERED = 10;
    static final int FAILED = 11;
    static final int UNADDRESSABLE = 12;
    static final int CANCELED = 13;
    static final int INBOUND = 14;
    static final int FIRST_OPEN = UNREAD; // from here to LAST_OPEN, `at` is when it is due
    static final int LAST_OPEN = UNSURE;

    /// In the place of an event's status, which is DELIVERED then.
    private static final int DUPLICATE_DELIVERY = 32;

    private static final List<Status> STATUSES =
            List.of(
                    Status.SCHEDULED,
                    Status.QUEUED,
                    Status.SENT,
                    Status.UNDELIVERED,
                    Status.FAILED,
                    Status.DELIVERED,
                    Status.READ,
                    Status.CANCELED,
                    Status.GROUP,
                    Status.INBOUND);

    /// In a line of the log a status from here on is that of an operation.
    private static final int OF_OPERATIONS = 100;

    private static final List<Operation.Status> OPERATION_STATUSES =
            List.of(
                    Operation.Status.SCHEDULED,
                    Operation.Status.PROCESSING,
                    Operation.Status.COMPLETED,
                    Operation.Status.CANCELED);

    private static final List<Priority> LANES =
            List.of(Priority.HIGH, Priority.NORMAL, Priority.BULK);

    private static final List<Channel> CHANNELS =
            List.of(Channel.SMS, Channel.RCS, Channel.EMAIL, Channel.WHATSAPP, Channel.PUSH);

    private static final List<Assignment.Reason> REASONS =
            List.of(
                    Assignment.Reason.RECORDED,
                    Assignment.Reason.INBOUND,
                    Assignment.Reason.PINNED);

    private static final List<Quota.Period> PERIODS = List.of(Quota.Period.DAY, Quota.Period.MONTH);

    private static final List<Operation.Kind> KINDS =
            List.of(Operation.Kind.MESSAGE, Operation.Kind.EMAIL, Operation.Kind.PUSH_NOTIFICATION);

    private static final long NANOS = 1_000_000_000;

    private Codes() {}

    static int of(State state) {
        return switch (state) {
            case State.Scheduled _ -> SCHEDULED;
            case State.Queued() -> QUEUED;
            case State.Waiting _ -> WAITING;
            case State.Sending _ -> SENDING;
            case State.Unsure _ -> UNSURE;
            case State.Awaiting awaiting ->
                    awaiting.reached() == Status.DELIVERED ? UNREAD : AWAITING;
            case State.Revoking _ -> REVOKING;
            case State.Sent _ -> SENT;
            case State.Delivered _ -> DELIVERED;
            case State.Read _ -> READ;
            case State.Undelivered _ -> UNDELIVERED;
            case State.Failed _ -> FAILED;
            case State.Unaddressable _ -> UNADDRESSABLE;
            case State.Canceled _ -> CANCELED;
            case State.Inbound _ -> INBOUND;
        };
    }

    /// The states in which a message has `status`, as they are counted and looked for.
    static List<Integer> statesOf(Status status) {
        return switch (status) {
            case SCHEDULED -> List.of(SCHEDULED);
            case QUEUED -> List.of(QUEUED, WAITING, SENDING, UNSURE);
            case SENT -> List.of(AWAITING, REVOKING, SENT);
            case DELIVERED -> List.of(UNREAD, DELIVERED);
            case READ -> List.of(READ);
            case UNDELIVERED -> List.of(UNDELIVERED);
            case FAILED -> List.of(FAILED, UNADDRESSABLE);
            case CANCELED -> List.of(CANCELED);
            case INBOUND -> List.of(INBOUND);
            case GROUP -> List.of();
        };
    }

    static int of(Status status) {
        return STATUSES.indexOf(status);
    }

    static Status status(int code) {
        return STATUSES.get(code);
    }

    static int of(Operation.Status status) {
        return OF_OPERATIONS + OPERATION_STATUSES.indexOf(status);
    }

    static boolean isOfOperation(int code) {
        return code >= OF_OPERATIONS;
    }

    static Operation.Status operationStatus(int code) {
        return OPERATION_STATUSES.get(code - OF_OPERATIONS);
    }

    /// What an event tells, and the status it tells of.
    static int of(Event.Kind kind, Status status) {
        return switch (kind) {
            case STATUS -> of(status);
            case DUPLICATE_DELIVERY -> DUPLICATE_DELIVERY;
        };
    }

    static Event.Kind kind(int code) {
        return code == DUPLICATE_DELIVERY ? Event.Kind.DUPLICATE_DELIVERY : Event.Kind.STATUS;
    }

    static Status statusOfEvent(int code) {
        return code == DUPLICATE_DELIVERY ? Status.DELIVERED : status(code);
    }

    static int of(Operation.Kind kind) {
        return KINDS.indexOf(kind);
    }

    static int of(Priority lane) {
        return LANES.indexOf(lane);
    }

    static Priority lane(int code) {
        return LANES.get(code);
    }

    static int of(Assignment.Reason reason) {
        return REASONS.indexOf(reason);
    }

    static Assignment.Reason reason(int code) {
        return REASONS.get(code);
    }

    static int of(Quota.Period period) {
        return PERIODS.indexOf(period);
    }

    /// From the highest bit down: the country's letters, 8 bits for each, the channel and, in the
    /// last bit, whether it is ordered.
    static long of(EligibilityClass one) {
        long code = 0;
        for (int i = 0; i < one.country().length(); i++) {
            code = code << 8 | one.country().charAt(i);
        }
        return (code << 7 | CHANNELS.indexOf(one.channel())) << 1 | (one.ordered() ? 1 : 0);
    }

    static EligibilityClass eligibilityClass(long code) {
        StringBuilder country = new StringBuilder();
        for (long rest = code >> 8; rest != 0; rest >>= 8) {
            country.insert(0, (char) (rest & 0xff));
        }
        return new EligibilityClass(
                CHANNELS.get((int) (code >> 1 & 0x7f)), country.toString(), (code & 1) == 1);
    }

    static long of(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
