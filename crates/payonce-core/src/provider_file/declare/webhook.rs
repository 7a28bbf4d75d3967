//! How a provider signs its events.

use super::kept_doc;
use super::{keep, keep_all, text, texts};
use crate::provider_file::duration::duration;
use crate::provider_file::members::{EventState, File, Webhook};
use crate::spec::types::Progress;
use crate::spec::webhook::{EventStates, WebhookSecret, WebhookSpec};

pub(super) fn declare(file: File<'_>, webhook: Webhook<'_>, upper: &str) -> &'static WebhookSpec {
    let secret = webhook.secret();
    keep(WebhookSpec {
        header: text(webhook.header()),
        value: webhook.value().map(text),
        separator: webhook.separator().and_then(|text| text.chars().next()).unwrap_or(','),
        algorithm: webhook.algorithm(),
        encoding: webhook.encoding(),
        signed: texts(&webhook.signed()),
        timestamp: webhook.timestamp().map(text),
        tolerance: webhook.tolerance().and_then(duration),
        accepts_no_time: false,
        secret: WebhookSecret {
            env: texts(&[&secret.env_or(upper)]),
            prefix: text(secret.prefix()),
            base64: secret.base64(),
        },
        event_type: webhook.event_type().map_or("/type", text),
        id: webhook.id().map(text),
        created_at: webhook.created_at().map(text),
        data: text(webhook.data()),
        states: keep_all(webhook.states().map(|row| states(file, row))),
        source: kept_doc!(webhook.source()),
    })
}

fn states(file: File<'_>, row: EventState<'_>) -> EventStates {
    let mut words = Vec::new();
    for (list, progress) in [
        (row.pending(), Progress::Open),
        (row.succeeded(), Progress::Succeeded),
        (row.failed(), Progress::Failed),
    ] {
        words.extend(list.into_iter().map(|word| (text(word), progress)));
    }
    EventStates {
        pointer: text(row.pointer()),
        words: words.leak(),
        id: row.id().map(text),
        look: file.look(row.look(), row.look_by()).map(|(look, by)| (text(look), text(by))),
    }
}
