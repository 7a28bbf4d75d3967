//! Writes and compares the generated files.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use payonce_codegen::Generated;

use crate::checkout::Checkout;
use crate::format;

/// Like `check`, expects the formatters to be set up.
pub(crate) fn write(checkout: &Checkout) -> anyhow::Result<()> {
    for (path, text) in stale(checkout)? {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        }
        fs::write(&path, text).with_context(|| format!("write {}", path.display()))?;
        println!("wrote {}", checkout.relative(&path).display());
    }
    Ok(())
}

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<()> {
    let stale = stale(checkout)?;
    if stale.is_empty() {
        return Ok(());
    }
    let names: Vec<String> =
        stale.iter().map(|(path, _)| checkout.relative(path).display().to_string()).collect();
    bail!("not current: {}; run `cargo xtask codegen` and commit what it writes", names.join(", "))
}

/// The files that would change.
fn stale(checkout: &Checkout) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut stale = Vec::new();
    for Generated { path, text } in payonce_codegen::files(checkout.root())? {
        let path = checkout.root().join(path);
        let text = format::format(checkout, &path, text)?;
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            stale.push((path, text));
        }
    }
    Ok(stale)
}
