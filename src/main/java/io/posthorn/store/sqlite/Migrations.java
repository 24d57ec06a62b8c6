package io.posthorn.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/// Brings a file to the newest schema: `user_version` says how many scripts it has seen.
final class Migrations {

    /// In order; only ever added to.
    static final List<String> SCRIPTS =
            List.of(
                    "/schema/sqlite/001-start.sql",
                    "/schema/sqlite/002-routing.sql",
                    "/schema/sqlite/003-opt-outs.sql",
                    "/schema/sqlite/004-search.sql",
                    "/schema/sqlite/005-kinds.sql",
                    "/schema/sqlite/006-devices.sql");

    private final List<String> scripts;

    Migrations(List<String> scripts) {
        this.scripts = scripts;
    }

    /// Each script with its version is one transaction, so a crash leaves a file between two
    /// scripts.
    void run(Session session) throws SQLException, IOException {
        long version = session.number("PRAGMA user_version");
        if (version > scripts.size()) {
            throw new SQLException(
                    "the file has schema %d and this posthorn knows %d: use a newer one"
                            .formatted(version, scripts.size()));
        }
        for (int next = (int) version; next < scripts.size(); next++) {
            session.execute(text(scripts.get(next)));
            session.execute("PRAGMA user_version = " + (next + 1));
            session.commit();
        }
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("not in this build: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
