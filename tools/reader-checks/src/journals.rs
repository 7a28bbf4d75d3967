//! Rows of a journal, which another release or a person may have written.

use std::time::Duration;

use payonce_core::journal::{Entry, JournalEntry, RETENTION_MS, SettledBy, candidates, due, prune, settle};
use payonce_core::{
    CaseStyle, Input, JournalAnswer, JournalConfig, JournalOp, JournalRow, JournalState, Now, Outcome,
    Provider, Step, ffi, json,
};
use serde_json::Value;

use crate::calls::{client, lost};

const NOW_MS: u64 = 1_800_000_000_000;
const KEY: &str = "order_4711_attempt_1";
const ARGUMENTS: &str = r#"{"agent_id": "agent_1", "target_url": "https://example.com/report"}"#;

/// A row as JSON. It is written as it was read, and a call that finds it under its key sends nothing unless no request can have
/// been sent before.
pub(crate) fn journal_row(bytes: &[u8]) {
    let Ok(Value::Object(members)) = json::read(bytes) else { return };
    let Ok(row) = JournalRow::read(&members) else { return };
    let Value::Object(written) = row.to_value() else { panic!("a row is an object") };
    assert_eq!(JournalRow::read(&written).as_ref(), Ok(&row));
    let entry = Entry::read(&row.entry);
    match JournalEntry::of(&row, NOW_MS) {
        Ok(view) => assert!(serde_json::from_str::<Value>(&view.to_value().to_string()).is_ok()),
        Err(_) => assert!(entry.is_err()),
    }
    let _ = due(row.provider.operation(&row.operation), &row, NOW_MS);
    let _ = candidates(row.provider, row.key.as_deref().unwrap_or(&row.id));
    let verdict = SettledBy { by: "a person".to_owned(), note: "looked".to_owned(), frees_key: false };
    for op in [settle(&row, Outcome::NotApplied, verdict, NOW_MS).ok(), prune(&row, NOW_MS, RETENTION_MS)]
        .into_iter()
        .flatten()
    {
        let JournalOp::Update { row: next, if_generation } = op else { panic!("a verdict is an update") };
        assert_eq!(if_generation, row.generation);
        assert!(Entry::read(&next.entry).is_ok());
    }
    claimed(&row);
}

/// A call of an operation that no provider recognizes twice finds the row.
fn claimed(found: &JournalRow) {
    let client = client(Provider::AGENTWALLEX).with_journal(JournalConfig { owner: "a".to_owned() });
    let options = format!(r#"{{"idempotency_key": "{KEY}"}}"#);
    let mut call = ffi::call(&client, "x402.pay", ARGUMENTS, &options, CaseStyle::Snake, [7; 16])
        .expect("valid arguments");
    let mut now = Now { monotonic: Duration::ZERO, unix_ms: NOW_MS };
    let mut input = Input::Start;
    let mut claims = 0;
    for _ in 0..1_000 {
        input = match call.step(now, input) {
            Step::Send(request) => {
                let can_be_free = match found.state {
                    JournalState::Planned | JournalState::Claimed => true,
                    // A person freed the key, or the call had no effect.
                    JournalState::Settled => found.outcome == Some(Outcome::NotApplied),
                    JournalState::Sending | JournalState::Open => false,
                };
                assert!(request.method == "GET" || can_be_free, "{found:?}");
                assert!(Entry::read(&found.entry).is_ok(), "{found:?}");
                lost().into()
            }
            Step::Wait(wait) => {
                now.monotonic += wait;
                Input::Waited
            }
            Step::Journal(op) => {
                let there = |own: &JournalRow| JournalRow {
                    id: own.id.clone(),
                    provider: own.provider,
                    account: own.account.clone(),
                    operation: own.operation.clone(),
                    ..found.clone()
                };
                let answer = JournalAnswer { now_ms: NOW_MS, ..JournalAnswer::default() };
                let answer = match op {
                    JournalOp::Claim(own) => {
                        claims += 1;
                        assert_eq!(claims, 1);
                        JournalAnswer { row: Some(there(&own)), ..answer }
                    }
                    JournalOp::Get { .. } => JournalAnswer { row: Some(found.clone()), ..answer },
                    JournalOp::Update { row, .. } => {
                        JournalAnswer { written: true, row: Some(*row), ..answer }
                    }
                    JournalOp::List { .. } => answer,
                };
                Input::Journal(Ok(answer))
            }
            Step::Done(_) => return,
        };
    }
    panic!("a call does not end");
}
