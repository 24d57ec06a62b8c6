package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.message.Channel;
import io.posthorn.message.Message;
import io.posthorn.message.Plan;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.store.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets connectors ask about the recipients of a large operation in bulk, while it begins to leave:
/// one question for thousands instead of one for each. What cannot be asked about is left to each
/// message.
final class Prechecks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Prechecks.class);
    private static final int LARGE = 500; // recipients
    private static final int WAITING_MOST = 16; // operations; of those above nobody is asked ahead
    private static final Duration AHEAD = Duration.ofHours(12); // answers are kept for a day

    private final Origins origins;
    private final Inventory inventory;
    private final Function<Sender, Optional<Link>> links;
    private final Time time;
    private final BlockingQueue<Question> waiting = new ArrayBlockingQueue<>(WAITING_MOST);
    private final Thread thread = Thread.ofVirtual().name("prechecks").unstarted(this::run);

    private record Question(Link link, List<String> recipients) {}

    Prechecks(
            Origins origins,
            Inventory inventory,
            Function<Sender, Optional<Link>> links,
            Time time) {
        this.origins = origins;
        this.inventory = inventory;
        this.links = links;
        this.time = time;
    }

    void start() {
        thread.start();
    }

    /// Returns at once.
    void accepted(Batch.Submission submission) {
        List<Message> messages = submission.messages();
        Instant latest = time.now().plus(AHEAD);
        if (messages.size() < LARGE || submission.operation().startsAt().isAfter(latest)) {
            return;
        }
        for (Member member : origins.members(submission.operation().origin())) {
            inventory.snapshot().sender(member.sender()).ifPresent(sender -> ask(sender, messages));
        }
    }

    private void ask(Sender sender, List<Message> messages) {
        Optional<Link> link = links.apply(sender).filter(Link::checksInBulk);
        if (link.isEmpty()) {
            return;
        }
        List<String> recipients = recipients(sender.channel(), messages);
        if (recipients.size() >= LARGE && !waiting.offer(new Question(link.get(), recipients))) {
            LOG.info("sender={} is not asked ahead: too much is waiting", sender.id());
        }
    }

    private static List<String> recipients(Channel channel, List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.plan().steps().stream())
                .filter(step -> step.channel() == channel)
                .map(Plan.Step::to)
                .map(address -> address.value())
                .distinct()
                .toList();
    }

    private void run() {
        try {
            while (true) {
                ask(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private static void ask(Question question) throws InterruptedException {
        try {
            question.link.precheck(question.recipients);
        } catch (RuntimeException e) {
            LOG.error(
                    "connection={} could not be asked ahead; each message asks for itself",
                    question.link.connection().id(),
                    e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
