//! What a release publishes. Only the release workflow publishes; this command shows what it would.

pub(crate) mod checksums;
mod crates;
pub(crate) mod cross;
pub(crate) mod facts;
pub(crate) mod npm;
pub(crate) mod platforms;
pub(crate) mod sbom;

use std::fs;
use std::path::Path;

use crate::checkout::Checkout;
use crate::{dist, progress, sizes};
use facts::VERSION;
use platforms::PLATFORMS;

/// What `cargo xtask release` shows.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Publish nothing. The only way to run it: the release workflow publishes.
    #[arg(long)]
    dry_run: bool,
    /// Show the packages that `dist/` has, and build none but the crates.
    #[arg(long)]
    no_build: bool,
    /// Build each crate from its archive, as crates.io requires. Takes minutes.
    #[arg(long)]
    verify: bool,
    /// Fail if this is not the tag of the version.
    #[arg(long)]
    tag: Option<String>,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> anyhow::Result<()> {
    anyhow::ensure!(
        options.dry_run,
        "only the release workflow publishes: push the tag v{VERSION}, or add --dry-run to see what it would publish"
    );
    if let Some(tag) = &options.tag {
        anyhow::ensure!(
            *tag == format!("v{VERSION}"),
            "the tag {tag} is not v{VERSION}: change the version in Cargo.toml, or use the other tag"
        );
    }
    progress::step("comparing versions and platforms", || facts::check(checkout))?;
    let packed = progress::step("packing the crates", || crates::pack(checkout, options.verify))?;
    if !options.no_build {
        let mut built = Vec::new();
        for platform in PLATFORMS.iter().filter(|platform| cross::unavailable(platform).is_none()) {
            built.extend(dist::compiled(checkout, platform)?);
        }
        built.extend(dist::common(checkout)?);
        sizes::check(&built)?;
    }

    progress::heading(&format!("payonce {VERSION}"));
    println!("\ncrates.io, in this order:");
    for one in &packed {
        let name = file_name(&one.archive);
        println!("  {name}: {} files, {} bytes", one.files.len(), one.bytes);
        println!("    {}", summary(&one.files));
    }
    let found = files_of(&checkout.path("dist"));
    println!("\nPyPI:");
    show(
        &found,
        &format!("payonce-{VERSION}.tar.gz"),
        "`cargo xtask dist --common` packs it; pip builds it without Node",
    );
    for platform in &PLATFORMS {
        let wheel = format!("payonce-{VERSION}-cp310-abi3-{}.whl", platform.wheel);
        show(&found, &wheel, &missing(platform));
    }
    for platform in &PLATFORMS {
        let wheel = format!("payonce-{VERSION}-cp314-cp314t-{}.whl", platform.wheel);
        show(&found, &wheel, "needs a free-threaded Python 3.14; the release workflow has one");
    }
    println!("\nnpm, the addons first:");
    for platform in &PLATFORMS {
        show(&found, &format!("payonce-{}-{VERSION}.tgz", platform.npm), &missing(platform));
    }
    show(&found, &format!("payonce-{VERSION}.tgz"), "`cargo xtask dist --common` packs it");
    println!("\nGitHub, beside all of these:");
    for platform in &PLATFORMS {
        for package in ["payonce-python", "payonce-node"] {
            show(&found, &format!("{package}-{}.cdx.json", platform.target), &missing(platform));
        }
    }
    show(&found, "payonce-wasm-wasm32-unknown-unknown.cdx.json", "`cargo xtask dist --common` writes it");
    show(&found, checksums::NAME, "`cargo xtask dist` writes it");
    println!("  provenance: only the release workflow can sign it, as itself, without a stored key");
    Ok(())
}

fn missing(platform: &platforms::Platform) -> String {
    match cross::unavailable(platform) {
        Some(reason) => reason.to_owned(),
        None => format!("`cargo xtask dist --target {}` builds it", platform.target),
    }
}

/// A file with its size, or why it is not there. The name may have one asterisk.
fn show(found: &[(String, u64)], name: &str, reason: &str) {
    let (start, end) = name.split_once('*').unwrap_or((name, ""));
    let matches = |file: &str| {
        if name.contains('*') { file.starts_with(start) && file.ends_with(end) } else { file == name }
    };
    match found.iter().find(|(file, _)| matches(file)) {
        Some((file, bytes)) => println!("  {file}: {bytes} bytes"),
        None => println!("  {name}: not here. {reason}"),
    }
}

fn files_of(folder: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            Some((entry.file_name().to_string_lossy().into_owned(), entry.metadata().ok()?.len()))
        })
        .collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files at the top, and the number of those below each folder.
fn summary(files: &[String]) -> String {
    let top: Vec<&str> = files.iter().filter(|file| !file.contains('/')).map(String::as_str).collect();
    let below = files.len() - top.len();
    format!("{}, and {below} below src", top.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(dry_run: bool, tag: Option<&str>) -> Options {
        Options { dry_run, no_build: true, verify: false, tag: tag.map(str::to_owned) }
    }

    #[test]
    fn a_release_from_a_machine_is_refused() {
        let refused = run(&Checkout::find().unwrap(), &options(false, None)).unwrap_err().to_string();
        assert!(refused.starts_with("only the release workflow publishes"), "{refused}");
    }

    #[test]
    fn a_tag_of_another_version_is_refused() {
        let refused =
            run(&Checkout::find().unwrap(), &options(true, Some("v9.9.9"))).unwrap_err().to_string();
        assert!(refused.starts_with("the tag v9.9.9 is not v"), "{refused}");
    }
}
