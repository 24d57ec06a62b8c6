package io.posthorn.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// One connection and the statements prepared on it. Used by one thread at a time.
final class Session implements AutoCloseable {

    /// How many rows one batch of a statement may have. The driver clears room for the largest
    /// batch it ever saw after every later one, so a huge one would slow all that follow.
    static final int ROWS = 256;

    /// What is done with a session.
    interface Work<T> {
        T on(Session session) throws SQLException;
    }

    /// Makes a value of the row the result stands at.
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /// The statement for `sql`, prepared once; the caller sets every parameter.
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
        return statement;
    }

    /// The statement for `sql` with whole numbers for its parameters.
    PreparedStatement prepare(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = prepare(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        return statement;
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// The first number of the first row of a query that needs no parameters.
    long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /// Undoes what was not committed.
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
