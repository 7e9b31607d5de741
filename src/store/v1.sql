-- Format 1 of the catalogue. Frozen: a change is a new step in upgrades.rs.

-- `format` is the number of this format, `sequence` the last one given to a change.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);
INSERT INTO meta (name, value) VALUES ('format', 0), ('sequence', 0);

-- One run over one folder; `finished` and the counts stay empty when it was interrupted.
CREATE TABLE imports (
    id          INTEGER PRIMARY KEY,
    folder      TEXT NOT NULL,
    started     TEXT NOT NULL,
    finished    TEXT,
    found       INTEGER,
    imported    INTEGER,
    known       INTEGER,
    duplicates  INTEGER,
    quarantined INTEGER,
    refused     INTEGER,
    skipped     INTEGER
);

-- The plain columns are for whoever queries the archive by hand; `description` has them all.
CREATE TABLE documents (
    id                TEXT PRIMARY KEY,
    sequence          INTEGER NOT NULL UNIQUE,
    digest            TEXT NOT NULL UNIQUE,
    bytes             INTEGER NOT NULL,
    format            TEXT NOT NULL,
    charset           TEXT NOT NULL,
    text_source       TEXT NOT NULL,
    page_count        INTEGER NOT NULL,
    number            TEXT,
    kind              TEXT,
    issuing_body      TEXT,
    issuing_body_name TEXT,
    parent_body       TEXT,
    parent_body_name  TEXT,
    issued_at         TEXT,
    issued_on         TEXT,
    subject           TEXT,
    system            TEXT,
    description       TEXT NOT NULL,
    citations         TEXT NOT NULL,
    findings          TEXT NOT NULL,
    checksum          TEXT NOT NULL
);

-- A body outside every authority file has its name only here.
CREATE INDEX documents_issuing_body ON documents (issuing_body);
CREATE INDEX documents_parent_body ON documents (parent_body);
CREATE INDEX documents_number ON documents (number);
CREATE INDEX documents_issued_on ON documents (issued_on);

CREATE TABLE pages (
    document TEXT PRIMARY KEY REFERENCES documents (id),
    content  BLOB NOT NULL
);

-- Folders given to imports; paths are bytes, as the file system has them.
CREATE TABLE roots (
    id   INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE
);

-- The journal: the last thing that became of each path.
CREATE TABLE files (
    id          INTEGER PRIMARY KEY,
    root        INTEGER NOT NULL REFERENCES roots (id),
    path        BLOB NOT NULL,
    shown       TEXT NOT NULL,
    verdict     TEXT NOT NULL CHECK (verdict IN ('kept', 'quarantined', 'refused')),
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
    CHECK ((verdict = 'kept') = (code IS NULL)),
    -- Of a state secret nothing is kept but where it lies and why it was refused.
    CHECK (verdict <> 'refused' OR (size IS NULL AND modified_ns IS NULL)),
    CHECK (verdict = 'quarantined' OR digest IS NULL)
);
CREATE INDEX files_verdict ON files (verdict);
CREATE INDEX files_document ON files (document);

-- Every path a document came from, also of files that changed since.
CREATE TABLE sources (
    id       INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    file     INTEGER NOT NULL REFERENCES files (id),
    import   INTEGER NOT NULL REFERENCES imports (id),
    UNIQUE (document, file)
);
CREATE INDEX sources_file ON sources (file);

-- Documents taken out, so that the index can follow.
CREATE TABLE tombstones (
    sequence INTEGER PRIMARY KEY,
    document TEXT NOT NULL UNIQUE
);
