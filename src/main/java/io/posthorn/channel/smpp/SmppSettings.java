package io.posthorn.channel.smpp;

import io.posthorn.channel.ConnectionType.Field;
import io.posthorn.channel.ConnectionType.Field.Form;
import io.posthorn.message.Segments.Concatenation;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;

/// One SMPP connection as configured.
///
/// @param binds sessions (pairs of sessions with TRANSMITTER_RECEIVER) to keep up
/// @param window requests in flight on each session; empty: found out
record SmppSettings(
        SmppEndpoint endpoint,
        Account account,
        BindMode bindMode,
        int binds,
        OptionalInt window,
        SmppTimers timers,
        Addressing addressing,
        MessageCoding coding,
        ReceiptIds.Format receiptIds,
        String serviceType) {

    /// How messages go out and come in.
    enum BindMode {
        TRANSCEIVER,
        TRANSMITTER_RECEIVER;

        List<BindRole> roles() {
            return switch (this) {
                case TRANSCEIVER -> List.of(BindRole.TRANSCEIVER);
                case TRANSMITTER_RECEIVER -> List.of(BindRole.TRANSMITTER, BindRole.RECEIVER);
            };
        }
    }

    /// Who we are to the carrier.
    record Account(String systemId, String password, String systemType, int version) {

        Pdu.Bind bind(BindRole role) {
            return new Pdu.Bind(role, systemId, password, systemType, version, 0, 0, "");
        }

        @Override
        public String toString() {
            return systemId; // never the password
        }
    }

    static final List<Field> FIELDS =
            List.of(
                    Field.required("host", "Name or address of the SMSC", Form.TEXT),
                    Field.optional("port", "Its port", Form.INTEGER, "2775"),
                    Field.optional("tls", "SMPP over TLS", Form.BOOLEAN, "false"),
                    Field.required("systemId", "The account's name", Form.TEXT),
                    Field.required("password", "The account's password", Form.SECRET),
                    Field.optional("systemType", "The account's type, if any", Form.TEXT, ""),
                    Field.choice("version", "SMPP version to bind with", "3.4", "5.0"),
                    Field.choice(
                            "bindMode",
                            "One session for both directions, or one for each",
                            "TRANSCEIVER",
                            "TRANSMITTER_RECEIVER"),
                    Field.optional("binds", "Sessions to keep up", Form.INTEGER, "1"),
                    Field.optional(
                            "window",
                            "Submits in flight on each session",
                            Form.AUTO_OR_INTEGER,
                            "AUTO"),
                    Field.optional(
                            "enquireLinkSeconds",
                            "Silence after which the SMSC is asked for a sign of life",
                            Form.INTEGER,
                            "30"),
                    Field.optional(
                            "responseTimeoutSeconds",
                            "Wait for the answer to a submit",
                            Form.INTEGER,
                            "60"),
                    ton("sourceTon", "Type of number of senders"),
                    npi("sourceNpi", "Numbering plan of senders"),
                    ton("destinationTon", "Type of number of phones"),
                    npi("destinationNpi", "Numbering plan of phones"),
                    Field.choice(
                            "defaultAlphabet",
                            "What the SMSC takes data_coding 0 for",
                            "GSM7",
                            "GSM7_PACKED",
                            "LATIN1",
                            "ASCII",
                            "UTF8"),
                    Field.choice(
                            "longMessages",
                            "How the parts of a long message are tied together",
                            "UDH8",
                            "UDH16",
                            "SAR",
                            "PAYLOAD"),
                    Field.choice(
                            "receiptIdFormat",
                            "How receipts write the id of a message, against the answer",
                            "AUTO",
                            "TEXT",
                            "HEX",
                            "DECIMAL"),
                    Field.optional("serviceType", "service_type of submits", Form.TEXT, ""));

    private static Field ton(String name, String help) {
        return Field.choice(name, help, "AUTO", "0", "1", "2", "3", "4", "5", "6");
    }

    /// The values of SMPP 3.4 section 5.2.6.
    private static Field npi(String name, String help) {
        return Field.choice(
                name, help, "AUTO", "0", "1", "3", "4", "6", "8", "9", "10", "14", "18");
    }

    /// Reads settings that are valid by `FIELDS`; those left out have their default.
    static SmppSettings of(Map<String, String> settings) {
        Reader read = new Reader(settings);
        return new SmppSettings(
                new SmppEndpoint(read.text("host"), read.number("port"), tls(read.text("tls"))),
                new Account(
                        read.text("systemId"),
                        read.text("password"),
                        read.text("systemType"),
                        read.text("version").equals("5.0")
                                ? Pdu.Bind.VERSION_5_0
                                : Pdu.Bind.VERSION_3_4),
                BindMode.valueOf(read.text("bindMode")),
                read.number("binds"),
                read.auto("window"),
                SmppTimers.DEFAULT
                        .withEnquireLink(Duration.ofSeconds(read.number("enquireLinkSeconds")))
                        .withResponse(Duration.ofSeconds(read.number("responseTimeoutSeconds"))),
                new Addressing(
                        new Addressing.Plan(read.auto("sourceTon"), read.auto("sourceNpi")),
                        new Addressing.Plan(
                                read.auto("destinationTon"), read.auto("destinationNpi"))),
                new MessageCoding(
                        Alphabet.valueOf(read.text("defaultAlphabet")),
                        Concatenation.valueOf(read.text("longMessages"))),
                ReceiptIds.Format.valueOf(read.text("receiptIdFormat")),
                read.text("serviceType"));
    }

    private static Optional<SSLContext> tls(String wanted) {
        if (!Boolean.parseBoolean(wanted)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private record Reader(Map<String, String> settings) {

        String text(String name) {
            Field field =
                    FIELDS.stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElseThrow();
            return Optional.ofNullable(settings.get(name)).or(field::fallback).orElseThrow();
        }

        int number(String name) {
            return Integer.parseInt(text(name));
        }

        OptionalInt auto(String name) {
            String text = text(name);
            return text.equalsIgnoreCase("AUTO")
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(text));
        }
    }
}
