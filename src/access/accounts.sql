-- Format 1 of the file of accounts. Frozen: a change is a new step in database.rs.

CREATE TABLE accounts (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    role     TEXT NOT NULL,
    -- Argon2id, as a PHC string.
    password TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    created  TEXT NOT NULL
);

-- What an account may see: names of collections (`*` all, `chung` what is in none), and marks.
CREATE TABLE grants (
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL CHECK (kind IN ('collection', 'mark')),
    value   TEXT NOT NULL,
    PRIMARY KEY (account, kind, value)
) WITHOUT ROWID;

-- A collection is a name for folders; a folder may be in several.
CREATE TABLE collections (
    name TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE collection_folders (
    collection TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE,
    folder     TEXT NOT NULL,
    PRIMARY KEY (collection, folder)
) WITHOUT ROWID;

-- Of sessions and tokens only SHA-256 is kept: who reads this file can use none of them.
CREATE TABLE sessions (
    hash    TEXT PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    began   INTEGER NOT NULL,
    used    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE tokens (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,
    hash    TEXT NOT NULL UNIQUE,
    began   INTEGER NOT NULL,
    ends    INTEGER NOT NULL
);

-- Log-ins and every change above; never changed, never deleted.
CREATE TABLE audit (
    id     INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,
    source TEXT NOT NULL,
    event  TEXT NOT NULL,
    about  TEXT NOT NULL
);
