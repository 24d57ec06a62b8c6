package io.posthorn.channel.smpp;

/// What a bound session carries: messages out (transmitter), messages in (receiver), or both.
public enum BindRole {
    TRANSMITTER(CommandId.BIND_TRANSMITTER, CommandId.BIND_TRANSMITTER_RESP),
    RECEIVER(CommandId.BIND_RECEIVER, CommandId.BIND_RECEIVER_RESP),
    TRANSCEIVER(CommandId.BIND_TRANSCEIVER, CommandId.BIND_TRANSCEIVER_RESP);

    private final CommandId request;
    private final CommandId response;

    BindRole(CommandId request, CommandId response) {
        this.request = request;
        this.response = response;
    }

    public CommandId request() {
        return request;
    }

    public CommandId response() {
        return response;
    }

    public boolean transmits() {
        return this != RECEIVER;
    }

    public boolean receives() {
        return this != TRANSMITTER;
    }
}
