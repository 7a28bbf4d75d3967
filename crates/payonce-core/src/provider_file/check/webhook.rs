//! What holds of webhooks: whatever is trusted is signed, and an old delivery is recognized.

use std::time::Duration;

use crate::provider_file::check::{Checker, is_forbidden, is_token};
use crate::provider_file::duration::duration;
use crate::provider_file::members::{EventState, Webhook};
use crate::provider_file::problem::Seen;
use crate::spec::webhook::{header_of, template};

/// The longest time for which a signed delivery counts.
const MAX_TOLERANCE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// The most forms of what is signed: each one costs a code over the whole body.
const MAX_SIGNED: usize = 4;
/// What can be signed.
const SIGNED: &[&str] = &["timestamp", "id", "body"];

impl<'a> Checker<'a> {
    pub(super) fn webhook(&mut self) {
        let Some(webhook) = self.file.webhook() else { return };
        if is_forbidden(webhook.header()) {
            self.add_of(
                webhook.0.place("header"),
                webhook.header(),
                "is not a header field that can carry a signature",
            );
        }
        let timed = self.webhook_value(webhook);
        self.webhook_signed(webhook, timed);
        self.webhook_places(webhook);
        let mut words = Seen::default();
        for state in webhook.states() {
            self.webhook_state(state, &mut words);
        }
    }

    /// Checks how the header field is written, and whether it has the time.
    fn webhook_value(&mut self, webhook: Webhook<'a>) -> bool {
        let separator = webhook.separator().unwrap_or(",");
        if !matches!(separator, "," | ";" | " ") {
            self.add(webhook.0.place("separator"), "must be one character: `,`, `;` or a blank");
            return true;
        }
        let Some(value) = webhook.value() else { return true };
        let mut prefixes: Vec<&str> = Vec::new();
        let (mut signatures, mut times, mut is_clear) = (0, 0, true);
        for part in value.split(separator) {
            let (prefix, name) = part.split_once('{').unwrap_or((part, ""));
            match name {
                "signature}" => signatures += 1,
                "timestamp}" => times += 1,
                _ => is_clear = false,
            }
            // Each part has to show by its beginning what it is.
            for other in &prefixes {
                is_clear &= !prefix.starts_with(*other) && !other.starts_with(prefix);
            }
            prefixes.push(prefix);
        }
        if signatures != 1 || times > 1 || !is_clear {
            self.add(
                webhook.0.place("value"),
                "must be the form of the header field, such as \"t={timestamp},v1={signature}\", with one `{signature}` and at \
                 most one `{timestamp}`, each at the end of a part with a beginning of its own",
            );
        }
        times > 0
    }

