//! A connection over HTTP/1.1, written by hand: faults break it in ways that HTTP libraries do not offer.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::message::{Request, Response, reason};

const MAX_HEAD: usize = 64 * 1024;
pub(crate) const MAX_BODY: usize = 32 * 1024 * 1024;
const MAX_HEADERS: usize = 200;
/// The size of a chunk with all its extensions, in one line.
const MAX_CHUNK_LINE: usize = 4 * 1024;
/// All trailers together.
const MAX_TRAILERS: usize = 16 * 1024;

/// Why the connection could not read a request.
#[derive(Debug)]
pub enum ReadError {
    /// The client closed the connection, or the socket failed.
    Closed,
    /// The bytes are not a valid HTTP/1.1 request: the status to respond with, and the problem.
    Invalid(u16, &'static str),
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        Self::Closed
    }
}

/// A request, and whether the client reuses the connection.
#[derive(Debug)]
pub struct Incoming {
    /// The request.
    pub request: Request,
    /// Whether the client keeps the connection open for another request.
    pub keep_alive: bool,
}

/// One connection, and the bytes that arrived but belong to a later request.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

struct Head {
    request: Request,
    length: usize,
    http_11: bool,
}

impl Connection {
    /// Takes over a connection that a listener accepted.
    #[must_use]
    pub fn new(stream: TcpStream) -> Self {
        // Small writes must not wait for each other, or every byte of a slow body would be late.
        let _ = stream.set_nodelay(true);
        Self { stream, buffer: Vec::new() }
    }

