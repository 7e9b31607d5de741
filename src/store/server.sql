-- Format 5 of the catalogue, as a server of PostgreSQL has it. Frozen: a change is a new step in
-- upgrades.rs. The same tables and columns as v1.sql to v5.sql make, in the same order; what they
-- mean is told there. Text is compared byte by byte, as a file does.

-- The next number of a table: one more than the highest, as a file gives it. One at a time writes.
CREATE FUNCTION next_id(of TEXT) RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    given BIGINT;
BEGIN
    EXECUTE format('SELECT COALESCE(MAX(id), 0) + 1 FROM %I', of) INTO given;
    RETURN given;
END;
$$;

CREATE TABLE meta (
    name  TEXT COLLATE "C" PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO meta (name, value) VALUES
    ('format', 0), ('sequence', 0), ('log_entries', 0), ('log_bytes', 0), ('words', 0);

-- Who writes; one row, told to who wants to write too.
CREATE TABLE holder (
    pid     BIGINT NOT NULL,
    command TEXT NOT NULL,
    since   TEXT NOT NULL
);

CREATE TABLE imports (
    id          BIGINT PRIMARY KEY,
    folder      TEXT NOT NULL,
    started     TEXT COLLATE "C" NOT NULL,
    finished    TEXT COLLATE "C",
    found       BIGINT,
    imported    BIGINT,
    known       BIGINT,
    duplicates  BIGINT,
    quarantined BIGINT,
    refused     BIGINT,
    skipped     BIGINT,
    unpacked    BIGINT
);

CREATE TABLE documents (
    id                TEXT COLLATE "C" PRIMARY KEY,
    sequence          BIGINT NOT NULL UNIQUE,
    digest            TEXT COLLATE "C" NOT NULL UNIQUE,
    bytes             BIGINT NOT NULL,
    format            TEXT NOT NULL,
    charset           TEXT NOT NULL,
    text_source       TEXT NOT NULL,
    page_count        BIGINT NOT NULL,
    number            TEXT COLLATE "C",
    kind              TEXT COLLATE "C",
    issuing_body      TEXT COLLATE "C",
    issuing_body_name TEXT COLLATE "C",
    parent_body       TEXT COLLATE "C",
    parent_body_name  TEXT COLLATE "C",
    issued_at         TEXT COLLATE "C",
    issued_on         TEXT COLLATE "C",
    subject           TEXT COLLATE "C",
    system            TEXT COLLATE "C",
    description       TEXT NOT NULL,
    citations         TEXT NOT NULL,
    findings          TEXT NOT NULL,
    checksum          TEXT NOT NULL,
    -- In which order they came first; a file has it unasked.
    rowid             BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE
);
CREATE INDEX documents_issuing_body ON documents (issuing_body);
CREATE INDEX documents_parent_body ON documents (parent_body);
CREATE INDEX documents_number ON documents (number);
CREATE INDEX documents_issued_on ON documents (issued_on);

CREATE TABLE pages (
    document TEXT COLLATE "C" PRIMARY KEY REFERENCES documents (id),
    content  BYTEA NOT NULL
);
-- They are compressed already.
ALTER TABLE pages ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE roots (
    id   BIGINT PRIMARY KEY DEFAULT next_id('roots'),
    path BYTEA NOT NULL UNIQUE
);

CREATE TABLE files (
    id          BIGINT PRIMARY KEY DEFAULT next_id('files'),
    root        BIGINT NOT NULL REFERENCES roots (id),
    path        BYTEA NOT NULL,
    shown       TEXT COLLATE "C" NOT NULL,
    verdict     TEXT COLLATE "C" NOT NULL
        CHECK (verdict IN ('kept', 'unpacked', 'skipped', 'quarantined', 'refused')),
    size        BIGINT,
    modified_ns BIGINT,
    digest      TEXT COLLATE "C",
    document    TEXT COLLATE "C" REFERENCES documents (id),
    code        TEXT COLLATE "C",
    message     TEXT COLLATE "C",
    tries       BIGINT NOT NULL,
    import      BIGINT NOT NULL REFERENCES imports (id),
    gone        BIGINT REFERENCES imports (id),
    UNIQUE (root, path),
    CHECK ((verdict = 'kept') = (document IS NOT NULL)),
    CHECK ((verdict IN ('kept', 'unpacked')) = (code IS NULL)),
    CHECK (verdict <> 'refused' OR (size IS NULL AND modified_ns IS NULL)),
    CHECK (verdict = 'quarantined' OR digest IS NULL)
);
CREATE INDEX files_verdict ON files (verdict);
CREATE INDEX files_document ON files (document);

CREATE TABLE sources (
    id       BIGINT PRIMARY KEY DEFAULT next_id('sources'),
    document TEXT COLLATE "C" NOT NULL REFERENCES documents (id),
    file     BIGINT NOT NULL REFERENCES files (id),
    import   BIGINT NOT NULL REFERENCES imports (id),
    UNIQUE (document, file)
);
CREATE INDEX sources_file ON sources (file);

CREATE TABLE tombstones (
    sequence BIGINT PRIMARY KEY,
    document TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE corrections (
    id        BIGINT PRIMARY KEY,
    document  TEXT COLLATE "C" NOT NULL,
    field     TEXT COLLATE "C" NOT NULL,
    value     TEXT COLLATE "C",
    was       TEXT COLLATE "C",
    source    TEXT COLLATE "C" NOT NULL CHECK (source IN ('person', 'register')),
    who       TEXT COLLATE "C" NOT NULL,
    at        TEXT COLLATE "C" NOT NULL,
    reason    TEXT COLLATE "C",
    undone_at TEXT COLLATE "C",
    undone_by TEXT COLLATE "C",
    CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE INDEX corrections_document ON corrections (document);

CREATE TABLE readings (
    document    TEXT COLLATE "C" PRIMARY KEY,
    description TEXT NOT NULL,
    findings    TEXT NOT NULL
);

CREATE TABLE releases (
    id     BIGINT PRIMARY KEY DEFAULT next_id('releases'),
    digest TEXT COLLATE "C" NOT NULL,
    root   BYTEA NOT NULL,
    path   BYTEA NOT NULL,
    shown  TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    who    TEXT COLLATE "C" NOT NULL,
    at     TEXT COLLATE "C" NOT NULL
);
CREATE INDEX releases_digest ON releases (digest);

CREATE TABLE doubts (
    document TEXT COLLATE "C" NOT NULL,
    code     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (document, code)
);
CREATE INDEX doubts_code ON doubts (code);

CREATE TABLE log (
    number BIGINT PRIMARY KEY,
    entry  TEXT NOT NULL,
    hash   TEXT NOT NULL
);

CREATE TABLE words (
    entry    BIGINT PRIMARY KEY REFERENCES log (number),
    document TEXT COLLATE "C" NOT NULL,
    salt     TEXT NOT NULL,
    content  TEXT NOT NULL
);
CREATE INDEX words_document ON words (document);

CREATE TABLE deleted (
    document   TEXT COLLATE "C" PRIMARY KEY,
    digest     TEXT COLLATE "C" NOT NULL UNIQUE,
    bytes      BIGINT NOT NULL,
    at         TEXT COLLATE "C" NOT NULL,
    who        TEXT COLLATE "C" NOT NULL,
    reason     TEXT COLLATE "C",
    keep_until TEXT COLLATE "C" NOT NULL,
    purged_at  TEXT COLLATE "C",
    content    TEXT,
    pages      BYTEA,
    rowid      BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE
);
ALTER TABLE deleted ALTER COLUMN pages SET STORAGE EXTERNAL;

CREATE TABLE deleted_sources (
    id         BIGINT PRIMARY KEY DEFAULT next_id('deleted_sources'),
    document   TEXT COLLATE "C" NOT NULL REFERENCES deleted (document),
    file       BIGINT NOT NULL REFERENCES files (id),
    import     BIGINT NOT NULL REFERENCES imports (id),
    is_current BIGINT NOT NULL,
    UNIQUE (document, file)
);
CREATE INDEX deleted_sources_file ON deleted_sources (file);

-- Files that wait to be read by another machine, and what it found in them: see work.rs. Not in the
-- write-ahead log, so in no backup and on no replica, and empty after a crash.
CREATE UNLOGGED TABLE work (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Which program may read it: what it answers is only understood by the same.
    program TEXT COLLATE "C" NOT NULL,
    name    TEXT NOT NULL,
    bytes   BYTEA NOT NULL,
    -- The sessions of who wants to know, and of who reads. One that has ended wants and reads nothing.
    poster  BIGINT NOT NULL DEFAULT pg_backend_pid(),
    taker   BIGINT,
    tries   BIGINT NOT NULL DEFAULT 0,
    answer  BYTEA
);
-- Compressing them would cost the server more than it spares.
ALTER TABLE work ALTER COLUMN bytes SET STORAGE EXTERNAL, ALTER COLUMN answer SET STORAGE EXTERNAL;
