-- Format 2: archives of files are entries of the journal, and their members are too.

ALTER TABLE imports ADD COLUMN unpacked INTEGER;
UPDATE imports SET unpacked = 0 WHERE finished IS NOT NULL;

-- A CHECK cannot be changed: both tables are written anew, the one that refers to the other first.
CREATE TABLE files_2 (
    id          INTEGER PRIMARY KEY,
    root        INTEGER NOT NULL REFERENCES roots (id),
    path        BLOB NOT NULL,
    shown       TEXT NOT NULL,
    verdict     TEXT NOT NULL
        CHECK (verdict IN ('kept', 'unpacked', 'skipped', 'quarantined', 'refused')),
    size        INTEGER,
    modified_ns INTEGER,
    digest      TEXT,
    document    TEXT REFERENCES documents (id),
    code        TEXT,
    message     TEXT,
    tries       INTEGER NOT NULL,
    import      INTEGER NOT NULL REFERENCES imports (id),
    UNIQUE (root, path),
    CHECK ((verdict = 'kept') = (document IS NOT NULL)),
    CHECK ((verdict IN ('kept', 'unpacked')) = (code IS NULL)),
    -- Of a state secret nothing is kept but where it lies and why it was refused.
    CHECK (verdict <> 'refused' OR (size IS NULL AND modified_ns IS NULL)),
    CHECK (verdict = 'quarantined' OR digest IS NULL)
);
INSERT INTO files_2 SELECT * FROM files;
CREATE TABLE sources_2 (
    id       INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    file     INTEGER NOT NULL REFERENCES files_2 (id),
    import   INTEGER NOT NULL REFERENCES imports (id),
    UNIQUE (document, file)
);
INSERT INTO sources_2 SELECT * FROM sources;
DROP TABLE sources;
DROP TABLE files;
ALTER TABLE files_2 RENAME TO files;
ALTER TABLE sources_2 RENAME TO sources;
CREATE INDEX files_verdict ON files (verdict);
CREATE INDEX files_document ON files (document);
CREATE INDEX sources_file ON sources (file);
