//! The journal in a file: one host, any number of processes, nothing to install.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use payonce_core::journal::{SCHEMA, statements};
use payonce_core::{JournalAnswer, JournalRow, StoreFailure};
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Row, Transaction, TransactionBehavior, params,
};
use serde_json::Value;

use super::{JournalStore, StoreFuture};

/// The update that every store of SQLite makes. Here it also returns when the row was created, if it was replaced.
static UPDATE: LazyLock<String> =
    LazyLock::new(|| format!("{} RETURNING created_ms", statements::SQLITE_UPDATE));

/// How long a write waits for the writes of other processes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// A journal in an SQLite file. Every process of one host may open it at the same time.
///
/// Each write is on the disk before it counts (`synchronous=FULL`). The file must be on a local disk: the locks of network
/// file systems do not hold. The table `payonce_journal` may share the file with your own tables.
#[derive(Clone)]
pub struct Sqlite {
    connection: Arc<Slot>,
    path: PathBuf,
}

/// A connection, and the process that opened it. It is closed around a fork, and opened again by the next operation.
struct Slot {
    process: u32,
    connection: Mutex<Option<Connection>>,
}

/// The connections of this process, and those of a process that forked it.
static OPEN: Mutex<Vec<(PathBuf, Weak<Slot>)>> = Mutex::new(Vec::new());
/// The process that is about to fork; 0 if none is.
static FORKING: AtomicU32 = AtomicU32::new(0);

/// Closes the files of all journals until [`after_fork`], for a process that is about to fork. A child must not inherit an
/// open file: it would believe that it holds the locks of its parent.
#[doc(hidden)]
pub fn before_fork() {
    FORKING.store(std::process::id(), Ordering::SeqCst);
    for slot in locked(&OPEN).iter().filter_map(|(_, slot)| slot.upgrade()) {
        if slot.process == std::process::id() {
            drop(locked(&slot.connection).take());
        }
    }
}

