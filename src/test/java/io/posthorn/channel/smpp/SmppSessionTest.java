package io.posthorn.channel.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posthorn.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SmppSessionTest {
    private static final SmppTimers QUICK =
            SmppTimers.DEFAULT.withEnquireLink(Duration.ofMillis(300));

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final BlockingQueue<Incoming> delivered = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> endings = new LinkedBlockingQueue<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        callers.shutdownNow();
    }

    @Test
    void answers_find_their_requests_in_whatever_order_they_come() throws Exception {
        TestSmsc smsc = smsc();
        SmppSession session = connect(smsc, 10);

        List<Future<Reply>> replies =
                IntStream.range(0, 10).mapToObj(i -> submit(session, "text " + i)).toList();
        List<Incoming> asked = take(smsc, 10);
        Collections.shuffle(asked, new Random(1));
        asked.forEach(SmppSessionTest::echo);

        for (int i = 0; i < 10; i++) {
            assertThat(id(replies.get(i).get())).isEqualTo("text " + i);
        }
        assertThat(session.inFlight()).isZero();
    }

    @Test
    void a_refused_bind_tells_its_status() throws Exception {
        TestSmsc smsc = smsc().refusingBinds(CommandStatus.ESME_RINVPASWD);

        assertThatThrownBy(() -> connect(smsc, 1))
                .isInstanceOfSatisfying(
                        BindRefused.class, refused -> assertThat(refused.status()).isEqualTo(0x0E))
                .hasMessage("ESME_RINVPASWD");
    }

    @Test
    void no_more_requests_are_in_flight_than_the_window_has_places() throws Exception {
        TestSmsc smsc = smsc();
        SmppSession session = connect(smsc, 3);
        List<Future<Reply>> replies =
                IntStream.range(0, 8).mapToObj(i -> submit(session, "" + i)).toList();

        List<Incoming> first = take(smsc, 3);
        await().during(Duration.ofMillis(100)).until(smsc.requests::isEmpty);
        assertThat(session.inFlight()).isEqualTo(3);

        smsc.behaving(SmppSessionTest::echo);
        first.forEach(SmppSessionTest::echo);
        for (Future<Reply> reply : replies) {
            assertThat(reply.get()).isInstanceOf(Reply.Answered.class);
        }
    }

    @Test
    void requests_given_together_leave_in_order_even_past_the_window() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        TestSmsc smsc =
                smsc().behaving(incoming -> {
                    seen.add(text(incoming));
                    echo(incoming);
                });
        SmppSession session = connect(smsc, 2);
        List<Pdu.SubmitSm> parts =
                IntStream.range(0, 9).mapToObj(i -> submitSm("part " + i)).toList();

        List<Reply> replies = session.request(parts, LateAnswer.IGNORED);

        assertThat(replies.stream().map(SmppSessionTest::id).toList())
                .isEqualTo(IntStream.range(0, 9).mapToObj(i -> "part " + i).toList())
                .isEqualTo(seen);
    }

    @Test
    void a_request_without_an_answer_times_out_and_its_late_answer_is_told() throws Exception {
        TestSmsc smsc = smsc();
        SmppSession session =
                connect(smsc, 1, SmppTimers.DEFAULT.withResponse(Duration.ofMillis(100)));
        BlockingQueue<String> late = new LinkedBlockingQueue<>();

        List<Reply> replies =
                session.request(
                        List.of(submitSm("slow")),
                        (part, answer) ->
                                late.add(part + " " + ((Pdu.SubmitSmResp) answer).messageId()));

        assertThat(replies).containsExactly(new Reply.TimedOut());
        assertThat(session.inFlight()).isZero();
        echo(smsc.requests.take());
        assertThat(late.take()).isEqualTo("0 slow");
    }

    @Test
    void a_peer_that_goes_silent_is_found_out() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<SmppSession> connecting =
                    callers.submit(() -> connect(endpoint(listener), 10, QUICK));
            Socket peer = listener.accept();
            answerBind(peer);
            SmppSession session = connecting.get();
            Future<Reply> reply = submit(session, "into the void");

            assertThat(endings.take()).isEqualTo("no answer to enquire_link");
            assertThat(reply.get()).isInstanceOf(Reply.LostAfterWrite.class);
            assertThat(session.inFlight()).isZero();
        }
    }

    @Test
    void a_peer_that_answers_enquire_link_stays_connected() throws Exception {
        TestSmsc smsc = smsc();
        SmppSession session = connect(smsc.endpoint(), 1, QUICK);

        await().during(Duration.ofMillis(900)).until(session::isOpen);
    }

    @Test
    void what_may_have_reached_the_peer_is_told_from_what_surely_has_not() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setReceiveBufferSize(8 * 1024); // or the system swallows all of it
            Future<SmppSession> connecting =
                    callers.submit(() -> connect(endpoint(listener), 2_000, SmppTimers.DEFAULT));
            Socket peer = listener.accept(); // never reads, so writes get stuck
            answerBind(peer);
            SmppSession session = connecting.get();
            List<Future<Reply>> replies =
                    IntStream.range(0, 1_000).mapToObj(i -> submitLarge(session)).toList();
            await().until(() -> session.inFlight() == 1_000);

            session.abort();

            int lost = 0;
            int never = 0;
            for (Future<Reply> reply : replies) {
                switch (reply.get()) {
                    case Reply.LostAfterWrite _ -> lost++;
                    case Reply.NeverWritten _ -> never++;
                    case Reply.Answered _, Reply.TimedOut _ -> throw new AssertionError();
                }
            }
            assertThat(lost).isGreaterThanOrEqualTo(pdusArrived(peer));
            assertThat(never).isPositive();
            assertThat(session.inFlight()).isZero();
        }
    }

    @Test
    void a_request_after_the_end_was_never_written() throws Exception {
        SmppSession session = connect(smsc(), 1);
        session.abort();

        assertThat(session.request(submitSm("too late")))
                .isEqualTo(new Reply.NeverWritten("aborted"));
    }

    @Test
    void closing_waits_for_answers_and_unbinds() throws Exception {
        TestSmsc smsc = smsc();
        SmppSession session = connect(smsc, 10);
        Future<Reply> reply = submit(session, "last");
        Incoming last = smsc.requests.take();

        Future<?> closing = callers.submit(session::close);
        await().until(() -> !session.isOpen());
        assertThat(session.request(submitSm("more"))).isEqualTo(new Reply.NeverWritten("closing"));
        echo(last);

        closing.get();
        assertThat(id(reply.get())).isEqualTo("last");
        assertThat(smsc.endings.take()).isEqualTo("peer unbound");
    }

    @Test
    void closing_does_not_wait_for_ever() throws Exception {
        SmppTimers hasty =
                new SmppTimers(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(200));
        TestSmsc smsc = smsc();
        SmppSession session = connect(smsc.endpoint(), 10, hasty);
        Future<Reply> reply = submit(session, "never answered");
        smsc.requests.take();

        session.close();

        assertThat(reply.get()).isInstanceOf(Reply.LostAfterWrite.class);
    }

    @Test
    void an_smsc_delivers_over_the_same_session() throws Exception {
        TestSmsc smsc = smsc();
        connect(smsc, 1);
        await().until(() -> smsc.sessions.getFirst().role().isPresent());
        Future<Reply> reply =
                callers.submit(() ->
                        smsc.sessions.getFirst().request(new Pdu.DeliverSm(message("hello"))));

        delivered.take().answer(CommandStatus.ESME_ROK);

        assertThat(reply.get())
                .extracting(answered -> ((Reply.Answered) answered).response().ok())
                .isEqualTo(true);
    }

    @Test
    void nothing_is_submitted_before_a_bind_or_by_a_receiver() throws Exception {
        TestSmsc smsc = smsc();
        try (Socket stranger = new Socket("localhost", smsc.endpoint().port())) {
            write(stranger, 1, submitSm("let me in"));
            assertThat(answers(stranger).next())
                    .isEqualTo(frame(1, new Pdu.SubmitSmResp(0x04, "", Tlvs.NONE)));
        }
        SmppSession receiver = connect(smsc.endpoint(), BindRole.RECEIVER);
        assertThat(status(receiver.request(submitSm("me too"))))
                .isEqualTo(CommandStatus.ESME_RINVBNDSTS.code());
        assertThat(smsc.requests).isEmpty();
    }

    @Test
    void unreadable_and_unknown_pdus_are_refused_and_the_session_lives_on() throws Exception {
        TestSmsc smsc = smsc();
        try (Socket peer = bound(smsc)) {
            PduInput answers = answers(peer);
            byte[] truncated = PduCodec.encode(7, submitSm("x"));
            truncated[truncated.length - 2] = 99; // sm_length
            peer.getOutputStream().write(truncated);
            write(peer, 8, new Pdu.Unknown(0x21, 0, Octets.ofHex("00ff")));
            write(peer, 9, new Pdu.EnquireLink());

            assertThat(answers.next()).isEqualTo(frame(7, new Pdu.GenericNack(0x01)));
            assertThat(answers.next()).isEqualTo(frame(8, new Pdu.GenericNack(0x03)));
            assertThat(answers.next()).isEqualTo(frame(9, new Pdu.EnquireLinkResp(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 0x7FFFFFFF, -1})
    void an_impossible_length_ends_the_session_and_no_other(int length) throws Exception {
        TestSmsc smsc = smsc().behaving(SmppSessionTest::echo);
        SmppSession other = connect(smsc, 1);
        try (Socket peer = bound(smsc)) {
            PduInput answers = answers(peer);
            peer.getOutputStream().write(ByteBuffer.allocate(16).putInt(0, length).array());

            assertThat(answers.next()).isEqualTo(frame(0, new Pdu.GenericNack(0x02)));
            assertThat(answers.next()).isNull();
        }
        assertThat(id(other.request(submitSm("still here")))).isEqualTo("still here");
    }

    @Test
    void garbage_never_takes_the_smsc_down() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("garbage seed " + seed);
        Random random = new Random(seed);
        TestSmsc smsc = smsc().behaving(SmppSessionTest::echo);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[random.nextInt(500)];
            random.nextBytes(garbage);
            try (Socket peer = i % 2 == 0 ? bound(smsc) : stranger(smsc)) {
                peer.getOutputStream().write(garbage);
            }
        }
        assertThat(id(connect(smsc, 1).request(submitSm("alive")))).isEqualTo("alive");
        await().until(() -> smsc.endings.size() == 50);
    }

    @Test
    void no_place_in_the_window_leaks_whatever_the_peer_does() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("misbehaving peer seed " + seed);
        Random random = new Random(seed);
        TestSmsc smsc = smsc().behaving(incoming -> misbehave(incoming, random));
        SmppSession session =
                connect(smsc, 5, SmppTimers.DEFAULT.withResponse(Duration.ofMillis(50)));

        List<Future<Reply>> replies =
                IntStream.range(0, 300).mapToObj(i -> submit(session, "" + i)).toList();
        for (Future<Reply> reply : replies) {
            assertThat(reply.get()).isNotNull();
        }

        assertThat(session.inFlight()).isZero();
        smsc.behaving(SmppSessionTest::echo);
        assertThat(id(session.request(submitSm("still here")))).isEqualTo("still here");
    }

    private static void misbehave(Incoming incoming, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> {} // no answer
            case 1 -> incoming.answer(CommandStatus.ESME_RTHROTTLED);
            case 2 -> incoming.answer(new Pdu.GenericNack(0x03));
            case 3 -> incoming.answer(new Pdu.EnquireLinkResp(0)); // not an answer to this
            case 4 -> {
                echo(incoming);
                echo(incoming);
            }
            default -> echo(incoming);
        }
    }

    @Test
    void a_session_over_tls_is_a_session() throws Exception {
        SSLContext tls = tls();
        ServerSocket listener =
                tls.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestSmsc smsc = opened(new TestSmsc(listener, SmppTimers.DEFAULT));
        smsc.behaving(SmppSessionTest::echo);
        SmppEndpoint endpoint =
                new SmppEndpoint("localhost", listener.getLocalPort(), Optional.of(tls));

        SmppSession session = connect(endpoint, 1, SmppTimers.DEFAULT);

        assertThat(id(session.request(submitSm("secret")))).isEqualTo("secret");
    }

    @Test
    void a_certificate_for_another_name_is_refused() throws Exception {
        SSLContext tls = tls();
        ServerSocket listener =
                tls.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opened(new TestSmsc(listener, SmppTimers.DEFAULT));
        SmppEndpoint endpoint =
                new SmppEndpoint("127.0.0.1", listener.getLocalPort(), Optional.of(tls));

        assertThatThrownBy(() -> connect(endpoint, 1, SmppTimers.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void many_callers_share_one_session() throws Exception {
        AtomicInteger next = new AtomicInteger();
        TestSmsc smsc =
                smsc().behaving(incoming ->
                        incoming.answer(
                                new Pdu.SubmitSmResp(0, "" + next.getAndIncrement(), Tlvs.NONE)));
        SmppSession session = connect(smsc, 50);
        var ids = ConcurrentHashMap.<String>newKeySet();

        List<Future<Boolean>> replies =
                IntStream.range(0, 5_000)
                        .mapToObj(i ->
                                callers.submit(() -> ids.add(id(session.request(submitSm("x"))))))
                        .toList();

        for (Future<Boolean> added : replies) {
            assertThat(added.get()).isTrue();
        }
    }

    private TestSmsc smsc() throws IOException {
        return opened(new TestSmsc());
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.add(resource);
        return resource;
    }

    private SmppSession connect(TestSmsc smsc, int window) throws Exception {
        return connect(smsc.endpoint(), window, SmppTimers.DEFAULT);
    }

    private SmppSession connect(TestSmsc smsc, int window, SmppTimers timers) throws Exception {
        return connect(smsc.endpoint(), window, timers);
    }

    private SmppSession connect(SmppEndpoint endpoint, int window, SmppTimers timers)
            throws Exception {
        return connect(endpoint, window, timers, BindRole.TRANSCEIVER);
    }

    private SmppSession connect(SmppEndpoint endpoint, BindRole role) throws Exception {
        return connect(endpoint, 1, SmppTimers.DEFAULT, role);
    }

    private SmppSession connect(SmppEndpoint endpoint, int window, SmppTimers timers, BindRole role)
            throws Exception {
        SmppSession session =
                SmppSession.connect(endpoint, bind(role), window, timers, esme(), Time.system());
        opened.add(session::abort);
        return session;
    }

    private SmppHandler esme() {
        return new SmppHandler() {
            @Override
            public void requested(Incoming incoming) {
                delivered.add(incoming);
            }

            @Override
            public void noticed(SmppSession session, Pdu.Notice notice) {
                throw new AssertionError("unexpected " + notice);
            }

            @Override
            public void ended(SmppSession session, String why) {
                endings.add(why);
            }
        };
    }

    private static Pdu.Bind bind(BindRole role) {
        return new Pdu.Bind(role, "acme", "secret", "", Pdu.Bind.VERSION_3_4, 0, 0, "");
    }

    private static SmppEndpoint endpoint(ServerSocket listener) {
        return new SmppEndpoint("localhost", listener.getLocalPort(), Optional.empty());
    }

    private Future<Reply> submit(SmppSession session, String text) {
        return callers.submit(() -> session.request(submitSm(text)));
    }

    private Future<Reply> submitLarge(SmppSession session) {
        return callers.submit(() -> session.request(large()));
    }

    private static Pdu.SubmitSm submitSm(String text) {
        return new Pdu.SubmitSm(message(text));
    }

    private static ShortMessage message(String text) {
        SmeAddress from = new SmeAddress(SmeAddress.TON_ALPHANUMERIC, 0, "Acme");
        SmeAddress to = new SmeAddress(1, 1, "15005550006");
        return ShortMessage.of(from, to, 0, Octets.of(text, StandardCharsets.US_ASCII));
    }

    private static String text(Incoming incoming) {
        Pdu.SubmitSm submit = (Pdu.SubmitSm) incoming.request();
        return submit.message().shortMessage().text(StandardCharsets.US_ASCII);
    }

    private static void echo(Incoming incoming) {
        incoming.answer(new Pdu.SubmitSmResp(0, text(incoming), Tlvs.NONE));
    }

    private static String id(Reply reply) {
        Reply.Answered answered = (Reply.Answered) reply;
        return ((Pdu.SubmitSmResp) answered.response()).messageId();
    }

    private static int status(Reply reply) {
        return ((Reply.Answered) reply).response().status();
    }

    private static List<Incoming> take(TestSmsc smsc, int count) throws InterruptedException {
        List<Incoming> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(smsc.requests.take());
        }
        return taken;
    }

    private static Socket stranger(TestSmsc smsc) throws IOException {
        return new Socket("localhost", smsc.endpoint().port());
    }

    private static Socket bound(TestSmsc smsc) throws IOException {
        Socket socket = stranger(smsc);
        write(socket, 1, bind(BindRole.TRANSCEIVER));
        int bindResp = PduCodec.encode(1, bind(BindRole.TRANSCEIVER).answer(0)).length;
        assertThat(socket.getInputStream().readNBytes(bindResp)).hasSize(bindResp);
        return socket;
    }

    private static void answerBind(Socket peer) throws IOException {
        int bind = PduCodec.encode(1, bind(BindRole.TRANSCEIVER)).length;
        assertThat(peer.getInputStream().readNBytes(bind)).hasSize(bind);
        write(peer, 1, bind(BindRole.TRANSCEIVER).answer(0));
    }

    private static void write(Socket socket, int sequence, Pdu pdu) throws IOException {
        socket.getOutputStream().write(PduCodec.encode(sequence, pdu));
    }

    private static PduInput answers(Socket socket) throws IOException {
        return new PduInput(socket.getInputStream(), () -> {});
    }

    private static Decoded frame(int sequence, Pdu pdu) {
        return new Decoded.Frame(sequence, pdu);
    }

    private static int pdusArrived(Socket peer) throws IOException {
        InputStream in = peer.getInputStream();
        long octets = in.readAllBytes().length;
        int pdu = PduCodec.encode(1, large()).length;
        return Math.toIntExact((octets + pdu - 1) / pdu);
    }

    private static Pdu.SubmitSm large() {
        Tlv payload = new Tlv(Tlv.MESSAGE_PAYLOAD, Octets.of(new byte[10_000]));
        return new Pdu.SubmitSm(message("").withTlvs(Tlvs.of(payload)));
    }

    private static SSLContext tls() throws Exception {
        char[] password = "for-tests".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = SmppSessionTest.class.getResourceAsStream("/tls/localhost.p12")) {
            store.load(in, password);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
