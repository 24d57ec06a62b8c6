-- Who does not want to be written to. `reach` says what `target` is the number of: ACCOUNT, POOL or SENDER.
CREATE TABLE opt_out (
    id      INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    kind    TEXT NOT NULL,
    address TEXT NOT NULL,
    reach   TEXT NOT NULL,
    target  INTEGER NOT NULL,
    source  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX opt_out_address ON opt_out (account, address, kind, reach, target);
