-- Format 2: each entry of the audit carries the SHA-256 over the hash before it and itself. Frozen.
-- What was there is bound by the step in database.rs.
ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';
