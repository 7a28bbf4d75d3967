//! The typed Python clients, sync and async.

use crate::codegen::Generated;

pub(crate) fn files() -> anyhow::Result<Vec<Generated>> {
    Ok(Vec::new())
}
