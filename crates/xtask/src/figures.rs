//! The numbers that the documentation quotes, measured anew.

use std::fs;

use crate::checkout::Checkout;
use crate::process::Call;
use crate::{build, dist, progress};

/// Sizes of the release build, then every script in tests/bench, against that build.
pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    dist::run(checkout)?;
    build::native(checkout, build::Addons::Both)?;
    let mut scripts: Vec<_> =
        fs::read_dir(checkout.path("tests/bench")).into_iter().flatten().flatten().collect();
    scripts.sort_by_key(std::fs::DirEntry::path);
    for script in scripts {
        let path = script.path();
        let runtime = match path.extension().and_then(|ending| ending.to_str()) {
            Some("py") => checkout.venv("python"),
            Some("mjs") => "node".into(),
            _ => continue,
        };
        progress::heading(&script.file_name().to_string_lossy());
        Call::new(runtime)
            .arg(path)
            .dir(checkout.root())
            .env("PAYONCE_BIN", checkout.command())
            .attached()?;
    }
    Ok(())
}