    /// Reads one request.
    ///
    /// # Errors
    ///
    /// The client closed the connection, or sent bytes that are not a request.
    pub async fn read(&mut self) -> Result<Incoming, ReadError> {
        let Head { mut request, length, http_11 } = loop {
            if let Some(head) = parse_head(&self.buffer)? {
                break head;
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(ReadError::Invalid(400, "the request head is too long"));
            }
            self.fill().await?;
        };
        self.buffer.drain(..length);

        let chunked =
            request.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
        let expected = match request.header("content-length") {
            None => 0,
            Some(text) => {
                text.parse().map_err(|_| ReadError::Invalid(400, "content-length is not a number"))?
            }
        };
        if expected > MAX_BODY {
            return Err(ReadError::Invalid(413, "the request body is too long"));
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
            0 => Err(ReadError::Closed),
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
                    Ok(httparse::Status::Partial) if self.buffer.len() > MAX_CHUNK_LINE => {
                        return Err(ReadError::Invalid(
                            400,
                            "the size of a chunk and its extensions are too long",
                        ));
                    }
                    Ok(httparse::Status::Partial) => self.fill().await?,
                    Err(_) => return Err(ReadError::Invalid(400, "a chunk has no valid size")),
                }
            };
            if used > MAX_CHUNK_LINE {
                return Err(ReadError::Invalid(400, "the size of a chunk and its extensions are too long"));
            }
            self.buffer.drain(..used);
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            if size > MAX_BODY.saturating_sub(body.len()) {
                return Err(ReadError::Invalid(413, "the request body is too long"));
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
                if skipped + self.buffer.len() > MAX_TRAILERS {
                    return Err(ReadError::Invalid(400, "the trailers are too long"));
                }
                self.fill().await?;
                continue;
            };
            skipped += end + 2;
            if skipped > MAX_TRAILERS {
                return Err(ReadError::Invalid(400, "the trailers are too long"));
            }
            self.buffer.drain(..end + 2);
            if end == 0 {
                return Ok(());
            }
        }
    }

    /// Sends the head of a response whose body will have the length of the response's.
    async fn send_head(&mut self, response: &Response, keep_alive: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
        for (name, value) in &response.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let has_framing = response.headers.iter().any(|(name, _)| {
            name.eq_ignore_ascii_case("content-length") || name.eq_ignore_ascii_case("transfer-encoding")
        });
        if !has_framing && response.status != 204 {
            head.push_str(&format!("Content-Length: {}\r\n", response.body.len()));
        }
        head.push_str(if keep_alive {
            "Connection: keep-alive\r\n\r\n"
        } else {
            "Connection: close\r\n\r\n"
        });
        self.stream.write_all(head.as_bytes()).await
    }

    /// Sends a complete response.
    ///
    /// # Errors
    ///
    /// The client closed the connection.
    pub async fn send(&mut self, response: &Response, keep_alive: bool) -> io::Result<()> {
        self.send_head(response, keep_alive).await?;
        self.stream.write_all(&response.body).await
    }

    /// Announces the whole body, and sends only its first bytes.
    ///
    /// # Errors
    ///
    /// The client closed the connection.
    pub async fn send_cut(&mut self, response: &Response, bytes: usize) -> io::Result<()> {
        self.send_head(response, false).await?;
        self.stream.write_all(response.body.get(..bytes).unwrap_or(&response.body)).await
    }

    /// Sends the whole body in a chunk, and not the empty chunk that would end it.
    pub(crate) async fn send_without_last_chunk(&mut self, response: &Response) -> io::Result<()> {
        self.send_head(&response.clone().with_header("Transfer-Encoding", "chunked"), false).await?;
        self.stream.write_all(format!("{:x}\r\n", response.body.len()).as_bytes()).await?;
        self.stream.write_all(&response.body).await?;
        self.stream.write_all(b"\r\n").await
    }

    /// Sends the whole body, and announces more bytes than it has.
    pub(crate) async fn send_with_excess_length(&mut self, response: &Response) -> io::Result<()> {
        let length = response.body.len() + 7;
        self.send_head(&response.clone().with_header("Content-Length", length.to_string()), false).await?;
        self.stream.write_all(&response.body).await
    }

    /// Sends the body byte by byte.
    pub(crate) async fn send_slowly(
        &mut self,
        response: &Response,
        bytes_per_second: u32,
        keep_alive: bool,
    ) -> io::Result<()> {
        self.send_head(response, keep_alive).await?;
        let interval = drip_interval(bytes_per_second);
        for byte in &response.body {
            sleep(interval).await;
            self.stream.write_all(std::slice::from_ref(byte)).await?;
        }
        Ok(())
    }

    /// Begins a stream of events, whose parts [`Connection::send_part`] sends.
    pub(crate) async fn begin_events(&mut self) -> io::Result<()> {
        let response = Response::empty(200)
            .with_header("Content-Type", "text/event-stream")
            .with_header("Cache-Control", "no-store")
            .with_header("X-Content-Type-Options", "nosniff")
            .with_header("Cross-Origin-Resource-Policy", "same-origin")
            .with_header("Transfer-Encoding", "chunked");
        self.send_head(&response, false).await
    }

    /// Sends a part of a stream at once.
    pub(crate) async fn send_part(&mut self, part: &[u8]) -> io::Result<()> {
        let mut chunk = format!("{:x}\r\n", part.len()).into_bytes();
        chunk.extend_from_slice(part);
        chunk.extend_from_slice(b"\r\n");
        self.stream.write_all(&chunk).await
    }

    /// Waits for the first byte of the next request; false when the client closes the connection first.
    pub(crate) async fn receives_data(&mut self) -> bool {
        !self.buffer.is_empty() || self.fill().await.is_ok()
    }

    /// Waits until the client closes the connection, and ignores what it sends until then.
    pub async fn wait_for_close(&mut self) {
        let mut ignored = [0_u8; 4096];
        while matches!(self.stream.read(&mut ignored).await, Ok(count) if count > 0) {}
    }

    /// Ends the connection with a reset instead of an orderly close.
    pub fn reset(self) {
        let _ = self.stream.set_zero_linger();
    }

    /// Closes the connection in order after everything that was sent.
    pub async fn close(&mut self) {
        let _ = self.stream.shutdown().await;
    }
}

/// The time between two bytes of a slow body.
pub(crate) fn drip_interval(bytes_per_second: u32) -> Duration {
    Duration::from_secs_f64(1.0 / f64::from(bytes_per_second.max(1)))
}

fn parse_head(buffer: &[u8]) -> Result<Option<Head>, ReadError> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(ReadError::Invalid(400, "this is not an HTTP/1.1 request")),
    };
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: parsed.path.unwrap_or("/").to_owned(),
        headers: parsed
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
            .collect(),
        body: Vec::new(),
    };
    Ok(Some(Head { request, length, http_11: parsed.version == Some(1) }))
}
