package io.posthorn.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Listens to the account's events (Server-Sent Events, HTML Living Standard, section 9.2) and goes
/// on after the last one it had when the connection breaks.
final class EventStream {

    private static final Duration SILENCE = Duration.ofSeconds(45); // three heartbeats
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Api api;
    private final String path;
    private final Consumer<String> messages;
    private String last = "";
    private boolean broken;

    /// @param messages told when the connection breaks and when it is back
    EventStream(Api api, String path, Consumer<String> messages) {
        this.api = api;
        this.path = path;
        this.messages = messages;
    }

    /// What to do with an event; false: enough.
    interface Listener {
        boolean heard(JsonNode event);
    }

    /// Until the listener has enough. A server that is away before the first answer is a failure,
    /// one that goes away later is waited for.
    void listen(Listener listener) throws InterruptedException {
        Duration pause = Duration.ofMillis(500);
        boolean on = true;
        while (on) {
            try (InputStream in = open()) {
                pause = Duration.ofMillis(500);
                on = read(in, listener);
            } catch (IOException e) {
                if (!broken) {
                    messages.accept("the connection broke (" + e.getMessage() + "); trying again");
                }
            }
            if (on) {
                broken = true;
                Thread.sleep(pause);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            }
        }
    }

    private InputStream open() throws IOException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = api.stream(path, last);
        } catch (IOException e) {
            if (!broken) {
                throw api.unreachable(e);
            }
            throw e;
        }
        if (response.statusCode() >= 500 && broken) {
            throw new IOException("answered with " + response.statusCode());
        }
        if (response.statusCode() != 200) {
            throw refusal(response);
        }
        messages.accept(broken ? "listening again" : "listening; Ctrl-C ends it");
        return response.body();
    }

    private ApiRefusal refusal(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            return ApiRefusal.of(
                    "GET " + path, response.statusCode(), Api.JSON.readTree(body.readAllBytes()));
        }
    }

    /// Until the connection ends; false when the listener has enough.
    private boolean read(InputStream in, Listener listener) throws IOException {
        try (ScheduledExecutorService watch =
                        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            ScheduledFuture<?> alarm = alarm(watch, in);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                alarm.cancel(false);
                alarm = alarm(watch, in);
                if (line.startsWith("id:")) {
                    last = line.substring(3).strip();
                }
                if (line.startsWith("data:")
                        && !listener.heard(Api.JSON.readTree(line.substring(5)))) {
                    watch.shutdownNow();
                    return false;
                }
            }
            watch.shutdownNow();
        }
        throw new IOException("the server ended it");
    }

    /// A server that is silent for too long is not there any more, whatever TCP says.
    private static ScheduledFuture<?> alarm(ScheduledExecutorService watch, InputStream in) {
        return watch.schedule(
                () -> {
                    in.close();
                    return true;
                },
                SILENCE.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
