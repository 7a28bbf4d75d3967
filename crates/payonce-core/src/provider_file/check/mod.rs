//! What has to hold in a provider file beyond its form.

mod client;
mod operations;

use std::collections::BTreeSet;

use crate::classify::may_refuse;
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::provider_file::duration::duration;
use crate::provider_file::file::{ProviderFile, ReadEntry};
use crate::provider_file::problem::Step;
use crate::provider_file::text::nearest;
use crate::spec::errors::ErrorTable;
use crate::spec::provider::Provider;

/// Problems with the paths to their members.
pub(crate) type Problems = Vec<(Vec<Step>, String)>;

/// A path to a member: names and indices.
macro_rules! at_path {
    ($($step:expr),* $(,)?) => { vec![$(crate::provider_file::problem::Step::from($step)),*] };
}
use at_path;

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Self::Member(name.to_owned())
    }
}

impl From<&String> for Step {
    fn from(name: &String) -> Self {
        Self::Member(name.clone())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

/// Every problem of the file; `base` is the provider that it extends.
pub(crate) fn problems(file: &ProviderFile, base: Option<Provider>) -> Problems {
    let mut checker = Checker { file, problems: Vec::new() };
    checker.head(base);
    checker.errors(base.map(|base| base.spec().errors));
    if base.is_none() {
        checker.client();
        checker.read(&file.read);
        checker.operations();
    }
    checker.examples(base);
    checker.problems
}

struct Checker<'a> {
    file: &'a ProviderFile,
    problems: Problems,
}

/// Whether a text is a name that every language can spell.
fn is_name(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Header fields that the transport, the body or the keys need.
const FORBIDDEN_HEADERS: &[&str] = &[
    "expect",
    "keep-alive",
    "proxy-connection",
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "content-type",
    "accept",
    "authorization",
    "cookie",
    "proxy-authorization",
    "te",
    "trailer",
    "upgrade",
];

impl Checker<'_> {
    fn add(&mut self, path: Vec<Step>, message: impl Into<String>) {
        self.problems.push((path, message.into()));
    }

    fn wants_source(&mut self, source: &str, path: Vec<Step>) {
        if source.trim().is_empty() {
            self.add(
                path,
                "has no `source`; name the page or the section of the provider's documentation that says so",
            );
        }
    }

    fn head(&mut self, base: Option<Provider>) {
        let file = self.file;
        if file.payonce != 1 {
            self.add(
                at_path!["payonce"],
                format!("is version {}; this version of payonce reads version 1", file.payonce),
            );
        }
        match (&file.extends, base) {
            (Some(extends), None) => {
                let message = if *extends == file.id {
                    "extends itself; name a built-in provider".to_owned()
                } else {
                    let known = || Provider::BUILT_IN.iter().map(|provider| provider.as_str());
                    let hint = nearest(extends, known()).map_or_else(
                        || format!("; use one of {}", known().collect::<Vec<_>>().join(", ")),
                        |word| format!("; did you mean \"{word}\"?"),
                    );
                    format!("\"{extends}\" is not a built-in provider{hint}")
                };
                self.add(at_path!["extends"], message);
            }
            (Some(_), Some(base)) => {
                if !file.id.is_empty() && file.id != base.as_str() {
                    self.add(
                        at_path!["id"],
                        format!("must be \"{base}\" or left out: the file adds codes to that provider"),
                    );
                }
                let own = [
                    ("base_url", file.base_url.is_some()),
                    ("auth", file.auth.is_some()),
                    ("read", file.read != ReadEntry::default()),
                    ("rate_limit", file.rate_limit.is_some()),
                    ("option", !file.option.is_empty()),
                    ("object", !file.object.is_empty()),
                    ("operation", !file.operation.is_empty()),
                    ("category", !file.category.is_empty()),
                    ("status", !file.status.is_empty()),
                    ("text", !file.text.is_empty()),
                ];
                for (name, _) in own.into_iter().filter(|(_, given)| *given) {
                    self.add(
                        at_path![name],
                        "has no place in a file that extends a provider; add codes and spellings",
                    );
                }
            }
            (None, _) => {
                if file.id.is_empty() {
                    self.add(
                        at_path![],
                        "`id` is missing: the name of the provider in errors and on the command line",
                    );
                } else if !is_name(&file.id) {
                    self.add(
                        at_path!["id"],
                        "must be lower-case letters, digits and `_`, at most 60, with a letter first",
                    );
                } else if Provider::BUILT_IN
                    .iter()
                    .chain([&Provider::CHALLENGE])
                    .any(|provider| provider.as_str() == file.id)
                {
                    self.add(
                        at_path!["id"],
                        "is a built-in provider; write `extends` to add codes to it, or choose another id",
                    );
                }
                if file.title.trim().is_empty() {
                    self.add(at_path![], "`title` is missing: the name as the provider writes it");
                }
            }
        }
    }

    /// A refusal beside a 5xx has to be proved: a service that failed after the effect may still send the code of a check.
    fn wants_quote(&mut self, status: Option<u16>, evidence: Evidence, quote: Option<&str>, path: Vec<Step>) {
        let quoted = quote.is_some_and(|quote| !quote.trim().is_empty());
        let may_move = |status: &u16| *status >= 200 && !may_refuse(*status, false);
        let Some(status) = status.filter(may_move) else { return };
        if evidence == Evidence::Refused && !quoted {
            let beside = if status >= 500 || status == 408 {
                "a 5xx or 408".to_owned()
            } else {
                format!("HTTP {status}")
            };
            self.add(
                path,
                format!(
                    "says `refused` beside {beside}, where money may have moved; add the provider's words as `quote`, \
                     or write evidence = \"none\""
                ),
            );
        }
    }

    fn status_code(&mut self, status: Option<u16>, path: Vec<Step>) {
        if status.is_some_and(|status| !(200..600).contains(&status)) {
            self.add(path, "must be an HTTP status from 200 to 599");
        }
    }

    fn agrees(&mut self, kind: Kind, actor: Actor, evidence: Evidence, path: Vec<Step>) {
        if matches!(kind, Kind::InvalidArgument | Kind::Connection | Kind::Cancelled) {
            self.add(
                path.clone(),
                format!(
                    "kind \"{kind}\" is about requests that got no response; a provider does not send it"
                ),
            );
        }
        if evidence == Evidence::Duplicate && actor == Actor::Provider {
            self.add(path, "a duplicate is the caller's own earlier request; actor is not the provider");
        }
    }

    fn errors(&mut self, base: Option<&'static ErrorTable>) {
        let file = self.file;
        let mut seen = BTreeSet::new();
        for (at, code) in file.code.iter().enumerate() {
            let of = |name: &str| at_path!["code", at, name];
            if code.code.trim().is_empty() || code.code.chars().any(char::is_control) {
                self.add(of("code"), "must be the code as the provider sends it");
            }
            if !seen.insert(code.code.to_ascii_lowercase()) {
                self.add(of("code"), format!("\"{}\" is there twice", code.code));
            }
            if base.is_some_and(|base| base.code(&code.code).is_some()) {
                self.add(
                    of("code"),
                    format!(
                        "\"{}\" is a code of the provider already; only new codes can be added",
                        code.code
                    ),
                );
            }
            self.status_code(code.status, of("status"));
            self.agrees(code.kind, code.actor, code.evidence, of("kind"));
            self.wants_quote(code.status, code.evidence, code.quote.as_deref(), of("evidence"));
            self.wants_source(&code.source, at_path!["code", at]);
        }
        let mut seen = BTreeSet::new();
        for (at, row) in file.category.iter().enumerate() {
            if !seen.insert(row.category.to_ascii_lowercase()) {
                self.add(
                    at_path!["category", at, "category"],
                    format!("\"{}\" is there twice", row.category),
                );
            }
            self.agrees(row.kind, row.actor, row.evidence, at_path!["category", at, "kind"]);
            self.wants_source(&row.source, at_path!["category", at]);
        }
        let mut seen = BTreeSet::new();
        for (at, row) in file.status.iter().enumerate() {
            if !seen.insert(row.status) {
                self.add(at_path!["status", at, "status"], format!("{} is there twice", row.status));
            }
            self.status_code(Some(row.status), at_path!["status", at, "status"]);
            self.agrees(row.kind, row.actor, row.evidence, at_path!["status", at, "kind"]);
            self.wants_quote(
                Some(row.status),
                row.evidence,
                row.quote.as_deref(),
                at_path!["status", at, "evidence"],
            );
            self.wants_source(&row.source, at_path!["status", at]);
        }
        for (at, row) in file.text.iter().enumerate() {
            if row.contains.trim().len() < 5 {
                self.add(
                    at_path!["text", at, "contains"],
                    "must be at least five letters of the provider's own text",
                );
            }
            self.status_code(Some(row.status), at_path!["text", at, "status"]);
            self.agrees(row.kind, row.actor, Evidence::None, at_path!["text", at, "kind"]);
            self.wants_source(&row.source, at_path!["text", at]);
        }
        for (other, code) in &file.spelling {
            let own = file.code.iter().map(|row| row.code.as_str());
            let of_base = base.into_iter().flat_map(|base| base.codes).map(|row| row.code);
            let known: Vec<&str> = own.chain(of_base).collect();
            // A spelling is looked for first: it would take the place of what the code proves.
            let is_taken = known.iter().any(|code| code.eq_ignore_ascii_case(other))
                || base.is_some_and(|base| base.code(other).is_some());
            if is_taken {
                let message = format!("\"{other}\" is a code already; a spelling is a text that no row has");
                self.add(at_path!["spelling", other], message);
            }
            if !known.contains(&code.as_str()) {
                self.add(at_path!["spelling", other], self.unknown("a code", code, known.iter().copied()));
            }
        }
    }

    fn unknown<'b>(&self, what: &str, wrong: &str, known: impl Iterator<Item = &'b str> + Clone) -> String {
        let hint = nearest(wrong, known.clone()).map_or_else(
            || match known.collect::<Vec<_>>() {
                known if known.is_empty() => String::new(),
                known => format!("; there are {}", known.join(", ")),
            },
            |word| format!("; did you mean \"{word}\"?"),
        );
        format!("\"{wrong}\" is not {what} of this file{hint}")
    }

    fn time(&mut self, text: &str, path: Vec<Step>) {
        if duration(text).is_none_or(|time| time.is_zero()) {
            self.add(
                path,
                format!(
                    "\"{text}\" is not a time; write it with its unit, such as \"30s\", \"5m\" or \"24h\""
                ),
            );
        }
    }

    fn examples(&mut self, base: Option<Provider>) {
        for (at, example) in self.file.example.iter().enumerate() {
            self.status_code(Some(example.status), at_path!["example", at, "status"]);
            let Some(name) = &example.operation else { continue };
            let own = self.file.operation.iter().map(|operation| operation.name.as_str());
            let of_base =
                base.into_iter().flat_map(|base| base.spec().operations).map(|operation| operation.name);
            let known: Vec<&str> = own.chain(of_base).collect();
            if !known.contains(&name.as_str()) {
                let message = self.unknown("an operation", name, known.iter().copied());
                self.add(at_path!["example", at, "operation"], message);
            }
        }
    }
}
