//! The journal in Redis: many hosts, if the server keeps what it confirms.

use std::sync::Arc;

use payonce_core::journal::statements;
use payonce_core::{JournalAnswer, JournalRow, Outcome, StoreFailure};
use redis::aio::ConnectionManager;
use redis::{Script, ScriptInvocation};
use serde_json::Value;

use super::{JournalStore, StoreFuture};

/// A journal in Redis, through your own connection. Each operation is one script with the time of the server inside.
///
/// A server that may lose what it confirmed coordinates its callers, but does not remember: it needs `appendonly yes`, best
/// with `appendfsync always`, and `maxmemory-policy noeviction`. [`warnings`](Self::warnings) says what is missing.
#[derive(Clone)]
pub struct Redis {
    connection: ConnectionManager,
    scripts: Arc<Scripts>,
}

struct Scripts {
    claim: Script,
    update: Script,
    get: Script,
    list: Script,
}

impl std::fmt::Debug for Redis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redis").finish_non_exhaustive()
    }
}

/// What a script answers: whether it wrote, the time, and the columns; of a row that it wrote, only when it was created.
type Answer = (u8, String, Columns);
type Columns = Vec<Option<String>>;

impl Redis {
    /// A journal through this connection.
    #[must_use]
    pub fn new(connection: ConnectionManager) -> Self {
        let scripts = Scripts {
            claim: Script::new(statements::REDIS_CLAIM),
            update: Script::new(statements::REDIS_UPDATE),
            get: Script::new(statements::REDIS_GET),
            list: Script::new(statements::REDIS_LIST),
        };
        Self { connection, scripts: Arc::new(scripts) }
    }

    /// What keeps the server from remembering: a memory policy that evicts, or no append-only file. Empty where nothing does;
    /// also where the server does not let this client ask.
    pub async fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for (setting, wanted) in [("maxmemory-policy", "noeviction"), ("appendonly", "yes")] {
            let mut command = redis::cmd("CONFIG");
            command.arg("GET").arg(setting);
            let answered: redis::RedisResult<Vec<String>> =
                command.query_async(&mut self.connection.clone()).await;
            if let Ok([_, value]) = answered.as_deref()
                && value != wanted
            {
                warnings.push(format!(
                    "{setting} of this Redis is {value}, not {wanted}: it can lose entries of the journal, and a key whose \
                     entry is lost pays again"
                ));
            }
        }
        warnings
    }

    async fn run(&self, script: &ScriptInvocation<'_>) -> Result<Answer, StoreFailure> {
        script.invoke_async(&mut self.connection.clone()).await.map_err(failed)
    }

    /// Writes the row, or returns the one that is there.
    async fn write(
        &self,
        script: &ScriptInvocation<'_>,
        row: JournalRow,
    ) -> Result<JournalAnswer, StoreFailure> {
        let (written, now, columns) = self.run(script).await?;
        if written != 1 {
            return found(&now, columns);
        }
        let now_ms = time(&now)?;
        let created_ms = time(columns.into_iter().flatten().next().unwrap_or_default().as_str())?;
        let row = JournalRow { created_ms, updated_ms: now_ms, ..row };
        Ok(JournalAnswer { written: true, row: Some(row), rows: Vec::new(), now_ms })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is the argument of map_err")]
fn failed(error: redis::RedisError) -> StoreFailure {
    StoreFailure(error.to_string())
}

fn time(text: &str) -> Result<u64, StoreFailure> {
    text.parse().map_err(|_| StoreFailure(format!("redis answered \"{text}\" as its time")))
}

fn found(now: &str, columns: Columns) -> Result<JournalAnswer, StoreFailure> {
    Ok(JournalAnswer { written: false, row: read(columns)?, rows: Vec::new(), now_ms: time(now)? })
}

/// The row of these columns; nothing where they are null.
fn read(columns: Columns) -> Result<Option<JournalRow>, StoreFailure> {
    if columns.first().is_none_or(Option::is_none) {
        return Ok(None);
    }
    let values = statements::COLUMNS.iter().zip(columns).map(|(name, text)| match (*name, text) {
        ("generation" | "created_ms" | "updated_ms" | "schema", Some(text)) => {
            text.parse::<u64>().map_or(Value::Null, Value::from)
        }
        (_, text) => Value::from(text),
    });
    JournalRow::of_columns(values).map(Some).map_err(StoreFailure)
}

fn row_key(id: &str) -> String {
    format!("{}{id}", statements::REDIS_PREFIX)
}

impl JournalStore for Redis {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        Box::pin(async move {
            let mut script = self.scripts.claim.key(row_key(&row.id));
            script.key(statements::REDIS_IDS).key(statements::REDIS_UNSETTLED);
            script.arg(&row.id).arg(row.generation).arg(row.state.as_str());
            script.arg(row.outcome.map_or("", Outcome::as_str)).arg(row.provider.as_str());
            script.arg(&row.account).arg(&row.operation).arg(row.key.as_deref().unwrap_or_default());
            script.arg(row.schema).arg(&row.entry);
            self.write(&script, row).await
        })
    }

    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        Box::pin(async move {
            let mut script = self.scripts.update.key(row_key(&row.id));
            script.key(statements::REDIS_IDS).key(statements::REDIS_UNSETTLED);
            script.arg(&row.id).arg(row.generation).arg(row.state.as_str());
            script.arg(row.outcome.map_or("", Outcome::as_str)).arg(&row.account);
            script.arg(row.key.as_deref().unwrap_or_default()).arg(row.schema).arg(&row.entry);
            script.arg(if_generation);
            self.write(&script, row).await
        })
    }

    fn get(&self, id: String) -> StoreFuture<'_> {
        Box::pin(async move {
            let (_, now, columns) = self.run(&self.scripts.get.key(row_key(&id))).await?;
            found(&now, columns)
        })
    }

    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        Box::pin(async move {
            let ids = if unsettled_only { statements::REDIS_UNSETTLED } else { statements::REDIS_IDS };
            let mut script = self.scripts.list.key(ids);
            script.arg(after.unwrap_or_default()).arg(limit).arg(statements::REDIS_PREFIX);
            let page: Vec<redis::Value> =
                script.invoke_async(&mut self.connection.clone()).await.map_err(failed)?;
            let mut page = page.into_iter();
            let now = page.next().unwrap_or(redis::Value::Nil);
            let now: String =
                redis::from_redis_value(now).map_err(|error| StoreFailure(error.to_string()))?;
            let mut rows = Vec::new();
            for columns in page {
                let columns =
                    redis::from_redis_value(columns).map_err(|error| StoreFailure(error.to_string()))?;
                rows.extend(read(columns)?);
            }
            Ok(JournalAnswer { written: false, row: None, rows, now_ms: time(&now)? })
        })
    }
}
