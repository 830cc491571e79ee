-- Who saw or decided what: written once, never changed. Each row's hash covers the one before it, and the head says where
-- the chain ends, so that an edit, a deletion, another order and a cut tail all show. People stand in it by pseudonym.

CREATE TABLE audit (
  number BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT,
  thing TEXT,
  revision BIGINT NOT NULL,
  hash TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX audit_subject ON audit (subject, number);

CREATE TABLE audit_head (
  only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  number BIGINT NOT NULL,
  hash TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO audit_head (only, number, hash) VALUES (1, 0, '');

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
