package io.posthorn.channel.smpp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// PDUs out of a stream, as they arrive. One buffer that holds the longest PDU, never more.
final class PduInput {
    private final InputStream wire;
    private final Runnable heard;
    private final ByteBuffer buffer = ByteBuffer.allocate(PduCodec.LENGTH_MAX).limit(0);

    /// Runs `heard` whenever octets have arrived.
    PduInput(InputStream wire, Runnable heard) {
        this.wire = wire;
        this.heard = heard;
    }

    /// The next PDU, waiting for it: never `Incomplete`. Null at the end of the stream.
    @Nullable Decoded next() throws IOException {
        Decoded decoded = PduCodec.decode(buffer);
        while (decoded instanceof Decoded.Incomplete) {
            if (!fill()) {
                return null;
            }
            decoded = PduCodec.decode(buffer);
        }
        return decoded;
    }

    private boolean fill() throws IOException {
        buffer.compact();
        int read = wire.read(buffer.array(), buffer.position(), buffer.remaining());
        if (read < 0) {
            return false;
        }
        heard.run();
        buffer.position(buffer.position() + read).flip();
        return true;
    }
}
