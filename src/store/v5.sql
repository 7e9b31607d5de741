-- Format 5: a file that was moved is no longer where it was.

-- The run that found the file gone from this path and its bytes at another one.
ALTER TABLE files ADD COLUMN gone INTEGER REFERENCES imports (id);
