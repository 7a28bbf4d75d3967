//! How a provider signs the events that it reports, and what they mean.

use super::{accessor, members, shape};
use crate::spec::webhook::{DigestEncoding, WebhookAlgorithm};

members! {
    /// How the provider signs the events that it reports to a server, and what they mean. Every webhook is verified; there is no
    /// member that makes a signature optional.
    Webhook, WEBHOOK {
        /// The header field with the signatures.
        "header" header: required_text,
        /// How it is written: `t={timestamp},v1={signature}`. Several signatures are several such parts. By default, signatures count
        /// in any spelling, with or without a name, and a time beside them as `t=`.
        "value" value: maybe_text,
        /// The character between the parts of the header field: `,` (the default), `;` or a blank.
        "separator" separator: maybe_text,
        /// How signatures are made.
        "algorithm" algorithm: required_word(WebhookAlgorithm, WebhookAlgorithm::HmacSha256),
        /// How signatures are written; by default, both ways are read.
        "encoding" encoding: maybe_word(DigestEncoding),
        /// What is signed, with `{timestamp}`, `{id}` and `{body}`: `["{timestamp}.{body}"]`. Of several, one has to be.
        "signed" signed: texts,
        /// Where the time is if `value` does not have it: `@header:webhook-timestamp`, or the pointer to a member of the event.
        "timestamp" timestamp: maybe_text,
        /// How old an event may be, at most `7d`. Required if events have a time.
        "tolerance" tolerance: time,
        /// The secret that signs.
        "secret" secret: group(SecretRow, WEBHOOK_SECRET),
        /// The pointer to the type of an event; by default `/type`.
        "type" event_type: maybe_text,
        /// Where the id of an event is, by which a second delivery is recognized: a pointer, or `@header:webhook-id` if it is signed.
        "id" id: maybe_text,
        /// The pointer to the time at which it happened, if that is a string.
        "created_at" created_at: maybe_text,
        /// The pointer to what the event is about; by default the event as a whole.
        "data" data: text,
        /// What events report of objects. The first entry that lists the word of the event counts.
        "state" states: list(EventState, EVENT_STATE),
        /// The page or the section that states these facts.
        "source" source: source,
    }
}

members! {
    /// The secret of a webhook.
    SecretRow, WEBHOOK_SECRET {
        /// The environment variable; by default, the id in upper case with `_WEBHOOK_SECRET`.
        "env" env: maybe_text,
        /// The beginning that is not part of the key, such as `whsec_`.
        "prefix" prefix: text,
        /// Whether the key is encoded in base64.
        "base64" base64: flag,
    }
}

members! {
    /// What words of an event report of an object. An event with another word reports nothing.
    EventState, EVENT_STATE {
        /// The pointer to the member of the event that holds the word: `/type`, `/data/status`.
        "pointer" pointer: required_text,
        /// Words of an object that may still change.
        "pending" pending: texts,
        /// Words of final success.
        "succeeded" succeeded: texts,
        /// Words of final failure.
        "failed" failed: texts,
        /// The pointer to the id of the object.
        "id" id: maybe_text,
        /// The operation that reads the object.
        "look" look: maybe_text,
        /// The argument of that operation that takes the id; by default its first one.
        "look_by" look_by: maybe_text,
    }
}

impl SecretRow<'_> {
    /// The variable that the secret is read from where the file names none.
    pub(crate) fn env_or(self, upper: &str) -> String {
        self.env().map_or_else(|| [upper, "_WEBHOOK_SECRET"].concat(), ToOwned::to_owned)
    }
}
