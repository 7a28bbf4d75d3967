//! The typed TypeScript clients: one file per provider, and the closed sets of the error model.

mod client;
mod errors;
mod journal;
pub(crate) mod names;
mod options;
mod refusals;
mod types;

use std::path::PathBuf;

use minijinja::context;
use payonce_core::Provider;
use serde::Serialize;

use crate::telemetry;
use crate::templates::render;
use crate::{Generated, ProviderText};

const FOLDER: &str = "js/src/generated";

pub(crate) fn files() -> anyhow::Result<Vec<Generated>> {
    let mut files = vec![
        file("vocabulary", errors::vocabulary()?),
        file("kinds", errors::kind_classes()?),
        file("consequences", errors::consequence_classes()?),
        file("details", errors::error_details()?),
    ];
    for &provider in Provider::BUILT_IN {
        files.push(file(provider.as_str(), client::text(provider, &[])?));
    }
    let providers: Vec<Exports> = Provider::BUILT_IN.iter().map(|provider| exports(*provider)).collect();
    files.push(file("index", render("typescript/index.ts", context! { providers })?));
    files.push(file("reconciled", render("typescript/reconciled.ts", context! { providers })?));
    files.push(file("options", options::text()?));
    files.push(file("journal_statements", journal::statements()?));
    files.push(file("telemetry", telemetry::text("typescript/telemetry.ts", names::camel, names::camel)?));
    Ok(files)
}

/// The module of a provider from a file.
pub(crate) fn module(provider: Provider, file: &ProviderText<'_>) -> anyhow::Result<Vec<Generated>> {
    // JSON runs in browsers too, whose build of the core has no TOML.
    let json: serde_json::Value =
        if file.is_json { serde_json::from_str(file.text)? } else { toml::from_str(file.text)? };
    let text = serde_json::to_string_pretty(&json)?;
    let lines: Vec<String> = text.lines().map(|line| serde_json::Value::from(line).to_string()).collect();
    let text = client::text(provider, &lines)?;
    Ok(vec![Generated { path: PathBuf::from(format!("{provider}.ts")), text }])
}

/// What other modules take from the file of a provider.
#[derive(Serialize)]
struct Exports {
    id: &'static str,
    classes: Vec<&'static str>,
    /// What `error.reconcile()` may bring.
    found: Vec<String>,
}

fn exports(provider: Provider) -> Exports {
    let classes = provider.spec().clients;
    let mut found: Vec<String> =
        classes.iter().flat_map(|class| client::reconciled(provider, class)).collect();
    found.dedup();
    Exports { id: provider.as_str(), classes: classes.iter().map(|class| class.name).collect(), found }
}

fn file(name: &str, text: String) -> Generated {
    Generated { path: PathBuf::from(FOLDER).join(format!("{name}.ts")), text }
}
