//! Source files written from the operations, errors and kinds that payonce-core declares.

#[cfg(test)]
mod coverage;
mod format;
mod options;
mod python;
mod reference;
mod rust;
mod typescript;
mod verdicts;
mod vocabulary;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use payonce_core::model::safety::Safety;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::types::{FieldType, Model};
use payonce_core::{OptionAlias, Provider};

use crate::checkout::Checkout;

/// One generated file: its path from the root of the checkout, and its text.
pub(crate) struct Generated {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// The documentation of a vendor's own name for an option.
fn alias_doc(alias: &OptionAlias) -> String {
    format!("The vendor's own name for `{}`.", alias.option)
}

/// The documentation of the option of clients whose vendor returns a refusal as a result.
const RAISE_ON_FAILURE: &str = "True raises a refusal as an error, unless a call has the option too. By default a refusal \
    is a result, as in the vendor's own SDK: check it before you ship.";

/// The documentation of the environment variable of the base URL.
fn base_url_doc(provider: Provider, option: &str) -> String {
    let names: Vec<String> = provider.spec().base_url_env.iter().map(|name| format!("`{name}`")).collect();
    format!("If `{option}` is omitted, the environment variable {} is read.", names.join(" or "))
}

/// What to do after an unknown outcome of an operation, with the names of its language; nothing for one that changes
/// nothing.
fn unknown_doc(operation: &Operation, spelled: impl Fn(&str) -> String) -> Option<String> {
    let next = match operation.safety() {
        Safety::Read => return None,
        Safety::Idempotent => "call it again; it has the effect of one call.".to_owned(),
        Safety::Keyed => {
            let key = spelled(operation.key().unwrap_or("idempotency_key"));
            format!("call it again with the same `{key}`; it takes effect once.")
        }
        Safety::Reconcilable => {
            "do not call it again; `reconcile` searches for it by the `reference` of the error.".to_owned()
        }
        Safety::Unkeyed => {
            "do not call it again before you have checked with the provider, which cannot recognize it."
                .to_owned()
        }
    };
    Some(format!("It may have taken effect: {next}"))
}

/// What to do with the state of the result of an operation; `succeeded` and `failed` are the names in its language.
fn state_doc(operation: &Operation, succeeded: &str, failed: &str) -> Option<String> {
    let FieldType::Model(Model { state: Some(_), .. }) = operation.returns else { return None };
    Some(if operation.safety() == Safety::Read {
        format!(
            "A failed object is returned like any other, with `{failed}`: check `{succeeded}` before you ship."
        )
    } else {
        format!("The result may not be final: check `{succeeded}` before you ship.")
    })
}

/// Like `check`, expects the formatters to be set up.
pub(crate) fn write(checkout: &Checkout) -> anyhow::Result<()> {
    for (path, text) in stale(checkout)? {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        }
        fs::write(&path, text).with_context(|| format!("write {}", path.display()))?;
        println!("wrote {}", checkout.relative(&path).display());
    }
    Ok(())
}

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<()> {
    let stale = stale(checkout)?;
    if stale.is_empty() {
        return Ok(());
    }
    let names: Vec<String> =
        stale.iter().map(|(path, _)| checkout.relative(path).display().to_string()).collect();
    bail!("not current: {}; run `cargo xtask codegen` and commit what it writes", names.join(", "))
}

/// The files that would change.
fn stale(checkout: &Checkout) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut stale = Vec::new();
    for Generated { path, text } in [
        rust::files()?,
        python::files()?,
        typescript::files()?,
        reference::files(),
        vec![options::page()],
        verdicts::files(checkout)?,
    ]
    .into_iter()
    .flatten()
    {
        let path = checkout.root().join(path);
        let text = format::format(checkout, &path, text)?;
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            stale.push((path, text));
        }
    }
    Ok(stale)
}
