//! One request on its way to a service.

use super::pages::View;
use crate::faults::MemoChange;
use crate::http::Request;

/// What faults change in a service while it handles one request.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServiceFaults {
    /// How lists look.
    pub(crate) view: View,
    /// How the service changes a memo, and how many characters it keeps.
    pub(crate) memo: Option<(MemoChange, Option<usize>)>,
}

/// One request on its way to a service.
pub(crate) struct Call<'a> {
    /// The number of the request.
    pub(crate) number: u64,
    pub(crate) operation: &'static str,
    pub(crate) path: Vec<&'a str>,
    pub(crate) request: &'a Request,
    pub(crate) faults: &'a ServiceFaults,
    /// The code of the response that the request asks for with `sandbox:<code>`.
    pub(crate) wish: Option<String>,
}

impl Call<'_> {
    pub(crate) fn segment(&self, index: usize) -> &str {
        self.path.get(index).copied().unwrap_or_default()
    }

    pub(crate) fn wishes(&self, code: &str) -> bool {
        self.wish.as_deref() == Some(code)
    }
}
