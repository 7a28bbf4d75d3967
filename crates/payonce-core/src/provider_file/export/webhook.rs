//! How events are signed, and what they report.

use super::Table;
use crate::provider_file::duration::written;
use crate::spec::types::Progress;
use crate::spec::webhook::{EventStates, WebhookSpec};

pub(super) fn table(webhook: &WebhookSpec) -> Table {
    let secret = Table::default()
        .with("env", webhook.secret.env.first().copied())
        .with("prefix", webhook.secret.prefix)
        .with("base64", webhook.secret.base64);
    let separator = webhook.separator.to_string();
    Table::default()
        .with("header", webhook.header)
        .with("value", webhook.value)
        .with("separator", Some(separator).filter(|separator| separator != ","))
        .with("algorithm", webhook.algorithm.as_str())
        .with("encoding", webhook.encoding.map(|encoding| encoding.as_str()))
        .with("signed", webhook.signed)
        .with("timestamp", webhook.timestamp)
        .with("tolerance", webhook.tolerance.map(written))
        .with("secret", secret)
        .with("type", webhook.event_type)
        .with("id", webhook.id)
        .with("created_at", webhook.created_at)
        .with("data", webhook.data)
        .with("state", webhook.states.iter().map(states).collect::<Vec<_>>())
        .with("source", webhook.source.text())
}

fn states(states: &EventStates) -> Table {
    let words = |progress: Progress| -> Vec<&str> {
        states.words.iter().filter(|(_, known)| *known == progress).map(|(word, _)| *word).collect()
    };
    Table::default()
        .with("pointer", states.pointer)
        .with("pending", words(Progress::Open))
        .with("succeeded", words(Progress::Succeeded))
        .with("failed", words(Progress::Failed))
        .with("id", states.id)
        .with("look", states.look.map(|(look, _)| look))
        .with("look_by", states.look.map(|(_, by)| by))
}
