-- What an embedding model made of profile texts, so that it reads each text once. Of the text only its SHA-256 is kept;
-- a vector is of single-precision numbers, little-endian. No foreign key: many records may have one text.

CREATE TABLE text_vectors (
  model TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  vector BYTEA NOT NULL,
  PRIMARY KEY (model, hash)
);
