package io.posthorn.store.sqlite;

import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.Priority;
import io.posthorn.store.Backlog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Every lane that has or had ready messages since the start.
final class Lanes {

    private static final String READY =
            "SELECT queue, lane, class, count(*),"
                    + " coalesce(min(CASE behind WHEN 0 THEN turn END), max(turn))"
                    + " FROM message INDEXED BY message_ready WHERE state = 3"
                    + " GROUP BY queue, lane, class";

    record Name(long queue, Priority priority) {}

    private final Map<Name, Lane> lanes = new ConcurrentHashMap<>();

    /// Reads what is ready. Nothing is claimed: whoever claimed it died with the last process.
    static Lanes load(Session session) throws SQLException {
        Lanes loaded = new Lanes();
        try (ResultSet rows = session.prepare(READY).executeQuery()) {
            while (rows.next()) {
                Name name = new Name(rows.getLong(1), Codes.lane(rows.getInt(2)));
                loaded.of(name)
                        .restore(
                                Codes.eligibilityClass(rows.getLong(3)),
                                rows.getLong(4),
                                rows.getLong(5));
            }
        }
        return loaded;
    }

    Lane of(Message message) {
        return of(message.plan().operation());
    }

    Lane of(Operation operation) {
        return of(new Name(operation.origin().queue(), operation.priority()));
    }

    Lane of(Name name) {
        return lanes.computeIfAbsent(name, _ -> new Lane());
    }

    List<Backlog> backlog(Session session) throws SQLException {
        List<Backlog> found = new ArrayList<>();
        for (var lane : lanes.entrySet()) {
            for (var depth : lane.getValue().depths().entrySet()) {
                Name name = lane.getKey();
                ReadyTable.readySince(session, name, depth.getKey())
                        .map(since ->
                                new Backlog(
                                        name.queue(),
                                        name.priority(),
                                        depth.getKey(),
                                        depth.getValue(),
                                        since))
                        .ifPresent(found::add);
            }
        }
        return found;
    }
}
