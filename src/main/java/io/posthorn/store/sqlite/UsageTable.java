package io.posthorn.store.sqlite;

import io.posthorn.message.Quota;
import io.posthorn.message.SenderId;
import io.posthorn.message.Usage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tables `quota_usage` and `quota_recipient`.
final class UsageTable {

    private static final String ADD =
            "INSERT INTO quota_usage (sender, kind, period, country, messages, segments)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                    + " messages = messages + excluded.messages,"
                    + " segments = segments + excluded.segments";
    private static final String ADD_RECIPIENT =
            "INSERT OR IGNORE INTO quota_recipient (sender, kind, period, country, recipient)"
                    + " VALUES (?, ?, ?, ?, ?)";
    private static final String OF_PERIOD = " WHERE sender = ? AND kind = ? AND period = ?";
    private static final String COUNTS =
            "SELECT country, messages, segments FROM quota_usage" + OF_PERIOD;
    private static final String RECIPIENTS =
            "SELECT country, recipient FROM quota_recipient" + OF_PERIOD;
    private static final String FORGET = "DELETE FROM quota_usage WHERE period < ?";
    private static final String FORGET_RECIPIENTS = "DELETE FROM quota_recipient WHERE period < ?";

    private UsageTable() {}

    static void add(Session session, List<Usage> usage) throws SQLException {
        PreparedStatement add = session.prepare(ADD);
        for (Usage one : usage) {
            name(add, one);
            add.setInt(5, one.messages());
            add.setInt(6, one.segments());
            add.executeUpdate();
            addRecipients(session, one);
        }
    }

    private static void addRecipients(Session session, Usage usage) throws SQLException {
        PreparedStatement add = session.prepare(ADD_RECIPIENT);
        for (long recipient : usage.recipients()) {
            name(add, usage);
            add.setLong(5, recipient);
            add.executeUpdate();
        }
    }

    private static void name(PreparedStatement statement, Usage usage) throws SQLException {
        name(statement, usage.sender(), usage.kind(), usage.period());
        statement.setString(4, usage.country());
    }

    private static void name(
            PreparedStatement statement, SenderId sender, Quota.Period kind, String period)
            throws SQLException {
        statement.setLong(1, sender.value());
        statement.setInt(2, Codes.of(kind));
        statement.setString(3, period);
    }

    /// What a sender used in a period, by country.
    static List<Usage> of(Session session, SenderId sender, Quota.Period kind, String period)
            throws SQLException {
        Map<String, Set<Long>> recipients = recipients(session, sender, kind, period);
        List<Usage> found = new ArrayList<>();
        PreparedStatement counts = session.prepare(COUNTS);
        name(counts, sender, kind, period);
        try (ResultSet rows = counts.executeQuery()) {
            while (rows.next()) {
                String country = rows.getString(1);
                found.add(
                        new Usage(
                                sender,
                                kind,
                                period,
                                country,
                                rows.getInt(2),
                                rows.getInt(3),
                                recipients.getOrDefault(country, Set.of())));
            }
        }
        return found;
    }

    private static Map<String, Set<Long>> recipients(
            Session session, SenderId sender, Quota.Period kind, String period)
            throws SQLException {
        Map<String, Set<Long>> recipients = new HashMap<>();
        PreparedStatement select = session.prepare(RECIPIENTS);
        name(select, sender, kind, period);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                recipients
                        .computeIfAbsent(rows.getString(1), _ -> new HashSet<>())
                        .add(rows.getLong(2));
            }
        }
        return recipients;
    }

    /// Forgets the periods that began before `first`.
    static void forget(Session session, LocalDate first) throws SQLException {
        for (String sql : List.of(FORGET, FORGET_RECIPIENTS)) {
            PreparedStatement forget = session.prepare(sql);
            forget.setString(1, first.toString());
            forget.executeUpdate();
        }
    }
}
