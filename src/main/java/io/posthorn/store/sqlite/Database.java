package io.posthorn.store.sqlite;

import io.posthorn.store.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The file, held by this process alone, and how to connect to it.
final class Database implements AutoCloseable {

    private static final int PAGE_BYTES = 4096;
    private static final int WRITER_CACHE_KIB = 64 * 1024; // the pages of what is in flight
    private static final int READER_CACHE_KIB = 8 * 1024;
    private static final int BUSY_MILLIS = 1_000; // another connection recovers the log
    private static final long LOG_BYTES_KEPT = 256L << 20;

    /// The most that SQLite can count: 16 TiB.
    static final long NO_LIMIT = 4_294_967_294L;

    private final Path file;
    private final FileChannel lockFile;
    private final long maxPages;

    private Database(Path file, FileChannel lockFile, long maxPages) {
        this.file = file;
        this.lockFile = lockFile;
        this.maxPages = maxPages;
    }

    /// Opens or creates the file and brings its schema up to date.
    ///
    /// @param maxPages how large the file may grow, in pages
    static Database open(Path file, List<String> scripts, long maxPages) {
        Path absolute = file.toAbsolutePath();
        try {
            Database database = new Database(absolute, lock(absolute), maxPages);
            try {
                database.prepare(scripts);
                return database;
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreUnavailable("Cannot open " + absolute, e);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        FileChannel channel =
                FileChannel.open(
                        Path.of(file + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new StoreUnavailable(file + " is already in use by another posthorn");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // held by this very process
        }
    }

    private void prepare(List<String> scripts) {
        try {
            createPrivately();
            try (Session session = writer()) {
                new Migrations(scripts).run(session);
            }
        } catch (IOException | SQLException e) {
            throw new StoreUnavailable("Cannot open " + file, e);
        }
    }

    /// The settings hold passwords, so the file is its owner's alone; SQLite gives the files beside
    /// it the same permissions.
    private void createPrivately() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            return; // its owner decided who may read it
        }
    }

    /// A connection whose changes are on disk when `commit` returns. There is to be one at a time.
    Session writer() throws SQLException {
        SQLiteConfig config = config(WRITER_CACHE_KIB);
        config.setPageSize(PAGE_BYTES);
        config.setPragma(SQLiteConfig.Pragma.MAX_PAGE_COUNT, Long.toString(maxPages));
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        var connection = config.createConnection(url());
        connection.setAutoCommit(false);
        return new Session(connection);
    }

    /// A connection that sees what was committed when its statement began.
    Session reader() throws SQLException {
        SQLiteConfig config = config(READER_CACHE_KIB);
        config.setReadOnly(true);
        return new Session(config.createConnection(url()));
    }

    /// A connection that moves the log into the file.
    Session checkpointer() throws SQLException {
        SQLiteConfig config = config(READER_CACHE_KIB);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return new Session(config.createConnection(url()));
    }

    private static SQLiteConfig config(int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "0"); // done by Checkpoints
        config.setJournalSizeLimit(Math.toIntExact(LOG_BYTES_KEPT));
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(-cacheKib);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }

    /// Bytes on disk: the file and its log.
    long size() {
        try {
            return length(file) + length(Path.of(file + "-wal"));
        } catch (IOException e) {
            throw new StoreUnavailable("Cannot read the size of " + file, e);
        }
    }

    private static long length(Path path) throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /// What to throw for `e`: a broken rule of the schema is our mistake, everything else may pass.
    RuntimeException explain(SQLException e) {
        boolean ours =
                e instanceof SQLiteException known
                        && (known.getResultCode().code & 0xff)
                                == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
        return ours
                ? new IllegalStateException("Not what the schema of " + file + " allows", e)
                : new StoreUnavailable("Cannot use " + file + " now: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
