-- Who needs, offers or answers for something near to this in meaning? One row a text of a member who consents to be introduced, or of an
-- organisation; its numbers in half precision. Derived from text_vectors, members and organisations, and never older than they are.

CREATE TABLE profile_vectors (
  kind TEXT NOT NULL CHECK (kind IN ('need', 'offer', 'remit')),
  member TEXT REFERENCES members (id) ON DELETE CASCADE,
  organisation TEXT REFERENCES organisations (id) ON DELETE CASCADE,
  -- Of the member; empty for an organisation, which is in none.
  hub TEXT NOT NULL,
  -- The text's place among those of its kind and owner.
  ordinal INTEGER NOT NULL,
  model TEXT NOT NULL,
  hash TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  vector BLOB NOT NULL,
  CHECK ((kind = 'remit') = (member IS NULL) AND (member IS NULL) <> (organisation IS NULL)),
  FOREIGN KEY (model, hash) REFERENCES text_vectors (model, hash) ON DELETE CASCADE
);
CREATE INDEX profile_vectors_text ON profile_vectors (model, hash);
CREATE INDEX profile_vectors_member ON profile_vectors (member);
CREATE INDEX profile_vectors_organisation ON profile_vectors (organisation);
CREATE INDEX profile_vectors_hub ON profile_vectors (hub);

-- In the transaction of the change itself, whoever makes it.
CREATE TRIGGER members_say_otherwise AFTER UPDATE ON members
  WHEN NEW.matchable = 0 OR (OLD.challenges, OLD.skills, OLD.interests, OLD.contact_for) IS NOT (NEW.challenges, NEW.skills, NEW.interests, NEW.contact_for)
  BEGIN DELETE FROM profile_vectors WHERE member = NEW.id; END;

CREATE TRIGGER members_move AFTER UPDATE ON members
  WHEN OLD.hub <> NEW.hub
  BEGIN UPDATE profile_vectors SET hub = NEW.hub WHERE member = NEW.id; END;

CREATE TRIGGER organisations_say_otherwise AFTER UPDATE ON organisations
  WHEN (OLD.keywords, OLD.remit) IS NOT (NEW.keywords, NEW.remit)
  BEGIN DELETE FROM profile_vectors WHERE organisation = NEW.id; END;

CREATE TRIGGER texts_mean_otherwise AFTER UPDATE ON text_vectors
  WHEN OLD.vector <> NEW.vector
  BEGIN DELETE FROM profile_vectors WHERE model = NEW.model AND hash = NEW.hash; END;
