package io.posthorn.channel.smpp;

import io.posthorn.message.Outcome;
import io.posthorn.message.Outcome.Scope;
import java.util.Optional;

/// What a command_status means for a message: the field's classes T0 to T7 (`routing.md` section
/// 7).
final class Answers {

    private Answers() {}

    /// The outcome of a submit that was refused with `status`, which is not ESME_ROK.
    static Outcome outcome(int status) {
        String upstream = upstream(status);
        return CommandStatus.of(status)
                .map(known -> outcome(known, upstream))
                .orElseGet(() -> new Outcome.Unreachable(upstream)); // a carrier's own: worth a try
    }

    static String upstream(int status) {
        return CommandStatus.of(status)
                .map(known -> "%s 0x%02X".formatted(known, status))
                .orElseGet(() -> CommandStatus.name(status));
    }

    private static Outcome outcome(CommandStatus status, String upstream) {
        return switch (status) {
            case ESME_ROK -> throw new IllegalArgumentException("accepted");
            case ESME_RTHROTTLED, ESME_RMSGQFUL ->
                    new Outcome.Throttled(Optional.empty(), upstream);
            case ESME_RINVPASWD,
                    ESME_RINVSYSID,
                    ESME_RBINDFAIL,
                    ESME_RINVSRCADR,
                    ESME_RINVSRCTON,
                    ESME_RINVSRCNPI,
                    ESME_RINVSRCADDRSUBUNIT,
                    ESME_RINVSYSTYP,
                    ESME_RINVSERTYP,
                    ESME_RSERTYPUNAUTH,
                    ESME_RSERTYPDENIED,
                    ESME_RPROHIBITED ->
                    new Outcome.SenderBroken(upstream);
            case ESME_RINVDSTADR,
                    ESME_RINVDSTTON,
                    ESME_RINVDSTNPI,
                    ESME_RINVDSTADDRSUBUNIT,
                    ESME_RINVNUMDESTS,
                    ESME_RINVDLNAME,
                    ESME_RINVDESTFLAG ->
                    new Outcome.Refused(Scope.DESTINATION, upstream);
            case ESME_RINVMSGLEN,
                    ESME_RINVESMCLASS,
                    ESME_RINVDCS,
                    ESME_RINVDFTMSGID,
                    ESME_RX_P_APPN ->
                    new Outcome.Refused(Scope.CONTENT, upstream);
            case ESME_RINVCMDLEN,
                    ESME_RINVCMDID,
                    ESME_RINVBNDSTS,
                    ESME_RALYBND,
                    ESME_RINVPRTFLG,
                    ESME_RINVREGDLVFLG,
                    ESME_RSYSERR,
                    ESME_RINVMSGID,
                    ESME_RCANCELFAIL,
                    ESME_RREPLACEFAIL,
                    ESME_RINVSUBREP,
                    ESME_RCNTSUBDL,
                    ESME_RSUBMITFAIL,
                    ESME_RINVREPFLAG,
                    ESME_RINVNUMMSGS,
                    ESME_RINVSCHED,
                    ESME_RINVEXPIRY,
                    ESME_RX_T_APPN,
                    ESME_RX_R_APPN,
                    ESME_RQUERYFAIL,
                    ESME_RINVTLVSTREAM,
                    ESME_RTLVNOTALLWD,
                    ESME_RINVTLVLEN,
                    ESME_RMISSINGTLV,
                    ESME_RINVTLVVAL,
                    ESME_RDELIVERYFAILURE,
                    ESME_RUNKNOWNERR,
                    ESME_RSERTYPUNAVAIL,
                    ESME_RINVBCASTFREQINT,
                    ESME_RINVBCASTALIAS_NAME,
                    ESME_RINVBCASTAREAFMT,
                    ESME_RINVNUMBCAST_AREAS,
                    ESME_RINVBCASTCNTTYPE,
                    ESME_RINVBCASTMSGCLASS,
                    ESME_RBCASTFAIL,
                    ESME_RBCASTQUERYFAIL,
                    ESME_RBCASTCANCELFAIL,
                    ESME_RINVBCAST_REP,
                    ESME_RINVBCASTSRVGRP,
                    ESME_RINVBCASTCHANIND ->
                    new Outcome.Unreachable(upstream);
        };
    }
}
