package io.posthorn.channel.smpp;

import io.posthorn.message.Gsm7;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What a carrier reports about a message it took.
///
/// @param ids the message's id in each form the receipt gives it: parameter first, then text; none
///   twice
/// @param error the network's or carrier's code as it wrote it; empty when it gave none
public record DeliveryReceipt(List<String> ids, MessageState state, String error) {

    private static final int MESSAGE_TYPE = 0x3C; // esm_class bits 5-2 (SMPP 3.4 section 5.2.12)
    private static final int RECEIPT = 0x04;
    private static final int INTERMEDIATE = 0x20;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuMMddHHmm").withZone(ZoneOffset.UTC);

    public DeliveryReceipt {
        ids = List.copyOf(ids);
    }

    /// The receipt in a deliver_sm; nothing when it is none, or one that names no message.
    public static Optional<DeliveryReceipt> of(ShortMessage message) {
        return of(message.esmClass(), message.dataCoding(), message.userData(), message.tlvs());
    }

    /// The receipt in a data_sm.
    public static Optional<DeliveryReceipt> of(Pdu.DataSm data) {
        Octets payload = data.tlvs().find(Tlv.MESSAGE_PAYLOAD).map(Tlv::value).orElse(Octets.NONE);
        return of(data.esmClass(), data.dataCoding(), payload, data.tlvs());
    }

    /// Whether esm_class calls this a receipt; a good many carriers do not.
    public static boolean isDeclared(int esmClass) {
        int type = esmClass & MESSAGE_TYPE;
        return type == RECEIPT || type == INTERMEDIATE;
    }

    private static Optional<DeliveryReceipt> of(
            int esmClass, int dataCoding, Octets userData, Tlvs tlvs) {
        ReceiptText text = text(dataCoding, userData);
        Optional<String> parameter = tlvs.find(Tlv.RECEIPTED_MESSAGE_ID).map(Tlv::cString);
        boolean receipt = isDeclared(esmClass) || parameter.isPresent() || text.looksLikeReceipt();
        Optional<MessageState> state = state(tlvs).or(text::state);
        List<String> ids = ids(parameter, text.word(ReceiptText.Field.ID));
        return receipt && state.isPresent() && !ids.isEmpty()
                ? Optional.of(new DeliveryReceipt(ids, state.get(), error(text, tlvs)))
                : Optional.empty();
    }

    private static List<String> ids(Optional<String> parameter, Optional<String> text) {
        return Stream.of(parameter, text)
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    private static Optional<MessageState> state(Tlvs tlvs) {
        return tlvs.find(Tlv.MESSAGE_STATE)
                .map(Tlv::value)
                .filter(value -> value.size() == 1)
                .flatMap(value -> MessageState.of(value.number()));
    }

    private static String error(ReceiptText text, Tlvs tlvs) {
        return text.word(ReceiptText.Field.ERR)
                .or(() -> networkError(tlvs))
                .filter(code -> code.chars().anyMatch(digit -> digit != '0'))
                .orElse("");
    }

    /// Network type and two octets of code (SMPP 3.4 section 5.3.2.31).
    private static Optional<String> networkError(Tlvs tlvs) {
        return tlvs.find(Tlv.NETWORK_ERROR_CODE)
                .map(Tlv::value)
                .filter(value -> value.size() == 3)
                .map(value -> Integer.toString(value.from(1).number()));
    }

    /// data_coding often says one thing about a receipt's text and the octets another: the reading
    /// that makes a receipt of it is the right one.
    private static ReceiptText text(int dataCoding, Octets userData) {
        Octets body = userData;
        return Stream.<Supplier<String>>of(
                        () -> Alphabet.LATIN1.decode(body, 0),
                        () -> Alphabet.UCS2.decode(body, 0),
                        () -> Gsm7.decode(Gsm7.unpackUncounted(body.toArray(), 0)),
                        () -> body.text(DataCoding.charset(dataCoding)))
                .map(reading -> ReceiptText.of(reading.get()))
                .filter(ReceiptText::looksLikeReceipt)
                .findFirst()
                .orElseGet(() -> ReceiptText.of(Alphabet.LATIN1.decode(body, 0)));
    }

    /// The usual text form of a receipt, as an SMSC writes it; `quote` is the first 20 characters
    /// of the message.
    public static String text(
            String id,
            MessageState state,
            String error,
            Instant submitted,
            Instant done,
            String quote) {
        return "id:%s sub:001 dlvrd:%s submit date:%s done date:%s stat:%s err:%s text:%s"
                .formatted(
                        id,
                        state == MessageState.DELIVERED ? "001" : "000",
                        DATE.format(submitted),
                        DATE.format(done),
                        state.word(),
                        error.isEmpty() ? "000" : error,
                        quote.substring(0, Math.min(20, quote.length())));
    }

    /// The parameters of a receipt, as an SMSC sends them; `networkError` is 0 to 65535, 0 for
    /// none.
    public static Tlvs tlvs(String id, MessageState state, int networkError) {
        Tlvs always =
                Tlvs.of(
                        Tlv.ofCString(Tlv.RECEIPTED_MESSAGE_ID, id),
                        Tlv.ofByte(Tlv.MESSAGE_STATE, state.code()));
        int gsm = 3; // network type
        Octets code = Octets.of((byte) gsm, (byte) (networkError >> 8), (byte) networkError);
        return networkError == 0 ? always : always.with(new Tlv(Tlv.NETWORK_ERROR_CODE, code));
    }
}
