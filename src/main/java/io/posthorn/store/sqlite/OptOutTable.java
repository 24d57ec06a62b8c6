package io.posthorn.store.sqlite;

import io.posthorn.message.Address;
import io.posthorn.message.Consent;
import io.posthorn.message.OptOut;
import io.posthorn.message.OptOut.Reach;
import io.posthorn.message.OptOutId;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderId;
import io.posthorn.store.OptOutQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table `opt_out`.
final class OptOutTable {

    // Names for ever.
    private static final String ACCOUNT = "ACCOUNT";
    private static final String POOL = "POOL";
    private static final String SENDER = "SENDER";

    private static final String PUT =
            "INSERT OR IGNORE INTO opt_out (account, address, kind, reach, target, id, source)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String END =
            "DELETE FROM opt_out WHERE account = ? AND address = ? AND kind = ? AND reach = ?"
                    + " AND target = ?";
    private static final String COLUMNS =
            "SELECT id, account, kind, address, reach, target, source FROM opt_out ";
    private static final String LIST = COLUMNS + "WHERE id >= ? AND id < ? ORDER BY id DESC";
    private static final String OF_PERSON =
            COLUMNS
                    + "INDEXED BY opt_out_address WHERE id >= ? AND id < ? AND account = ?"
                    + " AND address = ? ORDER BY id DESC";

    private OptOutTable() {}

    static void apply(Session session, Consent consent) throws SQLException {
        switch (consent) {
            case Consent.Withdrawn(OptOut optOut) -> put(session, optOut);
            case Consent.Given given -> {
                for (Reach reach : given.reaches()) {
                    PreparedStatement end = session.prepare(END);
                    person(end, given.account(), given.address(), reach);
                    end.executeUpdate();
                }
            }
        }
    }

    private static void put(Session session, OptOut optOut) throws SQLException {
        PreparedStatement put = session.prepare(PUT);
        person(put, optOut.account(), optOut.address(), optOut.reach());
        put.setLong(6, optOut.id().value());
        put.setString(7, optOut.source().name());
        put.executeUpdate();
    }

    private static void person(
            PreparedStatement statement, String account, Address address, Reach reach)
            throws SQLException {
        statement.setString(1, account);
        statement.setString(2, address.value());
        statement.setString(3, address.kind().name());
        statement.setString(4, name(reach));
        statement.setLong(5, target(reach));
    }

    private static String name(Reach reach) {
        return switch (reach) {
            case Reach.WholeAccount() -> ACCOUNT;
            case Reach.OfPool _ -> POOL;
            case Reach.OfSender _ -> SENDER;
        };
    }

    private static long target(Reach reach) {
        return switch (reach) {
            case Reach.WholeAccount() -> 0;
            case Reach.OfPool(PoolId pool) -> pool.value();
            case Reach.OfSender(SenderId sender) -> sender.value();
        };
    }

    static List<OptOut> list(Session session, OptOutQuery query) throws SQLException {
        List<OptOut> found = new ArrayList<>();
        try (ResultSet rows = select(session, query).executeQuery()) {
            while (found.size() < query.max() && rows.next()) {
                OptOut optOut = optOut(rows);
                if (query.matches(optOut)) {
                    found.add(optOut);
                }
            }
        }
        return found;
    }

    private static PreparedStatement select(Session session, OptOutQuery query)
            throws SQLException {
        IdRange all = IdRange.of(query.from(), query.until(), query.before().map(OptOutId::value));
        IdRange range = query.id().map(id -> all.within(id.value(), 1)).orElse(all);
        if (query.account().isEmpty() || query.address().isEmpty()) {
            return session.prepare(LIST, range.from(), range.until());
        }
        PreparedStatement select = session.prepare(OF_PERSON, range.from(), range.until());
        select.setString(3, query.account().get());
        select.setString(4, query.address().get());
        return select;
    }

    private static OptOut optOut(ResultSet row) throws SQLException {
        return new OptOut(
                new OptOutId(row.getLong(1)),
                row.getString(2),
                new Address(Address.Kind.valueOf(row.getString(3)), row.getString(4)),
                reach(row.getString(5), row.getLong(6)),
                OptOut.Source.valueOf(row.getString(7)));
    }

    private static Reach reach(String name, long target) {
        return switch (name) {
            case ACCOUNT -> new Reach.WholeAccount();
            case POOL -> new Reach.OfPool(new PoolId(target));
            case SENDER -> new Reach.OfSender(new SenderId(target));
            default -> throw new IllegalStateException("no such reach: " + name);
        };
    }
}
