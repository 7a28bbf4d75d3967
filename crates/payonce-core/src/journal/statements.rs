//! The statements of the stores that speak SQL, once for every language. Rows have the same columns everywhere, so that a
//! worker in Python settles what a worker in Node began.

/// The columns in the order in which statements return them.
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

/// Returns one row. Parameter: id.
pub const SQLITE_GET: &str = "\
SELECT id, generation, state, outcome, provider, account, operation, key, created_ms, updated_ms, schema, entry \
FROM payonce_journal WHERE id = ?1";

/// Returns a page of rows. Parameters: the last id of the page before, whether settled rows are left out, the limit.
pub const SQLITE_LIST: &str = "\
SELECT id, generation, state, outcome, provider, account, operation, key, created_ms, updated_ms, schema, entry \
FROM payonce_journal WHERE id > ?1 AND (NOT ?2 OR state <> 'settled') ORDER BY id LIMIT ?3";

/// The table and its index for PostgreSQL. `COLLATE "C"` orders ids by their bytes, as every other store does.
pub const POSTGRES_SCHEMA: &str = "\
CREATE TABLE IF NOT EXISTS payonce_journal (
    id text COLLATE \"C\" PRIMARY KEY,
    generation bigint NOT NULL,
    state text NOT NULL,
    outcome text,
    provider text NOT NULL,
    account text NOT NULL,
    operation text NOT NULL,
    key text,
    created_ms bigint NOT NULL,
    updated_ms bigint NOT NULL,
    schema integer NOT NULL,
    entry text NOT NULL
);
CREATE INDEX IF NOT EXISTS payonce_journal_unsettled ON payonce_journal (id) WHERE state <> 'settled';
";

/// Inserts a row if its `id` is free, and returns the time of the server and the time when the row was created: the caller
/// knows the other columns. Returns nothing if the `id` is taken, and [`POSTGRES_GET`] then returns the row that is there.
/// Parameters: id, generation, state, outcome, provider, account, operation, key, schema, entry.
pub const POSTGRES_CLAIM: &str = "\
INSERT INTO payonce_journal AS j (id, generation, state, outcome, provider, account, operation, key, created_ms, updated_ms, schema, entry) \
SELECT $1::text, $2::bigint, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, t.now_ms, t.now_ms, $9::integer, $10::text \
FROM (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms) t \
ON CONFLICT (id) DO NOTHING \
RETURNING j.updated_ms AS now_ms, j.created_ms";

/// Replaces a row of one generation, and returns as [`POSTGRES_CLAIM`] does; returns nothing if the row has another generation
/// or does not exist. Parameters: id, generation, state, outcome, account, key, schema, entry, and the
/// generation that the stored row must have.
pub const POSTGRES_UPDATE: &str = "\
UPDATE payonce_journal AS j SET generation = $2::bigint, state = $3::text, outcome = $4::text, account = $5::text, key = $6::text, \
updated_ms = floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint, schema = $7::integer, entry = $8::text \
WHERE j.id = $1::text AND j.generation = $9::bigint \
RETURNING j.updated_ms AS now_ms, j.created_ms";

/// Returns the time of the server and one row, whose columns are null if it does not exist. Parameter: id.
pub const POSTGRES_GET: &str = "\
SELECT t.now_ms, j.id, j.generation, j.state, j.outcome, j.provider, j.account, j.operation, j.key, j.created_ms, j.updated_ms, j.schema, j.entry \
FROM (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms) t \
LEFT JOIN payonce_journal j ON j.id = $1::text";

/// Returns the time of the server and a page of rows; one row whose columns are null if there is none. Parameters: the last
/// id of the page before, whether settled rows are left out, the limit.
pub const POSTGRES_LIST: &str = "\
SELECT t.now_ms, j.id, j.generation, j.state, j.outcome, j.provider, j.account, j.operation, j.key, j.created_ms, j.updated_ms, j.schema, j.entry \
FROM (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms) t \
LEFT JOIN payonce_journal j ON j.id > $1::text AND (NOT $2::boolean OR j.state <> 'settled') \
ORDER BY j.id LIMIT $3::bigint";

/// Returns a sentence for each setting that lets the server forget what it confirmed; no row where it remembers.
pub const POSTGRES_WARNINGS: &str = "\
SELECT s.name || ' is off in this PostgreSQL, so a crash can lose rows that it confirmed, and a key whose row is lost pays again; set ' \
|| s.name || ' to on' AS warning \
FROM (VALUES ('synchronous_commit'), ('fsync')) AS s (name) WHERE current_setting(s.name, true) = 'off'";

/// Where the rows are in Redis: a hash for each under this prefix and its `id`. All keys have one hash tag, so that a cluster
/// keeps them on one node and each script is atomic.
pub const REDIS_PREFIX: &str = "{payonce}:journal:";
/// The sorted set of all ids.
pub const REDIS_IDS: &str = "{payonce}:journal";
/// The sorted set of the ids of rows that are not settled.
pub const REDIS_UNSETTLED: &str = "{payonce}:journal-unsettled";

/// Inserts a row if its `id` is free. Keys: the row, [`REDIS_IDS`], [`REDIS_UNSETTLED`]. Arguments: id, generation, state,
/// outcome, provider, account, operation, key, schema, entry; an empty text for null. Returns 1, the time of the server in
/// milliseconds as text, and in a list the time when the row was created: the caller knows the other columns of a row that it
/// wrote. Returns 0, the time, and the columns of the row that is there if the `id` is taken, null where they are null.
pub const REDIS_CLAIM: &str = "\
local t = redis.call('TIME')
local now = string.format('%s%03d', t[1], math.floor(t[2] / 1000))
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {0, now, redis.call('HMGET', KEYS[1], 'id', 'generation', 'state', 'outcome', 'provider', 'account', 'operation', 'key',
    'created_ms', 'updated_ms', 'schema', 'entry')}
