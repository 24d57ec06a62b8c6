package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.channel.smpp.BindRole;
import io.posthorn.channel.smpp.CommandStatus;
import io.posthorn.channel.smpp.Incoming;
import io.posthorn.channel.smpp.LateAnswer;
import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.channel.smpp.Reply;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.SmeAddress;
import io.posthorn.channel.smpp.SmppEndpoint;
import io.posthorn.channel.smpp.SmppHandler;
import io.posthorn.channel.smpp.SmppSession;
import io.posthorn.channel.smpp.SmppTimers;
import io.posthorn.message.Gsm7;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A customer of the carrier: one bound session that keeps what it is delivered.
public final class Esme implements SmppHandler, AutoCloseable {
    public static final SmeAddress SENDER = new SmeAddress(1, 1, "15550100001");
    public static final SmeAddress PHONE = new SmeAddress(1, 1, "15550200001");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlockingQueue<ShortMessage> delivered = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CommandStatus acknowledgement;
    private final SmppSession session;

    private Esme(Smsc smsc, Pdu.Bind bind, CommandStatus acknowledgement)
            throws IOException, InterruptedException {
        this.acknowledgement = acknowledgement;
        this.session =
                SmppSession.connect(
                        new SmppEndpoint("localhost", smsc.port(), Optional.empty()),
                        bind,
                        1_000,
                        SmppTimers.DEFAULT.withResponse(Duration.ofSeconds(2)),
                        this,
                        Time.system());
    }

    public static Esme bind(Smsc smsc, String systemId) throws IOException, InterruptedException {
        return bind(smsc, systemId, BindRole.TRANSCEIVER);
    }

    static Esme bind(Smsc smsc, String systemId, BindRole role)
            throws IOException, InterruptedException {
        return new Esme(smsc, request(systemId, "secret", role), CommandStatus.ESME_ROK);
    }

    /// One that answers every deliver_sm with `acknowledgement`.
    static Esme answering(CommandStatus acknowledgement, Smsc smsc, String systemId)
            throws IOException, InterruptedException {
        return new Esme(smsc, request(systemId, "secret", BindRole.TRANSCEIVER), acknowledgement);
    }

    static Pdu.Bind request(String systemId, String password, BindRole role) {
        return new Pdu.Bind(role, systemId, password, "", Pdu.Bind.VERSION_3_4, 0, 0, "");
    }

    public Pdu.SubmitSmResp submit(SmeAddress to, String text) throws InterruptedException {
        return submit(message(to, text));
    }

    public Pdu.SubmitSmResp submit(ShortMessage message) throws InterruptedException {
        return (Pdu.SubmitSmResp) answer(reply(new Pdu.SubmitSm(message)));
    }

    /// All at once; the answers in the order of the requests.
    List<Pdu.Response> submitAll(List<ShortMessage> messages) throws InterruptedException {
        return session
                .request(messages.stream().map(Pdu.SubmitSm::new).toList(), LateAnswer.IGNORED)
                .stream()
                .map(Esme::answer)
                .toList();
    }

    Reply reply(Pdu.Request request) throws InterruptedException {
        return session.request(request);
    }

    static Pdu.Response answer(Reply reply) {
        if (reply instanceof Reply.Answered(Pdu.Response response, Duration _)) {
            return response;
        }
        throw new AssertionError("no answer but " + reply);
    }

    /// A GSM-7 text from [#SENDER] that asks for a receipt.
    static ShortMessage message(SmeAddress to, String text) {
        return ShortMessage.of(SENDER, to, 0, Octets.of(Gsm7.encode(text)))
                .withRegisteredDelivery(ShortMessage.RECEIPT_WANTED);
    }

    /// The next message delivered here.
    public ShortMessage delivered() throws InterruptedException {
        ShortMessage next = delivered.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was delivered");
        }
        return next;
    }

    int deliveries() {
        return delivered.size();
    }

    /// Drops what was delivered so far.
    void forget() {
        delivered.clear();
    }

    boolean endsSoon() throws InterruptedException {
        return ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void requested(Incoming incoming) {
        if (incoming.request() instanceof Pdu.DeliverSm(ShortMessage message)) {
            delivered.add(message);
        }
        incoming.answer(acknowledgement);
    }

    @Override
    public void noticed(SmppSession from, Pdu.Notice notice) {
        throw new AssertionError("unexpected " + notice);
    }

    @Override
    public void ended(SmppSession over, String why) {
        ended.countDown();
    }

    @Override
    public void close() {
        session.close();
    }
}
