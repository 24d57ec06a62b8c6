package io.posthorn.store.sqlite;

import io.posthorn.store.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one connection that changes the file, for one transaction at a time.
final class Writer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Session session;
    private boolean closed;

    Writer(Database database) {
        this.database = database;
    }

    /// Runs `work` as one transaction; when it is on disk, `committed`, before any other
    /// transaction begins.
    <T> T transact(Session.Work<T> work, Runnable committed) {
        lock.lock();
        try {
            T result = commit(work);
            committed.run();
            return result;
        } finally {
            lock.unlock();
        }
    }

    private <T> T commit(Session.Work<T> work) {
        boolean done = false;
        try {
            Session open = session();
            T result = work.on(open);
            open.commit();
            done = true;
            return result;
        } catch (SQLException e) {
            throw database.explain(e);
        } finally {
            if (!done) {
                discard();
            }
        }
    }

    /// Runs `work` while no transaction does.
    void pause(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private Session session() throws SQLException {
        if (closed) {
            throw new StoreUnavailable("The store is closed");
        }
        Session open = session;
        if (open == null) {
            open = database.writer();
            session = open;
        }
        return open;
    }

    /// After a failure nobody knows what the connection still holds; the next transaction has a new
    /// one.
    private void discard() {
        Session failed = session;
        session = null;
        try {
            if (failed != null) {
                failed.close();
            }
        } catch (SQLException e) {
            LOG.warn("The failed connection did not close; its transaction is undone", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            discard();
        } finally {
            lock.unlock();
        }
    }
}
