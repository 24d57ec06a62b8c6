package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.Pdu;
import io.posthorn.channel.smpp.Tlvs;

/// A submit_sm or data_sm on the session it came in on.
///
/// @param count its place among the submits of its link, from 1
record Submit(
        Link link,
        Link.Bound bound,
        int sequence,
        Pdu.Request ask,
        Submission submission,
        int count) {

    /// The answer that takes the message.
    Pdu.Response accepted(String messageId) {
        return ask instanceof Pdu.DataSm
                ? new Pdu.DataSmResp(0, messageId, Tlvs.NONE)
                : new Pdu.SubmitSmResp(0, messageId, Tlvs.NONE);
    }
}
