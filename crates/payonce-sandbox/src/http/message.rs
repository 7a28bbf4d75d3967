//! A request and a response, independent of sockets.

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// One request as the client sent it.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query, still percent-encoded.
    pub target: String,
    /// In the client's order and with the client's capital letters.
    pub headers: Vec<(String, String)>,
    /// The body, without its framing.
    pub body: Vec<u8>,
}

impl Request {
    /// The first value of a header, without the whitespace around it.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// The target without its query, still percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path_and_query().0
    }

    /// The query without its question mark, still percent-encoded.
    #[must_use]
    pub fn query(&self) -> &str {
        self.path_and_query().1
    }

    /// The same request with another query.
    pub(crate) fn with_query(&self, query: &str) -> Self {
        Self { target: format!("{}?{query}", self.path()), ..self.clone() }
    }

    fn path_and_query(&self) -> (&str, &str) {
        // A client that treats the server as a proxy puts the host into the target as well.
        let target = self
            .target
            .strip_prefix("http://")
            .and_then(|rest| rest.find('/').and_then(|slash| rest.get(slash..)))
            .unwrap_or(&self.target);
        target.split_once('?').unwrap_or((target, ""))
    }

    /// The token after `Bearer ` in the authorization header.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let value = self.header("authorization")?;
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// The first value of a query parameter.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query().split('&').filter(|pair| !pair.is_empty()).find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key) == name).then(|| decode(value))
        })
    }

    /// The decoded segments of the path, without the first `skip`.
    pub(crate) fn segments(&self, skip: usize) -> Vec<String> {
        self.path().split('/').filter(|part| !part.is_empty()).skip(skip).map(decode_path).collect()
    }

    /// The body read as JSON; an empty body reads as null.
    pub(crate) fn json(&self) -> Result<Value, serde_json::Error> {
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.body)
    }

    pub(crate) fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn decode(text: &str) -> String {
    decode_path(&text.replace('+', " "))
}

fn decode_path(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// One response, without the headers that the connection adds.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Names and values in the order in which they are sent.
    pub headers: Vec<(String, String)>,
    /// The body, without its framing.
    pub body: Vec<u8>,
}

impl Response {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    /// A response without headers and body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// The reason phrase of a status.
#[must_use]
pub fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        424 => "Failed Dependency",
        425 => "Too Early",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ if status < 300 => "OK",
        _ if status < 400 => "Redirect",
        _ => "Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(target: &str) -> Request {
        Request { target: target.to_owned(), ..Request::default() }
    }

    #[test]
    fn path_and_query_are_read_from_the_target() {
        for (target, path, query) in [
            ("/a/b?c=d&e", "/a/b", "c=d&e"),
            ("/a", "/a", ""),
            ("/a?", "/a", ""),
            ("http://127.0.0.1:80/a?b=/c", "/a", "b=/c"),
            ("*", "*", ""),
        ] {
            let request = request(target);
            assert_eq!((request.path(), request.query()), (path, query), "{target}");
            assert_eq!(request.target, target);
        }
    }

    #[test]
    fn another_query_keeps_the_path() {
        let changed = request("/a%2Fb?page=1&status=x").with_query("page=1");
        assert_eq!((changed.path(), changed.query()), ("/a%2Fb", "page=1"));
        assert_eq!(
            (changed.query_value("page").as_deref(), changed.query_value("status")),
            (Some("1"), None)
        );
    }
}
