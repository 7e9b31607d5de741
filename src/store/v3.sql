-- Format 3: people correct what was read.

-- `document` refers to nothing: a correction outlives its document and meets it when it comes again.
-- `value` empty: the paper says none. `was` is what was shown before.
CREATE TABLE corrections (
    id        INTEGER PRIMARY KEY,
    document  TEXT NOT NULL,
    field     TEXT NOT NULL,
    value     TEXT,
    was       TEXT,
    source    TEXT NOT NULL CHECK (source IN ('person', 'register')),
    who       TEXT NOT NULL,
    at        TEXT NOT NULL,
    reason    TEXT,
    undone_at TEXT,
    undone_by TEXT,
    CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE INDEX corrections_document ON corrections (document);

-- What the machine read of documents that were ever corrected; `documents` has what holds.
CREATE TABLE readings (
    document    TEXT PRIMARY KEY,
    description TEXT NOT NULL,
    findings    TEXT NOT NULL
);

-- Papers an administrator took in spite of a secrecy mark: these bytes and no others.
CREATE TABLE releases (
    id     INTEGER PRIMARY KEY,
    digest TEXT NOT NULL,
    root   BLOB NOT NULL,
    path   BLOB NOT NULL,
    shown  TEXT NOT NULL,
    reason TEXT NOT NULL,
    who    TEXT NOT NULL,
    at     TEXT NOT NULL
);
CREATE INDEX releases_digest ON releases (digest);

-- Doubts that ask for a person, by document.
CREATE TABLE doubts (
    document TEXT NOT NULL,
    code     TEXT NOT NULL,
    PRIMARY KEY (document, code)
) WITHOUT ROWID;
CREATE INDEX doubts_code ON doubts (code);
INSERT OR IGNORE INTO doubts (document, code)
    SELECT documents.id, json_extract(finding.value, '$.code')
    FROM documents, json_each(CASE WHEN json_valid(findings) THEN findings ELSE '[]' END) AS finding
    WHERE json_extract(finding.value, '$.code') NOT IN ('name-lies', 'damaged', 'truncated',
        'readers-disagree', 'text-layer-damaged', 'waiting-for-ocr', 'pages-without-text',
        'ocr-failed', 'no-text');