/// Ends what [`before_fork`] began, in the parent and in the child.
#[doc(hidden)]
pub fn after_fork() {
    FORKING.store(0, Ordering::SeqCst);
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slot {
    /// The connection, once this process is not about to fork.
    fn get(&self) -> MutexGuard<'_, Option<Connection>> {
        loop {
            let connection = locked(&self.connection);
            if FORKING.load(Ordering::SeqCst) != std::process::id() {
                return connection;
            }
            drop(connection);
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl std::fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sqlite").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Sqlite {
    /// Opens the file, and creates it and its table if they are missing.
    ///
    /// # Errors
    /// The file cannot be opened or written, is not a database, is on a network file system, or has rows of a later release
    /// of payonce.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreFailure> {
        let path = path.as_ref();
        let wrong = |problem: String| StoreFailure(format!("{}: {problem}", path.display()));
        let text = path.to_string_lossy();
        if text.is_empty() || text == ":memory:" || text.starts_with("file:") {
            return Err(wrong(
                "must be the path of a file, because a journal has to outlive its process".to_owned(),
            ));
        }
        if let Some(name) = network_file_system(path) {
            return Err(wrong(format!(
                "is on a network file system ({name}), whose locks do not hold; use a local disk, or a journal in Postgres or \
                 Redis"
            )));
        }
        let file = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let is_inherited = |(open, slot): &(PathBuf, Weak<Slot>)| {
            let slot = slot.upgrade().filter(|slot| *open == file && slot.process != std::process::id());
            slot.is_some_and(|slot| {
                slot.connection.try_lock().map_or(true, |connection| connection.is_some())
            })
        };
        if locked(&OPEN).iter().any(is_inherited) {
            return Err(wrong(
                "was open when this process was forked, and SQLite cannot open it again here; open the journal after the \
                 fork"
                .to_owned(),
            ));
        }
        let slot =
            Slot { process: std::process::id(), connection: Mutex::new(Some(connect(path).map_err(wrong)?)) };
        let store = Self { connection: Arc::new(slot), path: path.to_owned() };
        store.prepare().map_err(wrong)?;
        let mut open = locked(&OPEN);
        open.retain(|(_, slot)| slot.strong_count() > 0);
        open.push((file, Arc::downgrade(&store.connection)));
        Ok(store)
    }

    /// Creates the table, and checks by a write that the file can be written.
    fn prepare(&self) -> Result<(), String> {
        let text = |error: rusqlite::Error| error.to_string();
        let mut connection = self.connection.get();
        let Some(connection) = connection.as_mut() else { return Err("the file was closed".to_owned()) };
        let transaction = immediate(connection).map_err(text)?;
        transaction.execute_batch(statements::SQLITE_SCHEMA).map_err(text)?;
        let newest: Option<i64> =
            transaction.query_row(statements::NEWEST_SCHEMA, [], |row| row.get(0)).map_err(text)?;
        if newest.is_some_and(|newest| u64::try_from(newest).is_ok_and(|newest| newest > SCHEMA)) {
            return Err(format!(
                "has rows of a later release of payonce (schema {}, and this one knows {SCHEMA}); upgrade payonce",
                newest.unwrap_or_default()
            ));
        }
        transaction.commit().map_err(text)
    }

    /// Has the work done on a thread that may block.
    fn run<F>(&self, work: F) -> StoreFuture<'_>
    where
        F: FnOnce(&Transaction<'_>, u64) -> rusqlite::Result<JournalAnswer> + Send + 'static,
    {
        let (slot, path) = (Arc::clone(&self.connection), self.path.clone());
        let task = tokio::task::spawn_blocking(move || {
            let mut connection = slot.get();
            let connection = match connection.take() {
                Some(open) => connection.insert(open),
                None => connection.insert(connect(&path)?),
            };
            let transaction = immediate(connection)?;
            let response = work(&transaction, now_ms())?;
            transaction.commit()?;
            Ok::<_, Problem>(response)
        });
        Box::pin(async move {
            match task.await {
                Ok(result) => result.map_err(|Problem(problem)| StoreFailure(problem)),
                Err(panicked) => Err(StoreFailure(panicked.to_string())),
            }
        })
    }
}

/// Why an operation failed.
struct Problem(String);

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<String> for Problem {
    fn from(problem: String) -> Self {
        Self(problem)
    }
}

fn connect(path: &Path) -> Result<Connection, String> {
    // Without the flag for URIs, a path is only a path.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let sql = |error: rusqlite::Error| error.to_string();
    let connection = Connection::open_with_flags(path, flags).map_err(sql)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(sql)?;
    // For the lock that a change of the journal mode needs, SQLite does not wait: of two workers that open a new file at the
    // same time, one is refused.
    let began = Instant::now();
    while let Err(error) = connection.pragma_update(None, "journal_mode", "WAL") {
        if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) || began.elapsed() > BUSY_TIMEOUT {
            return Err(sql(error));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(sql)?;
    Ok(connection)
}

fn immediate(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

fn now_ms() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
}

/// The columns in the order of [`statements::COLUMNS`], read by the one reader that all stores share.
fn read(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    let mut columns = Vec::with_capacity(statements::COLUMNS.len());
    for place in 0..statements::COLUMNS.len() {
        columns.push(match row.get_ref(place)? {
            rusqlite::types::ValueRef::Null => Value::Null,
            rusqlite::types::ValueRef::Integer(number) => Value::from(number),
            other => Value::from(other.as_str().unwrap_or_default()),
        });
    }
    JournalRow::of_columns(columns).map_err(|problem| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, problem.into())
    })
}

fn stored(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<Option<JournalRow>> {
    transaction.prepare_cached(statements::SQLITE_GET)?.query_row([id], read).optional()
}

/// The answer to a write that changed its row: what was written, as reading the row again in the same transaction would find
/// it.
fn as_written(row: JournalRow, now_ms: u64) -> JournalAnswer {
    JournalAnswer {
        written: true,
        row: Some(JournalRow { updated_ms: now_ms, ..row }),
        rows: Vec::new(),
        now_ms,
    }
}

fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl JournalStore for Sqlite {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        self.run(move |transaction, now_ms| {
            let written = transaction.prepare_cached(statements::SQLITE_CLAIM)?.execute(params![
                row.id,
                integer(row.generation),
                row.state.as_str(),
                row.outcome.map(payonce_core::Outcome::as_str),
                row.provider.as_str(),
                row.account,
                row.operation,
                row.key,
                integer(now_ms),
                integer(row.schema),
                row.entry,
            ])?;
            if written == 1 {
                return Ok(as_written(JournalRow { created_ms: now_ms, ..row }, now_ms));
            }
            let row = stored(transaction, &row.id)?;
            Ok(JournalAnswer { written: false, row, rows: Vec::new(), now_ms })
        })
    }

    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        self.run(move |transaction, now_ms| {
            let parameters = params![
                row.id,
                integer(row.generation),
                row.state.as_str(),
                row.outcome.map(payonce_core::Outcome::as_str),
                row.account,
                row.key,
                integer(now_ms),
                integer(row.schema),
                row.entry,
                integer(if_generation),
            ];
            let mut statement = transaction.prepare_cached(&UPDATE)?;
            let created_ms: Option<i64> = statement.query_row(parameters, |found| found.get(0)).optional()?;
            if let Some(created_ms) = created_ms {
                let created_ms = u64::try_from(created_ms).unwrap_or_default();
                return Ok(as_written(JournalRow { created_ms, ..row }, now_ms));
            }
            let row = stored(transaction, &row.id)?;
            Ok(JournalAnswer { written: false, row, rows: Vec::new(), now_ms })
        })
    }

    fn get(&self, id: String) -> StoreFuture<'_> {
        self.run(move |transaction, now_ms| {
            let row = stored(transaction, &id)?;
            Ok(JournalAnswer { written: false, row, rows: Vec::new(), now_ms })
        })
    }

    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        self.run(move |transaction, now_ms| {
            let mut statement = transaction.prepare_cached(statements::SQLITE_LIST)?;
            let rows = statement
                .query_map(params![after.unwrap_or_default(), unsettled_only, integer(limit)], read)?;
            let rows = rows.collect::<rusqlite::Result<_>>()?;
            Ok(JournalAnswer { written: false, row: None, rows, now_ms })
        })
    }
}

