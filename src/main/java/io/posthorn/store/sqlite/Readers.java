package io.posthorn.store.sqlite;

import io.posthorn.store.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// A few connections that read beside the writer and each other.
final class Readers implements AutoCloseable {

    private static final int MAX = 4; // reading is bound by the processor, not by waiting

    private final Database database;
    private final Semaphore free = new Semaphore(MAX);
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Readers(Database database) {
        this.database = database;
    }

    <T> T read(Session.Work<T> work) {
        free.acquireUninterruptibly();
        try {
            Session session = session();
            T result = work.on(session);
            idle.push(session); // one that failed is not used again
            return result;
        } catch (SQLException e) {
            throw database.explain(e);
        } finally {
            free.release();
        }
    }

    private Session session() throws SQLException {
        if (closed) {
            throw new StoreUnavailable("The store is closed");
        }
        Session session = idle.poll();
        return session == null ? database.reader() : session;
    }

    @Override
    public void close() {
        closed = true;
        free.acquireUninterruptibly(MAX);
        try {
            for (Session session = idle.poll(); session != null; session = idle.poll()) {
                session.close();
            }
        } catch (SQLException e) {
            throw database.explain(e);
        } finally {
            free.release(MAX);
        }
    }
}
