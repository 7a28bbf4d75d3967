//! The objects that calls created.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::declared::{State, place};

/// An object of the provider.
#[derive(Debug)]
pub(super) struct Object {
    /// The paths of the collections that it is in.
    pub(super) collections: Vec<String>,
    pub(super) id: String,
    pub(super) body: Value,
    pub(super) born: Timestamp,
    /// The state that it comes into, and when.
    pub(super) becomes: Option<(Timestamp, String, Value)>,
}

impl Object {
    /// Moves into the next state if its time has come.
    fn proceed(&mut self, now: Timestamp) {
        if let Some((at, pointer, state)) = self.becomes.take_if(|(at, ..)| *at <= now) {
            let _ = at;
            place(&mut self.body, &pointer, state);
        }
    }
}

/// All objects, oldest first.
#[derive(Debug, Default)]
pub(super) struct Objects(Vec<Object>);

impl Objects {
    pub(super) fn add(&mut self, object: Object) {
        self.0.push(object);
    }

    pub(super) fn find(&mut self, collection: &str, id: &str, now: Timestamp) -> Option<&mut Object> {
        let is_it = |object: &&mut Object| {
            object.id == id && object.collections.iter().any(|name| name == collection)
        };
        let object = self.0.iter_mut().rev().find(is_it)?;
        object.proceed(now);
        Some(object)
    }

    pub(super) fn remove(&mut self, collection: &str, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|object| object.id != id || !object.collections.iter().any(|name| name == collection));
        self.0.len() < before
    }

    /// The objects of a collection, newest first.
    pub(super) fn of(&mut self, collection: &str, now: Timestamp) -> Vec<(Timestamp, Value)> {
        self.0
            .iter_mut()
            .rev()
            .filter(|object| object.collections.iter().any(|name| name == collection))
            .map(|object| {
                object.proceed(now);
                (object.born, object.body.clone())
            })
            .collect()
    }
}

/// The state that a request asks for with `sandbox:<state>`, and the one that follows it.
pub(super) struct Wished {
    pub(super) state: String,
    pub(super) then: Option<String>,
    /// Whether the operation ends without an effect.
    pub(super) fails: bool,
}

/// The wished state: a word of the file, or one of `pending`, `pending_forever`, `pending_failed` and `failed`.
pub(super) fn wished(state: &State, wish: &str) -> Option<Wished> {
    let first = |words: &[String]| words.first().cloned();
    let failed = state.failed();
    let failure = failed.first().map(|word| (*word).to_owned());
    let done = first(&state.succeeded);
    let wished = |state: String, then: Option<String>, fails: bool| Wished { state, then, fails };
    match wish {
        "pending_forever" => Some(wished(first(&state.pending)?, None, false)),
        "pending_failed" => Some(wished(first(&state.pending)?, Some(failure?), true)),
        word if state.pending.iter().any(|pending| pending == word) => {
            Some(wished(word.to_owned(), done, false))
        }
        "pending" => Some(wished(first(&state.pending)?, done, false)),
        word if state.succeeded.iter().any(|done| done == word) => Some(wished(word.to_owned(), None, false)),
        word if failed.contains(&word) => Some(wished(word.to_owned(), None, true)),
        "failed" => Some(wished(failure?, None, true)),
        _ => None,
    }
}

/// Puts an object into the wished state; without a wish and an example with a state, into the first successful one.
pub(super) fn set_state(body: &mut Value, state: &State, wished: Option<&Wished>) {
    // The example has a state in a header field, and sends it as it is.
    if state.pointer.starts_with('@') {
        return;
    }
    let pointer = format!("/{}", state.pointer.trim_start_matches('/'));
    let has_one = body.pointer(&pointer).is_some();
    let usual = state.succeeded.first().filter(|_| !has_one);
    if let Some(state) = wished.map(|wished| &wished.state).or(usual) {
        place(body, &pointer, state.clone().into());
    }
}

/// A new id in the form of the one in the example: with a UUID, or with a number at its end.
pub(super) fn new_id(example: Option<&str>, kind: &str, number: &str, hex: &str) -> String {
    let Some(example) = example else { return format!("{kind}_{number}") };
    let uuid = example.len().checked_sub(36).and_then(|at| example.split_at_checked(at));
    if let Some((stem, uuid)) = uuid.filter(|(_, uuid)| uuid.matches('-').count() == 4) {
        let mut digits = hex.chars();
        let new = uuid.chars().map(|letter| if letter == '-' { '-' } else { digits.next().unwrap_or('0') });
        return format!("{stem}{}", new.collect::<String>());
    }
    let stem = example.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if stem.is_empty() { number.trim_start_matches('0').to_owned() } else { format!("{stem}{number}") }
}

/// The member that holds the id, if the example of an object has one.
pub(super) fn id_member(example: &Map<String, Value>) -> Option<&str> {
    let is_id = |name: &&String| name.as_str() == "id" || name.ends_with("Id") || name.ends_with("_id");
    if example.is_empty() || example.contains_key("id") {
        Some("id")
    } else {
        example.keys().find(is_id).map(String::as_str)
    }
}

/// The members of the request that the object shows: those that the file declares of it, or that its example has.
pub(super) fn echoed(
    into: &mut Map<String, Value>,
    request: &Map<String, Value>,
    fields: Option<&[String]>,
    kept: &[&str],
) {
    for (name, value) in request {
        let is_member = fields.is_none_or(|fields| fields.contains(name)) || into.contains_key(name);
        if is_member && !kept.contains(&name.as_str()) {
            into.insert(name.clone(), value.clone());
        }
    }
}

const TIMES: [&str; 4] = ["created", "created_at", "createdAt", "updatedAt"];

/// Sets the times in an example to the present.
pub(super) fn set_times(body: &mut Map<String, Value>, now: Timestamp) {
    for name in TIMES {
        if let Some(time) = body.get_mut(name) {
            *time = time_like(time, now);
        }
    }
}

/// The time in the form of another value: seconds where that is a number.
pub(super) fn time_like(other: &Value, now: Timestamp) -> Value {
    if other.is_number() { now.as_second().into() } else { crate::clock::rfc3339(now).into() }
}