/// The name of the network file system that a path is on; nothing where it is on none, or where this system does not say.
#[cfg(target_os = "linux")]
fn network_file_system(path: &Path) -> Option<&'static str> {
    /// The magic numbers of statfs(2).
    const NETWORK: &[(u32, &str)] = &[
        (0x6969, "NFS"),
        (0x517B, "SMB"),
        (0xFF53_4D42, "CIFS"),
        (0xFE53_4D42, "SMB2"),
        (0x5346_414F, "AFS"),
        (0x00C3_6400, "Ceph"),
        (0x0BD0_0BD0, "Lustre"),
    ];
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let place = if path.exists() { path } else { directory };
    let magic = rustix::fs::statfs(place).ok()?.f_type;
    // The type of the number differs between architectures; the constants have 32 bits.
    let magic = u32::try_from(i128::from(magic) & 0xFFFF_FFFF).ok()?;
    NETWORK.iter().find(|(known, _)| *known == magic).map(|(_, name)| *name)
}

#[cfg(not(target_os = "linux"))]
fn network_file_system(path: &Path) -> Option<&'static str> {
    path.to_string_lossy().starts_with(r"\\").then_some("UNC path")
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    /// SQLite does not wait for the lock that a change of the journal mode needs, so workers that start together met
    /// "database is locked".
    #[test]
    fn workers_that_start_together_open_a_file_that_does_not_exist_yet() {
        const WORKERS: usize = 8;
        let folder = std::env::temp_dir().join(format!("payonce-sqlite-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for round in 0..60 {
            let path = folder.join(format!("{round}.db"));
            let start = Barrier::new(WORKERS);
            std::thread::scope(|scope| {
                for _ in 0..WORKERS {
                    scope.spawn(|| {
                        start.wait();
                        let opened = Sqlite::open(&path);
                        assert!(opened.is_ok(), "{opened:?}");
                    });
                }
            });
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
