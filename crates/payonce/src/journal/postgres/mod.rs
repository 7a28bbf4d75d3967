//! The journal in PostgreSQL: many hosts, one database.

mod prepared;

use std::sync::Arc;

use payonce_core::journal::statements;
use payonce_core::{JournalAnswer, JournalOp, JournalRow, Outcome, StoreFailure};
use serde_json::Value;
use tokio::sync::OnceCell;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, GenericClient, Row};

use self::prepared::Prepared;
use super::{JournalStore, StoreFuture};

/// A journal in the table `payonce_journal` of a PostgreSQL database, through your own client.
///
/// `payonce journal schema --dialect postgres` prints the table for your migrations; [`create_table`](Self::create_table)
/// makes it. The server has to keep what it confirms: leave `synchronous_commit` and `fsync` on. [`warnings`](Self::warnings)
/// says what is missing.
///
/// A client that is connected to PostgreSQL itself prepares the statements once. Behind a pooler that gives each transaction
/// another connection, such as PgBouncer in transaction mode, each statement is sent as text.
#[derive(Clone)]
pub struct Postgres {
    client: Arc<Client>,
    prepared: Arc<OnceCell<Option<Prepared>>>,
}

/// What a statement does that can be prepared.
#[derive(Clone, Copy)]
enum Use {
    Claim,
    Update,
    Get,
}

impl Use {
    const fn text(self) -> &'static str {
        match self {
            Self::Claim => statements::POSTGRES_CLAIM,
            Self::Update => statements::POSTGRES_UPDATE,
            Self::Get => statements::POSTGRES_GET,
        }
    }
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").finish_non_exhaustive()
    }
}

impl Postgres {
    /// A journal through this client, whose connection you drive. Never give it a client inside of a transaction: a rollback
    /// would remove the evidence of what was sent.
    #[must_use]
    pub fn new(client: Arc<Client>) -> Self {
        Self { client, prepared: Arc::default() }
    }

    /// Creates the table and its index if they are missing.
    ///
    /// # Errors
    /// What the server said.
    pub async fn create_table(&self) -> Result<(), StoreFailure> {
        self.client.batch_execute(statements::POSTGRES_SCHEMA).await.map_err(|error| failed(&error))
    }

    async fn session(&self) -> Session<'_, Client> {
        // A server that cannot prepare them now is asked again by the next operation.
        let prepared = self.prepared.get_or_try_init(|| Prepared::of(&self.client)).await;
        Session { client: &*self.client, prepared: prepared.ok().and_then(Option::as_ref) }
    }

    /// What keeps the server from remembering what it confirmed: `synchronous_commit` or `fsync` is off. Empty where nothing
    /// does; also where the server does not answer.
    pub async fn warnings(&self) -> Vec<String> {
        let found = query(&*self.client, statements::POSTGRES_WARNINGS, &[]).await.unwrap_or_default();
        found.iter().filter_map(|row| row.try_get(0).ok()).collect()
    }
}

/// Where statements are executed: the client of the journal, or a transaction of the caller.
struct Session<'a, C> {
    client: &'a C,
    prepared: Option<&'a Prepared>,
}

/// Carries an operation out in this transaction. A prepared statement that is gone would abort it, so it uses none.
pub(crate) async fn carry_out_within(
    transaction: &tokio_postgres::Transaction<'_>,
    op: &JournalOp,
) -> Result<JournalAnswer, StoreFailure> {
    let session = Session { client: transaction, prepared: None };
    match op {
        JournalOp::Claim(row) => session.claim(row).await,
        JournalOp::Update { row, if_generation } => session.update(row, *if_generation).await,
        JournalOp::Get { id } => session.get(id).await,
        JournalOp::List { unsettled_only, after, limit } => {
            list(transaction, *unsettled_only, after.as_deref(), *limit).await
        }
    }
}

