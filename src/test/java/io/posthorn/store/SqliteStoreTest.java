package io.posthorn.store;

import io.posthorn.store.sqlite.SqliteStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {

    @TempDir Path directory;

    @Override
    protected Store open() {
        return SqliteStore.open(directory.resolve("posthorn.db"));
    }
}
