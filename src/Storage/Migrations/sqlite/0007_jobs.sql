-- What is to be done without anybody asking: a hub's round of a week, and the mail that follows from a publishing or an answer.
-- Whoever takes a piece of work writes its name and raises the epoch, so that one who was passed over cannot write any more.
-- free_at says from when it may be taken: the end of a lease, or the next try after a failure.

CREATE TABLE round_runs (
  hub TEXT NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
  week TEXT NOT NULL,
  owner TEXT,
  epoch BIGINT NOT NULL,
  free_at BIGINT NOT NULL,
  done_at BIGINT,
  PRIMARY KEY (hub, week)
) WITHOUT ROWID;

-- No text of any mail: it is written when it is sent, from what is held then.
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('suggestion', 'accepted')),
  prompt TEXT NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
  member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed')),
  attempts INTEGER NOT NULL,
  owner TEXT,
  epoch BIGINT NOT NULL,
  free_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  done_at BIGINT
) WITHOUT ROWID;
CREATE INDEX outbox_prompt ON outbox (prompt);
CREATE INDEX outbox_member ON outbox (member);
CREATE INDEX outbox_state ON outbox (state, free_at);
