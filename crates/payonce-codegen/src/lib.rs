//! Source files written from the operations, errors and kinds that payonce-core declares.

#[cfg(test)]
mod coverage;
mod error_details;
mod handling;
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
mod writable;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use payonce_core::model::safety::Safety;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::options::CALL;
use payonce_core::spec::param::Param;
use payonce_core::spec::types::{FieldType, Model};
use payonce_core::{FileFormat, OptionAlias, Provider, provider_file};

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

/// The text of a provider file.
#[derive(Clone, Copy)]
pub struct ProviderText<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether it is JSON and not TOML.
    pub is_json: bool,
}

/// A language that typed clients are written in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A package.
    Python,
    /// A module.
    TypeScript,
    /// A module in a folder.
    Rust,
}

/// The typed client of a provider from a file, in a folder of its id. `file` is the text that it was loaded from.
///
/// # Errors
/// A declaration that cannot be written in the language.
pub fn client(
    provider: Provider,
    file: &ProviderText<'_>,
    language: Language,
) -> anyhow::Result<Vec<Generated>> {
    writable::check(provider)?;
    match language {
        Language::Python => python::package(provider, file),
        Language::TypeScript => typescript::module(provider, file),
        Language::Rust => rust::module(provider, file),
    }
}

/// The arguments of a method. The key in a header field is an option of the call.
fn arguments(operation: &Operation) -> impl Iterator<Item = &'static Param> {
    let is_option = |name: &str| CALL.iter().any(|option| option.name == name);
    let is_key = move |param: &Param| operation.has_key_argument(param.name) && is_option(param.name);
    operation.params.iter().filter(move |param| !is_key(param))
}

fn is_built_in(provider: Provider) -> bool {
    Provider::BUILT_IN.contains(&provider)
}

/// Names that the files of a client import or declare themselves, in any language.
const IMPORTED: &[&str] = &[
    "Any",
    "AnyPayonceError",
    "AsyncClient",
    "AsyncListener",
    "AsyncPages",
    "AsyncResource",
    "CallOptions",
    "ClassVar",
    "ClientOptions",
    "Decimal",
    "FallibleResult",
    "HANDLE",
    "Json",
    "KeyedOptions",
    "Listener",
    "Literal",
    "Mapping",
    "Model",
    "NoReturn",
    "OpenText",
    "PROVIDER",
    "Page",
    "Pages",
    "Promise",
    "Provider",
    "ProviderClient",
    "ProviderClientOptions",
    "ProviderError",
    "ReconcilableOptions",
    "Request",
    "Sequence",
    "Stateful",
    "SyncClient",
    "SyncResource",
    "TypedDict",
    "UnkeyedOptions",
    "Unpack",
    "Waitable",
];

/// The class of an object. One that only has a state is named after its operation.
fn model_class(model: &Model) -> String {
    if IMPORTED.contains(&model.name) {
        return format!("{}Object", model.name);
    }
    if model.name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return model.name.to_owned();
    }
    format!("{}Result", python::text::class_name(model.name))
}

/// The class of clients of a provider from a file: `AcmePay` of `acme_pay`.
fn client_name(provider: Provider) -> String {
    let name = python::text::class_name(provider.as_str());
    let is_taken = provider.spec().models.iter().any(|model| model.name == name);
    if is_taken { format!("{name}Client") } else { name }
}

/// The provider file whose clients are compiled, checked and called in the tests of every language.
const TESTED: &str = "tests/provider_files/acme_pay.toml";

/// A file with the names that Rust has other uses for: only a compiler finds two functions of one name.
const ODD_NAMES: &str = "tests/provider_files/odd_names.toml";

fn clients_in_tests(root: &Path) -> anyhow::Result<Vec<Vec<Generated>>> {
    let places = [
        (TESTED, Language::Python, "python/tests"),
        (TESTED, Language::TypeScript, "js/test/node"),
        (TESTED, Language::Rust, "crates/payonce/tests/it"),
        (ODD_NAMES, Language::Rust, "crates/payonce/tests/it"),
    ];
    let clients = places.into_iter().map(|(name, language, place)| {
        let text = std::fs::read_to_string(root.join(name)).with_context(|| format!("read {name}"))?;
        let provider = provider_file::load(&text, FileFormat::Toml, name)?.provider;
        let file = ProviderText { text: &text, is_json: false };
        let files = client(provider, &file, language)?.into_iter();
        Ok(files.map(|file| Generated { path: Path::new(place).join(file.path), text: file.text }).collect())
    });
    clients.collect()
}

/// Every generated file, before the formatter of its language has seen it. `root` is the checkout, whose test vectors are
/// read.
///
/// # Errors
/// A declaration that cannot be written in one of the languages, or a vector that cannot be read.
pub fn files(root: &Path) -> anyhow::Result<Vec<Generated>> {
    let languages = [rust::files()?, python::files()?, typescript::files()?];
    let pages = [reference::files(), vec![options::page()?, verdicts::page(root)?, vocabulary::page()?]];
    let pages = pages.into_iter().chain([provider_files::files(root)?, handling::files()?]);
    Ok(languages.into_iter().chain(pages).chain(clients_in_tests(root)?).flatten().collect())
}
