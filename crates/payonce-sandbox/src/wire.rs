//! HTTP/1.1 by hand: a fault has to reach below what an HTTP library lets one touch.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::message::{Request, Response, reason};

const MOST_HEAD: usize = 64 * 1024;
const MOST_BODY: usize = 32 * 1024 * 1024;
const MOST_HEADERS: usize = 200;

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
            Some(text) => text.parse().map_err(|_| ReadError::Bad(400, "content-length is no number"))?,
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
                    Ok(httparse::Status::Partial) => self.fill().await?,
                    Err(_) => return Err(ReadError::Bad(400, "a chunk has no valid size")),
                }
            };
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
        loop {
            let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\r\n") else {
                self.fill().await?;
                continue;
            };
            self.buffer.drain(..end + 2);
            if end == 0 {
                return Ok(());
            }
        }
    }

    /// Sends the head of an answer whose body will have the length of the response's.
    pub(crate) async fn write_head(&mut self, response: &Response, keep_alive: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
        let own_length = response.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
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
    };
    Ok(Some(Head { request, length, http_11: parsed.version == Some(1) }))
}