    /// Checks what is signed; `timed` is whether the header field of the signatures can have a time.
    fn webhook_signed(&mut self, webhook: Webhook<'a>, timed: bool) {
        let at = webhook.0.place("signed");
        let signed = webhook.signed();
        if signed.is_empty() || signed.len() > MAX_SIGNED {
            self.add(
                at,
                "must be what is signed, in up to four forms, such as signed = [\"{timestamp}.{body}\"]",
            );
            return;
        }
        for text in &signed {
            self.template(text, at);
        }
        let signs = |name: &str| signed.iter().filter(|text| text.contains(name)).count();
        let (times, ids) = (signs("{timestamp}"), signs("{id}"));
        let place = webhook.timestamp();
        let of_header = place.and_then(header_of);
        let of_member = place.filter(|_| of_header.is_none());
        if times > 0 && of_header.is_none() && !timed {
            self.add(
                at,
                "signs `{timestamp}`: write it into `value`, or name its header field in `timestamp`",
            );
        }
        let is_unsigned = times == 0 && (of_header.is_some() || webhook.value().is_some() && timed);
        if is_unsigned {
            let at =
                if of_header.is_some() { webhook.0.place("timestamp") } else { webhook.0.place("value") };
            self.add(at, "has a time that is not signed, so that anyone can change it; sign `{timestamp}`, or leave it out");
        }
        if of_header.is_some() && webhook.value().is_some() && timed {
            self.add(webhook.0.place("timestamp"), "is in `value` already");
        }
        let id = webhook.id();
        let of_header = id.and_then(header_of);
        if ids > 0 && of_header.is_none() {
            self.add(at, "signs `{id}`: name its header field in `id`, such as \"@header:webhook-id\"");
        }
        if of_header.is_some() && ids < signed.len() {
            self.add(
                webhook.0.place("id"),
                "is not signed, so that anyone can change it; sign `{id}`, or name a member of the event",
            );
        }
        let has_time = times > 0 || of_member.is_some();
        if times > 0 && times < signed.len() && of_member.is_none() {
            self.add(
                at,
                "is not always over a time; name the member of the event that holds it in `timestamp`",
            );
        }
        if !has_time && id.is_none() {
            self.add(
                webhook.0.at,
                "has neither a signed time nor an `id`: an old delivery would be a new event again",
            );
        }
        let tolerance = webhook.tolerance();
        match tolerance.and_then(duration) {
            None if has_time && tolerance.is_none() => {
                self.add(webhook.0.at, "`tolerance` is missing: how old an event may be, such as \"5m\"");
            }
            Some(_) if !has_time && !is_unsigned => {
                self.add(webhook.0.place("tolerance"), "has no place where no time is signed");
            }
            Some(time) if time > MAX_TOLERANCE => {
                self.add(
                    webhook.0.place("tolerance"),
                    "must be at most 7d: an older delivery can be a replay",
                );
            }
            _ => {}
        }
    }

    /// Checks a template of what is signed.
    fn template(&mut self, text: &str, at: usize) {
        let Some((_, places)) = template(text) else {
            self.add_of(
                at,
                text,
                "is not what can be signed; write names in braces, such as \"{timestamp}.{body}\"",
            );
            return;
        };
        let mut names = Seen::default();
        for (index, (name, literal)) in places.iter().enumerate() {
            if !SIGNED.contains(name) {
                let hint = crate::provider_file::problem::hint(name, SIGNED, "use");
                self.add_of(at, name, &["is not what can be signed", &hint].concat());
            }
            if !names.insert((*name).to_owned()) {
                self.twice(at, name);
            }
            if literal.is_empty() && index + 1 < places.len() {
                self.add_of(
                    at,
                    text,
                    "needs a character between two names: without it, a part of one could be moved into the other",
                );
            }
        }
        if !names.contains("body") {
            self.add_of(at, text, "does not sign `{body}`");
        }
    }

    /// Checks where the parts of an event are.
    fn webhook_places(&mut self, webhook: Webhook<'a>) {
        for name in ["timestamp", "id", "type", "created_at", "data"] {
            let text = webhook.0.text(name).unwrap_or("/");
            let is_header = header_of(text).is_some_and(is_token) && matches!(name, "timestamp" | "id");
            if !is_header && !text.starts_with('/') {
                self.add_of(
                    webhook.0.place(name),
                    text,
                    if name == "timestamp" || name == "id" {
                        "is not a place; write a pointer such as \"/id\", or \"@header:webhook-id\""
                    } else {
                        "is not a pointer such as \"/type\"; what is not in the event is not signed"
                    },
                );
            }
        }
    }

    fn webhook_state(&mut self, state: EventState<'a>, words: &mut Seen) {
        for name in ["pointer", "id"] {
            if state.0.text(name).is_some_and(|pointer| !pointer.starts_with('/')) {
                self.add(state.0.place(name), "must be a pointer into the event, such as \"/data/status\"");
            }
        }
        let mut all = state.pending();
        all.extend(state.succeeded());
        all.extend(state.failed());
        if all.is_empty() {
            self.add(state.0.at, "needs words: `pending`, `succeeded` or `failed`");
        }
        for word in all {
            if !words.insert([state.pointer(), " ", &word.to_ascii_lowercase()].concat()) {
                self.twice(state.0.at, word);
            }
        }
        self.look(state.0, state.look(), state.look_by());
        if state.look().is_some() && state.id().is_none() {
            self.add(state.0.place("look"), "needs `id`, the pointer to the id that the operation takes");
        }
    }
}
