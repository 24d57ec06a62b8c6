-- Messages, emails or notifications: Codes.java. Messages of one kind are found by way of their operations.
ALTER TABLE operation ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
CREATE INDEX operation_kind ON operation (account, kind);