impl<C: GenericClient> Session<'_, C> {
    async fn claim(&self, row: &JournalRow) -> Result<JournalAnswer, StoreFailure> {
        let (generation, schema) = (integer(row.generation), i32::try_from(row.schema).unwrap_or(i32::MAX));
        let (outcome, provider, state) =
            (row.outcome.map(Outcome::as_str), row.provider.as_str(), row.state.as_str());
        let parameters: &[Parameter<'_>] = &[
            (&row.id, Type::TEXT),
            (&generation, Type::INT8),
            (&state, Type::TEXT),
            (&outcome, Type::TEXT),
            (&provider, Type::TEXT),
            (&row.account, Type::TEXT),
            (&row.operation, Type::TEXT),
            (&row.key, Type::TEXT),
            (&schema, Type::INT4),
            (&row.entry, Type::TEXT),
        ];
        self.written_or_there(Use::Claim, parameters, row).await
    }

    async fn update(&self, row: &JournalRow, if_generation: u64) -> Result<JournalAnswer, StoreFailure> {
        let (generation, schema) = (integer(row.generation), i32::try_from(row.schema).unwrap_or(i32::MAX));
        let (outcome, state, expected) =
            (row.outcome.map(Outcome::as_str), row.state.as_str(), integer(if_generation));
        let parameters: &[Parameter<'_>] = &[
            (&row.id, Type::TEXT),
            (&generation, Type::INT8),
            (&state, Type::TEXT),
            (&outcome, Type::TEXT),
            (&row.account, Type::TEXT),
            (&row.key, Type::TEXT),
            (&schema, Type::INT4),
            (&row.entry, Type::TEXT),
            (&expected, Type::INT8),
        ];
        self.written_or_there(Use::Update, parameters, row).await
    }

    async fn written_or_there(
        &self,
        purpose: Use,
        parameters: &[Parameter<'_>],
        row: &JournalRow,
    ) -> Result<JournalAnswer, StoreFailure> {
        match self.rows(purpose, parameters).await?.first() {
            Some(times) => {
                let (now_ms, created_ms) = (time(times, 0)?, time(times, 1)?);
                let row = JournalRow { created_ms, updated_ms: now_ms, ..row.clone() };
                Ok(JournalAnswer { written: true, row: Some(row), rows: Vec::new(), now_ms })
            }
            None => self.get(&row.id).await,
        }
    }

    async fn get(&self, id: &str) -> Result<JournalAnswer, StoreFailure> {
        let rows = self.rows(Use::Get, &[(&id, Type::TEXT)]).await?;
        let row = rows.first().ok_or_else(|| StoreFailure("the database answered no row".to_owned()))?;
        Ok(JournalAnswer { written: false, row: read(row)?, rows: Vec::new(), now_ms: time(row, 0)? })
    }

    async fn rows(&self, purpose: Use, parameters: &[Parameter<'_>]) -> Result<Vec<Row>, StoreFailure> {
        if let Some(prepared) = self.prepared
            && let Some(rows) = prepared.query(self.client, purpose, parameters).await
        {
            return rows.map_err(|error| failed(&error));
        }
        query(self.client, purpose.text(), parameters).await
    }
}

async fn list(
    client: &impl GenericClient,
    unsettled_only: bool,
    after: Option<&str>,
    limit: u64,
) -> Result<JournalAnswer, StoreFailure> {
    let (after, limit) = (after.unwrap_or_default(), integer(limit));
    let parameters: &[Parameter<'_>] =
        &[(&after, Type::TEXT), (&unsettled_only, Type::BOOL), (&limit, Type::INT8)];
    let mut answer = JournalAnswer::default();
    for row in &query(client, statements::POSTGRES_LIST, parameters).await? {
        answer.now_ms = time(row, 0)?;
        answer.rows.extend(read(row)?);
    }
    Ok(answer)
}

/// A parameter with its type. Without the types, the driver would ask the server for them first: three round trips instead of
/// one.
type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

async fn query(
    client: &impl GenericClient,
    statement: &str,
    parameters: &[Parameter<'_>],
) -> Result<Vec<Row>, StoreFailure> {
    client.query_typed(statement, parameters).await.map_err(|error| failed(&error))
}

fn failed(error: &tokio_postgres::Error) -> StoreFailure {
    let reported = error.as_db_error().map(|error| error.message().to_owned());
    StoreFailure(reported.unwrap_or_else(|| error.to_string()))
}

fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn time(row: &Row, place: usize) -> Result<u64, StoreFailure> {
    let time: i64 = row.try_get(place).map_err(|error| failed(&error))?;
    Ok(u64::try_from(time).unwrap_or_default())
}

/// The row behind the time; nothing where its columns are null.
fn read(row: &Row) -> Result<Option<JournalRow>, StoreFailure> {
    let id: Option<&str> = row.try_get(1).map_err(|error| failed(&error))?;
    if id.is_none() {
        return Ok(None);
    }
    let mut columns = Vec::with_capacity(statements::COLUMNS.len());
    for (place, name) in statements::COLUMNS.iter().enumerate() {
        let place = place + 1;
        columns.push(match *name {
            "generation" | "created_ms" | "updated_ms" => row.try_get::<_, i64>(place).map(Value::from),
            "schema" => row.try_get::<_, i32>(place).map(Value::from),
            _ => row.try_get::<_, Option<String>>(place).map(Value::from),
        });
    }
    let columns = columns.into_iter().collect::<Result<Vec<_>, _>>().map_err(|error| failed(&error))?;
    JournalRow::of_columns(columns).map(Some).map_err(StoreFailure)
}

impl JournalStore for Postgres {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        Box::pin(async move { self.session().await.claim(&row).await })
    }

    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        Box::pin(async move { self.session().await.update(&row, if_generation).await })
    }

    fn get(&self, id: String) -> StoreFuture<'_> {
        Box::pin(async move { self.session().await.get(&id).await })
    }

    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        Box::pin(async move { list(&*self.client, unsettled_only, after.as_deref(), limit).await })
    }
}
