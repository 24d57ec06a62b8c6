package io.posthorn.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves the write-ahead log into the file on a thread of its own, so that no commit does it.
///
/// Most pages are moved while commits go on; only the last few, and the log's restart, need the
/// writer to pause.
final class Checkpoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private static final int COMMITS = 64; // how often it is worth asking for the log's length
    private static final int PAGES = 16_384; // 64 MiB: a hot page is moved once for many writes
    private static final int PAUSE_PAGES = 1_024; // few enough to move within milliseconds
    private static final int PASSES = 3;
    private static final int READERS_MILLIS = 20; // how long a restart waits for those who read

    private final Database database;
    private final Writer writer;
    private final Thread thread;
    private int commits;
    private boolean closed;

    /// @param pages in the log
    /// @param moved of them are in the file
    private record Progress(long pages, long moved) {
        private long left() {
            return pages - moved;
        }
    }

    Checkpoints(Database database, Writer writer) {
        this.database = database;
        this.writer = writer;
        this.thread = Thread.ofPlatform().name("store checkpoints").daemon().start(this::run);
    }

    /// To be told of every commit.
    synchronized void committed() {
        commits++;
        if (commits >= COMMITS) {
            notifyAll();
        }
    }

    private void run() {
        try {
            while (awaitCommits()) {
                checkpoint();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitCommits() throws InterruptedException {
        while (commits < COMMITS && !closed) {
            wait();
        }
        commits = 0;
        return !closed;
    }

    private void checkpoint() {
        try (Session session = database.checkpointer()) {
            if (pragma(session, "NOOP").pages() < PAGES) {
                return;
            }
            Progress progress = pragma(session, "PASSIVE");
            for (int pass = 1; pass < PASSES && progress.left() > PAUSE_PAGES; pass++) {
                progress = pragma(session, "PASSIVE");
            }
            writer.pause(() -> restart(session));
        } catch (SQLException e) {
            LOG.warn("The store's log was not moved into its file and grows until it is", e);
        }
    }

    private static void restart(Session session) {
        try {
            session.execute("PRAGMA busy_timeout = " + READERS_MILLIS);
            pragma(session, "RESTART");
        } catch (SQLException e) {
            LOG.warn("The store's log was not restarted and grows until it is", e);
        }
    }

    private static Progress pragma(Session session, String mode) throws SQLException {
        try (ResultSet rows =
                session.prepare("PRAGMA wal_checkpoint(" + mode + ")").executeQuery()) {
            rows.next();
            return new Progress(rows.getLong(2), rows.getLong(3));
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
