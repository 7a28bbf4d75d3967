//! The providers from files, of this process.

use std::sync::{PoisonError, RwLock};

use crate::spec::provider::Provider;

/// A provider from a file, and the name that distinguishes it from another file with the same id.
struct Loaded {
    handle: String,
    provider: Provider,
}

static LOADED: RwLock<Vec<Loaded>> = RwLock::new(Vec::new());

/// The provider with this handle; a handle is an id with the digest of its file.
pub(crate) fn by_handle(handle: &str) -> Option<Provider> {
    let loaded = LOADED.read().unwrap_or_else(PoisonError::into_inner);
    loaded.iter().find(|loaded| loaded.handle == handle).map(|loaded| loaded.provider)
}

/// The provider with this id that was loaded last.
pub(crate) fn by_id(id: &str) -> Option<Provider> {
    let loaded = LOADED.read().unwrap_or_else(PoisonError::into_inner);
    loaded.iter().rev().find(|loaded| loaded.provider.as_str() == id).map(|loaded| loaded.provider)
}

/// The provider with this handle; `declare` makes it where it is not there yet.
pub(crate) fn keep(handle: &str, declare: impl FnOnce() -> Provider) -> Provider {
    let mut loaded = LOADED.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = loaded.iter().find(|loaded| loaded.handle == handle) {
        return known.provider;
    }
    let provider = declare();
    loaded.push(Loaded { handle: handle.to_owned(), provider });
    provider
}
