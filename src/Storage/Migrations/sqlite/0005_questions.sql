-- What has been asked, by its concepts and never by its words; what was said of the answers; and how many times the
-- records have changed, so that a snapshot in memory knows whether it is the present one.

CREATE TABLE questions (
  id TEXT NOT NULL PRIMARY KEY,
  hub TEXT REFERENCES hubs (id) ON DELETE CASCADE,
  member TEXT REFERENCES members (id) ON DELETE SET NULL,
  asked_at BIGINT NOT NULL,
  concepts TEXT NOT NULL,
  unmet INTEGER NOT NULL CHECK (unmet IN (0, 1))
) WITHOUT ROWID;
CREATE INDEX questions_hub ON questions (hub, asked_at);
CREATE INDEX questions_member ON questions (member);

CREATE TABLE verdicts (
  question TEXT NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
  organisation TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  verdict TEXT NOT NULL CHECK (verdict IN ('helped', 'wrong-authority')),
  at BIGINT NOT NULL,
  PRIMARY KEY (question, organisation)
) WITHOUT ROWID;
CREATE INDEX verdicts_organisation ON verdicts (organisation);

CREATE TABLE revision (
  only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  number BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO revision (only, number) VALUES (1, 0);
