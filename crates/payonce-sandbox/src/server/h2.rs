//! One connection over HTTP/2 with prior knowledge: the same requests and faults, and those that only HTTP/2 has.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use tokio::io::{AsyncWriteExt as _, Interest};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::exchange::{Delivery, LONGEST_HANG, Protocol, Shared, handle, stopped};
use crate::faults::H2Fault;
use crate::http::{MAX_BODY, Request, Response, drip_interval};

/// The first bytes of a client that uses HTTP/2.
const PREFACE: &[u8] = b"PRI * HTTP/2.0";
/// Long enough for a client to read a GOAWAY before the connection ends.
const FAREWELL: Duration = Duration::from_millis(50);

/// Whether the client begins with HTTP/2, whose preface is not a request of HTTP/1.1. Nothing is taken from the stream.
pub(crate) async fn begins_with_h2(stream: &TcpStream) -> bool {
    let mut seen = [0_u8; PREFACE.len()];
    loop {
        let Ok(ready) = stream.ready(Interest::READABLE).await else { return false };
        let Ok(count) = stream.peek(&mut seen).await else { return false };
        let (seen, preface) =
            (seen.get(..count).unwrap_or_default(), PREFACE.get(..count).unwrap_or_default());
        if count == 0 || seen != preface {
            return false;
        }
        if count == PREFACE.len() {
            return true;
        }
        // The rest of a preface will not come.
        if ready.is_read_closed() {
            return false;
        }
        // `peek` leaves the bytes in place, so an immediate retry would only use processor time.
        sleep(Duration::from_millis(1)).await;
    }
}

/// A second handle of the connection, for a frame that the library would not send.
type Raw = Arc<Mutex<TcpStream>>;

/// Which streams a `GOAWAY` may name. It disowns every stream above the last one that it names, so that none of those may
/// be processed, before or after.
#[derive(Debug, Default)]
struct Streams {
    highest: u32,
    ended: bool,
}

impl Streams {
    /// Begins a stream, unless a `GOAWAY` has disowned it.
    fn begin(&mut self, stream: u32) -> bool {
        self.highest = self.highest.max(stream);
        !self.ended
    }

    /// Ends the connection at this stream, unless a later one has begun.
    fn end_before(&mut self, stream: u32) -> bool {
        let ends = !self.ended && self.highest == stream;
        self.ended |= ends;
        ends
    }
}

type OpenStreams = Arc<std::sync::Mutex<Streams>>;

fn lock(streams: &OpenStreams) -> std::sync::MutexGuard<'_, Streams> {
    streams.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

pub(crate) async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stop: watch::Receiver<()>) {
    let Ok((stream, raw)) = twice(stream) else { return };
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    let streams = OpenStreams::default();
    let mut running = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = connection.accept() => accepted,
            Some(_) = running.join_next() => continue,
            () = stopped(&mut stop) => return,
        };
        let Some(Ok((request, respond))) = accepted else { return };
        if lock(&streams).begin(respond.stream_id().as_u32()) {
            let (shared, raw, streams) = (Arc::clone(&shared), Arc::clone(&raw), Arc::clone(&streams));
            running.spawn(exchange(request, respond, shared, raw, streams));
        }
    }
}

fn twice(stream: TcpStream) -> io::Result<(TcpStream, Raw)> {
    let stream = stream.into_std()?;
    let raw = TcpStream::from_std(stream.try_clone()?)?;
    Ok((TcpStream::from_std(stream)?, Arc::new(Mutex::new(raw))))
}

async fn exchange(
    request: http::Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
    shared: Arc<Shared>,
    raw: Raw,
    streams: OpenStreams,
) {
    let Some(request) = read(request).await else { return respond.send_reset(Reason::INTERNAL_ERROR) };
    let reply = handle(&shared, &request, Protocol::Http2).await;
    let sent = match reply.delivery {
        Delivery::Whole(response) => send(&mut respond, &response, &[&response.body], true).map(drop),
        Delivery::Drip(response, speed) => drip(&mut respond, &response, drip_interval(speed)).await,
        Delivery::Cut(response, bytes) => {
            let part = response.body.get(..bytes).unwrap_or(&response.body);
            broken_off(&mut respond, &response, part).await
        }
        Delivery::Unfinished(response, _) => broken_off(&mut respond, &response, &response.body).await,
        Delivery::Reset | Delivery::H2(H2Fault::ResetAfter) => {
            respond.send_reset(Reason::INTERNAL_ERROR);
            Ok(())
        }
        Delivery::H2(H2Fault::RefusedStream) => {
            respond.send_reset(Reason::REFUSED_STREAM);
            Ok(())
        }
        Delivery::H2(H2Fault::Goaway) => {
            let stream = respond.stream_id().as_u32();
            if lock(&streams).end_before(stream) {
                goodbye(&raw, stream.saturating_sub(2)).await;
            } else {
                respond.send_reset(Reason::REFUSED_STREAM);
            }
            Ok(())
        }
        // The page uses HTTP/1.1.
        Delivery::Events => send(&mut respond, &Response::empty(404), &[], true).map(drop),
        Delivery::Hang => {
            let _ =
                tokio::time::timeout(LONGEST_HANG, std::future::poll_fn(|at| respond.poll_reset(at))).await;
            Ok(())
        }
    };
    if sent.is_err() {
        respond.send_reset(Reason::INTERNAL_ERROR);
    }
}

