package io.posthorn.store.sqlite;

import io.posthorn.message.Device;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.PushUser;
import io.posthorn.message.PushUserId;
import io.posthorn.message.Registration;
import io.posthorn.message.RegistrationId;
import io.posthorn.store.PushUserQuery;
import io.posthorn.store.RegistrationQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The tables `push_user`, `registration` and `device`.
final class DeviceTable {

    private static final String PUT_USER =
            "INSERT INTO push_user (id, account, updated) VALUES (?, ?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET updated = excluded.updated";
    private static final String PUT_REGISTRATION =
            "INSERT OR IGNORE INTO registration (id, account, app, user) VALUES (?, ?, ?, ?)";
    private static final String LEAVE_OTHERS =
            "DELETE FROM device WHERE token = ? AND service = ? AND registration IN"
                    + " (SELECT id FROM registration WHERE account = ? AND app = ?)";
    private static final String PUT_DEVICE =
            "INSERT INTO device (registration, service, token, at)"
                    + " SELECT id, ?, ?, ? FROM registration"
                    + " WHERE account = ? AND user = ? AND app = ?";
    private static final String DROP_OLDEST =
            "DELETE FROM device WHERE (registration, service, token) IN"
                    + " (SELECT d.registration, d.service, d.token FROM device d"
                    + " JOIN registration r ON r.id = d.registration"
                    + " WHERE r.account = ? AND r.user = ? AND r.app = ?"
                    + " ORDER BY d.at DESC, d.service, d.token LIMIT -1 OFFSET ?)";
    private static final String GONE =
            "DELETE FROM device WHERE token = ? AND service = ? AND registration IN"
                    + " (SELECT id FROM registration WHERE account = ?)";
    private static final String FORGET_DEVICES =
            "DELETE FROM device WHERE registration IN"
                    + " (SELECT id FROM registration WHERE account = ? AND user = ?)";
    private static final String FORGET_REGISTRATIONS =
            "DELETE FROM registration WHERE account = ? AND user = ?";
    private static final String FORGET_USER = "DELETE FROM push_user WHERE account = ? AND id = ?";

    private static final String USERS =
            "SELECT id, updated FROM push_user WHERE account = ? AND id >= ? AND id < ?"
                    + " ORDER BY id DESC LIMIT ?";
    private static final String REGISTRATIONS =
            "SELECT id, app, user FROM registration WHERE account = ? AND id < ?";
    private static final String OF_USERS = " AND user IN (SELECT value FROM json_each(?))";
    private static final String OF_APP = " AND app = ?";
    private static final String NEWEST_FIRST = " ORDER BY id DESC LIMIT ?";
    private static final String DEVICES =
            "SELECT service, token FROM device WHERE registration = ?"
                    + " ORDER BY at DESC, service, token";

    private DeviceTable() {}

    static void apply(Session session, DeviceChange change) throws SQLException {
        switch (change) {
            case DeviceChange.Registered registered -> register(session, registered);
            case DeviceChange.Gone(String account, Device device) ->
                    run(session, GONE, device.token(), device.provider().name(), account);
            case DeviceChange.Forgotten(String account, PushUserId user) -> {
                run(session, FORGET_DEVICES, account, user.value());
                run(session, FORGET_REGISTRATIONS, account, user.value());
                run(session, FORGET_USER, account, user.value());
            }
        }
    }

    private static void register(Session session, DeviceChange.Registered it) throws SQLException {
        long user = it.user().value();
        long at = it.at().toEpochMilli();
        String token = it.device().token();
        String service = it.device().provider().name();
        run(session, PUT_USER, user, it.account(), at);
        run(session, PUT_REGISTRATION, it.id().value(), it.account(), it.app(), user);
        run(session, LEAVE_OTHERS, token, service, it.account(), it.app());
        run(session, PUT_DEVICE, service, token, at, it.account(), user, it.app());
        run(session, DROP_OLDEST, it.account(), user, it.app(), Registration.DEVICES_MOST);
    }

    private static void run(Session session, String sql, Object... values) throws SQLException {
        filled(session, sql, values).executeUpdate();
    }

    private static PreparedStatement filled(Session session, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = session.prepare(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    static List<PushUser> users(Session session, PushUserQuery query) throws SQLException {
        long from = query.id().map(PushUserId::value).orElse(0L);
        long until =
                query.id()
                        .map(id -> id.value() + 1)
                        .or(() -> query.before().map(PushUserId::value))
                        .orElse(Long.MAX_VALUE);
        List<PushUser> found = new ArrayList<>();
        try (ResultSet row =
                filled(session, USERS, query.account(), from, until, query.max()).executeQuery()) {
            while (row.next()) {
                found.add(
                        new PushUser(
                                new PushUserId(row.getLong(1)),
                                query.account(),
                                Instant.ofEpochMilli(row.getLong(2))));
            }
        }
        return found;
    }

    static List<Registration> list(Session session, RegistrationQuery query) throws SQLException {
        List<Registration> bare = new ArrayList<>();
        try (ResultSet row = select(session, query).executeQuery()) {
            while (row.next()) {
                bare.add(
                        new Registration(
                                new RegistrationId(row.getLong(1)),
                                query.account(),
                                row.getString(2),
                                new PushUserId(row.getLong(3)),
                                List.of()));
            }
        }
        List<Registration> found = new ArrayList<>();
        for (Registration each : bare) {
            found.add(
                    new Registration(
                            each.id(),
                            each.account(),
                            each.app(),
                            each.user(),
                            devices(session, each.id())));
        }
        return found;
    }

    private static PreparedStatement select(Session session, RegistrationQuery query)
            throws SQLException {
        String sql = REGISTRATIONS;
        List<Object> values = new ArrayList<>();
        values.add(query.account());
        values.add(query.before().map(RegistrationId::value).orElse(Long.MAX_VALUE));
        if (!query.users().isEmpty()) {
            sql += OF_USERS;
            values.add(query.users().stream().map(PushUserId::value).toList().toString());
        }
        if (query.app().isPresent()) {
            sql += OF_APP;
            values.add(query.app().get());
        }
        values.add(query.max());
        return filled(session, sql + NEWEST_FIRST, values.toArray());
    }

    private static List<Device> devices(Session session, RegistrationId registration)
            throws SQLException {
        List<Device> found = new ArrayList<>();
        try (ResultSet row = filled(session, DEVICES, registration.value()).executeQuery()) {
            while (row.next()) {
                found.add(new Device(Device.Provider.valueOf(row.getString(1)), row.getString(2)));
            }
        }
        return found;
    }
}
