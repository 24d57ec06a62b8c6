package io.posthorn;

import java.nio.file.Path;

/// `posthorn dev` within the tests, on a free port.
public final class DevServer implements AutoCloseable {

    private final Dev dev;

    private DevServer(Dev dev) {
        this.dev = dev;
    }

    public static DevServer in(Path data) throws InterruptedException {
        Dev dev = new Dev(data, 0);
        dev.start();
        return new DevServer(dev);
    }

    public String url() {
        return "http://localhost:" + dev.port();
    }

    public String user() {
        return Dev.ACCOUNT.sid();
    }

    public String secret() {
        return Dev.ACCOUNT.authToken();
    }

    @Override
    public void close() {
        dev.close();
    }
}
