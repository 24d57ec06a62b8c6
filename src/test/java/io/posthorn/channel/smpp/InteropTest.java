package io.posthorn.channel.smpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.posthorn.Time;
import io.posthorn.channel.Connector;
import io.posthorn.channel.RecordingInbox;
import io.posthorn.channel.Submit;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Content;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import io.posthorn.message.Segments;
import io.posthorn.message.Segments.Concatenation;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Our SMPP against implementations that are not ours. `interop/README.md` says how to get them;
/// where they are missing, the tests are skipped.
@Tag("process")
@Timeout(120)
class InteropTest {
    private static final Path INTEROP = Path.of("interop");

    /// Separates columns; no field here contains it.
    private static final String BAR = "|";

    @TempDir Path folder;

    @Test
    void wireshark_reads_every_pdu_as_we_wrote_it() throws Exception {
        assumeTrue(runs("tshark", "--version"), "tshark is not installed");
        List<Pdu> pdus = everyKind();
        Path capture = folder.resolve("smpp.pcap");
        try (OutputStream out = Files.newOutputStream(capture)) {
            out.write(capture(pdus));
        }

        List<String> read =
                output(
                        "tshark",
                        "-r",
                        capture.toString(),
                        "-o",
                        "uat:user_dlts:\"User 0 (DLT=147)\",\"smpp\",\"0\",\"\",\"0\",\"\"",
                        "-T",
                        "fields",
                        "-E",
                        "separator=" + BAR,
                        "-E",
                        "aggregator=,",
                        "-e",
                        "smpp.command_id",
                        "-e",
                        "smpp.command_status",
                        "-e",
                        "smpp.sequence_number",
                        "-e",
                        "smpp.source_addr",
                        "-e",
                        "smpp.destination_addr",
                        "-e",
                        "smpp.sm_length",
                        "-e",
                        "smpp.message",
                        "-e",
                        "smpp.message_id",
                        "-e",
                        "smpp.system_id",
                        "-e",
                        "smpp.opt_param_tag",
                        "-e",
                        "_ws.malformed");

        assertThat(read).hasSameSizeAs(pdus);
        for (int i = 0; i < pdus.size(); i++) {
            assertThat(read.get(i)).isEqualTo(asWiresharkShows(i + 1, pdus.get(i)));
        }
    }

    private static List<Pdu> everyKind() {
        List<Pdu> pdus = new ArrayList<>();
        for (BindRole role : BindRole.values()) {
            pdus.add(new Pdu.Bind(role, "acme", "secret", "type", 0x34, 1, 1, "^1555"));
            pdus.add(new Pdu.BindResp(role, 0, "smsc", tlvs()));
        }
        for (Alphabet alphabet : Alphabet.values()) {
            for (Concatenation how : Concatenation.values()) {
                if (alphabet != Alphabet.UCS2) {
                    messages(alphabet, how).forEach(part -> pdus.add(new Pdu.SubmitSm(part)));
                }
            }
        }
        String receipt = "id:1 sub:001 dlvrd:001 stat:DELIVRD err:000 text:";
        pdus.add(
                new Pdu.DeliverSm(
                        message()
                                .withText(Alphabet.ASCII, Octets.of(receipt, UTF_8))
                                .withEsmClass(ShortMessage.ESM_RECEIPT)
                                .withTlvs(DeliveryReceipt.tlvs("1", MessageState.DELIVERED, 17))));
        pdus.add(new Pdu.SubmitSmResp(0, "0a1b2c", Tlvs.NONE));
        pdus.add(new Pdu.SubmitSmResp(0x58, "", Tlvs.NONE));
        pdus.add(new Pdu.DeliverSmResp(0, "", Tlvs.NONE));
        pdus.add(new Pdu.DataSm("", from(), to(), 0, 1, 0, tlvs()));
        pdus.add(new Pdu.DataSmResp(0, "77", tlvs()));
        pdus.add(new Pdu.QuerySm("77", from()));
        pdus.add(new Pdu.QuerySmResp(0, "77", "260301123000000+", 2, 0, Tlvs.NONE));
        pdus.add(new Pdu.CancelSm("", "77", from(), to()));
        pdus.add(new Pdu.CancelSmResp(0x11));
        pdus.add(new Pdu.Outbind("smsc", "secret"));
        pdus.add(new Pdu.EnquireLink());
        pdus.add(new Pdu.EnquireLinkResp(0));
        pdus.add(new Pdu.GenericNack(0x03));
        pdus.add(new Pdu.Unbind());
        pdus.add(new Pdu.UnbindResp(0));
        return pdus;
    }

