-- The first shape of the store. Times are microseconds since 1970 UTC, days are yyyy-MM-dd, yes and no are 1 and 0,
-- lists are JSON, and a term of a vocabulary is written as files and REST spell it.

CREATE TABLE hubs (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  municipality TEXT COLLATE "C",
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  time_zone TEXT COLLATE "C" NOT NULL,
  -- No foreign key: two hubs name each other, and a neighbour may join later.
  neighbours TEXT COLLATE "C" NOT NULL
);

CREATE TABLE organisations (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  sector TEXT COLLATE "C" NOT NULL,
  -- Deferred: a file may name a unit before what it is a unit of.
  unit_of TEXT COLLATE "C" REFERENCES organisations (id) DEFERRABLE INITIALLY DEFERRED,
  municipality TEXT COLLATE "C",
  short_name TEXT COLLATE "C",
  aliases TEXT COLLATE "C" NOT NULL,
  keywords TEXT COLLATE "C" NOT NULL,
  remit TEXT COLLATE "C",
  website TEXT COLLATE "C",
  ministry TEXT COLLATE "C",
  function_address TEXT COLLATE "C"
);
CREATE INDEX organisations_unit_of ON organisations (unit_of);

CREATE TABLE members (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  organisation TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
  hub TEXT COLLATE "C" NOT NULL REFERENCES hubs (id),
  email TEXT COLLATE "C",
  unit TEXT COLLATE "C",
  other_hubs TEXT COLLATE "C" NOT NULL,
  challenges TEXT COLLATE "C" NOT NULL,
  skills TEXT COLLATE "C" NOT NULL,
  interests TEXT COLLATE "C" NOT NULL,
  languages TEXT COLLATE "C" NOT NULL,
  days TEXT COLLATE "C" NOT NULL,
  contact_for TEXT COLLATE "C" NOT NULL,
  remote SMALLINT NOT NULL CHECK (remote IN (0, 1)),
  happy_to_help SMALLINT NOT NULL CHECK (happy_to_help IN (0, 1)),
  capacity INTEGER NOT NULL,
  title TEXT COLLATE "C",
  matchable SMALLINT NOT NULL CHECK (matchable IN (0, 1)),
  joined TEXT COLLATE "C"
);
CREATE INDEX members_hub ON members (hub);
CREATE INDEX members_organisation ON members (organisation);

-- members.other_hubs once more, for the question who is in a hub, and so that no such hub is deleted.
CREATE TABLE member_other_hubs (
  hub TEXT COLLATE "C" NOT NULL REFERENCES hubs (id),
  member TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  PRIMARY KEY (hub, member)
);
CREATE INDEX member_other_hubs_member ON member_other_hubs (member);

-- Where a kind has no direction, a comes before b.
CREATE TABLE interactions (
  a TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  b TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  kind TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  minutes DOUBLE PRECISION,
  useful TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (a, b, kind, at)
);
CREATE INDEX interactions_b ON interactions (b);

CREATE TABLE standing_ties (
  a TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  b TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  kind TEXT COLLATE "C" NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (a, b, kind)
);
CREATE INDEX standing_ties_b ON standing_ties (b);

CREATE TABLE check_ins (
  hub TEXT COLLATE "C" NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
  member TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  day TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (hub, member, day)
);
CREATE INDEX check_ins_member ON check_ins (member);

CREATE TABLE gatherings (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  hub TEXT COLLATE "C" NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
  title TEXT COLLATE "C" NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT,
  description TEXT COLLATE "C",
  topics TEXT COLLATE "C" NOT NULL,
  capacity INTEGER,
  min_attendance INTEGER,
  sectors TEXT COLLATE "C" NOT NULL
);
CREATE INDEX gatherings_hub ON gatherings (hub, starts_at);

CREATE TABLE attendance (
  event TEXT COLLATE "C" NOT NULL REFERENCES gatherings (id) ON DELETE CASCADE,
  member TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  status TEXT COLLATE "C" NOT NULL,
  at BIGINT,
  PRIMARY KEY (event, member)
);
CREATE INDEX attendance_member ON attendance (member);

-- a and b are members or organisations, so no foreign key can hold them.
CREATE TABLE rules (
  kind TEXT COLLATE "C" NOT NULL,
  a TEXT COLLATE "C" NOT NULL,
  -- Empty means everyone: a null would make no two rules the same.
  b TEXT COLLATE "C" NOT NULL,
  until TEXT COLLATE "C",
  reason TEXT COLLATE "C",
  PRIMARY KEY (kind, a, b)
);

CREATE TABLE rounds (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  hub TEXT COLLATE "C" NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
  week TEXT COLLATE "C" NOT NULL,
  as_of BIGINT NOT NULL,
  options TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  network TEXT COLLATE "C" NOT NULL,
  published_at BIGINT,
  UNIQUE (hub, week)
);

CREATE TABLE left_out (
  round TEXT COLLATE "C" NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
  member TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (round, member)
);
CREATE INDEX left_out_member ON left_out (member);

CREATE TABLE introductions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  round TEXT COLLATE "C" NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  a TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  b TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  kind TEXT COLLATE "C" NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  parts TEXT COLLATE "C" NOT NULL,
  reasons TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  reason_code TEXT COLLATE "C",
  decided_by TEXT COLLATE "C",
  decided_at BIGINT,
  sent_at BIGINT,
  replaces TEXT COLLATE "C" REFERENCES introductions (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX introductions_round ON introductions (round, position);
CREATE INDEX introductions_a ON introductions (a);
CREATE INDEX introductions_b ON introductions (b);
CREATE INDEX introductions_replaces ON introductions (replaces);

CREATE TABLE prompts (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  introduction TEXT COLLATE "C" NOT NULL REFERENCES introductions (id) ON DELETE CASCADE,
  member TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  answer TEXT COLLATE "C",
  answered_at BIGINT,
  UNIQUE (introduction, member)
);
CREATE INDEX prompts_member ON prompts (member, created_at);

CREATE TABLE outcomes (
  introduction TEXT COLLATE "C" NOT NULL REFERENCES introductions (id) ON DELETE CASCADE,
  member TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  met SMALLINT NOT NULL CHECK (met IN (0, 1)),
  useful TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C",
  at BIGINT NOT NULL,
  PRIMARY KEY (introduction, member)
);
CREATE INDEX outcomes_member ON outcomes (member);

CREATE TABLE kept_replies (
  caller TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  request_hash TEXT COLLATE "C" NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL,
  location TEXT COLLATE "C",
  at BIGINT NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX kept_replies_at ON kept_replies (at);

CREATE TABLE sign_in_codes (
  code_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  role TEXT COLLATE "C" NOT NULL,
  hubs TEXT COLLATE "C" NOT NULL,
  member TEXT COLLATE "C" REFERENCES members (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX sign_in_codes_member ON sign_in_codes (member);

-- What was done, so that work whose commit was not heard of is not done twice. Here alone: a file has no connection to lose.
CREATE TABLE operations (
  id UUID NOT NULL PRIMARY KEY,
  -- By the server's clock, and only to forget by.
  at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX operations_at ON operations (at);
