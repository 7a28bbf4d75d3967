//! What has to hold in a provider file beyond its form.

mod client;
mod errors;
mod objects;
mod operations;
mod safety;
mod webhook;

use crate::provider_file::members::File;
use crate::provider_file::problem::{Problems, hint};
use crate::spec::provider::Provider;

/// Adds every problem of the file; `base` is the provider that it extends.
pub(crate) fn check(file: File<'_>, base: Option<Provider>, problems: &mut Problems) {
    let operations = file.operation().map(|operation| operation.name()).collect();
    let mut checker = Checker { file, operations, problems };
    checker.head(base);
    checker.errors(base.map(|base| base.spec().errors));
    if base.is_none() {
        checker.client();
        checker.read();
        checker.operations();
        checker.webhook();
    }
    checker.examples(base);
}

struct Checker<'a> {
    file: File<'a>,
    /// The names of the operations.
    operations: Vec<&'a str>,
    problems: &'a mut Problems,
}

/// Whether a text is a name that every language can spell.
fn is_name(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_')
}

fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c))
}

/// The member of an object that a pointer names; nothing for one that leads deeper.
fn member_of(pointer: &str) -> Option<&str> {
    pointer.strip_prefix('/').filter(|name| !name.is_empty() && !name.contains('/'))
}

/// Whether a header field is one that the transport, the body or the keys need.
fn is_forbidden(header: &str) -> bool {
    const FORBIDDEN: &[&str] = &[
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
    !is_token(header) || FORBIDDEN.iter().any(|name| name.eq_ignore_ascii_case(header))
}

impl Checker<'_> {
    fn add(&mut self, at: usize, message: &str) {
        self.problems.add(at, message);
    }

    /// Adds a problem that begins with a text in quotes.
    #[inline(never)]
    fn add_of(&mut self, at: usize, name: &str, message: &str) {
        self.problems.add(at, &["\"", name, "\" ", message].concat());
    }

    /// Adds that the file does not have something of this name.
    #[inline(never)]
    fn unknown(&mut self, at: usize, what: &str, wrong: &str, known: &[&str]) {
        let hint = hint(wrong, known, "there are");
        self.add_of(at, wrong, &["is not ", what, " of this file", &hint].concat());
    }

    #[inline(never)]
    fn twice(&mut self, at: usize, name: &str) {
        self.add_of(at, name, "is there twice");
    }

    fn head(&mut self, base: Option<Provider>) {
        let file = self.file;
        if file.payonce() != 1 {
            let version = file.payonce();
            self.add(
                file.0.place("payonce"),
                &format!("is version {version}; this version of payonce reads version 1"),
            );
        }
        let built_in: Vec<&str> = Provider::BUILT_IN.iter().map(|provider| provider.as_str()).collect();
        let id = file.id();
        match (file.extends(), base) {
            (Some(extends), None) => {
                let message = if extends == id {
                    "extends itself; name a built-in provider".to_owned()
                } else {
                    format!(
                        "\"{extends}\" is not a built-in provider{}",
                        hint(extends, &built_in, "use one of")
                    )
                };
                self.add(file.0.place("extends"), &message);
            }
            (Some(_), Some(base)) => {
                if !id.is_empty() && id != base.as_str() {
                    self.add(
                        file.0.place("id"),
                        &format!("must be \"{base}\" or left out: the file adds codes to that provider"),
                    );
                }
                for entry in file.0.table() {
                    let extends =
                        ["payonce", "extends", "id", "title", "about", "code", "spelling", "example"];
                    if !extends.contains(&entry.name.as_str()) {
                        self.add(
                            entry.value.at,
                            "has no place in a file that extends a provider; add codes and spellings",
                        );
                    }
                }
            }
            (None, _) => {
                let at = file.0.place("id");
                if id.is_empty() {
                    self.add(
                        file.0.at,
                        "`id` is missing: the name of the provider in errors and on the command line",
                    );
                } else if !is_name(id) {
                    self.add(
                        at,
                        "must be lower-case letters, digits and `_`, at most 60, with a letter first",
                    );
                } else if built_in.contains(&id) || id == Provider::CHALLENGE.as_str() {
                    self.add(
                        at,
                        "is a built-in provider; write `extends` to add codes to it, or choose another id",
                    );
                }
                if file.title().trim().is_empty() {
                    self.add(file.0.at, "`title` is missing: the name as the provider writes it");
                }
            }
        }
    }

    fn examples(&mut self, base: Option<Provider>) {
        let mut known = self.operations.clone();
        if let Some(base) = base {
            known.extend(base.spec().operations.iter().map(|operation| operation.name));
        }
        for example in self.file.example() {
            if let Some(name) = example.operation().filter(|name| !known.contains(name)) {
                self.unknown(example.0.place("operation"), "an operation", name, &known);
            }
        }
    }
}