    private static List<ShortMessage> messages(Alphabet alphabet, Concatenation how) {
        MessageCoding coding = new MessageCoding(alphabet, how);
        ShortMessage envelope =
                message().withRegisteredDelivery(1).withValidityPeriod("000000013000000R");
        List<ShortMessage> messages = new ArrayList<>();
        for (String text : List.of("Hi @ 5", "x".repeat(400), "ж😀".repeat(60))) {
            messages.addAll(coding.parts(envelope, text, 0x1234));
        }
        return messages;
    }

    private static String asWiresharkShows(int sequence, Pdu pdu) {
        int status = pdu instanceof Pdu.Response response ? response.status() : 0;
        List<String> columns = new ArrayList<>();
        columns.add("0x%08x".formatted(pdu.commandId()));
        columns.add(pdu instanceof Pdu.Response ? "0x%08x".formatted(status) : "");
        columns.add(Integer.toString(sequence));
        columns.addAll(body(pdu));
        columns.add(""); // nothing malformed
        return String.join(BAR, columns);
    }

    /// source, destination, sm_length, message, message_id, system_id, tags
    private static List<String> body(Pdu pdu) {
        return switch (pdu) {
            case Pdu.Bind bind -> List.of("", "", "", "", "", bind.systemId(), "");
            case Pdu.BindResp(var _, int _, String id, Tlvs tlvs) ->
                    List.of("", "", "", "", "", id, tags(tlvs));
            case Pdu.SubmitSm(ShortMessage message) -> columns(message);
            case Pdu.DeliverSm(ShortMessage message) -> columns(message);
            case Pdu.SubmitSmResp(int _, String id, Tlvs _) -> id(id);
            case Pdu.DeliverSmResp(int _, String id, Tlvs _) -> id(id);
            case Pdu.DataSm data ->
                    List.of(
                            data.source().value(),
                            data.destination().value(),
                            "",
                            "",
                            "",
                            "",
                            tags(data.tlvs()));
            case Pdu.DataSmResp(int _, String id, Tlvs tlvs) ->
                    List.of("", "", "", "", id, "", tags(tlvs));
            case Pdu.QuerySm(String id, SmeAddress source) ->
                    List.of(source.value(), "", "", "", id, "", "");
            case Pdu.QuerySmResp resp -> id(resp.messageId());
            case Pdu.CancelSm cancel ->
                    List.of(
                            cancel.source().value(),
                            cancel.destination().value(),
                            "",
                            "",
                            cancel.messageId(),
                            "",
                            "");
            case Pdu.Outbind(String id, String _) -> List.of("", "", "", "", "", id, "");
            case Pdu.Unbind _,
                    Pdu.UnbindResp _,
                    Pdu.EnquireLink _,
                    Pdu.EnquireLinkResp _,
                    Pdu.CancelSmResp _,
                    Pdu.GenericNack _ ->
                    id("");
            case Pdu.AlertNotification _, Pdu.Unknown _ ->
                    throw new IllegalArgumentException("not compared");
        };
    }

    private static List<String> id(String messageId) {
        return List.of("", "", "", "", messageId, "", "");
    }

    private static List<String> columns(ShortMessage message) {
        return List.of(
                message.source().value(),
                message.destination().value(),
                Integer.toString(message.shortMessage().size()),
                HexFormat.of().formatHex(message.shortMessage().toArray()),
                "",
                "",
                tags(message.tlvs()));
    }

    private static String tags(Tlvs tlvs) {
        return String.join(
                ",", tlvs.list().stream().map(tlv -> "0x%04x".formatted(tlv.tag())).toList());
    }

