//! Provider files: a provider that is described in a file and not built in.
//!
//! A file states facts: which codes there are, what each proves, what an operation does when it is repeated. It has no word
//! for a retry. What follows from the facts is derived by the same rules as for the providers that are built in.

mod check;
pub(crate) mod declare;
mod duration;
mod examples;
#[cfg(feature = "docs")]
mod export;
mod file;
mod node;
mod operation;
mod problem;
mod text;

use sha2::{Digest as _, Sha256};

#[cfg(feature = "docs")]
pub use export::{ExportedProvider, export};
pub use problem::{FileProblem, ProviderFileError};
pub use text::FileFormat;

use crate::model::hex::hex;
use crate::providers::loaded;
use crate::spec::provider::Provider;

/// A provider that was loaded from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedProvider {
    /// The provider.
    pub provider: Provider,
    /// The id with the digest of the file: bindings name the provider by it, since two files may have one id.
    pub handle: String,
}

/// Loads a provider from the text of its file. `name` is what messages call the file.
///
/// A provider is kept as long as the process runs. The same text is kept once, however often it is loaded.
///
/// # Errors
/// Every problem of the file, each with its line and column. Nothing is loaded then.
pub fn load(text: &str, format: FileFormat, name: &str) -> Result<LoadedProvider, ProviderFileError> {
    let refused = |problems| ProviderFileError { file: name.to_owned(), problems };
    let placed = |problems: check::Problems| {
        let place = |(path, message): (Vec<problem::Step>, String)| {
            let (line, column) = text::locate(text, format, &path, text::Part::Value);
            FileProblem { line, column, message }
        };
        problems.into_iter().map(place).collect()
    };
    let file = text::read(text, format).map_err(|problem| refused(vec![problem]))?;
    let extends = file.extends.as_deref();
    let base =
        extends.and_then(|id| Provider::BUILT_IN.iter().copied().find(|provider| provider.as_str() == id));
    let problems = check::problems(&file, base);
    if !problems.is_empty() {
        return Err(refused(placed(problems)));
    }
    let id = base.map_or_else(|| file.id.clone(), |base| base.as_str().to_owned());
    let digest = Sha256::digest(text);
    let handle = hex(format!("{id}@"), digest.iter().copied().take(8));
    if let Some(provider) = loaded::by_handle(&handle) {
        return Ok(LoadedProvider { provider, handle });
    }
    let provider = Provider::of(Box::leak(Box::new(declare::declare(&file, base.map(Provider::spec)))));
    let problems = examples::problems(&file, provider);
    if !problems.is_empty() {
        return Err(refused(placed(problems)));
    }
    let provider = loaded::keep(&handle, || provider);
    Ok(LoadedProvider { provider, handle })
}
