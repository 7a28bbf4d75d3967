//! Provider files: a provider that is described in a file and not built in.
//!
//! A file states facts: which codes there are, what each proves, what an operation does when it is repeated. It has no word
//! for a retry. What follows from the facts is derived by the same rules as for the providers that are built in.

mod check;
mod declare;
mod duration;
mod examples;
#[cfg(feature = "docs")]
mod export;
#[cfg(feature = "toml")]
mod gallery;
mod json;
mod members;
mod problem;
#[cfg(feature = "docs")]
mod schema;
mod shape;
#[cfg(feature = "toml")]
mod toml;
mod tree;

use sha2::{Digest as _, Sha256};

#[cfg(feature = "docs")]
pub use examples::{ClassifiedExample, classified_examples};
#[cfg(feature = "docs")]
pub use export::{ExportedProvider, export};
#[cfg(feature = "toml")]
pub use gallery::{GALLERY, GalleryFile, gallery_file};
pub use problem::{FileProblem, ProviderFileError};
#[cfg(feature = "docs")]
pub use schema::{MemberDoc, MembersDoc, members, schema};
pub use tree::FileFormat;

use crate::model::hex::hex;
use crate::provider_file::members::{FILE, File};
use crate::provider_file::problem::Problems;
use crate::provider_file::shape::Shape;
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
    checked(text, format).map_err(|problems| problems.of(name, text))
}

/// The members of a file in the form of a JSON file, which browsers read. It checks the syntax alone.
///
/// # Errors
/// The text is not TOML, or not JSON.
#[cfg(feature = "toml")]
pub fn to_json(text: &str, format: FileFormat, name: &str) -> Result<serde_json::Value, ProviderFileError> {
    tree::read(text, format).map(|tree| tree.to_json()).map_err(|problems| problems.of(name, text))
}

fn checked(text: &str, format: FileFormat) -> Result<LoadedProvider, Problems> {
    let tree = tree::read(text, format)?;
    let mut problems = Problems::default();
    Shape::Group(&FILE).problems(&tree, &mut problems);
    let file = File(&tree);
    let base = file.extends();
    let base =
        base.and_then(|id| Provider::BUILT_IN.iter().copied().find(|provider| provider.as_str() == id));
    if problems.is_empty() {
        check::check(file, base, &mut problems);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let id = match base {
        Some(base) => base.as_str(),
        None => file.id(),
    };
    let handle = name_of(id, text);
    if let Some(provider) = loaded::by_handle(&handle) {
        return Ok(LoadedProvider { provider, handle });
    }
    let provider = declared(file, id, base);
    examples::check(file, provider, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let provider = loaded::keep(&handle, || provider);
    Ok(LoadedProvider { provider, handle })
}

/// The declaration of a checked file. A declaration is never freed: errors and calls point into it. So there is one for each
/// content, and a file whose examples are refused takes no more memory when it is loaded again with other examples.
fn declared(file: File<'_>, id: &str, base: Option<Provider>) -> Provider {
    let mut facts = file.0.to_json();
    if let Some(facts) = facts.as_object_mut() {
        facts.shift_remove("example");
    }
    let facts = name_of(id, &crate::model::json::write(&facts));
    loaded::declared(&facts, || {
        Provider::of(Box::leak(Box::new(declare::declare(file, base.map(Provider::spec)))))
    })
}

/// An id with the digest of a text.
fn name_of(id: &str, text: &str) -> String {
    hex(format!("{id}@"), Sha256::digest(text).iter().copied().take(8))
}
