package io.posthorn.api;

import io.posthorn.delivery.Order;
import io.posthorn.message.Origin;
import io.posthorn.message.PoolId;
import java.time.Instant;
import java.util.Optional;

/// What the API does with a request to send before anything is stored.
public final class OrderReading {

    private OrderReading() {}

    /// From the octets to the order; answers how many recipients it has.
    public static int recipients(byte[] body) {
        Findings findings = new Findings();
        SendRequest request = SendRequest.SHAPE.read(Json.parse(body), Place.ROOT, findings);
        findings.refuseIfAny();
        if (request == null) {
            throw new IllegalStateException("nothing was read");
        }
        Order order =
                request.order(
                        "AC00000000000000000000000000000001",
                        new Origin.FromPool(new PoolId(1)),
                        Optional.empty(),
                        Instant.now());
        return order.recipients().size();
    }
}
