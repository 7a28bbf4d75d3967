//! What holds of codes, categories, statuses and texts.

use crate::classify::may_refuse;
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::provider_file::check::Checker;
use crate::provider_file::problem::Seen;
use crate::provider_file::tree::Tree;
use crate::spec::errors::ErrorTable;

impl Checker<'_> {
    pub(super) fn errors(&mut self, base: Option<&'static ErrorTable>) {
        let file = self.file;
        let mut seen = Seen::default();
        for row in file.code() {
            let (code, at) = (row.code(), row.0.place("code"));
            if code.trim().is_empty() || code.chars().any(char::is_control) {
                self.add(at, "must be the code as the provider sends it");
            }
            if !seen.insert(code.to_ascii_lowercase()) {
                self.twice(at, code);
            }
            if base.is_some_and(|base| base.code(code).is_some()) {
                self.add_of(at, code, "is a code of the provider already; only new codes can be added");
            }
            self.agrees(row.0, row.kind(), row.actor(), row.evidence());
            self.wants_quote(row.0, row.status(), row.evidence(), row.quote());
        }
        let mut seen = Seen::default();
        for row in file.category() {
            if !seen.insert(row.category().to_ascii_lowercase()) {
                self.twice(row.0.place("category"), row.category());
            }
            self.agrees(row.0, row.kind(), row.actor(), row.evidence());
        }
        let mut seen = Seen::default();
        for row in file.status() {
            if !seen.insert(row.status().to_string()) {
                self.add(row.0.place("status"), &format!("{} is there twice", row.status()));
            }
            self.agrees(row.0, row.kind(), row.actor(), row.evidence());
            self.wants_quote(row.0, Some(row.status()), row.evidence(), row.quote());
        }
        for row in file.text() {
            if row.contains().trim().len() < 5 {
                self.add(row.0.place("contains"), "must be at least five letters of the provider's own text");
            }
            self.agrees(row.0, row.kind(), row.actor(), Evidence::None);
        }
        self.spellings(base);
    }

    fn spellings(&mut self, base: Option<&'static ErrorTable>) {
        let mut known: Vec<&str> = self.file.code().map(|row| row.code()).collect();
        if let Some(base) = base {
            known.extend(base.codes.iter().map(|row| row.code));
        }
        for entry in self.file.0.part("spelling").table() {
            let (other, code) = (entry.name.as_str(), entry.value.as_text().unwrap_or_default());
            // A spelling is looked for first: it would take the place of what the code proves.
            let is_taken = known.iter().any(|code| code.eq_ignore_ascii_case(other))
                || base.is_some_and(|base| base.code(other).is_some());
            if is_taken {
                self.add_of(entry.value.at, other, "is a code already; a spelling is a text that no row has");
            }
            if !known.contains(&code) {
                self.unknown(entry.value.at, "a code", code, &known);
            }
        }
    }

    /// A refusal beside a 5xx has to be proved: a service that failed after the effect may still send the code of a check.
    fn wants_quote(&mut self, row: &Tree, status: Option<u16>, evidence: Evidence, quote: &str) {
        let may_move = |status: &u16| *status >= 200 && !may_refuse(*status, false);
        let Some(status) = status.filter(may_move) else { return };
        if evidence == Evidence::Refused && quote.trim().is_empty() {
            let beside = if status >= 500 || status == 408 {
                "a 5xx or 408".to_owned()
            } else {
                format!("HTTP {status}")
            };
            let message = format!(
                "says `refused` beside {beside}, where money may have moved; add the provider's words as `quote`, or \
                 write evidence = \"none\""
            );
            self.add(row.place("evidence"), &message);
        }
    }

    fn agrees(&mut self, row: &Tree, kind: Kind, actor: Actor, evidence: Evidence) {
        let at = row.place("kind");
        if matches!(kind, Kind::InvalidArgument | Kind::Connection | Kind::Cancelled) {
            let message = format!(
                "kind \"{kind}\" is about requests that got no response; a provider does not send it"
            );
            self.add(at, &message);
        }
        if evidence == Evidence::Duplicate && actor == Actor::Provider {
            self.add(at, "a duplicate is the caller's own earlier request; actor is not the provider");
        }
    }
}
