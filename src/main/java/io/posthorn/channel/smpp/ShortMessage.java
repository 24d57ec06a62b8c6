package io.posthorn.channel.smpp;

/// The body that submit_sm and deliver_sm share (SMPP 3.4 sections 4.4.1 and 4.6.1). Numbers are
/// single octets, 0 to 255; times are SMPP time strings (section 7.1.1) or empty; `shortMessage`
/// holds at most 255 octets (254 in 3.4).
public record ShortMessage(
        String serviceType,
        SmeAddress source,
        SmeAddress destination,
        int esmClass,
        int protocolId,
        int priorityFlag,
        String scheduleDeliveryTime,
        String validityPeriod,
        int registeredDelivery,
        int replaceIfPresentFlag,
        int dataCoding,
        int smDefaultMsgId,
        Octets shortMessage,
        Tlvs tlvs) {

    /// esm_class: the user data begins with a header (UDH).
    public static final int ESM_UDHI = 0x40;

    /// esm_class of deliver_sm: this is a delivery receipt.
    public static final int ESM_RECEIPT = 0x04;

    /// registered_delivery: a receipt for the final state, whatever it is.
    public static final int RECEIPT_WANTED = 0x01;

    public static final int SHORT_MESSAGE_MAX = 255;

    public ShortMessage {
        WireText.check("service_type", serviceType, WireText.SERVICE_TYPE);
        WireText.check("source_addr", source.value(), WireText.ADDRESS);
        WireText.check("destination_addr", destination.value(), WireText.ADDRESS);
        WireText.check("schedule_delivery_time", scheduleDeliveryTime, WireText.TIME);
        WireText.check("validity_period", validityPeriod, WireText.TIME);
        if (shortMessage.size() > SHORT_MESSAGE_MAX) {
            throw new IllegalArgumentException(
                    "short_message takes at most 255 octets; use message_payload");
        }
    }

    /// A plain message: no receipt asked for, no options.
    public static ShortMessage of(
            SmeAddress source, SmeAddress destination, int dataCoding, Octets shortMessage) {
        return new ShortMessage(
                "",
                source,
                destination,
                0,
                0,
                0,
                "",
                "",
                0,
                0,
                dataCoding,
                0,
                shortMessage,
                Tlvs.NONE);
    }

    /// The user data, wherever it travels: message_payload when that is there, short_message else.
    public Octets userData() {
        return tlvs.find(Tlv.MESSAGE_PAYLOAD).map(Tlv::value).orElse(shortMessage);
    }

    public ShortMessage withServiceType(String type) {
        return new ShortMessage(
                type,
                source,
                destination,
                esmClass,
                protocolId,
                priorityFlag,
                scheduleDeliveryTime,
                validityPeriod,
                registeredDelivery,
                replaceIfPresentFlag,
                dataCoding,
                smDefaultMsgId,
                shortMessage,
                tlvs);
    }

    /// The same envelope around another text.
    ShortMessage withText(Alphabet alphabet, Octets octets) {
        return new ShortMessage(
                serviceType,
                source,
                destination,
                esmClass,
                protocolId,
                priorityFlag,
                scheduleDeliveryTime,
                validityPeriod,
                registeredDelivery,
                replaceIfPresentFlag,
                alphabet.dataCoding(),
                smDefaultMsgId,
                octets,
                tlvs);
    }

    public ShortMessage withEsmClass(int flags) {
        return new ShortMessage(
                serviceType,
                source,
                destination,
                flags,
                protocolId,
                priorityFlag,
                scheduleDeliveryTime,
                validityPeriod,
                registeredDelivery,
                replaceIfPresentFlag,
                dataCoding,
                smDefaultMsgId,
                shortMessage,
                tlvs);
    }

    public ShortMessage withValidityPeriod(String period) {
        return new ShortMessage(
                serviceType,
                source,
                destination,
                esmClass,
                protocolId,
                priorityFlag,
                scheduleDeliveryTime,
                period,
                registeredDelivery,
                replaceIfPresentFlag,
                dataCoding,
                smDefaultMsgId,
                shortMessage,
                tlvs);
    }

    public ShortMessage withRegisteredDelivery(int flags) {
        return new ShortMessage(
                serviceType,
                source,
                destination,
                esmClass,
                protocolId,
                priorityFlag,
                scheduleDeliveryTime,
                validityPeriod,
                flags,
                replaceIfPresentFlag,
                dataCoding,
                smDefaultMsgId,
                shortMessage,
                tlvs);
    }

    public ShortMessage withTlvs(Tlvs options) {
        return new ShortMessage(
                serviceType,
                source,
                destination,
                esmClass,
                protocolId,
                priorityFlag,
                scheduleDeliveryTime,
                validityPeriod,
                registeredDelivery,
                replaceIfPresentFlag,
                dataCoding,
                smDefaultMsgId,
                shortMessage,
                options);
    }
}
