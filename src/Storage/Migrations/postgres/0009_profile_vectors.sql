-- Who needs, offers or answers for something near to this in meaning? One row a text of a member who consents to be introduced, or of an
-- organisation; its numbers in half precision. Derived from text_vectors, members and organisations, and never older than they are.

CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE profile_vectors (
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('need', 'offer', 'remit')),
  member TEXT COLLATE "C" REFERENCES members (id) ON DELETE CASCADE,
  organisation TEXT COLLATE "C" REFERENCES organisations (id) ON DELETE CASCADE,
  -- Of the member; empty for an organisation, which is in none.
  hub TEXT COLLATE "C" NOT NULL,
  -- The text's place among those of its kind and owner.
  ordinal INTEGER NOT NULL,
  model TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  dimensions INTEGER NOT NULL,
  vector halfvec NOT NULL,
  CHECK ((kind = 'remit') = (member IS NULL) AND (member IS NULL) <> (organisation IS NULL)),
  FOREIGN KEY (model, hash) REFERENCES text_vectors (model, hash) ON DELETE CASCADE
);
CREATE INDEX profile_vectors_text ON profile_vectors (model, hash);
CREATE INDEX profile_vectors_member ON profile_vectors (member);
CREATE INDEX profile_vectors_organisation ON profile_vectors (organisation);
CREATE INDEX profile_vectors_hub ON profile_vectors (hub);

-- In the transaction of the change itself, whoever makes it.
CREATE FUNCTION drop_profile_vectors_of_member() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN DELETE FROM profile_vectors WHERE member = NEW.id; RETURN NULL; END $$;
CREATE TRIGGER members_say_otherwise AFTER UPDATE ON members FOR EACH ROW
  WHEN (NEW.matchable = 0 OR (OLD.challenges, OLD.skills, OLD.interests, OLD.contact_for) IS DISTINCT FROM (NEW.challenges, NEW.skills, NEW.interests, NEW.contact_for))
  EXECUTE FUNCTION drop_profile_vectors_of_member();

CREATE FUNCTION move_profile_vectors() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN UPDATE profile_vectors SET hub = NEW.hub WHERE member = NEW.id; RETURN NULL; END $$;
CREATE TRIGGER members_move AFTER UPDATE ON members FOR EACH ROW WHEN (OLD.hub <> NEW.hub) EXECUTE FUNCTION move_profile_vectors();

CREATE FUNCTION drop_profile_vectors_of_organisation() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN DELETE FROM profile_vectors WHERE organisation = NEW.id; RETURN NULL; END $$;
CREATE TRIGGER organisations_say_otherwise AFTER UPDATE ON organisations FOR EACH ROW
  WHEN ((OLD.keywords, OLD.remit) IS DISTINCT FROM (NEW.keywords, NEW.remit)) EXECUTE FUNCTION drop_profile_vectors_of_organisation();

CREATE FUNCTION drop_profile_vectors_of_text() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN DELETE FROM profile_vectors WHERE model = NEW.model AND hash = NEW.hash; RETURN NULL; END $$;
CREATE TRIGGER texts_mean_otherwise AFTER UPDATE ON text_vectors FOR EACH ROW
  WHEN (OLD.vector <> NEW.vector) EXECUTE FUNCTION drop_profile_vectors_of_text();
