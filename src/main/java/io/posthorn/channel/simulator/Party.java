package io.posthorn.channel.simulator;

import io.posthorn.message.Channel;

/// Between whom a message goes; a part is empty where it is not known yet.
///
/// @param connection what the customer calls himself: a system_id, a phone number's or an agent's
///   id
record Party(Channel channel, String connection, String sender, String phone) {

    /// Somebody who has said who he is, and nothing else yet.
    static Party of(Channel channel, String connection) {
        return new Party(channel, connection, "", "");
    }
}
