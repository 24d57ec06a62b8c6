-- Who can be notified where. `updated` and `at` are milliseconds since 1970.
CREATE TABLE push_user (
    id      INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX push_user_account ON push_user (account, id);
CREATE TABLE registration (
    id      INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    app     TEXT NOT NULL,
    user    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX registration_user ON registration (account, user, app);
CREATE INDEX registration_app ON registration (account, app, id);
CREATE INDEX registration_account ON registration (account, id);
CREATE TABLE device (
    registration INTEGER NOT NULL,
    service      TEXT NOT NULL,
    token        TEXT NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (registration, service, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_token ON device (token);
