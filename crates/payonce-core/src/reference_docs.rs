//! The tables of errors as data and as pages of the error reference.

mod provider_page;

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Map;

use crate::classify::verdict::{Facts, Verdict, derive};
use crate::error::{ErrorPayload, Reference};
use crate::model::safety::Safety;
use crate::model::user_message::{Language, Text, Texts};
use crate::model::vocabulary::{Actor, Evidence, Kind, Outcome, Phase, vocabulary};
use crate::spec::errors::STATUSES;
use crate::spec::provider::Provider;

pub use provider_page::{provider_data, provider_page, safety_in_words, webhook_in_words};

vocabulary! {
    /// The signal of a row, in the order of precedence.
    Signal {
        /// The machine code.
        Code = "code",
        /// The provider's own category.
        Type = "type",
        /// A part of the message, with its status.
        Text = "text",
        /// The HTTP status.
        Status = "status",
    }
}

/// One row, with its classification for a request that changes something and has no key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The provider.
    pub provider: Provider,
    /// What the row is found by.
    pub by: Signal,
    /// The code, the category, the part of the message, or the status.
    pub code: String,
    /// The HTTP status that goes with it, where one is documented.
    pub status: Option<u16>,
    /// What went wrong, in the words that all providers share.
    pub kind: Kind,
    /// The class that a Python or TypeScript user sees.
    pub class: &'static str,
    /// Who can fix it.
    pub actor: Actor,
    /// What the response proves about its effect.
    pub evidence: Evidence,
    /// Whether the call took effect.
    pub outcome: Outcome,
    /// Whether sending the same request again can help and cannot take effect twice.
    pub retryable: bool,
    /// The next step.
    pub advice: crate::model::vocabulary::Advice,
    /// The status that a server should respond to its own client with.
    pub respond_status: u16,
    /// What it means.
    pub meaning: &'static str,
    /// The provider's documentation.
    pub source: &'static str,
    /// The end user's text, where the kind's is not the best one.
    #[serde(skip)]
    user: Option<Text>,
}

impl Row {
    /// The error of this row, for a request that changes something and has no key.
    #[must_use]
    pub fn example(&self, language: Language) -> ErrorPayload {
        let doc = format!("{}/{}", self.provider, self.code.to_ascii_lowercase());
        let texts = Texts { language, ..Texts::default() };
        ErrorPayload {
            provider: self.provider,
            kind: self.kind,
            class: self.class.to_owned(),
            code: (self.by == Signal::Code).then(|| self.code.clone()),
            category: (self.by == Signal::Type).then(|| self.code.clone()),
            status: self.status,
            phase: Phase::Answered,
            message: self.meaning.to_owned(),
            user_message: texts.user_message(|| doc.clone(), self.kind, self.outcome, self.user).into_owned(),
            actor: self.actor,
            advice: self.advice,
            retryable: self.retryable,
            retry_after_ms: None,
            outcome: self.outcome,
            respond_status: self.respond_status,
            reference: Reference::default(),
            request_id: None,
            operation: None,
            attempts: None,
            doc,
            details: Map::new(),
        }
    }
}

/// The class in Python and TypeScript for a response of this kind.
#[must_use]
pub fn class(provider: Provider, kind: Kind) -> &'static str {
    (provider.spec().class)(kind, Phase::Answered)
}

/// The end user's text for an error of this kind.
#[must_use]
pub fn user_message(provider: Provider, kind: Kind, outcome: Outcome, language: Language) -> String {
    let texts = Texts { language, ..Texts::default() };
    texts.user_message(|| format!("{provider}/{kind}"), kind, outcome, None).into_owned()
}

