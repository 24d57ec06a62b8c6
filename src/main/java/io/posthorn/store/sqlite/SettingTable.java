package io.posthorn.store.sqlite;

import io.posthorn.store.Setting;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The table `setting`.
final class SettingTable {

    private static final String INSERT =
            "INSERT INTO setting (json, kind, key, version) VALUES (?, ?, ?, 1)"
                    + " ON CONFLICT DO NOTHING";
    private static final String UPDATE =
            "UPDATE setting SET json = ?, version = version + 1"
                    + " WHERE kind = ? AND key = ? AND version = ?";
    private static final String DELETE =
            "DELETE FROM setting WHERE kind = ? AND key = ? AND version = ?";
    private static final String VERSION = "SELECT 1 FROM setting WHERE kind = ? AND key = ?";
    private static final String LIST = "SELECT key, version, json FROM setting WHERE kind = ?";

    private SettingTable() {}

    /// False when the stored version is another.
    static boolean save(Session session, Setting setting) throws SQLException {
        boolean exists = setting.version() > 0;
        if (setting.json().isEmpty()) {
            return exists ? delete(session, setting) : !known(session, setting);
        }
        PreparedStatement save = session.prepare(exists ? UPDATE : INSERT);
        save.setString(1, setting.json());
        name(save, 2, setting);
        if (exists) {
            save.setLong(4, setting.version());
        }
        return save.executeUpdate() == 1;
    }

    private static boolean delete(Session session, Setting setting) throws SQLException {
        PreparedStatement delete = session.prepare(DELETE);
        name(delete, 1, setting);
        delete.setLong(3, setting.version());
        return delete.executeUpdate() == 1;
    }

    private static boolean known(Session session, Setting setting) throws SQLException {
        PreparedStatement select = session.prepare(VERSION);
        name(select, 1, setting);
        try (ResultSet rows = select.executeQuery()) {
            return rows.next();
        }
    }

    private static void name(PreparedStatement statement, int from, Setting setting)
            throws SQLException {
        statement.setString(from, setting.kind().name());
        statement.setString(from + 1, setting.key());
    }

    static List<Setting> list(Session session, Setting.Kind kind) throws SQLException {
        List<Setting> found = new ArrayList<>();
        PreparedStatement list = session.prepare(LIST);
        list.setString(1, kind.name());
        try (ResultSet rows = list.executeQuery()) {
            while (rows.next()) {
                found.add(new Setting(kind, rows.getString(1), rows.getLong(2), rows.getString(3)));
            }
        }
        return found;
    }
}
