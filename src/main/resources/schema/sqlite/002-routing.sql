-- Codes of classes, kinds and reasons: Codes.java.

-- `class` is the eligibility class of a ready message. `ordering` is a hash of account, origin and
-- ordering key; `behind` is 1 while an earlier message of that ordering is under way.
ALTER TABLE message ADD COLUMN class INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN ordering INTEGER;
ALTER TABLE message ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;
DROP INDEX message_ready;
CREATE INDEX message_ready ON message (queue, lane, class, behind, turn) WHERE state = 3;
CREATE INDEX message_ordering ON message (ordering, behind)
    WHERE ordering IS NOT NULL AND state BETWEEN 3 AND 6;

-- Messages of before: only the program can tell what their new columns hold.
CREATE TABLE unfilled (message INTEGER PRIMARY KEY) STRICT;
INSERT INTO unfilled SELECT id FROM message WHERE state <= 6;

-- Why an attempt went the way it went.
CREATE TABLE decision (
    message INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    record  TEXT NOT NULL,
    PRIMARY KEY (message, attempt)
) STRICT, WITHOUT ROWID;

-- The sender a recipient keeps in a pool.
CREATE TABLE assignment (
    pool    INTEGER NOT NULL,
    address TEXT NOT NULL,
    sender  INTEGER NOT NULL,
    reason  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (pool, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_at ON assignment (at);

-- What senders used of their quotas; `period` is its first day, as text.
CREATE TABLE quota_usage (
    sender   INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    period   TEXT NOT NULL,
    country  TEXT NOT NULL,
    messages INTEGER NOT NULL,
    segments INTEGER NOT NULL,
    PRIMARY KEY (sender, kind, period, country)
) STRICT, WITHOUT ROWID;
CREATE TABLE quota_recipient (
    sender    INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    period    TEXT NOT NULL,
    country   TEXT NOT NULL,
    recipient INTEGER NOT NULL,
    PRIMARY KEY (sender, kind, period, country, recipient)
) STRICT, WITHOUT ROWID;

-- Events about senders; `seq` is counted with those of the table `event`.
CREATE TABLE sender_event (
    seq    INTEGER PRIMARY KEY,
    sender INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    doc    BLOB NOT NULL
) STRICT;
CREATE INDEX sender_event_sender ON sender_event (sender);
