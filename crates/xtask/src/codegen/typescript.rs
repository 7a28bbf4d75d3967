//! The typed TypeScript clients.

use crate::codegen::Generated;

pub(crate) fn files() -> anyhow::Result<Vec<Generated>> {
    Ok(Vec::new())
}
