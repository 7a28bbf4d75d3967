//! HTTP/1.1 by hand: a fault has to reach below what an HTTP library lets one touch.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::faults::Framing;
use crate::message::{Request, Response, reason};
use crate::providers::Whims;

const MOST_HEAD: usize = 64 * 1024;
pub(crate) const MOST_BODY: usize = 32 * 1024 * 1024;
const MOST_HEADERS: usize = 200;
/// The size of a chunk with all its extensions, in one line.
const MOST_CHUNK_LINE: usize = 4 * 1024;
/// All trailers together.
const MOST_TRAILERS: usize = 16 * 1024;

/// Why no request could be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The client left, or the socket failed.
    Gone,
    /// What came is not HTTP/1.1; the status says what to answer.
    Bad(u16, &'static str),
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// A request and whether the client keeps the connection for another.
pub(crate) struct Incoming {
    pub(crate) request: Request,
    pub(crate) keep_alive: bool,
}

/// One connection and the bytes that arrived ahead of their turn.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
}

struct Head {
    request: Request,
    length: usize,
    http_11: bool,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream) -> Self {
        // Small writes must not wait for each other, or every drip and every answer would be late.
        let _ = stream.set_nodelay(true);
        Self { stream, buffer: Vec::new() }
    }

    pub(crate) async fn read(&mut self) -> Result<Incoming, ReadError> {
        let Head { mut request, length, http_11 } = loop {
            if let Some(head) = parse_head(&self.buffer)? {
                break head;
            }
            if self.buffer.len() > MOST_HEAD {
                return Err(ReadError::Bad(400, "the request head is too long"));
            }
            self.fill().await?;
        };
        self.buffer.drain(..length);

        let chunked =
            request.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
        let expected = match request.header("content-length") {
            None => 0,
            Some(text) => text.parse().map_err(|_| ReadError::Bad(400, "content-length is not a number"))?,
        };
        if expected > MOST_BODY {
            return Err(ReadError::Bad(413, "the request body is too long"));
        }
        let waits = request.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue"));
        if waits && (chunked || self.buffer.len() < expected) {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        request.body = if chunked { self.chunks().await? } else { self.take(expected).await? };

        let connection = request.header("connection").unwrap_or_default().to_ascii_lowercase();
        let keep_alive =
            if http_11 { !connection.contains("close") } else { connection.contains("keep-alive") };
        Ok(Incoming { request, keep_alive })
    }

    async fn fill(&mut self) -> Result<(), ReadError> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(ReadError::Gone),
            _ => Ok(()),
        }
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>, ReadError> {
        while self.buffer.len() < length {
            self.fill().await?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    async fn chunks(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut body = Vec::new();
        loop {
            let (used, size) = loop {
                match httparse::parse_chunk_size(&self.buffer) {
                    Ok(httparse::Status::Complete((used, size))) => break (used, size),
                    Ok(httparse::Status::Partial) if self.buffer.len() > MOST_CHUNK_LINE => {
                        return Err(ReadError::Bad(
                            400,
                            "the size of a chunk and its extensions are too long",
                        ));
                    }
                    Ok(httparse::Status::Partial) => self.fill().await?,
                    Err(_) => return Err(ReadError::Bad(400, "a chunk has no valid size")),
                }
            };
            if used > MOST_CHUNK_LINE {
                return Err(ReadError::Bad(400, "the size of a chunk and its extensions are too long"));
            }
            self.buffer.drain(..used);
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            if size > MOST_BODY.saturating_sub(body.len()) {
                return Err(ReadError::Bad(413, "the request body is too long"));
            }
            if size == 0 {
                self.skip_trailers().await?;
                return Ok(body);
            }
            body.extend(self.take(size).await?);
            self.take(2).await?;
        }
    }

    async fn skip_trailers(&mut self) -> Result<(), ReadError> {
        let mut skipped = 0;
        loop {
            let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\r\n") else {
                if skipped + self.buffer.len() > MOST_TRAILERS {
                    return Err(ReadError::Bad(400, "the trailers are too long"));
                }
                self.fill().await?;
                continue;
            };
            skipped += end + 2;
            if skipped > MOST_TRAILERS {
                return Err(ReadError::Bad(400, "the trailers are too long"));
            }
            self.buffer.drain(..end + 2);
            if end == 0 {
                return Ok(());
            }
        }
    }

    /// Sends the head of an answer whose body will have the length of the response's.
    pub(crate) async fn write_head(&mut self, response: &Response, keep_alive: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
        let own_length = response.headers.iter().any(|(name, _)| {
            name.eq_ignore_ascii_case("content-length") || name.eq_ignore_ascii_case("transfer-encoding")
        });
        if !own_length && response.status != 204 {
            head.push_str(&format!("Content-Length: {}\r\n", response.body.len()));
        }
        for (name, value) in &response.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(if keep_alive {
            "Connection: keep-alive\r\n\r\n"
        } else {
            "Connection: close\r\n\r\n"
        });
        self.stream.write_all(head.as_bytes()).await
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Sends a whole answer.
    pub(crate) async fn send(&mut self, response: &Response, keep_alive: bool) -> io::Result<()> {
        self.write_head(response, keep_alive).await?;
        self.write(&response.body).await
    }

    /// Sends the whole body, and announces more of it than there is.
    pub(crate) async fn send_unfinished(&mut self, response: &Response, framing: Framing) -> io::Result<()> {
        let mut response = response.clone();
        let body = std::mem::take(&mut response.body);
        match framing {
            Framing::Chunked => {
                let chunked = response.with_header("Transfer-Encoding", "chunked");
                self.write_head(&chunked, false).await?;
                self.write(format!("{:x}\r\n", body.len()).as_bytes()).await?;
                self.write(&body).await?;
                self.write(b"\r\n").await
            }
            Framing::Length => {
                let longer = response.with_header("Content-Length", (body.len() + 7).to_string());
                self.write_head(&longer, false).await?;
                self.write(&body).await
            }
        }
    }

    /// Sends the body in a trickle.
    pub(crate) async fn drip(&mut self, response: &Response, speed: u32, keep_alive: bool) -> io::Result<()> {
        self.write_head(response, keep_alive).await?;
        let pause = Duration::from_secs_f64(1.0 / f64::from(speed.max(1)));
        for byte in &response.body {
            sleep(pause).await;
            self.write(std::slice::from_ref(byte)).await?;
        }
        Ok(())
    }

    /// Waits for the first byte of the next request; false when the client leaves before.
    pub(crate) async fn something_arrives(&mut self) -> bool {
        !self.buffer.is_empty() || self.fill().await.is_ok()
    }

    /// Waits until the client leaves.
    pub(crate) async fn until_left(&mut self) {
        let mut ignored = [0_u8; 1024];
        while matches!(self.stream.read(&mut ignored).await, Ok(count) if count > 0) {}
    }

    /// Ends the connection with a reset instead of a farewell.
    pub(crate) fn reset(self) {
        let _ = self.stream.set_zero_linger();
    }

    /// Says farewell, so that the client gets what was sent even if it was still sending.
    pub(crate) async fn close(mut self) {
        let _ = self.stream.shutdown().await;
    }
}

fn parse_head(buffer: &[u8]) -> Result<Option<Head>, ReadError> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(ReadError::Bad(400, "this is not an HTTP/1.1 request")),
    };
    let target = parsed.path.unwrap_or("/");
    // A client that takes us for a proxy names the host as well.
    let target = target
        .strip_prefix("http://")
        .and_then(|rest| rest.find('/').and_then(|slash| rest.get(slash..)))
        .unwrap_or(target);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: parsed
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
            .collect(),
        body: Vec::new(),
        whims: Whims::default(),
    };
    Ok(Some(Head { request, length, http_11: parsed.version == Some(1) }))
}
