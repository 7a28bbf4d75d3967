//! The browser of the browser tests.

use std::path::PathBuf;

use super::system::Requirement;

const BROWSER: Requirement =
    Requirement { purpose: "a browser for the browser tests", packages: &["chromium"] };
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser's executable.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    find()
        .ok_or_else(|| BROWSER.missing().context("no chromium on the PATH, and CHROMIUM names no executable"))
}

/// What the system lacks for it.
pub(super) fn lacks() -> Option<Requirement> {
    find().is_none().then_some(BROWSER)
}

/// The one that CHROMIUM names, else the first on the PATH.
fn find() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Some(chosen.into());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|candidate| candidate.is_file())
}
