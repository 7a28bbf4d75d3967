//! Listens, and plays the scripts.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use payonce_sandbox::http::{Connection, Incoming, Response, allow_every_origin, preflight_response};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use crate::cases::{Cases, Exchange, Trouble};
use crate::control;
use crate::reply::{Body, Reply};
use crate::shared::Shared;

/// How long the client can read the part of a body that was sent before the connection ends. When a browser sees the
/// broken end, it drops what the page has not read yet.
const CUT_BODY_DELAY: Duration = Duration::from_millis(750);

/// A hanging response must not outlive a client that forgot about it.
const LONGEST_HANG: Duration = Duration::from_secs(120);

/// A running server; it ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    url: String,
    shared: Arc<Shared>,
    acceptor: JoinHandle<()>,
}

impl Server {
    /// Listens on a port of this machine, 0 for any, and plays these cases.
    ///
    /// # Errors
    /// The server cannot listen on the port.
    pub async fn start(cases: Cases, reports: &Path, port: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .with_context(|| format!("listen on 127.0.0.1:{port}"))?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared::new(cases, reports));
        let acceptor = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { url, shared, acceptor })
    }

    /// `http://127.0.0.1:PORT`
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The base URL under which this runner plays this case.
    #[must_use]
    pub fn base_url(&self, runner: &str, case: usize) -> String {
        format!("{}/{runner}~{case}", self.url)
    }

    /// The problems that the server found in this case.
    #[must_use]
    pub fn problems(&self, runner: &str, case: usize) -> Vec<String> {
        self.shared.problems(runner, Some(case))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.acceptor.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, Arc::clone(&shared)));
                }
                // The process is probably out of file handles. An immediate retry would only use processor time.
                Err(_) => sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let mut connection = Connection::new(stream);
    let Ok(Incoming { request, .. }) = connection.read().await else { return };
    let mut cut = None;
    let response = if request.method == "OPTIONS" {
        preflight_response(&request)
    } else if request.target.starts_with(control::PREFIX) {
        control::respond(&shared, &request)
    } else {
        match shared.take(&request) {
            Err(problem) => control::text(599, problem),
            // Without a reset the client sees an orderly end, which is another failure.
            Ok(Exchange { failure: Some(Trouble::Drop), .. }) => return connection.reset(),
            Ok(Exchange { failure: Some(Trouble::Hang), .. }) => {
                let _ = timeout(LONGEST_HANG, connection.wait_for_close()).await;
                return;
            }
            Ok(Exchange { response: Some(reply), .. }) => {
                cut = reply.truncate;
                scripted(&reply)
            }
            Ok(_) => control::text(599, "the exchange has neither a response nor a failure"),
        }
    };
    // A client that leaves before the end of the response is part of some cases.
    let _ = timeout(LONGEST_HANG, respond(connection, allow_every_origin(response), cut)).await;
}

/// Sends a response and ends the connection: a browser that finds a kept connection broken sends the request again by
/// itself, which would be one request too many.
async fn respond(mut connection: Connection, response: Response, cut: Option<usize>) -> io::Result<()> {
    match cut.filter(|bytes| *bytes < response.body.len()) {
        Some(bytes) => {
            connection.send_cut(&response, bytes).await?;
            sleep(CUT_BODY_DELAY).await;
        }
        None => connection.send(&response, false).await?,
    }
    connection.close().await;
    // A client that is still sending would lose its response to a reset.
    connection.wait_for_close().await;
    Ok(())
}

fn scripted(reply: &Reply) -> Response {
    let body = Body::new(reply);
    let mut headers = reply.headers.clone();
    if body.is_json() && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    Response { status: reply.status, headers, body: body.bytes() }
}
