//! The journal in PostgreSQL: many hosts, one database.

use std::sync::Arc;

use payonce_core::journal::statements;
use payonce_core::{JournalAnswer, JournalOp, JournalRow, Outcome, StoreFailure};
use serde_json::Value;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, GenericClient, Row};

use super::{JournalStore, StoreFuture};

/// A journal in the table `payonce_journal` of a PostgreSQL database, through your own client.
///
/// `payonce journal schema --dialect postgres` prints the table for your migrations; [`create_table`](Self::create_table)
/// makes it. The server has to keep what it confirms: leave `synchronous_commit` and `fsync` on. [`warnings`](Self::warnings)
/// says what is missing.
#[derive(Clone)]
pub struct Postgres {
    client: Arc<Client>,
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
        Self { client }
    }

    /// Creates the table and its index if they are missing.
    ///
    /// # Errors
    /// What the server said.
    pub async fn create_table(&self) -> Result<(), StoreFailure> {
        self.client.batch_execute(statements::POSTGRES_SCHEMA).await.map_err(|error| failed(&error))
    }

    /// What keeps the server from remembering what it confirmed: `synchronous_commit` or `fsync` is off. Empty where nothing
    /// does; also where the server does not answer.
    pub async fn warnings(&self) -> Vec<String> {
        let found = query(&*self.client, statements::POSTGRES_WARNINGS, &[]).await.unwrap_or_default();
        found.iter().filter_map(|row| row.try_get(0).ok()).collect()
    }
}

/// Carries an operation out on this client, or in this transaction.
pub(crate) async fn carry_out_within(
    client: &impl GenericClient,
    op: &JournalOp,
) -> Result<JournalAnswer, StoreFailure> {
    match op {
        JournalOp::Claim(row) => claim(client, row).await,
        JournalOp::Update { row, if_generation } => update(client, row, *if_generation).await,
        JournalOp::Get { id } => get(client, id).await,
        JournalOp::List { unsettled_only, after, limit } => {
            let after = after.clone().unwrap_or_default();
            let limit = integer(*limit);
            let rows = query(
                client,
                statements::POSTGRES_LIST,
                &[(&after, Type::TEXT), (unsettled_only, Type::BOOL), (&limit, Type::INT8)],
            )
            .await?;
            let mut answer = JournalAnswer::default();
            for row in &rows {
                answer.now_ms = now_ms(row)?;
                answer.rows.extend(read(row)?);
            }
            Ok(answer)
        }
    }
}

async fn claim(client: &impl GenericClient, row: &JournalRow) -> Result<JournalAnswer, StoreFailure> {
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
    written_or_there(client, statements::POSTGRES_CLAIM, parameters, &row.id).await
}

async fn update(
    client: &impl GenericClient,
    row: &JournalRow,
    if_generation: u64,
) -> Result<JournalAnswer, StoreFailure> {
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
    written_or_there(client, statements::POSTGRES_UPDATE, parameters, &row.id).await
}

async fn written_or_there(
    client: &impl GenericClient,
    statement: &str,
    parameters: &[Parameter<'_>],
    id: &str,
) -> Result<JournalAnswer, StoreFailure> {
    match query(client, statement, parameters).await?.first() {
        Some(row) => {
            Ok(JournalAnswer { written: true, row: read(row)?, rows: Vec::new(), now_ms: now_ms(row)? })
        }
        None => get(client, id).await,
    }
}

async fn get(client: &impl GenericClient, id: &str) -> Result<JournalAnswer, StoreFailure> {
    let rows = query(client, statements::POSTGRES_GET, &[(&id, Type::TEXT)]).await?;
    let row = rows.first().ok_or_else(|| StoreFailure("the database answered no row".to_owned()))?;
    Ok(JournalAnswer { written: false, row: read(row)?, rows: Vec::new(), now_ms: now_ms(row)? })
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

fn now_ms(row: &Row) -> Result<u64, StoreFailure> {
    let now: i64 = row.try_get(0).map_err(|error| failed(&error))?;
    Ok(u64::try_from(now).unwrap_or_default())
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
        Box::pin(async move { claim(&*self.client, &row).await })
    }

    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        Box::pin(async move { update(&*self.client, &row, if_generation).await })
    }

    fn get(&self, id: String) -> StoreFuture<'_> {
        Box::pin(async move { get(&*self.client, &id).await })
    }

    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        Box::pin(async move {
            carry_out_within(&*self.client, &JournalOp::List { unsettled_only, after, limit }).await
        })
    }
}
