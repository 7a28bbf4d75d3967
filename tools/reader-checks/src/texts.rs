//! JSON, as the core reads and writes it.

use payonce_core::json as core_json;
use serde_json::Value;

/// The core keeps what is nested deeper as text; `serde_json` gives up at 128.
const DEPTH: usize = 100;

/// The core reads what `serde_json` reads, with the same value, and reads again what it wrote.
pub(crate) fn json(bytes: &[u8]) {
    let ours = core_json::read(bytes);
    if let Ok(theirs) = serde_json::from_slice::<Value>(bytes)
        && depth(&theirs) <= DEPTH
        // serde_json takes an object with this member for a number.
        && !String::from_utf8_lossy(bytes).contains("serde_json")
    {
        assert_eq!(ours.as_ref(), Ok(&theirs));
    }
    if let Ok(value) = ours {
        let written = core_json::write(&value);
        assert_eq!(core_json::read(written.as_bytes()).as_ref(), Ok(&value), "{written}");
        assert!(serde_json::from_str::<Value>(&written).is_ok(), "{written}");
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}
