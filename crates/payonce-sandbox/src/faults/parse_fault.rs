//! Reads one fault of a plan.

use serde_json::Value;

use super::fault::{Fault, When};
use super::kinds::{BodyDamage, Coding, Framing, H2Fault, ListFault, ListOrder, MemoChange};
use super::object::{FaultPlanError, Object, wrong};

pub(super) fn read_fault(path: &str, value: &Value) -> Result<Fault, FaultPlanError> {
    let fault = Object::new(path, value)?;
    let Some(kind) = fault.text("type")? else {
        return wrong(fault.path("type"), format!("missing, expected one of {TYPES}"));
    };
    match kind {
        "status" => {
            fault.knows(&["type", "status", "headers", "body", "when"])?;
            let status = match fault.whole("status", 200)? {
                Some(status) if status <= 599 => u16::try_from(status).unwrap_or(599),
                Some(_) => return wrong(fault.path("status"), "expected a status from 200 to 599"),
                None => return wrong(fault.path("status"), "missing, expected a status from 200 to 599"),
            };
            let body = fault.get("body").map(|body| match body {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            Ok(Fault::Status {
                status,
                headers: read_headers(&fault)?,
                body,
                when: fault.when(When::Before)?,
            })
        }
        "drop" => {
            fault.knows(&["type", "when"])?;
            Ok(Fault::Drop { when: fault.when(When::Before)? })
        }
        "hang" => {
            fault.knows(&["type", "when"])?;
            Ok(Fault::Hang { when: fault.when(When::Before)? })
        }
        "delay" => {
            fault.knows(&["type", "ms", "when"])?;
            Ok(Fault::Delay { ms: fault.needed("ms", 0)?, when: fault.when(When::After)? })
        }
        "truncate" => {
            fault.knows(&["type", "bytes"])?;
            let bytes = usize::try_from(fault.needed("bytes", 0)?).unwrap_or(usize::MAX);
            Ok(Fault::Truncate { bytes })
        }
        "garbage" => {
            fault.knows(&["type"])?;
            Ok(Fault::Garbage)
        }
        "drip" => {
            fault.knows(&["type", "bytes_per_second"])?;
            let speed = fault.needed("bytes_per_second", 1)?;
            Ok(Fault::Drip { bytes_per_second: u32::try_from(speed).unwrap_or(u32::MAX) })
        }
        "error" => {
            fault.knows(&["type", "status", "code", "message", "when"])?;
            let status = error_status(&fault, None)?;
            let (code, message) = (read_code(&fault)?, read_message(&fault)?);
            Ok(Fault::Error { status, code, message, when: fault.when(When::Before)? })
        }
        "late_effect" => {
            fault.knows(&["type", "ms", "status", "code"])?;
            let status = error_status(&fault, Some(500))?;
            Ok(Fault::LateEffect { ms: fault.needed("ms", 0)?, status, code: read_code(&fault)? })
        }
        "challenge" => {
            fault.knows(&["type", "when"])?;
            Ok(Fault::Challenge { when: fault.when(When::After)? })
        }
        "unfinished" => {
            fault.knows(&["type", "framing"])?;
            let framing = fault.word("framing", Framing::parse, Framing::words)?;
            Ok(Fault::Unfinished { framing: framing.unwrap_or(Framing::Chunked) })
        }
        "close_next" => {
            fault.knows(&["type"])?;
            Ok(Fault::CloseNext)
        }
        "h2" => {
            fault.knows(&["type", "does"])?;
            Ok(Fault::H2 { does: fault.needed_word("does", H2Fault::parse, H2Fault::words)? })
        }
        "coding" => {
            fault.knows(&["type", "coding"])?;
            Ok(Fault::Coding { coding: fault.needed_word("coding", Coding::parse, Coding::words)? })
        }
        "body" => {
            fault.knows(&["type", "damage"])?;
            Ok(Fault::Body { damage: fault.needed_word("damage", BodyDamage::parse, BodyDamage::words)? })
        }
        "clock" => read_clock(&fault),
        "memo" => read_memo(&fault),
        "list" => read_list(&fault),
        other => wrong(fault.path("type"), format!("unknown fault \"{other}\", expected one of {TYPES}")),
    }
}

const TYPES: &str = "status, error, drop, hang, delay, truncate, garbage, drip, late_effect, challenge, unfinished, \
                     close_next, h2, coding, body, clock, memo, list";

/// More than any clock is wrong by, and far from what a timestamp can hold.
const MAX_OFFSET_S: i64 = 10 * 366 * 24 * 3600;

fn error_status(fault: &Object<'_>, usual: Option<u16>) -> Result<u16, FaultPlanError> {
    const WANTED: &str = "expected a status from 400 to 599";
    match (fault.whole("status", 400)?, usual) {
        (Some(status), _) if status <= 599 => Ok(u16::try_from(status).unwrap_or(599)),
        (Some(_), _) => wrong(fault.path("status"), WANTED),
        (None, Some(usual)) => Ok(usual),
        (None, None) => wrong(fault.path("status"), format!("missing, {WANTED}")),
    }
}

fn read_code(fault: &Object<'_>) -> Result<Option<Value>, FaultPlanError> {
    match fault.get("code") {
        None => Ok(None),
        Some(code @ (Value::String(_) | Value::Number(_))) => Ok(Some(code.clone())),
        Some(_) => wrong(fault.path("code"), "expected a string or a number"),
    }
}

fn read_message(fault: &Object<'_>) -> Result<Option<Value>, FaultPlanError> {
    match fault.get("message") {
        None => Ok(None),
        Some(text @ Value::String(_)) => Ok(Some(text.clone())),
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => Ok(Some(Value::Array(list.clone()))),
        Some(_) => wrong(fault.path("message"), "expected a string or a list of strings"),
    }
}

fn read_clock(fault: &Object<'_>) -> Result<Fault, FaultPlanError> {
    fault.knows(&["type", "offset_s", "date"])?;
    let offset_s = match fault.get("offset_s").map(Value::as_i64) {
        None => 0,
        Some(Some(seconds)) if (-MAX_OFFSET_S..=MAX_OFFSET_S).contains(&seconds) => seconds,
        Some(_) => {
            return wrong(fault.path("offset_s"), "expected a whole number of seconds, at most ten years");
        }
    };
    Ok(Fault::Clock { offset_s, date: fault.flag("date", true)? })
}

fn read_memo(fault: &Object<'_>) -> Result<Fault, FaultPlanError> {
    fault.knows(&["type", "change", "characters"])?;
    let change = fault.needed_word("change", MemoChange::parse, MemoChange::words)?;
    let characters = match (change, fault.whole("characters", 0)?) {
        (MemoChange::Cut, None) => {
            return wrong(fault.path("characters"), "missing, expected how many characters stay");
        }
        (MemoChange::Cut, Some(characters)) => Some(usize::try_from(characters).unwrap_or(usize::MAX)),
        (_, None) => None,
        (_, Some(_)) => return wrong(fault.path("characters"), "belongs to \"cut\" only"),
    };
    Ok(Fault::Memo { change, characters })
}

fn read_list(fault: &Object<'_>) -> Result<Fault, FaultPlanError> {
    fault.knows(&[
        "type",
        "lag_ms",
        "order",
        "page_size",
        "hides_more",
        "ignores_filters",
        "empty",
        "cached",
    ])?;
    let list = ListFault {
        lag_ms: fault.whole("lag_ms", 0)?,
        order: fault.word("order", ListOrder::parse, ListOrder::words)?,
        page_size: fault.whole("page_size", 1)?.map(|size| usize::try_from(size).unwrap_or(usize::MAX)),
        hides_more: fault.flag("hides_more", false)?,
        ignores_filters: fault.flag("ignores_filters", false)?,
        empty: fault.flag("empty", false)?,
        cached: fault.flag("cached", false)?,
    };
    if list == ListFault::default() {
        return wrong(
            fault.path("type"),
            "a list fault that changes nothing, give at least one of its fields",
        );
    }
    Ok(Fault::List(list))
}

fn read_headers(fault: &Object<'_>) -> Result<Option<Vec<(String, String)>>, FaultPlanError> {
    let Some(value) = fault.get("headers") else { return Ok(None) };
    let Some(headers) = value.as_object() else {
        return wrong(fault.path("headers"), "expected an object of names and values");
    };
    let mut read = Vec::new();
    for (name, value) in headers {
        let field = format!("{}.{name}", fault.path("headers"));
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return wrong(field, "expected a string"),
        };
        let printable = |text: &str| text.bytes().all(|byte| byte == b'\t' || (byte >= 32 && byte != 127));
        // A line break here would let the plan inject further header fields.
        if name.is_empty() || name.contains([' ', ':']) || !printable(name) || !printable(&value) {
            return wrong(field, "not a header that can be sent");
        }
        read.push((name.clone(), value));
    }
    Ok(Some(read))
}
