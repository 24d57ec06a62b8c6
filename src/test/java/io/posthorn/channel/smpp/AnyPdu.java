package io.posthorn.channel.smpp;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/// Gives properties any `Pdu`: every kind, every field in its whole range. jqwik finds it through
/// `META-INF/services`.
public class AnyPdu implements ArbitraryProvider {

    @Override
    public boolean canProvideFor(TypeUsage target) {
        return target.isOfType(Pdu.class);
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage target, SubtypeProvider subtypes) {
        return Set.of(Arbitraries.oneOf(sessions(), messages(), answers(), others()));
    }

    private static Arbitrary<Pdu> sessions() {
        Arbitrary<Pdu> binds =
                Combinators.combine(
                                roles(), text(64), text(64), text(12), octet(), octet(), octet(),
                                text(40))
                        .as(Pdu.Bind::new);
        Arbitrary<Pdu> answers =
                Combinators.combine(roles(), status(), text(64), tlvs()).as(Pdu.BindResp::new);
        Arbitrary<Pdu> empty = status().flatMap(AnyPdu::headerOnly);
        Arbitrary<Pdu> outbinds = Combinators.combine(text(64), text(64)).as(Pdu.Outbind::new);
        return Arbitraries.oneOf(binds, answers, empty, outbinds);
    }

    private static Arbitrary<Pdu> headerOnly(int status) {
        return Arbitraries.of(
                new Pdu.Unbind(),
                new Pdu.UnbindResp(status),
                new Pdu.EnquireLink(),
                new Pdu.EnquireLinkResp(status),
                new Pdu.CancelSmResp(status),
                new Pdu.GenericNack(status));
    }

    private static Arbitrary<Pdu> messages() {
        Arbitrary<Pdu> submits = shortMessages().map(Pdu.SubmitSm::new);
        Arbitrary<Pdu> delivers = shortMessages().map(Pdu.DeliverSm::new);
        Arbitrary<Pdu> data =
                Combinators.combine(
                                text(5),
                                address(64),
                                address(64),
                                octet(),
                                octet(),
                                octet(),
                                tlvs())
                        .as(Pdu.DataSm::new);
        return Arbitraries.oneOf(submits, delivers, data);
    }

    private static Arbitrary<Pdu> answers() {
        Arbitrary<Pdu> submit =
                Combinators.combine(status(), text(64), tlvs()).as(Pdu.SubmitSmResp::new);
        Arbitrary<Pdu> deliver =
                Combinators.combine(status(), text(64), tlvs()).as(Pdu.DeliverSmResp::new);
        Arbitrary<Pdu> data =
                Combinators.combine(status(), text(64), tlvs()).as(Pdu.DataSmResp::new);
        Arbitrary<Pdu> query =
                Combinators.combine(status(), text(64), text(16), octet(), octet(), tlvs())
                        .as(Pdu.QuerySmResp::new);
        return Arbitraries.oneOf(submit, deliver, data, query);
    }

    private static Arbitrary<Pdu> others() {
        Arbitrary<Integer> unknownIds =
                Arbitraries.integers().filter(code -> CommandId.of(code).isEmpty());
        Arbitrary<Pdu> queries = Combinators.combine(text(64), address(20)).as(Pdu.QuerySm::new);
        Arbitrary<Pdu> cancels =
                Combinators.combine(text(5), text(64), address(20), address(20))
                        .as(Pdu.CancelSm::new);
        Arbitrary<Pdu> alerts =
                Combinators.combine(address(64), address(64), tlvs())
                        .as(Pdu.AlertNotification::new);
        Arbitrary<Pdu> unknown =
                Combinators.combine(unknownIds, status(), octets(300)).as(Pdu.Unknown::new);
        return Arbitraries.oneOf(queries, cancels, alerts, unknown);
    }

    private static Arbitrary<ShortMessage> shortMessages() {
        Arbitrary<ShortMessage> plain =
                Combinators.combine(address(20), address(20), octet(), octets(255))
                        .as(ShortMessage::of);
        return Combinators.combine(plain, text(5), text(16), octet(), octet(), octet(), tlvs())
                .as(AnyPdu::filled);
    }

    private static ShortMessage filled(
            ShortMessage plain, String type, String time, int a, int b, int c, Tlvs tlvs) {
        return new ShortMessage(
                type,
                plain.source(),
                plain.destination(),
                a,
                b,
                c,
                time,
                time,
                b,
                c,
                plain.dataCoding(),
                a,
                plain.shortMessage(),
                tlvs);
    }

    private static Arbitrary<BindRole> roles() {
        return Arbitraries.of(BindRole.class);
    }

    private static Arbitrary<Integer> status() {
        return Arbitraries.integers();
    }

    private static Arbitrary<Integer> octet() {
        return Arbitraries.integers().between(0, 255);
    }

    private static Arbitrary<String> text(int max) {
        return Arbitraries.strings().withCharRange('\1', '\u00FF').ofMaxLength(max);
    }

    private static Arbitrary<SmeAddress> address(int max) {
        return Combinators.combine(octet(), octet(), text(max)).as(SmeAddress::new);
    }

    private static Arbitrary<Octets> octets(int max) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(max).map(Octets::of);
    }

    private static Arbitrary<Tlvs> tlvs() {
        return Combinators.combine(Arbitraries.integers().between(0, 0xFFFF), octets(300))
                .as(Tlv::new)
                .list()
                .ofMaxSize(5)
                .map(Tlvs::new);
    }
}
