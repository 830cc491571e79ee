-- How near a round's slate is to the best that its limits allow.

ALTER TABLE rounds ADD COLUMN share_of_bound DOUBLE PRECISION NOT NULL DEFAULT 1;
