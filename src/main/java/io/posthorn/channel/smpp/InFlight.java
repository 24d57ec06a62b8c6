package io.posthorn.channel.smpp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Our requests that wait for an answer, oldest first, and those given up whose answer may still
/// come. Guarded by its session's lock.
final class InFlight {
    private static final int GIVEN_UP_MAX = 10_000; // a late answer is worth this much memory

    private final Map<Integer, Request> waiting = new LinkedHashMap<>();
    private final Map<Integer, Request> givenUp = new LinkedHashMap<>();

    /// @param number its place in the `Outbox`
    /// @param sentAt in nanoseconds of the session's clock
    record Request(Pdu.Request pdu, Exchange exchange, int part, long number, long sentAt) {

        boolean answeredBy(Pdu.Response response) {
            return response instanceof Pdu.GenericNack
                    || response.commandId() == (pdu.commandId() | CommandId.RESPONSE);
        }
    }

    int size() {
        return waiting.size();
    }

    void add(int sequence, Request request) {
        waiting.put(sequence, request);
    }

    /// The request this answers, which then waits no more; null when nobody asked.
    @Nullable Request answered(int sequence, Pdu.Response response) {
        Request request = waiting.get(sequence);
        if (request == null || !request.answeredBy(response)) {
            return null;
        }
        return waiting.remove(sequence);
    }

    @Nullable Request answeredLate(int sequence, Pdu.Response response) {
        Request request = givenUp.get(sequence);
        if (request == null || !request.answeredBy(response)) {
            return null;
        }
        return givenUp.remove(sequence);
    }

    /// Gives up on what was sent `timeout` or longer ago and returns it.
    List<Request> timedOut(long now, Duration timeout) {
        List<Request> expired = new ArrayList<>();
        Iterator<Map.Entry<Integer, Request>> oldest = waiting.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Integer, Request> entry = oldest.next();
            if (now - entry.getValue().sentAt() < timeout.toNanos()) {
                break;
            }
            oldest.remove();
            givenUp.put(entry.getKey(), entry.getValue());
            expired.add(entry.getValue());
        }
        forgetOldest();
        return expired;
    }

    private void forgetOldest() {
        Iterator<Integer> oldest = givenUp.keySet().iterator();
        while (givenUp.size() > GIVEN_UP_MAX) {
            oldest.next();
            oldest.remove();
        }
    }

    List<Request> clear() {
        List<Request> left = List.copyOf(waiting.values());
        waiting.clear();
        givenUp.clear();
        return left;
    }
}
