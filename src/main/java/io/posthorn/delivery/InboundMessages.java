package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.channel.Inbound;
import io.posthorn.message.Address;
import io.posthorn.message.Assignment;
import io.posthorn.message.Attempt;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.Consent;
import io.posthorn.message.Content;
import io.posthorn.message.EmailAddress;
import io.posthorn.message.Ids;
import io.posthorn.message.Keyword;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Numbering;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.message.SessionId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.store.Batch;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.SentPart;
import io.posthorn.store.Store;
import io.posthorn.store.Written;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what people write to our senders, each message once.
///
/// A message is told again when the provider gives the id of an earlier one, or, where it gives
/// none, when the same person wrote the same to the same sender within five minutes: carriers
/// repeat what they think we missed.
final class InboundMessages {

    private static final Logger LOG = LoggerFactory.getLogger(InboundMessages.class);
    private static final Duration REPEATED_WITHIN = Duration.ofMinutes(5); // requirement 31

    private static final Duration LATELY = Duration.ofHours(24);

    /// What a suggestion that was tapped tells is a tag of the message.
    private static final String POSTBACK = "postbackData";

    /// No key of a caller begins with it: a header has no line feed.
    private static final String OURS = "\ninbound:";

    /// A provider's ids for what it delivers may be those for what it takes.
    private static final String ARRIVED = "in:";

    private final Inventory inventory;
    private final SuppressionList suppressed;
    private final AutoReplies replies;
    private final Store store;
    private final Ledger ledger;
    private final Ids ids;
    private final Metrics metrics;
    private final Time time;

    InboundMessages(
            Inventory inventory,
            SuppressionList suppressed,
            AutoReplies replies,
            Store store,
            Ledger ledger,
            Ids ids,
            Metrics metrics,
            Time time) {
        this.inventory = inventory;
        this.suppressed = suppressed;
        this.replies = replies;
        this.store = store;
        this.ledger = ledger;
        this.ids = ids;
        this.metrics = metrics;
        this.time = time;
    }

    /// Durable when it returns. What was written to no sender of ours is dropped: nobody could see
    /// it.
    void received(Connection connection, Inbound inbound) throws InterruptedException {
        Optional<Sender> sender = sender(connection, inbound.to(), inbound.channel());
        if (sender.isEmpty()) {
            metrics.inbound("no_sender");
            LOG.warn(
                    "connection={} a message to {} is dropped: no such sender",
                    connection.id(),
                    inbound.to());
        } else if (told(connection, inbound)) {
            metrics.inbound("repeated");
        } else {
            keep(connection, inbound, sender.get());
        }
    }

    /// A person said by other means than a message that he wants no more from `sender`. Durable
    /// when it returns; a sender that is gone writes to nobody.
    void optedOut(Connection connection, Channel channel, String person, String sender)
            throws InterruptedException {
        Optional<Sender> ours = sender(connection, sender, channel);
        if (ours.isPresent()) {
            List<Consent> consents =
                    suppressed.toldOf(ours.get(), person(channel, person), time.now());
            ledger.consent(consents);
            LOG.info("sender={} somebody unsubscribed", ours.get().id());
        }
    }

    /// When a person last wrote to a sender; empty when not within a day.
    Optional<Instant> lastWrote(
            Connection connection, Channel channel, Address person, String sender) {
        Instant since = time.now().minus(LATELY);
        return inventory
                .snapshot()
                .sender(connection.account(), sender, channel)
                .map(to -> SessionId.of(to.id(), person))
                .map(in -> MessageQuery.lastWritten(connection.account(), in, person, since))
                .flatMap(query -> store.messages(query).stream().findFirst())
                .map(message -> message.id().createdAt());
    }

    private boolean told(Connection connection, Inbound inbound) {
        List<SentPart> known =
                store.findSent(
                        connection.id(),
                        inbound.upstreamId().map(ARRIVED::concat).stream().toList());
        return !known.isEmpty();
    }

    private void keep(Connection connection, Inbound inbound, Sender sender)
            throws InterruptedException {
        Instant now = time.now();
        Message message = message(connection, inbound, sender, now);
        Address person = message.plan().to().addresses().getFirst();
        keepsHim(sender, person, now);
        Optional<Keyword> word =
                replies.read(inbound.text()).filter(_ -> suppressed.heeds(sender.id()));
        List<Consent> consents =
                word.map(said -> suppressed.saidTo(sender, person, said, now)).orElse(List.of());
        var submission =
                new Batch.Submission(
                        message.plan().operation(),
                        List.of(message),
                        Optional.of(key(message, now)),
                        consents);
        if (!(ledger.append(submission) instanceof Written.Answer.Stored)) {
            metrics.inbound("repeated");
            return;
        }
        metrics.inbound("kept");
        LOG.info("message={} inbound to sender={}", message.id(), sender.id());
        if (word.isPresent() && asksForAnswer(word.get(), consents, sender, person)) {
            replies.reply(word.get(), sender, person, now);
        }
    }

