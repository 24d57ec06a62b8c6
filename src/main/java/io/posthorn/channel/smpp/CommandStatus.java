package io.posthorn.channel.smpp;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an answer says about its request (SMPP 3.4 section 5.1.3, SMPP 5.0 section 4.7.6). PDUs
/// carry the bare number, because carriers add their own; this enum gives the standard ones their
/// names.
public enum CommandStatus {
    ESME_ROK(0x000),
    ESME_RINVMSGLEN(0x001),
    ESME_RINVCMDLEN(0x002),
    ESME_RINVCMDID(0x003),
    ESME_RINVBNDSTS(0x004),
    ESME_RALYBND(0x005),
    ESME_RINVPRTFLG(0x006),
    ESME_RINVREGDLVFLG(0x007),
    ESME_RSYSERR(0x008),
    ESME_RINVSRCADR(0x00A),
    ESME_RINVDSTADR(0x00B),
    ESME_RINVMSGID(0x00C),
    ESME_RBINDFAIL(0x00D),
    ESME_RINVPASWD(0x00E),
    ESME_RINVSYSID(0x00F),
    ESME_RCANCELFAIL(0x011),
    ESME_RREPLACEFAIL(0x013),
    ESME_RMSGQFUL(0x014),
    ESME_RINVSERTYP(0x015),
    ESME_RINVNUMDESTS(0x033),
    ESME_RINVDLNAME(0x034),
    ESME_RINVDESTFLAG(0x040),
    ESME_RINVSUBREP(0x042),
    ESME_RINVESMCLASS(0x043),
    ESME_RCNTSUBDL(0x044),
    ESME_RSUBMITFAIL(0x045),
    ESME_RINVSRCTON(0x048),
    ESME_RINVSRCNPI(0x049),
    ESME_RINVDSTTON(0x050),
    ESME_RINVDSTNPI(0x051),
    ESME_RINVSYSTYP(0x053),
    ESME_RINVREPFLAG(0x054),
    ESME_RINVNUMMSGS(0x055),
    ESME_RTHROTTLED(0x058),
    ESME_RINVSCHED(0x061),
    ESME_RINVEXPIRY(0x062),
    ESME_RINVDFTMSGID(0x063),
    ESME_RX_T_APPN(0x064),
    ESME_RX_P_APPN(0x065),
    ESME_RX_R_APPN(0x066),
    ESME_RQUERYFAIL(0x067),
    ESME_RINVTLVSTREAM(0x0C0),
    ESME_RTLVNOTALLWD(0x0C1),
    ESME_RINVTLVLEN(0x0C2),
    ESME_RMISSINGTLV(0x0C3),
    ESME_RINVTLVVAL(0x0C4),
    ESME_RDELIVERYFAILURE(0x0FE),
    ESME_RUNKNOWNERR(0x0FF),
    ESME_RSERTYPUNAUTH(0x100),
    ESME_RPROHIBITED(0x101),
    ESME_RSERTYPUNAVAIL(0x102),
    ESME_RSERTYPDENIED(0x103),
    ESME_RINVDCS(0x104),
    ESME_RINVSRCADDRSUBUNIT(0x105),
    ESME_RINVDSTADDRSUBUNIT(0x106),
    ESME_RINVBCASTFREQINT(0x107),
    ESME_RINVBCASTALIAS_NAME(0x108),
    ESME_RINVBCASTAREAFMT(0x109),
    ESME_RINVNUMBCAST_AREAS(0x10A),
    ESME_RINVBCASTCNTTYPE(0x10B),
    ESME_RINVBCASTMSGCLASS(0x10C),
    ESME_RBCASTFAIL(0x10D),
    ESME_RBCASTQUERYFAIL(0x10E),
    ESME_RBCASTCANCELFAIL(0x10F),
    ESME_RINVBCAST_REP(0x110),
    ESME_RINVBCASTSRVGRP(0x111),
    ESME_RINVBCASTCHANIND(0x112);

    private static final Map<Integer, CommandStatus> BY_CODE =
            Stream.of(values())
                    .collect(
                            Collectors.toUnmodifiableMap(CommandStatus::code, Function.identity()));

    private final int code;

    CommandStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// The standard status with this code, or nothing for a carrier's own.
    public static Optional<CommandStatus> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /// The status as operators know it: `ESME_RTHROTTLED`, or `0x00000401` for a carrier's own.
    public static String name(int code) {
        CommandStatus known = BY_CODE.get(code);
        return known == null ? "0x%08X".formatted(code) : known.name();
    }
}
