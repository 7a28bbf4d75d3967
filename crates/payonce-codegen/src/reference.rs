//! The error reference: a page for each provider.

use std::path::PathBuf;

use payonce_core::{Provider, reference_docs};

use crate::Generated;

pub(crate) fn files() -> Vec<Generated> {
    Provider::BUILT_IN
        .iter()
        .map(|provider| Generated {
            path: PathBuf::from(format!("docs/errors/{provider}.md")),
            text: reference_docs::markdown(*provider),
        })
        .collect()
}
