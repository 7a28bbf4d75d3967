//! The browser of the browser tests.

use std::path::PathBuf;

use anyhow::bail;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser's executable: the one that CHROMIUM names, else the first on the PATH.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Ok(chosen.into());
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    super::system::install("a browser for the browser tests", &["chromium"])?;
    match find() {
        Some(found) => Ok(found),
        None => {
            bail!("no chromium on the PATH after installing it: set CHROMIUM to the browser's executable")
        }
    }
}

fn find() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|candidate| candidate.is_file())
}
