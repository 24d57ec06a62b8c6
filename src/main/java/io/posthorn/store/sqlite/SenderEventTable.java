package io.posthorn.store.sqlite;

import static java.util.Comparator.comparingLong;

import io.posthorn.message.LogEntry;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/// The table `sender_event`: the lines of the log that are about senders. They are few.
final class SenderEventTable {

    private static final String INSERT =
            "INSERT INTO sender_event (seq, sender, at, doc) VALUES (?, ?, ?, ?)";
    private static final String SELECT = "SELECT seq, sender, at, doc FROM sender_event ";
    private static final String AFTER = SELECT + "WHERE seq > ? ORDER BY seq LIMIT ?";
    private static final String NEWEST = SELECT + "WHERE sender = ? ORDER BY seq DESC LIMIT ?";
    private static final String PURGE =
            "DELETE FROM sender_event WHERE seq IN"
                    + " (SELECT seq FROM sender_event WHERE at < ? ORDER BY seq LIMIT ?)";

    private SenderEventTable() {}

    static void add(Session session, long seq, SenderEvent event) throws SQLException {
        PreparedStatement insert = session.prepare(INSERT);
        insert.setLong(1, seq);
        insert.setLong(2, event.sender().value());
        insert.setLong(3, Codes.of(event.at()));
        insert.setBytes(4, doc(event).bytes());
        insert.executeUpdate();
    }

    private static Doc doc(SenderEvent event) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringProperty("account", event.account());
            event.pool().ifPresent(pool -> out.writeNumberProperty("pool", pool.value()));
            out.writeStringProperty("from", event.from());
            out.writeStringProperty("to", event.to());
            out.writeNumberProperty("score", event.score());
            out.writeStringProperty("reason", event.reason());
            out.writeEndObject();
        });
    }

    static List<SenderEvent> after(Session session, long seq, int max) throws SQLException {
        return read(session.prepare(AFTER, seq, max));
    }

    static List<SenderEvent> newest(Session session, SenderId sender, int max) throws SQLException {
        return read(session.prepare(NEWEST, sender.value(), max));
    }

    private static List<SenderEvent> read(PreparedStatement query) throws SQLException {
        List<SenderEvent> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Reader reader =
                        new Reader(
                                rows.getLong(1),
                                new SenderId(rows.getLong(2)),
                                Codes.instant(rows.getLong(3)));
                found.add(Json.read(new Doc(rows.getBytes(4)), reader::read));
            }
        }
        return found;
    }

    /// The first `max` of both parts of the log, in order.
    static List<LogEntry> merge(List<LogEntry> others, List<SenderEvent> ours, int max) {
        if (ours.isEmpty()) {
            return others;
        }
        List<LogEntry> all = new ArrayList<>(others);
        all.addAll(ours);
        return all.stream().sorted(comparingLong(LogEntry::seq)).limit(max).toList();
    }

    static void purge(Session session, Instant before, int max) throws SQLException {
        session.prepare(PURGE, Codes.of(before), max).executeUpdate();
    }

    private static final class Reader {
        private final long seq;
        private final SenderId sender;
        private final Instant at;
        private String account = "";
        private Optional<PoolId> pool = Optional.empty();
        private String from = "";
        private String to = "";
        private double score;
        private String reason = "";

        private Reader(long seq, SenderId sender, Instant at) {
            this.seq = seq;
            this.sender = sender;
            this.at = at;
        }

        private SenderEvent read(JsonParser in) {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                property(name, in);
            }
            return new SenderEvent(seq, account, sender, pool, from, to, score, reason, at);
        }

        private void property(String name, JsonParser in) {
            switch (name) {
                case "account" -> account = in.getString();
                case "pool" -> pool = Optional.of(new PoolId(in.getLongValue()));
                case "from" -> from = in.getString();
                case "to" -> to = in.getString();
                case "score" -> score = in.getDoubleValue();
                case "reason" -> reason = in.getString();
                default -> in.skipChildren();
            }
        }
    }
}
