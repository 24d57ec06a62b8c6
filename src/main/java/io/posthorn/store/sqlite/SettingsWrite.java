package io.posthorn.store.sqlite;

import io.posthorn.store.Setting;
import java.sql.SQLException;
import java.util.List;

/// A set of settings on its way to disk, all or none.
final class SettingsWrite {

    private static final String MARK = "SAVEPOINT settings";

    private final List<Setting> settings;
    private Marks marks = new Marks(0, 0);

    SettingsWrite(List<Setting> settings) {
        this.settings = settings;
    }

    boolean run(Session session, Marks before) throws SQLException {
        marks = before;
        session.execute(MARK);
        boolean saved = saveAll(session);
        if (!saved) {
            marks = before;
            session.execute("ROLLBACK TO settings");
        }
        session.execute("RELEASE settings");
        if (!marks.equals(before)) {
            marks.save(session);
        }
        return saved;
    }

    Marks marks() {
        return marks;
    }

    private boolean saveAll(Session session) throws SQLException {
        for (Setting setting : settings) {
            if (!SettingTable.save(session, setting)) {
                return false;
            }
            marks = marks.withId(setting.number());
        }
        return true;
    }
}