    /// A capture file of one PDU per packet, of the kind Wireshark calls "User 0".
    private static byte[] capture(List<Pdu> pdus) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xA1B2C3D4);
        out.writeShort(2);
        out.writeShort(4);
        out.writeLong(0);
        out.writeInt(0x10000);
        out.writeInt(147);
        for (int i = 0; i < pdus.size(); i++) {
            byte[] pdu = PduCodec.encode(i + 1, pdus.get(i));
            out.writeLong(0);
            out.writeInt(pdu.length);
            out.writeInt(pdu.length);
            out.write(pdu);
        }
        return bytes.toByteArray();
    }

    @Test
    void an_esme_that_is_not_ours_is_served_by_our_smsc() throws Exception {
        assumeNode();
        try (Smsc smsc = Smsc.start(Behavior.DEFAULT)) {
            List<String> told = output("node", script("client.js"), Integer.toString(smsc.port()));

            assertThat(told).startsWith("bound 0");
            assertThat(told)
                    .filteredOn(line -> line.startsWith("answer"))
                    .containsExactlyInAnyOrder(
                            "answer plain 0",
                            "answer unicode 0",
                            "answer first 0",
                            "answer second 0");
            assertThat(told)
                    .filteredOn(line -> line.startsWith("receipt"))
                    .hasSize(4)
                    .allMatch(line -> line.matches("receipt 2 id:\\d+ sub:001 .*stat:DELIVRD.*"));
            assertThat(smsc.phones().inbox().stream().map(Received::text))
                    .containsExactlyInAnyOrder("Hello @ you, 5 €", "Привет 😀", "one two");
        }
    }

    @Test
    void our_connector_is_understood_by_an_smsc_that_is_not_ours() throws Exception {
        assumeNode();
        Process smsc = new ProcessBuilder("node", script("server.js")).start();
        try (BufferedReader told = smsc.inputReader(UTF_8)) {
            int port = Integer.parseInt(told.readLine().split(" ", -1)[1]);
            for (Concatenation how :
                    List.of(Concatenation.UDH8, Concatenation.UDH16, Concatenation.PAYLOAD)) {
                exchange(port, how, told);
            }
        } finally {
            smsc.destroy();
        }
    }

    private static void exchange(int port, Concatenation how, BufferedReader told)
            throws Exception {
        RecordingInbox inbox = new RecordingInbox();
        try (Connector connector = connect(port, how, inbox)) {
            await().until(() -> connector.window() > 0);
            String all = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
            for (String text :
                    List.of("Hi", all, "^{}\\[~]|€", "ж漢", "😀", all.repeat(9), "ж😀".repeat(99))) {
                Outcome outcome = connector.submit(submit(text));
                List<String> keys = ((Outcome.Accepted) outcome).receiptKeys();
                inbox.sent("+15550100001", keys);

                assertThat(received(told, keys.size())).isEqualTo(text);
                for (int part = 0; part < keys.size(); part++) {
                    assertThat(inbox.receipts.take().key()).isIn(keys);
                }
            }
        }
    }

    private static String received(BufferedReader told, int parts) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < parts; part++) {
            String[] line = told.readLine().split(" ", -1);
            assertThat(line).startsWith("submit", "15550100001").endsWith("1", "validity");
            text.append(new String(HexFormat.of().parseHex(line[2]), UTF_8));
        }
        return text.toString();
    }

    private static Connector connect(int port, Concatenation how, RecordingInbox inbox) {
        Map<String, String> settings =
                Map.of(
                        "host", "localhost",
                        "port", Integer.toString(port),
                        "systemId", "acme",
                        "password", "secret",
                        "longMessages", how.name());
        Connection connection =
                new Connection(
                        new ConnectionId(1),
                        "account",
                        "carrier",
                        "SMPP",
                        settings,
                        OptionalDouble.empty(),
                        Instant.EPOCH,
                        Instant.EPOCH);
        return new SmppChannel(Time.system()).open(connection, inbox);
    }

    private static Submit submit(String text) {
        return new Submit(
                new MessageId(1),
                1,
                Channel.SMS,
                "+15005550000",
                Optional.empty(),
                new Address(Address.Kind.PHONE, "+15550100001"),
                Optional.empty(),
                text,
                Content.text(text),
                Segments.count(text),
                Instant.now().plusSeconds(3_600));
    }

    private static void assumeNode() throws Exception {
        boolean installed = Files.isDirectory(INTEROP.resolve("node_modules/smpp"));
        assumeTrue(installed && runs("node", "--version"), "run interop/install first");
    }

    private static String script(String name) {
        return INTEROP.resolve(name).toString();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // not installed
        }
    }

    /// What a command that succeeds prints, line by line.
    private static List<String> output(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s", Arrays.toString(command)).isZero();
        return text.lines().toList();
    }

    private static ShortMessage message() {
        return ShortMessage.of(from(), to(), 0, Octets.NONE);
    }

    private static SmeAddress from() {
        return new SmeAddress(SmeAddress.TON_ALPHANUMERIC, 0, "Acme");
    }

    private static SmeAddress to() {
        return new SmeAddress(1, 1, "15550100001");
    }

    private static Tlvs tlvs() {
        return Tlvs.of(
                Tlv.ofShort(Tlv.USER_MESSAGE_REFERENCE, 7),
                Tlv.ofCString(Tlv.RECEIPTED_MESSAGE_ID, "77"));
    }
}
