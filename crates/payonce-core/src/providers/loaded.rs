//! The providers from files, of this process.

use std::sync::{PoisonError, RwLock};

use crate::spec::provider::{Provider, ProviderSpec};

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

/// Providers that only their ids are known of, because this process has not loaded their files.
static UNKNOWN: RwLock<Vec<Provider>> = RwLock::new(Vec::new());

/// A provider of which only the id is known.
pub(crate) fn unknown(id: &str) -> Provider {
    let mut unknown = UNKNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = unknown.iter().find(|provider| provider.as_str() == id) {
        return *known;
    }
    let id: &'static str = Box::leak(id.to_owned().into_boxed_str());
    let provider = Provider::of(Box::leak(Box::new(ProviderSpec::unknown(id))));
    unknown.push(provider);
    provider
}

/// Declarations by the digest of what their files state, whether or not their files were loaded in the end.
static DECLARED: RwLock<Vec<Loaded>> = RwLock::new(Vec::new());

/// The provider with this handle; `declare` makes it where it is not there yet.
pub(crate) fn keep(handle: &str, declare: impl FnOnce() -> Provider) -> Provider {
    find_or_add(&LOADED, handle, declare)
}

/// The declaration of this digest; `declare` makes it where it is not there yet.
pub(crate) fn declared(digest: &str, declare: impl FnOnce() -> Provider) -> Provider {
    find_or_add(&DECLARED, digest, declare)
}

fn find_or_add(list: &RwLock<Vec<Loaded>>, handle: &str, declare: impl FnOnce() -> Provider) -> Provider {
    let mut list = list.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = list.iter().find(|known| known.handle == handle) {
        return known.provider;
    }
    let provider = declare();
    list.push(Loaded { handle: handle.to_owned(), provider });
    provider
}
