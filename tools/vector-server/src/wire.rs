//! HTTP/1.1 by hand: a script has to break connections in ways that an HTTP library does not offer.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const MOST_HEADERS: usize = 200;
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// One request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// Reads one request; nothing when the client left before its end.
pub(crate) async fn read(stream: &mut TcpStream) -> io::Result<Option<Request>> {
    let mut buffer = Vec::new();
    let (mut request, head) = loop {
        if let Some(parsed) = parse(&buffer)? {
            break parsed;
        }
        if buffer.len() > MOST_BYTES || stream.read_buf(&mut buffer).await? == 0 {
            return Ok(None);
        }
    };
    buffer.drain(..head);
    if request.header("transfer-encoding").is_some() {
        let Some(body) = chunks(stream, buffer).await? else { return Ok(None) };
        request.body = body;
        return Ok(Some(request));
    }
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    while buffer.len() < length {
        if buffer.len() > MOST_BYTES || stream.read_buf(&mut buffer).await? == 0 {
            return Ok(None);
        }
    }
    buffer.truncate(length);
    request.body = buffer;
    Ok(Some(request))
}

fn parse(buffer: &[u8]) -> io::Result<Option<(Request, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let status = parsed.parse(buffer).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    let httparse::Status::Complete(length) = status else { return Ok(None) };
    let headers = parsed
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: parsed.path.unwrap_or_default().to_owned(),
        headers,
        body: Vec::new(),
    };
    Ok(Some((request, length)))
}

async fn chunks(stream: &mut TcpStream, mut buffer: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        match httparse::parse_chunk_size(&buffer) {
            Ok(httparse::Status::Complete((used, size))) => {
                let size = usize::try_from(size).unwrap_or(usize::MAX);
                let whole = used.saturating_add(size).saturating_add(2);
                if buffer.len() >= whole {
                    body.extend_from_slice(buffer.get(used..used + size).unwrap_or_default());
                    buffer.drain(..whole);
                    if size == 0 {
                        return Ok(Some(body));
                    }
                    continue;
                }
            }
            Ok(httparse::Status::Partial) => {}
            Err(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, "a chunk has no valid size")),
        }
        if buffer.len() > MOST_BYTES || stream.read_buf(&mut buffer).await? == 0 {
            return Ok(None);
        }
    }
}

/// How long a body that breaks off stays readable before its connection ends.
const BEFORE_BROKEN_END: Duration = Duration::from_millis(750);

/// An answer of the server's own, or of a script.
#[derive(Debug, Clone, Default)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// How much of the body is really sent.
    pub(crate) truncate: Option<usize>,
}

impl Response {
    pub(crate) fn text(status: u16, text: impl Into<String>) -> Self {
        let headers = vec![("content-type".to_owned(), "text/plain; charset=utf-8".to_owned())];
        Self { status, headers, body: text.into().into_bytes(), truncate: None }
    }

    pub(crate) fn json(value: &impl serde::Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => {
                let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
                Self { status: 200, headers, body, truncate: None }
            }
            Err(error) => Self::text(500, error.to_string()),
        }
    }
}

/// Sends an answer and ends the connection: a browser that finds a kept connection broken sends the request again by
/// itself, which would be one request too many.
pub(crate) async fn write(mut stream: TcpStream, response: &Response) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if response.status != 204 {
        head.push_str(&format!("content-length: {}\r\n", response.body.len()));
    }
    head.push_str(
        "connection: close\r\n\
         access-control-allow-origin: *\r\n\
         access-control-expose-headers: *\r\n\r\n",
    );
    let sent = response.truncate.and_then(|bytes| response.body.get(..bytes)).unwrap_or(&response.body);
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(sent).await?;
    if sent.len() < response.body.len() {
        // A browser drops what it has not read yet when it sees the broken end, so the page gets time to read.
        tokio::time::sleep(BEFORE_BROKEN_END).await;
    }
    stream.shutdown().await?;
    // A client that is still sending must not have its answer destroyed by a reset.
    drain(&mut stream).await;
    Ok(())
}

/// Waits until the client leaves.
pub(crate) async fn drain(stream: &mut TcpStream) {
    let mut ignored = [0_u8; 4096];
    while matches!(stream.read(&mut ignored).await, Ok(count) if count > 0) {}
}

/// Makes the end of the connection a reset instead of a farewell.
pub(crate) fn reset(stream: &TcpStream) {
    // Without it the client sees an orderly end, which is another failure.
    let _ = stream.set_zero_linger();
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        599 => "Not As The Script Says",
        _ => "Answer",
    }
}
