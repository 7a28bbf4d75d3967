//! The statements of the stores that speak SQL, once for every language. Rows have the same columns everywhere, so that a
//! worker in Python settles what a worker in Node began.

/// The columns in the order in which statements answer them.
pub const COLUMNS: &[&str] = &[
    "id",
    "generation",
    "state",
    "outcome",
    "provider",
    "account",
    "operation",
    "key",
    "created_ms",
    "updated_ms",
    "schema",
    "entry",
];

/// The latest schema of any row; null in an empty table.
pub const NEWEST_SCHEMA: &str = "SELECT max(schema) FROM payonce_journal";

/// The table and its index for SQLite.
pub const SQLITE_SCHEMA: &str = "\
CREATE TABLE IF NOT EXISTS payonce_journal (
    id TEXT PRIMARY KEY NOT NULL,
    generation INTEGER NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    provider TEXT NOT NULL,
    account TEXT NOT NULL,
    operation TEXT NOT NULL,
    key TEXT,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    entry TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS payonce_journal_unsettled ON payonce_journal (id) WHERE state <> 'settled';
";

/// Inserts a row if its `id` is free. Parameters: id, generation, state, outcome, provider, account, operation, key, time,
/// schema, entry.
pub const SQLITE_CLAIM: &str = "\
INSERT INTO payonce_journal (id, generation, state, outcome, provider, account, operation, key, created_ms, updated_ms, schema, entry) \
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11) ON CONFLICT (id) DO NOTHING";

/// Replaces a row of one generation. Parameters: id, generation, state, outcome, account, key, time, schema, entry, and the
/// generation that the stored row must have.
pub const SQLITE_UPDATE: &str = "\
UPDATE payonce_journal SET generation = ?2, state = ?3, outcome = ?4, account = ?5, key = ?6, updated_ms = ?7, schema = ?8, entry = ?9 \
WHERE id = ?1 AND generation = ?10";

/// Answers one row. Parameter: id.
pub const SQLITE_GET: &str = "\
SELECT id, generation, state, outcome, provider, account, operation, key, created_ms, updated_ms, schema, entry \
FROM payonce_journal WHERE id = ?1";

/// Answers a page of rows. Parameters: the last id of the page before, whether settled rows are left out, the limit.
pub const SQLITE_LIST: &str = "\
SELECT id, generation, state, outcome, provider, account, operation, key, created_ms, updated_ms, schema, entry \
FROM payonce_journal WHERE id > ?1 AND (NOT ?2 OR state <> 'settled') ORDER BY id LIMIT ?3";
