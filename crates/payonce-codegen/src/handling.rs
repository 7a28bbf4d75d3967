//! The code that the playground and the error reference show for a verdict, as files that the type checkers of each language read.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use payonce_core::explain::handling;
use payonce_core::{ErrorPayload, Kind, Outcome, Provider, Reference};

use crate::Generated;

const PYTHON: &str = "# ruff: noqa
# pyright: reportUnusedVariable=false
\"\"\"The code that the playground and the error reference show for a verdict. The type checkers read it; nothing runs it.\"\"\"

from __future__ import annotations

from collections.abc import Mapping

import payonce


def pay() -> None: ...


def store(error: Mapping[str, object]) -> None: ...


def check_later(reference: object) -> None: ...


def record(reference: object, details: Mapping[str, object]) -> None: ...


def retry_after(milliseconds: int) -> None: ...


def show(text: str) -> None: ...
";

const TYPESCRIPT: &str = "/** The code that the playground and the error reference show for a verdict. The compiler reads it; nothing runs it. */
declare function pay(): Promise<void>;
declare function store(error: object): Promise<void>;
declare function checkLater(reference: object): Promise<void>;
declare function record(reference: object, details: object): Promise<void>;
declare function retryAfter(milliseconds: number): Promise<void>;
declare function show(text: string): void;
";

const RUST: &str = "//! The code that the playground and the error reference show for a verdict. The compiler reads it; nothing runs it.

#![allow(dead_code, unused_variables, clippy::needless_pass_by_value, clippy::print_stderr, reason = \"readers put their own code in these places\")]

use std::time::Duration;

use payonce::agentwallex::{Client, Transaction};
use payonce::{Error, ErrorPayload, Reference};
use serde_json::{Map, Value};

const SECOND: Duration = Duration::from_secs(1);

type Handled = Result<(), Box<dyn std::error::Error>>;

async fn pay() -> Result<Transaction, Error> {
    std::future::pending().await
}

fn ship(paid: Transaction) {}

fn store(error: &ErrorPayload) {}

fn check_later(reference: &Reference) {}

fn record(reference: &Reference, details: &Map<String, Value>) {}

fn retry_after(wait: Duration) {}

fn show(text: &str) {}
";

/// The files: each piece of code once, in a function of its own.
pub(crate) fn files() -> anyhow::Result<Vec<Generated>> {
    let mut names = BTreeSet::new();
    let mut pieces: BTreeMap<String, [String; 3]> = BTreeMap::new();
    for (kind, outcome, retryable) in verdicts() {
        let mut payload =
            ErrorPayload::from_reference(Provider::AGENTWALLEX, "payments.send", Reference::default());
        (payload.kind, payload.outcome, payload.retryable) = (kind, outcome, retryable);
        let code = handling(&payload);
        let (import, typescript) = code.typescript.split_once(";\n\n").context("split the import off")?;
        let class = import.trim_start_matches("import { ").split(' ').next().unwrap_or_default();
        let python = code.python.strip_prefix("import payonce\n\n").context("split the import off")?;
        names.insert(class.to_owned());
        let name = match outcome {
            Outcome::NotApplied if retryable => format!("{kind}_retryable"),
            Outcome::NotApplied => kind.to_string(),
            other => format!("outcome_{other}"),
        };
        pieces.insert(name, [python.to_owned(), typescript.to_owned(), code.rust]);
    }
    let imports: Vec<String> = names.into_iter().collect();
    let mut python = PYTHON.to_owned();
    let mut typescript = format!("import {{ {} }} from \"payonce\";\n\n{TYPESCRIPT}", imports.join(", "));
    let mut rust = RUST.to_owned();
    for (name, [in_python, in_typescript, in_rust]) in pieces {
        python.push_str(&format!("\n\ndef {name}() -> None:\n{}\n", indented(&in_python, "    ")));
        // The compiler refuses a name that nothing uses; a reader continues with it.
        let used = in_typescript.replace("it only reads\n", "it only reads\n  void paid;\n");
        typescript.push_str(&format!("\nexport async function {name}(): Promise<void> {{\n{used}\n}}\n"));
        rust.push_str(&format!("\nasync fn {name}(wallet: Client) -> Handled {{\n{in_rust}\nOk(())\n}}\n"));
    }
    let file = |path: &str, text| Generated { path: path.into(), text };
    Ok(vec![
        file("python/tests/handling_snippets.py", python),
        file("js/test/portable/handling_snippets.ts", typescript),
        file("crates/payonce/tests/it/handling_snippets.rs", rust),
    ])
}

/// Everything that the code depends on.
fn verdicts() -> impl Iterator<Item = (Kind, Outcome, bool)> {
    let kinds =
        Kind::ALL.iter().flat_map(|kind| [true, false].map(|again| (*kind, Outcome::NotApplied, again)));
    let others = [Outcome::Unknown, Outcome::Pending, Outcome::Applied];
    kinds.chain(others.map(|outcome| (Kind::Unknown, outcome, false)))
}

fn indented(text: &str, by: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{by}{line}") });
    lines.collect::<Vec<_>>().join("\n")
}