    /// In pools that answer by the number a person wrote to, this sender is his from now on; what
    /// the operator pinned stays.
    private void keepsHim(Sender sender, Address person, Instant now) throws InterruptedException {
        Snapshot snapshot = inventory.snapshot();
        for (Member member : snapshot.memberships(sender.id())) {
            boolean answersBySame =
                    snapshot.pool(member.pool())
                            .filter(pool ->
                                    pool.policy().choosing().sticky().mode() == StickyMode.HYBRID)
                            .isPresent();
            if (answersBySame && !isPinned(member.pool(), person)) {
                ledger.assign(
                        new Assignment(
                                member.pool(),
                                person.value(),
                                sender.id(),
                                Assignment.Reason.INBOUND,
                                now));
            }
        }
    }

    private boolean isPinned(PoolId pool, Address person) {
        return store.assignment(pool, person.value())
                .filter(kept -> kept.reason() == Assignment.Reason.PINNED)
                .isPresent();
    }

    /// Who says again what we know already, or YES to something else, is not answered.
    private boolean asksForAnswer(
            Keyword word, List<Consent> consents, Sender sender, Address person) {
        return switch (word) {
            case STOP -> !consents.isEmpty();
            case START ->
                    !consents.isEmpty()
                            && !suppressed.suppresses(
                                    sender.account(), person, new Origin.FromSender(sender.id()));
            case HELP -> true;
        };
    }

    private Optional<Sender> sender(Connection connection, String address, Channel channel) {
        Snapshot now = inventory.snapshot();
        return now.sender(connection.account(), address, channel)
                .or(() ->
                        international(address)
                                .flatMap(to -> now.sender(connection.account(), to, channel)));
    }

    private Message message(Connection connection, Inbound inbound, Sender sender, Instant now) {
        long number = ids.block(2, now);
        Address person = person(inbound.channel(), inbound.from());
        var step = new Plan.Step(inbound.channel(), person, 1);
        var plan =
                new Plan(
                        operation(inbound, sender, number, now),
                        new Recipient(List.of(person), Optional.empty(), Map.of()),
                        inbound.postback().map(data -> Map.of(POSTBACK, data)).orElse(Map.of()),
                        List.of(step),
                        Optional.empty(),
                        now);
        return new Message(
                new MessageId(number + 1),
                plan,
                new State.Inbound(now),
                0,
                List.of(arrival(connection, inbound, sender, step, now)),
                false,
                now,
                1);
    }

    private Operation operation(Inbound inbound, Sender sender, long number, Instant now) {
        var origin =
                new Origin.Inbound(
                        sender.id(),
                        inventory.snapshot().memberships(sender.id()).stream()
                                .findFirst()
                                .map(Member::pool));
        var text = Optional.of(inbound.text()).filter(t -> !t.isEmpty());
        return new Operation(
                new OperationId(number),
                sender.account(),
                origin,
                new Content.Plain(text, inbound.media()),
                Map.of(),
                Priority.NORMAL,
                Optional.empty(),
                new MessageId(number + 1),
                1,
                false,
                now);
    }

    private static Attempt arrival(
            Connection connection, Inbound inbound, Sender sender, Plan.Step step, Instant now) {
        return new Attempt(
                1,
                sender.id(),
                sender.address(),
                connection.id(),
                step,
                now,
                Status.INBOUND,
                true,
                false,
                inbound.upstreamId().map(ARRIVED::concat).stream().toList(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now);
    }

    private static Address person(Channel channel, String address) {
        String value =
                switch (channel.reaches()) {
                    case PHONE, WHATSAPP -> international(address).orElse(address);
                    case EMAIL -> EmailAddress.normalise(address).orElse(address);
                    case DEVICE -> address;
                };
        return new Address(channel.reaches(), value);
    }

    /// Providers write international numbers with and without `+`.
    private static Optional<String> international(String number) {
        return Numbering.normalise(number).or(() -> Numbering.normalise("+" + number));
    }

    private static Batch.IdempotencyKey key(Message message, Instant now) {
        return new Batch.IdempotencyKey(
                message.plan().operation().account(),
                OURS + fingerprint(message),
                "",
                now.plus(REPEATED_WITHIN));
    }

    private static String fingerprint(Message message) {
        Attempt arrival = message.attempts().getFirst();
        String whole =
                String.join(
                        "\n",
                        arrival.sender().toString(),
                        arrival.step().to().value(),
                        arrival.receiptKeys().stream()
                                .findFirst()
                                .orElse(message.plan().operation().content().toString()));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
