-- The first shape of the store. Times are microseconds since 1970 UTC, days are yyyy-MM-dd, yes and no are 1 and 0,
-- lists are JSON, and a term of a vocabulary is written as files and REST spell it.

CREATE TABLE hubs (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  municipality TEXT,
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  time_zone TEXT NOT NULL,
  -- No foreign key: two hubs name each other, and a neighbour may join later.
  neighbours TEXT NOT NULL
);

CREATE TABLE organisations (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  sector TEXT NOT NULL,
  -- Deferred: a file may name a unit before what it is a unit of.
  unit_of TEXT REFERENCES organisations (id) DEFERRABLE INITIALLY DEFERRED,
  municipality TEXT,
  short_name TEXT,
  aliases TEXT NOT NULL,
  keywords TEXT NOT NULL,
  remit TEXT,
  website TEXT,
  ministry TEXT,
  function_address TEXT
);
CREATE INDEX organisations_unit_of ON organisations (unit_of);

CREATE TABLE members (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  organisation TEXT NOT NULL REFERENCES organisations (id),
  hub TEXT NOT NULL REFERENCES hubs (id),
  email TEXT,
  unit TEXT,
  other_hubs TEXT NOT NULL,
  challenges TEXT NOT NULL,
  skills TEXT NOT NULL,
  interests TEXT NOT NULL,
  languages TEXT NOT NULL,
  days TEXT NOT NULL,
  contact_for TEXT NOT NULL,
  remote SMALLINT NOT NULL CHECK (remote IN (0, 1)),
  happy_to_help SMALLINT NOT NULL CHECK (happy_to_help IN (0, 1)),
  capacity INTEGER NOT NULL,
  title TEXT,
  matchable SMALLINT NOT NULL CHECK (matchable IN (0, 1)),
  joined TEXT
);
CREATE INDEX members_hub ON members (hub);
CREATE INDEX members_organisation ON members (organisation);

-- members.other_hubs once more, for the question who is in a hub, and so that no such hub is deleted.
CREATE TABLE member_other_hubs (
  hub TEXT NOT NULL REFERENCES hubs (id),
  member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  PRIMARY KEY (hub, member)
) WITHOUT ROWID;
CREATE INDEX member_other_hubs_member ON member_other_hubs (member);

-- Where a kind has no direction, a comes before b.
CREATE TABLE interactions (
  a TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  b TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  minutes DOUBLE PRECISION,
  useful TEXT NOT NULL,
  PRIMARY KEY (a, b, kind, at)
) WITHOUT ROWID;
CREATE INDEX interactions_b ON interactions (b);

CREATE TABLE standing_ties (
  a TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  b TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (a, b, kind)
) WITHOUT ROWID;
CREATE INDEX standing_ties_b ON standing_ties (b);

CREATE TABLE check_ins (
  hub TEXT NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
  member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  PRIMARY KEY (hub, member, day)
) WITHOUT ROWID;
CREATE INDEX check_ins_member ON check_ins (member);

CREATE TABLE gatherings (
  id TEXT NOT NULL PRIMARY KEY,
  hub TEXT NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT,
  description TEXT,
  topics TEXT NOT NULL,
  capacity INTEGER,
  min_attendance INTEGER,
  sectors TEXT NOT NULL
);
CREATE INDEX gatherings_hub ON gatherings (hub, starts_at);

CREATE TABLE attendance (
  event TEXT NOT NULL REFERENCES gatherings (id) ON DELETE CASCADE,
  member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  status TEXT NOT NULL,
  at BIGINT,
  PRIMARY KEY (event, member)
) WITHOUT ROWID;
CREATE INDEX attendance_member ON attendance (member);

-- a and b are members or organisations, so no foreign key can hold them.
CREATE TABLE rules (
  kind TEXT NOT NULL,
  a TEXT NOT NULL,
  -- Empty means everyone: a null would make no two rules the same.
  b TEXT NOT NULL,
  until TEXT,
  reason TEXT,
  PRIMARY KEY (kind, a, b)
);

CREATE TABLE rounds (
  id TEXT NOT NULL PRIMARY KEY,
  hub TEXT NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
  week TEXT NOT NULL,
  as_of BIGINT NOT NULL,
  options TEXT NOT NULL,
  status TEXT NOT NULL,
  network TEXT NOT NULL,
  published_at BIGINT,
  UNIQUE (hub, week)
);

CREATE TABLE left_out (
  round TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
  member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (round, member)
) WITHOUT ROWID;
CREATE INDEX left_out_member ON left_out (member);

CREATE TABLE introductions (
  id TEXT NOT NULL PRIMARY KEY,
  round TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  a TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  b TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  parts TEXT NOT NULL,
  reasons TEXT NOT NULL,
  status TEXT NOT NULL,
  reason_code TEXT,
  decided_by TEXT,
  decided_at BIGINT,
  sent_at BIGINT,
  replaces TEXT REFERENCES introductions (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX introductions_round ON introductions (round, position);
CREATE INDEX introductions_a ON introductions (a);
CREATE INDEX introductions_b ON introductions (b);
CREATE INDEX introductions_replaces ON introductions (replaces);

CREATE TABLE prompts (
  id TEXT NOT NULL PRIMARY KEY,
  introduction TEXT NOT NULL REFERENCES introductions (id) ON DELETE CASCADE,
  member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  answer TEXT,
  answered_at BIGINT,
  UNIQUE (introduction, member)
);
CREATE INDEX prompts_member ON prompts (member, created_at);

CREATE TABLE outcomes (
  introduction TEXT NOT NULL REFERENCES introductions (id) ON DELETE CASCADE,
  member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  met SMALLINT NOT NULL CHECK (met IN (0, 1)),
  useful TEXT NOT NULL,
  note TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (introduction, member)
);
CREATE INDEX outcomes_member ON outcomes (member);

CREATE TABLE kept_replies (
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  body BLOB NOT NULL,
  location TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX kept_replies_at ON kept_replies (at);

CREATE TABLE sign_in_codes (
  code_hash TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  hubs TEXT NOT NULL,
  member TEXT REFERENCES members (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX sign_in_codes_member ON sign_in_codes (member);
