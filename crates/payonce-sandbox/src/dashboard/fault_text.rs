//! A fault in words.

use crate::faults::{Fault, H2Fault, ListFault, When};

/// What the fault did to a request.
pub(super) fn describe(fault: &Fault) -> String {
    match fault {
        Fault::Status { status, when, .. } => format!("{status} {}", at(*when)),
        Fault::Error { status, code, when, .. } => {
            let code = code.as_ref().map(|code| format!(" {}", plain(&code.to_string())));
            format!("{status}{} {}", code.unwrap_or_default(), at(*when))
        }
        Fault::Drop { when: When::After } => "response lost after the effect".to_owned(),
        Fault::Drop { when: When::Before } => "request lost before the effect".to_owned(),
        Fault::Hang { when } => format!("no response, {}", at(*when)),
        Fault::Delay { ms, .. } => format!("response {} late", seconds(*ms)),
        Fault::Truncate { bytes } => format!("response cut after {bytes} bytes"),
        Fault::Garbage => "response is not JSON".to_owned(),
        Fault::Drip { bytes_per_second } => format!("{bytes_per_second} bytes per second"),
        Fault::LateEffect { ms, status, .. } => format!("{status}, and the effect {} later", seconds(*ms)),
        Fault::Challenge { when } => format!("402 challenge {}", at(*when)),
        Fault::Unfinished { .. } => "response without its end".to_owned(),
        Fault::CloseNext => "connection dies at the next request".to_owned(),
        Fault::H2 { does: H2Fault::RefusedStream } => "stream refused".to_owned(),
        Fault::H2 { does: H2Fault::Goaway } => "GOAWAY before the effect".to_owned(),
        Fault::H2 { does: H2Fault::ResetAfter } => "stream reset after the effect".to_owned(),
        Fault::Coding { .. } => "response compressed".to_owned(),
        Fault::Body { .. } => "response body damaged".to_owned(),
        Fault::Clock { offset_s, .. } => format!("clock wrong by {offset_s} s"),
        Fault::Memo { .. } => "memo changed".to_owned(),
        Fault::List(list) => of_list(list),
    }
}

fn at(when: When) -> &'static str {
    match when {
        When::Before => "before the effect",
        When::After => "after the effect",
    }
}

fn plain(json: &str) -> &str {
    json.trim_matches('"')
}

fn seconds(ms: u64) -> String {
    if ms.is_multiple_of(1000) { format!("{} s", ms / 1000) } else { format!("{ms} ms") }
}

fn of_list(list: &ListFault) -> String {
    let mut parts = Vec::new();
    if list.empty {
        parts.push("is empty".to_owned());
    }
    if let Some(ms) = list.lag_ms {
        parts.push(format!("lags {}", seconds(ms)));
    }
    if list.order.is_some() {
        parts.push("has another order".to_owned());
    }
    if let Some(size) = list.page_size {
        parts.push(format!("has {size} entries per page"));
    }
    if list.hides_more {
        parts.push("hides its next page".to_owned());
    }
    if list.ignores_filters {
        parts.push("ignores its filters".to_owned());
    }
    if list.cached {
        parts.push("repeats an old response".to_owned());
    }
    format!("list {}", parts.join(", "))
}
