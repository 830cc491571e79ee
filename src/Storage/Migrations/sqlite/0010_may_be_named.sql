-- Whether a member may be named to others as the way to somebody she knows. Nobody has agreed to it before she was asked.

ALTER TABLE members ADD COLUMN may_be_named SMALLINT NOT NULL DEFAULT 0 CHECK (may_be_named IN (0, 1));
