//! Statements that PostgreSQL parses and plans once, for a client whose connection is one session.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use payonce_core::journal::statements;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, DuplexStream, ReadBuf};
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};
use tokio_postgres::{Client, Error, GenericClient, Row, Statement};

use super::{Parameter, Use};

/// What the first eight bytes of a connection ask for, by the protocol of PostgreSQL.
const CANCEL_REQUEST: i32 = 80_877_102;
const TLS_REQUEST: i32 = 80_877_103;

/// The statements of one session.
pub(super) struct Prepared {
    claim: Statement,
    update: Statement,
    get: Statement,
    is_gone: AtomicBool,
}

impl Prepared {
    /// Prepares the statements, unless each transaction of this client may meet another process of PostgreSQL, as behind a
    /// pooler. The driver numbers its statements in each program, so that in such a process a number can name the statement
    /// of another program.
    pub(super) async fn of(client: &Client) -> Result<Option<Self>, Error> {
        let rows = client.query_typed("SELECT pg_backend_pid()", &[]).await?;
        let process: Option<i32> = rows.first().map(|row| row.try_get(0)).transpose()?;
        if process.is_none() || process != announced_process(client).await {
            return Ok(None);
        }
        let (claim, update, get) = tokio::try_join!(
            client.prepare(statements::POSTGRES_CLAIM),
            client.prepare(statements::POSTGRES_UPDATE),
            client.prepare(statements::POSTGRES_GET),
        )?;
        Ok(Some(Self { claim, update, get, is_gone: AtomicBool::new(false) }))
    }

    /// The rows of a statement; nothing if the session does not have it any more, in which case nothing was executed.
    pub(super) async fn query(
        &self,
        client: &impl GenericClient,
        purpose: Use,
        parameters: &[Parameter<'_>],
    ) -> Option<Result<Vec<Row>, Error>> {
        if self.is_gone.load(Ordering::Relaxed) {
            return None;
        }
        let statement = match purpose {
            Use::Claim => &self.claim,
            Use::Update => &self.update,
            Use::Get => &self.get,
        };
        let values: Vec<_> = parameters.iter().map(|(value, _)| *value).collect();
        let answered = client.query(statement, &values).await;
        if answered.as_ref().err().is_some_and(is_gone) {
            self.is_gone.store(true, Ordering::Relaxed);
            return None;
        }
        Some(answered)
    }
}

/// The caller deallocated the statement, or changed the type of a column. PostgreSQL notices both before it executes.
fn is_gone(error: &Error) -> bool {
    let code = error.code();
    code == Some(&SqlState::INVALID_SQL_STATEMENT_NAME) || code == Some(&SqlState::FEATURE_NOT_SUPPORTED)
}

/// The process that the server named when the connection was opened. It is the process that executes its statements, or,
/// behind a pooler, a number that the pooler made up. The driver shows it only in the request that cancels a query, which is
/// written into memory here and read back.
async fn announced_process(client: &Client) -> Option<i32> {
    let (near, mut far) = tokio::io::duplex(64);
    let token = client.cancel_token();
    let writes = token.cancel_query_raw(near, InMemory);
    let reads = async {
        // Each number has four bytes: a length, a code, and the process.
        let _length = far.read_i32().await.ok()?;
        let mut code = far.read_i32().await.ok()?;
        if code == TLS_REQUEST {
            far.write_u8(b'S').await.ok()?;
            let _length = far.read_i32().await.ok()?;
            code = far.read_i32().await.ok()?;
        }
        if code == CANCEL_REQUEST { far.read_i32().await.ok() } else { None }
    };
    tokio::join!(writes, reads).1
}

/// What the driver takes for TLS. Its bytes stay in memory.
struct InMemory;

struct Plain(DuplexStream);

impl TlsConnect<DuplexStream> for InMemory {
    type Stream = Plain;
    type Error = Infallible;
    type Future = Ready<Result<Plain, Infallible>>;

    fn connect(self, stream: DuplexStream) -> Self::Future {
        ready(Ok(Plain(stream)))
    }
}

impl TlsStream for Plain {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Plain {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Plain {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