end
local row = {'id', ARGV[1], 'generation', ARGV[2], 'state', ARGV[3], 'provider', ARGV[5], 'account', ARGV[6], 'operation', ARGV[7],
  'created_ms', now, 'updated_ms', now, 'schema', ARGV[9], 'entry', ARGV[10]}
if ARGV[4] ~= '' then row[#row + 1] = 'outcome' row[#row + 1] = ARGV[4] end
if ARGV[8] ~= '' then row[#row + 1] = 'key' row[#row + 1] = ARGV[8] end
redis.call('HSET', KEYS[1], unpack(row))
redis.call('ZADD', KEYS[2], 0, ARGV[1])
if ARGV[3] ~= 'settled' then redis.call('ZADD', KEYS[3], 0, ARGV[1]) end
return {1, now, {now}}
";

/// Replaces a row of one generation. Keys: as for [`REDIS_CLAIM`]. Arguments: id, generation, state, outcome, account, key,
/// schema, entry, and the generation that the stored row must have; an empty text for null. Returns as [`REDIS_CLAIM`] does;
/// every column is null if the row does not exist.
pub const REDIS_UPDATE: &str = "\
local t = redis.call('TIME')
local now = string.format('%s%03d', t[1], math.floor(t[2] / 1000))
local stored = redis.call('HMGET', KEYS[1], 'generation', 'state', 'outcome', 'key', 'created_ms')
if stored[1] ~= ARGV[9] then
  return {0, now, redis.call('HMGET', KEYS[1], 'id', 'generation', 'state', 'outcome', 'provider', 'account', 'operation', 'key',
    'created_ms', 'updated_ms', 'schema', 'entry')}
end
local row = {'generation', ARGV[2], 'state', ARGV[3], 'account', ARGV[5], 'updated_ms', now, 'schema', ARGV[7], 'entry', ARGV[8]}
if ARGV[4] ~= '' then row[#row + 1] = 'outcome' row[#row + 1] = ARGV[4]
elseif stored[3] then redis.call('HDEL', KEYS[1], 'outcome') end
if ARGV[6] ~= '' then row[#row + 1] = 'key' row[#row + 1] = ARGV[6]
elseif stored[4] then redis.call('HDEL', KEYS[1], 'key') end
redis.call('HSET', KEYS[1], unpack(row))
if ARGV[3] == 'settled' then redis.call('ZREM', KEYS[3], ARGV[1])
elseif stored[2] == 'settled' then redis.call('ZADD', KEYS[3], 0, ARGV[1]) end
return {1, now, {stored[5]}}
";

/// Returns 0, the time and the columns of one row, as [`REDIS_CLAIM`] does. Key: the row.
pub const REDIS_GET: &str = "\
local t = redis.call('TIME')
local now = string.format('%s%03d', t[1], math.floor(t[2] / 1000))
return {0, now, redis.call('HMGET', KEYS[1], 'id', 'generation', 'state', 'outcome', 'provider', 'account', 'operation', 'key',
  'created_ms', 'updated_ms', 'schema', 'entry')}
";

/// Returns a page of rows: the time of the server as text, then the columns of each row. Key: [`REDIS_IDS`], or
/// [`REDIS_UNSETTLED`] to leave settled rows out. Arguments: the last id of the page before or an empty text, the limit,
/// [`REDIS_PREFIX`].
pub const REDIS_LIST: &str = "\
local t = redis.call('TIME')
local now = string.format('%s%03d', t[1], math.floor(t[2] / 1000))
local from = '-'
if ARGV[1] ~= '' then from = '(' .. ARGV[1] end
local page = {now}
for _, id in ipairs(redis.call('ZRANGEBYLEX', KEYS[1], from, '+', 'LIMIT', 0, ARGV[2])) do
  page[#page + 1] = redis.call('HMGET', ARGV[3] .. id, 'id', 'generation', 'state', 'outcome', 'provider', 'account', 'operation',
    'key', 'created_ms', 'updated_ms', 'schema', 'entry')
end
return page
";

/// Every text by its name, for the languages that are not Rust.
pub const ALL: &[(&str, &str)] = &[
    ("newest_schema", NEWEST_SCHEMA),
    ("sqlite_schema", SQLITE_SCHEMA),
    ("sqlite_claim", SQLITE_CLAIM),
    ("sqlite_update", SQLITE_UPDATE),
    ("sqlite_get", SQLITE_GET),
    ("sqlite_list", SQLITE_LIST),
    ("postgres_schema", POSTGRES_SCHEMA),
    ("postgres_claim", POSTGRES_CLAIM),
    ("postgres_update", POSTGRES_UPDATE),
    ("postgres_get", POSTGRES_GET),
    ("postgres_list", POSTGRES_LIST),
    ("postgres_warnings", POSTGRES_WARNINGS),
    ("redis_prefix", REDIS_PREFIX),
    ("redis_ids", REDIS_IDS),
    ("redis_unsettled", REDIS_UNSETTLED),
    ("redis_claim", REDIS_CLAIM),
    ("redis_update", REDIS_UPDATE),
    ("redis_get", REDIS_GET),
    ("redis_list", REDIS_LIST),
];
