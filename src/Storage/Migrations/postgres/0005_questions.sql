-- What has been asked, by its concepts and never by its words; what was said of the answers; and how many times the
-- records have changed, so that a snapshot in memory knows whether it is the present one.

CREATE TABLE questions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  hub TEXT COLLATE "C" REFERENCES hubs (id) ON DELETE CASCADE,
  member TEXT COLLATE "C" REFERENCES members (id) ON DELETE SET NULL,
  asked_at BIGINT NOT NULL,
  concepts TEXT COLLATE "C" NOT NULL,
  unmet INTEGER NOT NULL CHECK (unmet IN (0, 1))
);
CREATE INDEX questions_hub ON questions (hub, asked_at);
CREATE INDEX questions_member ON questions (member);

CREATE TABLE verdicts (
  question TEXT COLLATE "C" NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
  organisation TEXT COLLATE "C" NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
  verdict TEXT COLLATE "C" NOT NULL CHECK (verdict IN ('helped', 'wrong-authority')),
  at BIGINT NOT NULL,
  PRIMARY KEY (question, organisation)
);
CREATE INDEX verdicts_organisation ON verdicts (organisation);

CREATE TABLE revision (
  "only" INTEGER NOT NULL PRIMARY KEY CHECK ("only" = 1),
  number BIGINT NOT NULL
);
INSERT INTO revision ("only", number) VALUES (1, 0);
