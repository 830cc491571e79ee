-- What learning without bias needs: how complex a need is where somebody has said, who is back after a pause, which pairs
-- a hub keeps apart for comparison, and with what probability a pair got its place.

ALTER TABLE members ADD COLUMN complexity TEXT COLLATE "C" NOT NULL DEFAULT '[]';
ALTER TABLE members ADD COLUMN resumed_at BIGINT;

ALTER TABLE hubs ADD COLUMN withhold DOUBLE PRECISION NOT NULL DEFAULT 0;

ALTER TABLE introductions ADD COLUMN propensity DOUBLE PRECISION NOT NULL DEFAULT 1;

CREATE TABLE withheld_pairs (
  round TEXT COLLATE "C" NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
  a TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  b TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  score DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (round, a, b)
);
CREATE INDEX withheld_pairs_a ON withheld_pairs (a);
CREATE INDEX withheld_pairs_b ON withheld_pairs (b);
