//! Generated files look as the formatter of their language leaves them, so that the generators need not care for layout.

use std::path::Path;

use crate::checkout::Checkout;
use crate::process::Command;

pub(crate) fn format(checkout: &Checkout, path: &Path, text: String) -> anyhow::Result<String> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("py" | "pyi") => Command::new(checkout.venv("ruff"))
            .dir(checkout.root())
            .args(["format", "--no-cache", "--config"])
            .arg(checkout.path("python/pyproject.toml"))
            .arg("--stdin-filename")
            .arg(path)
            .arg("-")
            .filter(text),
        Some("ts") => Command::new("node")
            .dir(checkout.path("js"))
            .args(["node_modules/prettier/bin/prettier.cjs", "--stdin-filepath"])
            .arg(path.strip_prefix(checkout.path("js")).unwrap_or(path))
            .filter(text),
        Some("rs") => Command::new("rustfmt")
            .dir(checkout.root())
            .args(["--edition", "2024", "--emit", "stdout"])
            .filter(text),
        _ => Ok(text),
    }
}
