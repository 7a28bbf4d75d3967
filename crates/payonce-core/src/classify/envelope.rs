//! What another protocol wraps around the response of a provider: a JSON-RPC 2.0 response or its error object, the
//! result of an MCP tool, and an error that payonce itself passed on.

use serde_json::{Map, Value};

use crate::model::body::{object, text};
use crate::model::json::{self, Json};
use crate::model::vocabulary::{Actor, Advice, Evidence, Kind, Outcome};
use crate::spec::errors::{ErrorFallback, ErrorTable, NO_STATUS, refusal};

/// More layers than gateways put around a response. What is wrapped more often is not opened.
const LAYERS: usize = 4;
/// How many values of a JSON text inside of a message are kept.
const VALUES: usize = 50_000;
/// The members of a tool result. An object without `isError` that has others is something else.
const OF_RESULT: &[&str] =
    &["content", "structuredContent", "structured_content", "isError", "is_error", "_meta", "meta"];

/// What is inside.
#[derive(Debug)]
pub(super) struct Opened {
    /// Whether a layer reports an error.
    pub(super) is_error: bool,
    /// The code of the innermost JSON-RPC error.
    pub(super) code: Option<String>,
    /// The text of the innermost layer that has one.
    pub(super) message: Option<String>,
    /// What the codes of JSON-RPC say, where the provider's own code does not.
    pub(super) row: ErrorFallback<u16>,
    /// Whether a layer contradicts itself, so that it proves nothing.
    pub(super) contradictory: bool,
    /// The response of the provider; null if there is none.
    pub(super) inner: Value,
    /// The members of an error of payonce.
    pub(super) own: Option<Map<String, Value>>,
}

impl Opened {
    /// An RFC 9457 problem without the status of an error around it.
    pub(super) fn problem(inner: Value) -> Self {
        Self {
            is_error: true,
            code: None,
            message: None,
            row: NO_STATUS,
            contradictory: false,
            inner,
            own: None,
        }
    }
}

/// One layer: its own statement, and what is in it.
#[derive(Default)]
struct Layer {
    is_error: bool,
    code: Option<Value>,
    message: Option<String>,
    contradictory: bool,
    inner: Value,
    /// Where payonce writes its error beside a text for a model.
    second: Option<Value>,
}

/// Whether a member may belong to something that wraps a response. An object without such a member wraps nothing.
pub(super) fn may_wrap(name: &str, value: &Json<'_>) -> bool {
    match name {
        "code" => matches!(value, Json::Number(_)),
        // An error of payonce has its outcome, or has it in its details.
        "outcome" | "details" | "jsonrpc" => true,
        _ => OF_RESULT.contains(&name),
    }
}

/// Opens all layers of what arrived with this status, if it had one. Nothing for a value that nothing wraps.
pub(super) fn open(value: &Value, status: Option<u16>, table: &ErrorTable) -> Option<Opened> {
    let is_success = status.is_some_and(|status| (200..300).contains(&status));
    let is_error = status.is_some() && !is_success;
    let mut opened = Opened { is_error, ..Opened::problem(Value::Null) };
    let mut layer = layer_of(value);
    if layer.is_none() {
        opened.own = value.as_object().filter(|_| !is_success).and_then(own);
        return opened.own.is_some().then_some(opened);
    }
    for _ in 0..LAYERS {
        let Some(found) = layer else { break };
        opened.is_error |= found.is_error;
        opened.contradictory |= found.contradictory;
        if let Some(code) = &found.code {
            let row = row_of(code, &found.inner, table);
            // What the outer layer leaves open stays open.
            let was_open = opened.code.is_some() && opened.row.evidence == Evidence::None;
            opened.row =
                ErrorFallback { evidence: if was_open { Evidence::None } else { row.evidence }, ..row };
            opened.code = Some(json::write(code));
        }
        opened.message = found.message.or(opened.message);
        if opened.is_error {
            let places = [Some(&found.inner), found.second.as_ref()];
            opened.own = places.into_iter().flatten().filter_map(Value::as_object).find_map(own);
        }
        layer = layer_of(&found.inner);
        opened.inner = found.inner;
    }
    Some(opened)
}

fn layer_of(value: &Value) -> Option<Layer> {
    match value {
        Value::Array(items) if items.iter().any(is_json_rpc) => Some(match items.as_slice() {
            [item] => Layer { inner: item.clone(), ..Layer::default() },
            _ => Layer {
                is_error: true,
                contradictory: true,
                message: Some(format!("a batch of {} responses; classify each of them", items.len())),
                ..Layer::default()
            },
        }),
        Value::Object(members) if is_json_rpc(value) => Some(json_rpc(members)),
        Value::Object(members) => tool_result(members).or_else(|| bare_error(members)),
        _ => None,
    }
}

fn is_json_rpc(value: &Value) -> bool {
    value.as_object().and_then(|members| json::member(members, "jsonrpc")).and_then(Value::as_str)
        == Some("2.0")
}

fn json_rpc(members: &Map<String, Value>) -> Layer {
    let given = |name: &str| json::member(members, name).filter(|value| !value.is_null());
    match (given("error"), given("result")) {
        (Some(error), result) => {
            let layer = match error.as_object() {
                Some(error) => of_error(error),
                None => Layer { message: error.as_str().map(ToOwned::to_owned), ..Layer::default() },
            };
            Layer { is_error: true, contradictory: result.is_some(), ..layer }
        }
        (None, Some(result)) => Layer { inner: result.clone(), ..Layer::default() },
        // A method may return nothing at all, but not without saying so.
        (None, None) => {
            let is_error = !members.contains_key("result");
            Layer { is_error, contradictory: is_error, ..Layer::default() }
        }
    }
}