/// Reads the whole request; `None` if it is incomplete or too long.
async fn read(request: http::Request<RecvStream>) -> Option<Request> {
    let (head, mut stream) = request.into_parts();
    let mut body = Vec::new();
    while let Some(part) = stream.data().await {
        let part = part.ok()?;
        stream.flow_control().release_capacity(part.len()).ok()?;
        if body.len() + part.len() > MAX_BODY {
            return None;
        }
        body.extend_from_slice(&part);
    }
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let authority = head.uri.authority().map(|host| ("host".to_owned(), host.to_string()));
    let fields = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value)));
    Some(Request {
        method: head.method.as_str().to_owned(),
        target: head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: authority.into_iter().chain(fields).collect(),
        body,
    })
}

fn head_of(response: &Response) -> http::Response<()> {
    let mut head = http::Response::new(());
    *head.status_mut() = http::StatusCode::from_u16(response.status).unwrap_or(http::StatusCode::OK);
    for (name, value) in &response.headers {
        let field =
            http::HeaderName::try_from(name.as_str()).ok().zip(http::HeaderValue::try_from(value).ok());
        if let Some((name, value)) = field {
            head.headers_mut().append(name, value);
        }
    }
    head
}

fn send(
    respond: &mut SendResponse<Bytes>,
    response: &Response,
    parts: &[&[u8]],
    ends: bool,
) -> Result<h2::SendStream<Bytes>, h2::Error> {
    let mut stream = respond.send_response(head_of(response), false)?;
    for part in parts {
        stream.send_data(Bytes::copy_from_slice(part), false)?;
    }
    if ends {
        stream.send_data(Bytes::new(), true)?;
    }
    Ok(stream)
}

/// Sends a body, or a part of it, and then resets the stream before the end of the body.
async fn broken_off(
    respond: &mut SendResponse<Bytes>,
    response: &Response,
    part: &[u8],
) -> Result<(), h2::Error> {
    let mut stream = send(respond, response, &[part], false)?;
    // The library drops unsent data when the stream is reset.
    sleep(FAREWELL).await;
    stream.send_reset(Reason::INTERNAL_ERROR);
    Ok(())
}

async fn drip(
    respond: &mut SendResponse<Bytes>,
    response: &Response,
    pause: Duration,
) -> Result<(), h2::Error> {
    let mut stream = send(respond, response, &[], false)?;
    for byte in &response.body {
        sleep(pause).await;
        stream.send_data(Bytes::copy_from_slice(std::slice::from_ref(byte)), false)?;
    }
    stream.send_data(Bytes::new(), true)
}

/// Says that no stream above `last` was processed, and ends the connection. The library counts every stream that it has
/// read as processed, so that this frame goes past it.
async fn goodbye(raw: &Raw, last: u32) {
    const HEAD: [u8; 9] = [0, 0, 8, 7, 0, 0, 0, 0, 0];
    let mut frame = HEAD.to_vec();
    frame.extend(last.to_be_bytes());
    frame.extend(u32::from(Reason::NO_ERROR).to_be_bytes());
    let mut raw = raw.lock().await;
    let _ = raw.write_all(&frame).await;
    sleep(FAREWELL).await;
    let _ = raw.shutdown().await;
}

#[cfg(test)]
mod tests {
    use super::Streams;

    #[test]
    fn goaway_keeps_every_stream_that_has_begun_and_no_stream_begins_after_it() {
        let mut streams = Streams::default();
        assert!(streams.begin(1));
        assert!(streams.begin(3));
        assert!(!streams.end_before(1), "stream 3 is being processed");
        assert!(streams.end_before(3));
        assert!(!streams.begin(5));
        assert!(!streams.end_before(5), "one GOAWAY is enough");
    }
}
