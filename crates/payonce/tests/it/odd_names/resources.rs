//! The groups of operations of Move [pay] `x.

// Written by `payonce provider codegen`; change the provider file and run it again.

use super::calls;
use payonce::UntypedClient;

/// Operations under `move`.
#[derive(Clone, Copy, Debug)]
pub struct MoveResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> MoveResource<'_, C> {
    /// (not documented by the provider)
    ///
    /// `GET /m/{fn}`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: <https://docs.acme.test/a>
    pub fn r#match(&self, r#fn: impl Into<String>) -> calls::MoveMatch<C> {
        calls::MoveMatch::new(self.connection.clone()).r#fn(r#fn)
    }

    /// (not documented by the provider)
    ///
    /// `GET /ms/{a}/{b}`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Required: `a`, `b`.
    ///
    /// Source: <https://docs.acme.test/a>
    pub fn self_(&self) -> calls::MoveSelf<C> {
        calls::MoveSelf::new(self.connection.clone())
    }
}