/// The error object without its response, as clients raise it. A provider's own body with a number as its code is none.
fn bare_error(members: &Map<String, Value>) -> Option<Layer> {
    let code = json::member(members, "code")?.as_i64()?;
    let has_form = json::member(members, "message").is_some_and(Value::is_string)
        && members.keys().all(|name| matches!(name.as_str(), "code" | "message" | "data"));
    let is_reserved = (-32_768..=-32_000).contains(&code);
    (has_form && (is_reserved || members.contains_key("data"))).then(|| of_error(members))
}

fn of_error(error: &Map<String, Value>) -> Layer {
    let data = error.get("data");
    let mut inner = data.and_then(document).unwrap_or_default();
    if let Some(members) = inner.as_object_mut() {
        // The drafts of MPP put the problem beside the challenges.
        if let Some(Value::Object(problem)) = members.shift_remove("problem") {
            for (name, value) in problem {
                members.entry(name).or_insert(value);
            }
        }
    } else if let Some(data) = data.filter(|data| !data.is_null()) {
        inner = Value::Object([("data".to_owned(), data.clone())].into_iter().collect());
    }
    Layer {
        is_error: true,
        code: error.get("code").filter(|code| code.is_number()).cloned(),
        message: text(error, "message").map(ToOwned::to_owned),
        inner,
        ..Layer::default()
    }
}

fn tool_result(members: &Map<String, Value>) -> Option<Layer> {
    let either = |names: [&str; 2]| names.iter().find_map(|name| json::member(members, name));
    let flag = either(["isError", "is_error"]).filter(|flag| !flag.is_null());
    let content = json::member(members, "content").and_then(Value::as_array);
    let structured = either(["structuredContent", "structured_content"]).filter(|value| value.is_object());
    let is_content = content.is_some_and(|items| items.iter().all(|item| text_of(item, "type").is_some()));
    let is_result = match flag {
        Some(Value::Bool(_)) => content.is_some() || structured.is_some(),
        _ => is_content && members.keys().all(|name| OF_RESULT.contains(&name.as_str())),
    };
    if !is_result {
        return None;
    }
    let mut texts = content.into_iter().flatten().filter_map(|item| text_of(item, "text"));
    let (first, second) = (texts.next(), texts.next());
    let first_document = first.and_then(read);
    let message = first.filter(|_| first_document.is_none()).map(ToOwned::to_owned);
    let structured = structured.filter(|value| value.as_object().is_some_and(|members| !members.is_empty()));
    Some(Layer {
        is_error: flag.is_some_and(|flag| *flag != Value::Bool(false)),
        message,
        inner: structured.cloned().or(first_document).unwrap_or_default(),
        second: second.and_then(read),
        ..Layer::default()
    })
}

fn text_of<'a>(item: &'a Value, name: &str) -> Option<&'a str> {
    text(item.as_object()?, name)
}

/// An object, or one that was written as a text.
fn document(value: &Value) -> Option<Value> {
    match value {
        Value::Object(_) => Some(value.clone()),
        Value::String(text) => read(text),
        _ => None,
    }
}

/// A text that is a JSON object as a whole.
fn read(text: &str) -> Option<Value> {
    let found = text.trim_start().starts_with('{').then(|| json::read_some(text, VALUES).ok())?;
    found.filter(Value::is_object)
}

/// What a code of JSON-RPC proves (JSON-RPC 2.0 §5.1; -32042 and -32043: the MCP transport of the MPP drafts).
fn row_of(code: &Value, inner: &Value, table: &ErrorTable) -> ErrorFallback<u16> {
    let unproven = |kind, actor| ErrorFallback { key: 0, kind, actor, evidence: Evidence::None };
    match code.as_i64() {
        // The method was not called: the message is not JSON, or the method does not exist.
        Some(-32_700) => refusal(0, Kind::InvalidRequest, Actor::Developer),
        Some(-32_601) => refusal(0, Kind::NotFound, Actor::Developer),
        // MCP's own SDKs also use these two for a result that does not fit its schema, after the tool has run.
        Some(-32_600 | -32_602) => unproven(Kind::InvalidRequest, Actor::Developer),
        // A challenge, as with HTTP 402. In MCP the same code without challenges asks the user to open a page.
        Some(-32_042) if inner.get("challenges").is_some_and(Value::is_array) => *table.status(402),
        Some(-32_042) => NO_STATUS,
        // x402 sends one code for the first challenge and for a payment that it did not accept.
        Some(-32_043 | 402) => unproven(Kind::InsufficientFunds, Actor::Operator),
        Some(-32_099..=-32_000 | -32_603) => unproven(Kind::Server, Actor::Provider),
        _ => NO_STATUS,
    }
}

/// The members of an error that payonce wrote: its JSON form, a problem, the facts of a tool result, or a response that
/// has them in its details.
fn own(members: &Map<String, Value>) -> Option<Map<String, Value>> {
    let is_own = |members: &Map<String, Value>| {
        let parses = |name: &str| text(members, name).unwrap_or_default();
        parses("outcome").parse::<Outcome>().is_ok()
            && parses("advice").parse::<Advice>().is_ok()
            && json::member(members, "retryable").is_some_and(Value::is_boolean)
    };
    let is_named = |name: &str| text(members, name).is_some();
    if !is_named("error") && !is_named("kind") {
        return None;
    }
    if is_own(members) {
        return Some(members.clone());
    }
    let details = object(members, "details").filter(|details| is_own(details))?;
    let mut all = members.clone();
    all.shift_remove("details");
    all.extend(details.clone());
    Some(all)
}
