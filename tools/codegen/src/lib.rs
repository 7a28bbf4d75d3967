//! Source files written from the operations, errors and kinds that payonce-core declares.

#[cfg(test)]
mod coverage;
mod error_details;
mod options;
mod provider_files;
mod python;
mod reference;
mod rust;
mod telemetry;
mod templates;
mod typescript;
mod verdicts;
mod vocabulary;

use std::path::{Path, PathBuf};

use payonce_core::model::safety::Safety;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::types::{FieldType, Model};
use payonce_core::{OptionAlias, Provider};

/// One generated file.
#[derive(Clone)]
pub struct Generated {
    /// Where it is, from the root of the checkout.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
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

/// Every generated file, before the formatter of its language has seen it. `root` is the checkout, whose test vectors are
/// read.
///
/// # Errors
/// A declaration that cannot be written in one of the languages, or a vector that cannot be read.
pub fn files(root: &Path) -> anyhow::Result<Vec<Generated>> {
    let languages = [rust::files()?, python::files()?, typescript::files()?];
    let pages = [reference::files(), vec![options::page()?, verdicts::page(root)?, vocabulary::page()?]];
    let pages = pages.into_iter().chain([provider_files::files(root)?]);
    Ok(languages.into_iter().chain(pages).flatten().collect())
}
