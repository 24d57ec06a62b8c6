package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.channel.smpp.CommandStatus;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.message.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Answers submits, hands messages to phones and reports what became of them, as the behaviour in
/// force says.
final class Postman {
    private static final int NUMBERS_A_SECOND = 1 << 20; // more than ever come in one

    private final Behaviors behaviors;
    private final Phones phones;
    private final Traffic traffic;
    private final Agenda agenda;
    private final Time time;
    private final Judge judge = new Judge();
    private final Assembly assembly = new Assembly();
    private final AtomicLong lastNumber;

    Postman(Behaviors behaviors, Phones phones, Traffic traffic, Agenda agenda, Time time) {
        this.behaviors = behaviors;
        this.phones = phones;
        this.traffic = traffic;
        this.agenda = agenda;
        this.time = time;
        // Begins with the time, so that a restarted carrier does not use a number again.
        this.lastNumber = new AtomicLong(time.now().getEpochSecond() * NUMBERS_A_SECOND);
    }

    /// One submit, with all that follows from it.
    private record Job(Submit submit, InForce inForce, long arrived, Instant arrivedAt) {}

    void take(Submit submit) {
        String systemId = submit.bound().systemId();
        Submission submission = submit.submission();
        Party party = new Party(Channel.SMS, systemId, submission.from(), submission.to());
        InForce inForce = behaviors.of(party);
        Job job = new Job(submit, inForce, time.nanos(), time.now());
        boolean hangsUp = hangsUp(inForce.behavior().line(), submit);
        Verdict verdict =
                hangsUp
                        ? new Verdict.Ignore()
                        : judge.judge(inForce, party, submission.text(), job.arrived);
        traffic.arrived(submitted(job, verdict), verdict);
        if (hangsUp) {
            hangUp(inForce.behavior().line(), submit);
        }
        act(verdict, job);
    }

    private static boolean hangsUp(Behavior.Line line, Submit submit) {
        int after = line.hangUpAfter().orElse(0);
        return after > 0 && submit.count() >= after;
    }

    private static void hangUp(Behavior.Line line, Submit submit) {
        submit.bound().account().refuseBindsFor(line.refuseFor());
        submit.link().cut();
    }

    private static Submitted submitted(Job job, Verdict verdict) {
        Submission submission = job.submit.submission();
        return new Submitted(
                job.arrived,
                job.arrivedAt,
                job.submit.bound().systemId(),
                submission.from(),
                submission.to(),
                submission.text(),
                status(verdict));
    }

    private static int status(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Ignore _ -> Submitted.UNANSWERED;
            case Verdict.Throttle _ -> CommandStatus.ESME_RTHROTTLED.code();
            case Verdict.Refuse(Duration _, Refusal why) -> status(why);
            case Verdict.Accept _ -> CommandStatus.ESME_ROK.code();
        };
    }

    private static int status(Refusal why) {
        return switch (why) {
            case Refusal.Code(int value) -> value;
            case Refusal.Reason.RECIPIENT -> CommandStatus.ESME_RINVDSTADR.code();
            case Refusal.Reason.CONTENT -> CommandStatus.ESME_RX_P_APPN.code();
        };
    }

    private void act(Verdict verdict, Job job) {
        switch (verdict) {
            case Verdict.Ignore _ -> {
                // that is all there is to it
            }
            case Verdict.Throttle(Duration answer, Optional<Duration> _) ->
                    refuse(answer, status(verdict), job);
            case Verdict.Refuse(Duration answer, Refusal why) -> refuse(answer, status(why), job);
            case Verdict.Accept accept -> accept(accept, job);
        }
    }

    private void refuse(Duration after, int status, Job job) {
        at(job, after, () -> answer(job, job.submit.ask().answer(status)));
    }

    private void accept(Verdict.Accept accept, Job job) {
        long number = lastNumber.incrementAndGet();
        String id = job.inForce.behavior().receipts().form().ids().answer(number);
        Runnable phone = () -> handOver(accept.fate(), job, id);
        Runnable answer = () -> answer(job, job.submit.accepted(id));
        Runnable report = () -> report(accept, job, number);
        if (accept.end().equals(accept.answer())) {
            at(job, accept.answer(), inOrder(phone, answer, report));
        } else {
            at(job, accept.answer(), answer);
            at(job, accept.end(), inOrder(phone, report));
        }
    }

    private static Runnable inOrder(Runnable... steps) {
        return () -> {
            for (Runnable step : steps) {
                step.run();
            }
        };
    }

    /// At once on the reader's thread when nothing delays it: that is what makes the carrier fast.
    private void at(Job job, Duration after, Runnable task) {
        if (after.isZero()) {
            task.run();
        } else {
            agenda.at(job.arrivedAt.plus(after), task);
        }
    }

    private void answer(Job job, Pdu.Response answer) {
        traffic.answered();
        Link link = job.submit.link();
        job.inForce
                .hostility()
                .ifPresentOrElse(
                        kind -> kind.attack(link, job.submit.sequence(), answer),
                        () -> link.send(job.submit.sequence(), answer));
    }

    private void handOver(Fate fate, Job job, String id) {
        if (fate.end() == Fate.End.DELIVERED) {
            assembly.add(job.submit.submission(), id, time.now()).ifPresent(phones::receive);
        }
    }

    private void report(Verdict.Accept accept, Job job, long number) {
        Submission submission = job.submit.submission();
        if (!submission.wantsReceipt(accept.fate())) {
            return;
        }
        Receipt receipt = new Receipt(submission, number, job.arrivedAt, time.now(), accept.fate());
        Delivery delivery =
                Delivery.of(
                        receipt.message(job.inForce.behavior().receipts().form()),
                        job.submit.link());
        for (int i = 0; i < accept.receipts(); i++) {
            job.submit.bound().account().deliver(delivery);
        }
    }
}
