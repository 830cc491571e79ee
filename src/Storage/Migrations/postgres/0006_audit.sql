-- Who saw or decided what: written once, never changed. Each row's hash covers the one before it, and the head says where
-- the chain ends, so that an edit, a deletion, another order and a cut tail all show. People stand in it by pseudonym.

CREATE TABLE audit (
  number BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C",
  thing TEXT COLLATE "C",
  revision BIGINT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, number);

CREATE TABLE audit_head (
  "only" INTEGER NOT NULL PRIMARY KEY CHECK ("only" = 1),
  number BIGINT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL
);
INSERT INTO audit_head ("only", number, hash) VALUES (1, 0, '');

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_is_append_only();
