//! Source files written from the operations, errors and kinds that payonce-core declares.

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
use payonce_core::operation::{Model, Operation, Safety, Ty};
use payonce_core::{OptionAlias, Provider};

use crate::checkout::Checkout;

/// One generated file: where it goes, from the root of the checkout, and what it holds.
pub(crate) struct Generated {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// What is generated for each language, before it is formatted.
pub(crate) fn by_language() -> anyhow::Result<[(&'static str, Vec<Generated>); 3]> {
    Ok([("Rust", rust::files()?), ("Python", python::files()?), ("TypeScript", typescript::files()?)])
}

/// What the documentation says of a vendor's own name for an option.
fn alias_doc(alias: &OptionAlias) -> String {
    format!("The vendor's own name for `{}`.", alias.option)
}

/// What the documentation says of the option of clients whose vendor answers a refusal as a result.
const RAISE_ON_FAILURE: &str = "True makes a refusal an error, in every call that does not say otherwise. By default it \
    is a result, as in the vendor's own SDK, which has to be checked before anything is delivered.";

/// What the documentation says of the environment variable of the base URL.
fn base_url_doc(provider: Provider, option: &str) -> String {
    let names: Vec<String> = provider.profile().base_url_env.iter().map(|name| format!("`{name}`")).collect();
    format!("Where `{option}` is left out, the environment variable {} is read.", names.join(" or "))
}

/// What the documentation of an operation says of an unknown outcome, with the names of its language; nothing for one
/// that changes nothing.
fn unknown_doc(operation: &Operation, spelled: impl Fn(&str) -> String) -> Option<String> {
    let next = match operation.safety {
        Safety::Read => return None,
        Safety::Idempotent => "call it again, which has the effect of calling it once.".to_owned(),
        Safety::Keyed => {
            let key = spelled(operation.key.unwrap_or("idempotency_key"));
            format!("call it again with the same `{key}`, by which the provider recognises the repetition.")
        }
        Safety::Reconcilable => {
            "do not call it again; `reconcile` looks for it by the `reference` of the error.".to_owned()
        }
        Safety::Unkeyed => {
            "do not call it again before you have looked at the provider; nothing in the request marks it."
                .to_owned()
        }
    };
    Some(format!("It may have taken effect: {next}"))
}

/// What the documentation of an operation says of the state of what it answers; `succeeded` and `failed` are the names
/// in its language.
fn state_doc(operation: &Operation, succeeded: &str, failed: &str) -> Option<String> {
    let Ty::Model(Model { state: Some(_), .. }) = operation.returns else { return None };
    Some(if operation.safety == Safety::Read {
        format!(
            "An object that failed is returned like any other, with `{failed}`: check `{succeeded}` before you deliver \
             anything."
        )
    } else {
        format!("The result may not be final: check `{succeeded}` before you deliver anything.")
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
