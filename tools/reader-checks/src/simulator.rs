//! The simulator: its fault plans, and bytes that reach it over a socket.

use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;

use payonce_sandbox::http::{Connection, ReadError, Request};
use payonce_sandbox::{Config, FaultPlan, Sandbox};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

/// A plan is read as it was written.
pub(crate) fn fault_plan(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(plan) = FaultPlan::from_json(text) else { return };
    let written = serde_json::to_string(&plan).expect("a plan is JSON");
    assert_eq!(FaultPlan::from_json(&written).as_ref(), Ok(&plan), "{written}");
}

/// Far more than an answer takes.
const LONGEST: Duration = Duration::from_secs(10);

/// One thread, so that an input takes the same path every time.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_all().build().expect("a runtime"));

/// Requests of one connection: they are read alike, however the bytes are split on their way.
pub(crate) fn http_request(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let size = usize::from(*first % 31) + 1;
    let whole = RUNTIME.block_on(read_all(rest, rest.len().max(1)));
    let split = RUNTIME.block_on(read_all(rest, size));
    assert_eq!(format!("{whole:?}"), format!("{split:?}"));
}

async fn read_all(bytes: &[u8], size: usize) -> (Vec<Request>, ReadError) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let client = async {
        let mut stream = connected(address).await;
        for part in bytes.chunks(size) {
            if stream.write_all(part).await.is_err() {
                break;
            }
            tokio::task::yield_now().await;
        }
        stream.shutdown().await.ok();
        let mut interim = Vec::new();
        stream.read_to_end(&mut interim).await.ok();
        stream
    };
    let server = async {
        let (stream, _) = listener.accept().await.expect("a connection");
        let mut connection = Connection::new(stream);
        let mut requests = Vec::new();
        let problem = loop {
            match connection.read().await {
                Ok(incoming) => requests.push(incoming.request),
                Err(problem) => break problem,
            }
        };
        connection.reset();
        (requests, problem)
    };
    let (_, read) = tokio::join!(client, server);
    read
}

/// Its tasks run while an input is tried.
static SANDBOX: LazyLock<Sandbox> =
    LazyLock::new(|| RUNTIME.block_on(Sandbox::start(Config::default())).expect("the simulator starts"));

/// Raw bytes on a connection to the simulator: it answers with HTTP, or it closes the connection.
pub(crate) fn simulator(bytes: &[u8]) {
    // A fault that hangs or drips would only slow down the inputs after this one.
    if bytes.windows(9).any(|window| window == b"/_sandbox") {
        return;
    }
    let address = SANDBOX.address();
    let answer = RUNTIME.block_on(async {
        let mut stream = connected(address).await;
        stream.write_all(bytes).await.ok();
        stream.shutdown().await.ok();
        let mut answer = Vec::new();
        let end = tokio::time::timeout(LONGEST, stream.read_to_end(&mut answer)).await;
        assert!(end.is_ok(), "neither an answer nor an end within {LONGEST:?}");
        answer
    });
    SANDBOX.reset();
    let is_http = answer.is_empty() || answer.starts_with(b"HTTP/1.1 ");
    // The frames of HTTP/2 begin with a length.
    assert!(is_http || bytes.starts_with(b"PRI"), "{}", String::from_utf8_lossy(&answer));
}

/// A connection that ends with a reset when it is dropped: thousands of inputs a second would use up the ports.
async fn connected(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    stream.set_zero_linger().expect("no linger");
    stream
}
