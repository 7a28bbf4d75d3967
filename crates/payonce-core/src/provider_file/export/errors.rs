//! The codes, and where the signals of a failure are.

use serde_json::Value;

use super::Table;
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::spec::errors::{ErrorTable, SignalPlace};
use crate::spec::provider::{ProviderSpec, ReadSignals};

fn facts(table: Table, kind: Kind, actor: Actor, evidence: Evidence) -> Table {
    table.with("kind", kind.as_str()).with("actor", actor.as_str()).with("evidence", evidence.as_str())
}

/// Adds the tables of errors.
pub(super) fn add(file: Table, errors: &ErrorTable) -> Table {
    let quote = |status: Option<u16>, evidence: Evidence| {
        let needs =
            evidence == Evidence::Refused && status.is_some_and(|status| status >= 500 || status == 408);
        needs.then(|| errors.proof.text())
    };
    let codes = errors.codes.iter().map(|row| {
        let user = row.user.map(|user| Table::default().with("en", user.en).with("es", user.es));
        facts(Table::default().with("code", row.code), row.kind, row.actor, row.evidence)
            .with("status", row.status)
            .with("meaning", row.meaning)
            .with("user", user.unwrap_or_default())
            .with("source", row.source.text())
            .with("quote", quote(row.status, row.evidence))
    });
    let categories = errors.types.iter().map(|row| {
        facts(Table::default().with("category", row.key), row.kind, row.actor, row.evidence)
            .with("source", errors.source.text())
    });
    let statuses = errors.statuses.iter().map(|row| {
        facts(Table::default().with("status", row.key), row.kind, row.actor, row.evidence)
            .with("source", errors.source.text())
            .with("quote", quote(Some(row.key), row.evidence))
    });
    let texts = errors.patterns.iter().map(|row| {
        Table::default()
            .with("contains", row.contains)
            .with("status", row.status)
            .with("kind", row.kind.as_str())
            .with("actor", row.actor.as_str())
            .with("meaning", row.meaning)
            .with("source", row.source.text())
    });
    let spellings = errors.spellings.iter();
    let spellings = spellings.fold(Table::default(), |table, (other, code)| table.with(other, *code));
    file.with("spelling", spellings)
        .with("code", codes.collect::<Vec<_>>())
        .with("category", categories.collect::<Vec<_>>())
        .with("status", statuses.collect::<Vec<_>>())
        .with("text", texts.collect::<Vec<_>>())
}

/// Where the signals are.
pub(super) fn read(spec: &ProviderSpec) -> Table {
    let transient = spec.should_retry_header;
    let ReadSignals::Declared(places) = spec.read else {
        return Table::default().with("transient", transient);
    };
    let waits = places.retry_after.iter().map(|(place, unit)| {
        let name = if matches!(place, SignalPlace::Header(_)) { "header" } else { "pointer" };
        Table::default()
            .with(name, text_of(place).trim_start_matches("@header:"))
            .with("unit", if *unit == 1 { "ms" } else { "s" })
    });
    let denied = places.denied_success.iter().map(|denied| {
        let table = Table::default().with("pointer", text_of(&denied.place));
        match denied.equals.and_then(|equals| serde_json::from_str::<Value>(equals).ok()) {
            Some(equals) => table.always("equals", equals),
            None => table,
        }
    });
    Table::default()
        .with("code", all(places.code))
        .with("category", all(places.category))
        .with("message", all(places.message))
        .with("request_id", all(places.request_id))
        .with("retry_after", waits.collect::<Vec<_>>())
        .with("transient", transient)
        .with("denied_success", denied.collect::<Vec<_>>())
        .with("charges_denied_success", places.charges_denied_success)
        .with("flags", places.flags)
}

fn all(places: &[SignalPlace]) -> Vec<String> {
    places.iter().map(text_of).collect()
}

fn text_of(place: &SignalPlace) -> String {
    match place {
        SignalPlace::Header(name) => format!("@header:{name}"),
        SignalPlace::Encoded { header, pointer } => format!("@base64:{header}{pointer}"),
        SignalPlace::Pointer(text) | SignalPlace::Member(text) => (*text).to_owned(),
    }
}
