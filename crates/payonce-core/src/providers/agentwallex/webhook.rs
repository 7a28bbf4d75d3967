//! How AgentWallex signs the events that it reports.

use std::time::Duration;

use crate::spec::doc::Doc;
use crate::spec::webhook::{WebhookAlgorithm, WebhookSecret, WebhookSpec};

/// How old an event may be unless the caller says otherwise. The provider's own retries carry the time of the event,
/// not of the delivery, and no public page says for how long it retries.
pub const TOLERANCE: Duration = Duration::from_secs(24 * 60 * 60);

/// No public page shows how the signature is written, nor whether a timestamp is signed (`docs/unverified.md`).
pub static WEBHOOK: WebhookSpec = WebhookSpec {
    header: "X-AgentWallex-Signature",
    value: None,
    separator: ',',
    algorithm: WebhookAlgorithm::HmacSha256,
    encoding: None,
    signed: &["{body}", "{timestamp}.{body}"],
    timestamp: Some("/created_at"),
    tolerance: Some(TOLERANCE),
    accepts_no_time: true,
    secret: WebhookSecret { env: &[], prefix: "", base64: false },
    event_type: "/type",
    id: Some("/id"),
    created_at: Some("/created_at"),
    data: "/data",
    states: &[],
    source: Doc::new("docs.agentwallex.com, webhooks"),
};