/// Every row of a provider: its codes, its categories, its texts, and the statuses as they fall back for it.
#[must_use]
pub fn rows(provider: Provider) -> Vec<Row> {
    let table = provider.spec().errors;
    let mut rows: Vec<Row> = Vec::new();
    for code in table.codes {
        rows.push(Row {
            meaning: code.meaning,
            source: code.source.text(),
            user: code.user,
            ..row(provider, Signal::Code, code.code, code.status, (code.kind, code.actor, code.evidence))
        });
    }
    for category in table.types {
        let facts = (category.kind, category.actor, category.evidence);
        rows.push(row(provider, Signal::Type, category.key, None, facts));
    }
    for pattern in table.patterns {
        let evidence = table.status(pattern.status).evidence;
        let facts = (pattern.kind, pattern.actor, evidence);
        rows.push(row(provider, Signal::Text, pattern.contains, Some(pattern.status), facts));
    }
    let mut statuses: Vec<u16> = table.statuses.iter().chain(STATUSES).map(|status| status.key).collect();
    statuses.sort_unstable();
    statuses.dedup();
    for status in statuses {
        let own = table.status(status);
        let source = if table.statuses.iter().any(|own| own.key == status) { "" } else { "RFC 9110" };
        let facts = (own.kind, own.actor, own.evidence);
        rows.push(Row { source, ..row(provider, Signal::Status, &status.to_string(), Some(status), facts) });
    }
    rows
}

fn row(
    provider: Provider,
    by: Signal,
    code: &str,
    status: Option<u16>,
    (kind, actor, evidence): (Kind, Actor, Evidence),
) -> Row {
    let phase = Phase::Answered;
    let Verdict { outcome, retryable, advice, respond_status } = derive(Facts {
        kind,
        actor,
        evidence,
        phase,
        safety: Safety::Unkeyed,
        earlier_unknown: false,
        asked_to_wait: false,
        upstream_kind: None,
        should_retry: None,
    });
    Row {
        provider,
        by,
        code: code.to_owned(),
        status,
        kind,
        class: (provider.spec().class)(kind, phase),
        actor,
        evidence,
        outcome,
        retryable,
        advice,
        respond_status,
        meaning: meaning(kind),
        source: "",
        user: None,
    }
}

/// What a kind means, in one line.
#[must_use]
pub const fn meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::InvalidArgument => "refused locally; nothing was sent",
        Kind::InvalidRequest => "the request is malformed",
        Kind::Authentication => "a key or token is missing, wrong, expired or revoked",
        Kind::Permission => "the credentials are valid but do not allow this",
        Kind::NotFound => "the object does not exist",
        Kind::Conflict => "the object already exists, or the same key was used with other parameters",
        Kind::InsufficientFunds => "a balance or the credits are too low",
        Kind::PolicyViolation => "a policy refused the operation",
        Kind::LimitReached => "a budget limit is reached",
        Kind::PlanLimit => "the plan or subscription does not allow it",
        Kind::AccountBlocked => "the paying agent is frozen",
        Kind::ApprovalTimeout => "the payment was not approved in time",
        Kind::SessionExpired => "the x402 session has expired or exceeded its budget",
        Kind::RateLimited => "too many requests",
        Kind::Upstream => "a service behind the provider failed",
        Kind::Server => "the provider failed",
        Kind::Unavailable => "the provider is temporarily unavailable",
        Kind::Connection => "the connection failed or broke",
        Kind::Timeout => "no complete response arrived in time",
        Kind::Cancelled => "the caller ended the call: an abort signal, Ctrl-C, a cancelled task",
        Kind::Decode => "the response cannot be read",
        Kind::Failed => {
            "the provider accepted the operation, then reported that it failed or was only partly done"
        }
        Kind::Unknown => "any other error",
    }
}

/// The page of the error reference for one provider, as Markdown. It has a heading for every `doc` id.
#[must_use]
pub fn markdown(provider: Provider) -> String {
    let title = provider.title();
    let rows = rows(provider);
    let mut page = format!(
        "# Errors of {title}\n\n\
         <!-- Written by `cargo xtask codegen` from crates/payonce-core/src/providers/{provider}/errors.rs. -->\n\n\
         The `doc` of an error is `{provider}/<name>`, and every name is a heading on this page. The tables classify each\n\
         signal. Outcome, retry, advice and status to respond with are those of a request that changes something and has no\n\
         key. For a read the outcome is always `not_applied`. In Python and TypeScript every error on this page is also an\n\
         instance of `{}`.\n",
        provider.class_name()
    );
    page.push_str(&error_tables(&rows, "##"));
    page.push_str(&details(provider));
    page.push_str("\n## Names\n");
    page.push_str(&sections(provider, &rows));
    page
}

