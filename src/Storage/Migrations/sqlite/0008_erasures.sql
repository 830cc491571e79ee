-- Who has been erased, so that an older copy that is put back forgets them again. Of a person only a hash stands here, salted
-- by the entry's own random id; the same lines stand in a file outside the store, which outlives it.

CREATE TABLE erasures (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL
) WITHOUT ROWID;
