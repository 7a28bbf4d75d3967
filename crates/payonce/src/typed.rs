//! What typed clients consist of: those of this crate, and those that `payonce provider codegen` writes into other programs. Nothing
//! here is a part of the public interface. Write a client again when payonce is updated.

use std::sync::OnceLock;

use payonce_core::provider_file::{self, ProviderFileError};
pub use payonce_core::spec::types::Progress;
use payonce_core::{Error, FileFormat, Provider, ffi};
pub use {serde, serde_json};

pub use crate::arguments::{list, map, text_map, texts};
pub use crate::call::PreparedCall;
pub use crate::connection::{Hearing, HearingBlocked};
pub use crate::model::{Read, require, take};
pub use crate::options::ClientOptions;
pub use crate::{
    typed_call_options as call_options, typed_client as client, typed_closed_enum as closed_enum,
    typed_if_blocking as if_blocking, typed_member_name as member_name, typed_object as object,
    typed_open_enum as open_enum, typed_operation as operation, typed_read_member as read_member,
    typed_sendable as sendable, typed_shared_options as shared_options, typed_stateful as stateful,
    typed_write_member as write_member,
};

/// Keeps items that need the feature `blocking`. Inside of a macro, `cfg` would ask for a feature of the calling crate.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! typed_if_blocking {
    ($($item:item)*) => { $($item)* };
}

/// Leaves out items that need the feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! typed_if_blocking {
    ($($item:item)*) => {};
}

/// A provider file in the code of its client.
#[derive(Debug)]
pub struct EmbeddedFile {
    id: &'static str,
    name: &'static str,
    text: &'static str,
    loaded: OnceLock<Result<Provider, ProviderFileError>>,
}

impl EmbeddedFile {
    /// The file of the provider with this id. `name` is what messages call the file.
    #[must_use]
    pub const fn new(id: &'static str, name: &'static str, text: &'static str) -> Self {
        Self { id, name, text, loaded: OnceLock::new() }
    }

    /// The provider. The first call loads it.
    ///
    /// # Errors
    /// `invalid_argument` if this version of payonce refuses the file.
    pub fn provider(&self) -> Result<Provider, Error> {
        let load = || {
            let loaded = provider_file::load(self.text, FileFormat::of(self.name), self.name)?;
            Ok(loaded.provider)
        };
        self.loaded.get_or_init(load).as_ref().copied().map_err(|refused| ffi::refused_file(self.id, refused))
    }
}

/// How far an object has come whose state is this string. Without its provider, no state is known to be final.
#[must_use]
pub fn progress(provider: Result<Provider, Error>, model: &str, state: Option<&str>) -> Progress {
    provider.map_or(Progress::Open, |provider| ffi::progress(provider, model, state))
}
