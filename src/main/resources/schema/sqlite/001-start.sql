-- Instants are nanoseconds since 1970. Docs are JSON. Codes of states, statuses and lanes: Codes.java.
-- An account is its name's 32-bit hash: enough to pass over most rows of others; the docs hold the name.

-- One row: the greatest numbers ever given out, which must survive a purge; `checks` only proves that a write works.
CREATE TABLE mark (
    id     INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    checks INTEGER NOT NULL
) STRICT;
INSERT INTO mark VALUES (0, 0, 0);

-- `open` counts the messages in an open state; of an operation of one message, that message tells.
CREATE TABLE operation (
    id              INTEGER PRIMARY KEY,
    account         INTEGER NOT NULL,
    first_message   INTEGER NOT NULL,
    size            INTEGER NOT NULL,
    open            INTEGER NOT NULL,
    canceled        INTEGER NOT NULL,
    idempotency_key TEXT,
    doc             BLOB NOT NULL
) STRICT;

-- What changes in a message's life. `turn` orders the ready ones of a lane.
-- `at` is when an open message is due, and when a closed one entered its state.
CREATE TABLE message (
    id       INTEGER PRIMARY KEY,
    account  INTEGER NOT NULL,
    queue    INTEGER NOT NULL,
    lane     INTEGER NOT NULL,
    turn     INTEGER NOT NULL,
    state    INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    updated  INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    life     BLOB NOT NULL
) STRICT;
CREATE INDEX message_ready ON message (queue, lane, turn) WHERE state = 3;
CREATE INDEX message_due ON message (state, at) WHERE state <= 6;

-- What never changes in it, apart so that a change of state does not write it again.
CREATE TABLE plan (
    id        INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL,
    doc       BLOB NOT NULL
) STRICT;

CREATE TABLE receipt_key (
    connection INTEGER NOT NULL,
    key        TEXT NOT NULL,
    message    INTEGER NOT NULL,
    attempt    INTEGER NOT NULL,
    part       INTEGER NOT NULL,
    PRIMARY KEY (connection, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE early_receipt (
    id         INTEGER PRIMARY KEY,
    connection INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    doc        BLOB NOT NULL
) STRICT;
CREATE INDEX early_receipt_at ON early_receipt (at);

CREATE TABLE event (
    seq     INTEGER PRIMARY KEY,
    message INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    status  INTEGER NOT NULL,
    overall INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    failure BLOB
) STRICT;

CREATE TABLE cursor (
    subscriber TEXT PRIMARY KEY,
    seq        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_key (
    account   TEXT NOT NULL,
    key       TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    operation INTEGER NOT NULL,
    expires   INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    kind    TEXT NOT NULL,
    key     TEXT NOT NULL,
    version INTEGER NOT NULL,
    json    TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- Which node holds a connection, until when, and the number that outdates its earlier holders.
CREATE TABLE connection_lease (
    connection INTEGER PRIMARY KEY,
    node       TEXT NOT NULL,
    ends       INTEGER NOT NULL,
    fence      INTEGER NOT NULL
) STRICT;
