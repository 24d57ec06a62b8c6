package io.posthorn.acceptance;

import io.posthorn.AdjustableTime;
import io.posthorn.Config;
import io.posthorn.Server;
import io.posthorn.api.Account;
import io.posthorn.event.AddressGuard;
import io.posthorn.message.ConsentRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole server on a free port, its store on disk.
final class RunningServer implements AutoCloseable {

    private static final Duration RETENTION = Duration.ofDays(7);

    private final Path folder;
    private final AdjustableTime time;
    private Server server;
    private Client client;

    private RunningServer(Path folder, AdjustableTime time) throws InterruptedException {
        this.folder = folder;
        this.time = time;
        this.server = server();
        this.server.start();
        this.client = new Client(server.port());
    }

    static RunningServer in(Path folder) throws InterruptedException {
        return new RunningServer(folder, new AdjustableTime(InstantSource.system()));
    }

    static RunningServer in(Path folder, AdjustableTime time) throws InterruptedException {
        return new RunningServer(folder, time);
    }

    Client client() {
        return client;
    }

    /// Moves its clock.
    void advance(Duration step) {
        time.advance(step);
    }

    /// Stops it in order.
    void stop() {
        client.close();
        server.close();
    }

    /// Stops it in order, and starts another on the same store.
    void restart() throws InterruptedException {
        stop();
        start();
    }

    void start() throws InterruptedException {
        server = server();
        server.start();
        client = new Client(server.port());
    }

    private Server server() {
        var config =
                new Config(
                        new Config.Http("localhost", 0, Optional.empty(), Optional.empty()),
                        "sqlite:" + folder.resolve("posthorn.db"),
                        List.of(new Account(Client.SID, Client.TOKEN, Map.of(), 1)),
                        "acceptance",
                        new Config.Limits(10 << 20, 0),
                        RETENTION,
                        ConsentRules.DEFAULT,
                        false,
                        AddressGuard.Reach.PUBLIC_AND_LOOPBACK);
        return new Server(config, time);
    }

    @Override
    public void close() {
        stop();
    }
}
