package io.posthorn.channel.smpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The optional parameters of a PDU in wire order, unknown ones included.
public record Tlvs(List<Tlv> list) {
    public static final Tlvs NONE = new Tlvs(List.of());

    public Tlvs {
        list = List.copyOf(list);
    }

    public static Tlvs of(Tlv... tlvs) {
        return new Tlvs(List.of(tlvs));
    }

    /// The first parameter with this tag; a repeated one is kept in `list` only.
    public Optional<Tlv> find(int tag) {
        for (Tlv tlv : list) {
            if (tlv.tag() == tag) {
                return Optional.of(tlv);
            }
        }
        return Optional.empty();
    }

    public Tlvs with(Tlv... more) {
        List<Tlv> all = new ArrayList<>(list);
        all.addAll(List.of(more));
        return new Tlvs(all);
    }
}
