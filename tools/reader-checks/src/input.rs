//! The form of inputs: sections between lines of `%%`. A section about a response is a line, header fields, and after an
//! empty line the body.

use payonce_core::{FailureCause, Headers, Phase, Received, Response, TransportFailure};

/// The parts between lines of `%%`.
pub(crate) fn sections(bytes: &[u8]) -> Vec<&[u8]> {
    const BETWEEN: &[u8] = b"\n%%\n";
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN) {
        let (section, more) = rest.split_at(at);
        found.push(section);
        rest = more.get(BETWEEN.len()..).unwrap_or_default();
    }
    found.push(rest);
    found
}

/// The first line as text, and what follows it.
pub(crate) fn line(bytes: &[u8]) -> (String, &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (first, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
    (String::from_utf8_lossy(first).into_owned(), rest.get(1..).unwrap_or_default())
}

/// Header fields, and the body after an empty line.
pub(crate) fn fields(mut rest: &[u8]) -> (Headers, Vec<u8>) {
    let mut headers = Vec::new();
    while !rest.is_empty() {
        let (field, after) = line(rest);
        rest = after;
        match field.split_once(": ") {
            Some((name, value)) => headers.push((name.to_owned(), value.to_owned())),
            None if field.is_empty() => break,
            None => headers.push((field, String::new())),
        }
    }
    (headers.into_iter().collect(), rest.to_vec())
}

/// The status of a response; any word gives one.
pub(crate) fn status(word: &str) -> u16 {
    word.parse::<u16>().ok().filter(|status| (100..1000).contains(status)).unwrap_or(402)
}

/// A response, or the failure that the first line names with a phase.
pub(crate) fn received(section: &[u8]) -> Received {
    let (first, rest) = line(section);
    if let Ok(phase) = first.parse::<Phase>()
        && phase != Phase::Answered
    {
        return Received::Failure(TransportFailure {
            phase,
            cause: Some(FailureCause::Connection),
            message: "the connection broke".to_owned(),
            head: None,
        });
    }
    let (headers, body) = fields(rest);
    Received::Response(Response { status: status(&first), headers, body })
}