/// A table for each signal that has rows, each under a heading of this level.
fn error_tables(rows: &[Row], level: &str) -> String {
    let mut text = String::new();
    for (by, heading, first) in [
        (Signal::Code, "By code", "Code"),
        (Signal::Type, "By type, if the code is not known", "Type"),
        (Signal::Text, "By message text, if there is no code", "Message contains"),
        (Signal::Status, "By status, if nothing else is known", "Status"),
    ] {
        let found: Vec<&Row> = rows.iter().filter(|row| row.by == by).collect();
        if !found.is_empty() {
            let _ = write!(text, "\n{level} {heading}\n\n");
            text.push_str(&table(&found, by, first));
        }
    }
    text
}

fn table(rows: &[&Row], by: Signal, first: &str) -> String {
    let mut columns =
        vec![first, "Status", "Kind", "Actor", "Evidence", "Outcome", "Retry", "Advice", "Respond"];
    if by == Signal::Status {
        columns.remove(1);
    }
    let mut text = format!("| {} |\n|{}\n", columns.join(" | "), " --- |".repeat(columns.len()));
    for row in rows {
        let status = row.status.map(|status| status.to_string()).unwrap_or_default();
        let status = if by == Signal::Status { String::new() } else { format!(" {status} |") };
        let _ = writeln!(
            text,
            "| `{}` |{status} `{}` | `{}` | `{}` | `{}` | {} | `{}` | {} |",
            row.code,
            row.kind,
            row.actor,
            row.evidence,
            row.outcome,
            if row.retryable { "yes" } else { "no" },
            row.advice,
            row.respond_status,
        );
    }
    text
}

/// The members that only this provider's errors have.
fn details(provider: Provider) -> String {
    let mut text = "\n## Details\n\nThe members of `details` that are declared, in the names of every language. The provider can \
                    leave each one out, and can\nsend others.\n\n| Member | Type | Errors | Meaning | Source |\n| --- | --- | --- | --- | --- |\n"
        .to_owned();
    for detail in provider.error_details() {
        let errors = detail.kind.map_or_else(|| "any".to_owned(), |kind| format!("`{kind}`"));
        let _ = writeln!(
            text,
            "| `{}` | {} | {errors} | {} | {} |",
            detail.name,
            detail.ty.name(),
            detail.doc.text(),
            detail.source.text(),
        );
    }
    text
}

/// A section for every name that a `doc` id can end in: the codes, then the kinds.
fn sections(provider: Provider, rows: &[Row]) -> String {
    let mut text = String::new();
    let codes = rows.iter().filter(|row| row.by == Signal::Code);
    let mut names: Vec<String> = Vec::new();
    for row in codes {
        let name = row.code.to_ascii_lowercase();
        let source = if row.source.is_empty() { String::new() } else { format!(" Source: {}.", row.source) };
        let _ = write!(
            text,
            "\n### {name}\n\n{} `{}`, raised as `{}`.{source}\n\n{}",
            sentence(row.meaning),
            row.kind,
            row.class,
            user_texts(provider, &name, row.kind, row.outcome, row.user),
        );
        names.push(name);
    }
    for kind in Kind::ALL.iter().copied().filter(|kind| !names.iter().any(|name| name == kind.as_str())) {
        let class = (provider.spec().class)(kind, Phase::Answered);
        let _ = write!(
            text,
            "\n### {kind}\n\n{} Raised as `{class}`.\n\n{}",
            sentence(meaning(kind)),
            user_texts(provider, kind.as_str(), kind, Outcome::NotApplied, None),
        );
    }
    text
}

fn user_texts(provider: Provider, name: &str, kind: Kind, outcome: Outcome, own: Option<Text>) -> String {
    Language::ALL
        .iter()
        .map(|language| {
            let texts = Texts { language: *language, ..Texts::default() };
            let message = texts.user_message(|| format!("{provider}/{name}"), kind, outcome, own);
            format!("- End users read ({language}): {message}\n")
        })
        .collect()
}

/// A text of a table as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_doc_id_has_its_heading() {
        for provider in Provider::BUILT_IN {
            let page = markdown(*provider);
            let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("### ")).collect();
            let codes = provider.spec().errors.codes.iter().map(|row| row.code.to_ascii_lowercase());
            for name in codes.chain(Kind::ALL.iter().map(|kind| kind.as_str().to_owned())) {
                let found = headings.iter().filter(|heading| **heading == name).count();
                assert_eq!(found, 1, "{provider}/{name}");
            }
        }
    }
}
