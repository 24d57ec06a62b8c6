package io.posthorn.bench;

import io.posthorn.api.OrderReading;
import io.posthorn.message.PoolId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// How many recipients a second of requests are read and checked, on one thread.
final class Parsing {

    private static final long WARM_UP = 3_000_000_000L; // nanoseconds
    private static final long MEASURED = 5_000_000_000L;

    private Parsing() {}

    static void measure(int recipients) {
        var requests = new Requests(new PoolId(1).toString(), recipients);
        byte[] body = requests.body(0).getBytes(StandardCharsets.UTF_8);
        run(body, WARM_UP);
        long cpu = Usage.threadNanos();
        long read = run(body, MEASURED);
        double seconds = (Usage.threadNanos() - cpu) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "parse  x%-4d %,9.0f recipients/s and CPU-second  %6.2f us CPU per recipient, %,d bytes per request%n",
                recipients,
                read * recipients / seconds,
                seconds * 1e6 / (read * recipients),
                body.length);
    }

    private static long run(byte[] body, long nanos) {
        long read = 0;
        for (long end = System.nanoTime() + nanos; System.nanoTime() < end; read++) {
            if (OrderReading.recipients(body) == 0) {
                throw new IllegalStateException("a request without recipients");
            }
        }
        return read;
    }
}
