-- What messages are searched by: addresses, tags and profiles, each as a hash. Ids grow with time,
-- so a block holds the messages from its first id on, up to the next block's: a write touches the
-- few pages of the last block, a search looks into one block after the other, newest first.
CREATE TABLE term_block (
    block INTEGER PRIMARY KEY,
    first INTEGER NOT NULL
) STRICT;
CREATE TABLE term (
    block   INTEGER NOT NULL,
    hash    INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (block, hash, message)
) STRICT, WITHOUT ROWID;

-- Messages of before.
INSERT OR IGNORE INTO unfilled SELECT id FROM message;
