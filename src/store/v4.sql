-- Format 4: a log in which every entry is bound to the one before; documents deleted for a time.

-- `entry` is the JSON that is hashed; `hash` is SHA-256 over the hash before it and `entry`.
CREATE TABLE log (
    number INTEGER PRIMARY KEY,
    entry  TEXT NOT NULL,
    hash   TEXT NOT NULL
);

-- What people typed, bound to its entry by a salted digest: it can be forgotten, the entry cannot.
CREATE TABLE words (
    entry    INTEGER PRIMARY KEY REFERENCES log (number),
    document TEXT NOT NULL,
    salt     TEXT NOT NULL,
    content  TEXT NOT NULL
);
CREATE INDEX words_document ON words (document);

-- Entries and bytes the file of the log had before the last batch; `words` changes with the words.
INSERT INTO meta (name, value) VALUES ('log_entries', 0), ('log_bytes', 0), ('words', 0);

-- Documents deleted: `content` and `pages` bring one back until it is purged.
CREATE TABLE deleted (
    document   TEXT PRIMARY KEY,
    digest     TEXT NOT NULL UNIQUE,
    bytes      INTEGER NOT NULL,
    at         TEXT NOT NULL,
    who        TEXT NOT NULL,
    reason     TEXT,
    keep_until TEXT NOT NULL,
    purged_at  TEXT,
    content    TEXT,
    pages      BLOB
);

-- The files they came from; `is_current` while a file's last verdict is that it was this document's.
CREATE TABLE deleted_sources (
    id         INTEGER PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES deleted (document),
    file       INTEGER NOT NULL REFERENCES files (id),
    import     INTEGER NOT NULL REFERENCES imports (id),
    is_current INTEGER NOT NULL,
    UNIQUE (document, file)
);
CREATE INDEX deleted_sources_file ON deleted_sources (file);
