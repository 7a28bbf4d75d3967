//! The store that the command works on.

use std::path::Path;
use std::sync::Arc;

use payonce::Provider;
use payonce::journal::{JournalAnswer, JournalOp, JournalRow, JournalStore, Sqlite};

use crate::failure::Failure;

/// How many rows are read at once.
const PAGE: u64 = 200;

/// Where the journal is.
#[derive(clap::Args)]
pub(crate) struct Place {
    /// The journal: the path of an SQLite file, or a postgres:// or redis:// URL. By default the environment variable
    /// `PAYONCE_JOURNAL`.
    #[arg(long, visible_alias = "journal", value_name = "STORE")]
    store: Option<String>,
}

impl Place {
    fn name(&self) -> Result<String, Failure> {
        let named = self.store.clone().or_else(|| std::env::var("PAYONCE_JOURNAL").ok());
        named.filter(|name| !name.is_empty()).ok_or_else(|| {
            Failure::Usage(
                "name the journal with --store, or in the environment variable PAYONCE_JOURNAL: a path such as \
                 payments.db, or a postgres:// or redis:// URL"
                    .to_owned(),
            )
        })
    }

    /// The store. A file that does not exist is a mistake here: it would be an empty journal.
    pub(super) async fn open(&self) -> Result<Store, Failure> {
        let name = self.name()?;
        if !name.contains("://") && !Path::new(&name).is_file() {
            return Err(Failure::Usage(format!(
                "{name}: there is no such file; a client makes it with its first payment"
            )));
        }
        open(&name).await
    }

    /// The store, which is made if it does not exist.
    pub(super) async fn open_or_make(&self) -> Result<Store, Failure> {
        open(&self.name()?).await
    }
}

pub(super) async fn open(name: &str) -> Result<Store, Failure> {
    open_store(name).await.map(Store)
}

/// The store of this name, which is made if it does not exist.
pub(crate) async fn open_store(name: &str) -> Result<Arc<dyn JournalStore>, Failure> {
    let store: Arc<dyn JournalStore> = if name.starts_with("postgres://") || name.starts_with("postgresql://")
    {
        postgres(name).await?
    } else if name.starts_with("redis://") {
        redis(name).await?
    } else if name.contains("://") {
        let problem = "use the path of an SQLite file, or a postgres:// or redis:// URL";
        return Err(Failure::Usage(format!("cannot open this kind of store; {problem}")));
    } else {
        Arc::new(Sqlite::open(name).map_err(|failure| failed(&failure.0))?)
    };
    Ok(store)
}

#[cfg(feature = "servers")]
fn warn(warnings: &[String]) {
    use std::io::Write as _;
    let mut stderr = crate::standard_streams::stderr();
    for warning in warnings {
        let _ = writeln!(stderr, "warning: {warning}");
    }
}

fn failed(problem: &impl std::fmt::Display) -> Failure {
    Failure::Run(format!("cannot open the journal: {problem}"))
}

#[cfg(feature = "servers")]
async fn postgres(name: &str) -> Result<Arc<dyn JournalStore>, Failure> {
    let connected = tokio_postgres::connect(name, tokio_postgres::NoTls).await;
    let (client, connection) = connected.map_err(|error| failed(&error))?;
    // The task ends with the connection, whose end the next statement reports.
    tokio::spawn(connection);
    let store = payonce::journal::Postgres::new(Arc::new(client));
    warn(&store.warnings().await);
    Ok(Arc::new(store))
}

#[cfg(feature = "servers")]
async fn redis(name: &str) -> Result<Arc<dyn JournalStore>, Failure> {
    let client = redis::Client::open(name).map_err(|error| failed(&error))?;
    let connection = redis::aio::ConnectionManager::new(client).await;
    let store = payonce::journal::Redis::new(connection.map_err(|error| failed(&error))?);
    warn(&store.warnings().await);
    Ok(Arc::new(store))
}

#[cfg(not(feature = "servers"))]
async fn postgres(_: &str) -> Result<Arc<dyn JournalStore>, Failure> {
    Err(left_out("PostgreSQL"))
}

#[cfg(not(feature = "servers"))]
async fn redis(_: &str) -> Result<Arc<dyn JournalStore>, Failure> {
    Err(left_out("Redis"))
}

/// The packages for Python and Node leave the drivers out, because every installation would download them.
#[cfg(not(feature = "servers"))]
fn left_out(server: &str) -> Failure {
    Failure::Usage(format!(
        "the command of this package cannot open a journal in {server}; install the command with `cargo install payonce-cli`"
    ))
}

/// An open store.
pub(super) struct Store(pub(super) Arc<dyn JournalStore>);

impl Store {
    pub(super) async fn carry_out(&self, op: JournalOp) -> Result<JournalAnswer, Failure> {
        let answer = match op {
            JournalOp::Claim(row) => self.0.claim(*row).await,
            JournalOp::Update { row, if_generation } => self.0.update(*row, if_generation).await,
            JournalOp::Get { id } => self.0.get(id).await,
            JournalOp::List { unsettled_only, after, limit } => {
                self.0.list(unsettled_only, after, limit).await
            }
        };
        answer
            .map_err(|failure| Failure::Run(format!("the journal cannot be read or written: {}", failure.0)))
    }

    /// All rows, and the time of the store.
    pub(super) async fn rows(&self, unsettled_only: bool) -> Result<(Vec<JournalRow>, u64), Failure> {
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = self.carry_out(JournalOp::List { unsettled_only, after, limit: PAGE }).await?;
            match page.rows.last() {
                Some(last) => after = Some(last.id.clone()),
                None => return Ok((rows, page.now_ms)),
            }
            rows.extend(page.rows);
        }
    }

    /// The rows with this key, of every provider, or the row with this id.
    pub(super) async fn rows_of(&self, key: &str) -> Result<(Vec<JournalRow>, u64), Failure> {
        let (mut rows, mut now_ms) = (Vec::<JournalRow>::new(), 0);
        for provider in Provider::BUILT_IN.iter().chain([&Provider::CHALLENGE]) {
            for id in payonce_core::journal::candidates(*provider, key) {
                if rows.iter().any(|row| row.id == id) {
                    continue;
                }
                let answer = self.carry_out(JournalOp::Get { id }).await?;
                now_ms = answer.now_ms;
                rows.extend(answer.row);
            }
        }
        if rows.is_empty() {
            // The key of a provider from a file, whose operations this command does not know.
            let (all, read_ms) = self.rows(false).await?;
            rows.extend(all.into_iter().filter(|row| row.key.as_deref() == Some(key)));
            now_ms = read_ms;
        }
        if rows.is_empty() {
            return Err(Failure::Run(format!(
                "no entry has the key {key}; `payonce journal list --all` shows every key"
            )));
        }
        Ok((rows, now_ms))
    }
}
