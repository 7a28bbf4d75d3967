//! Facts that several files state: the version, the supported versions of each language, the platforms. All have to agree.

use std::fs;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::platforms::{GLIBC, PLATFORMS};
use crate::checkout::Checkout;

/// The version of everything in the workspace.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The oldest Rust, from the manifest of the workspace.
const RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// Fails with each file that states something else.
pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    for (file, texts) in statements(checkout)? {
        let content = fs::read_to_string(checkout.path(file)).with_context(|| format!("read {file}"))?;
        wrong.extend(
            texts
                .into_iter()
                .filter(|text| !content.contains(text))
                .map(|text| format!("{file}: does not contain {text}")),
        );
    }
    wrong.extend(lock_problems(checkout)?);
    if !wrong.is_empty() {
        bail!("files disagree on versions or platforms:\n{}", wrong.join("\n"));
    }
    Ok(())
}

/// What each file has to contain, derived from the manifests.
fn statements(checkout: &Checkout) -> anyhow::Result<Vec<(&'static str, Vec<String>)>> {
    let python = quoted(checkout, "python/pyproject.toml", "requires-python = \">=")?;
    let python_digits = python.replace('.', "");
    let node = quoted(checkout, "js/package.json", "\"node\": \"^")?;
    let node = node.split(".0 ").next().context("find the oldest Node in js/package.json")?.to_owned();
    let (node_major, node_minor) = node.split_once('.').context("split the version of Node")?;
    let python_parts = python.replace('.', ", ");
    let (major, minor) = GLIBC;

    let mut support = vec![
        format!("| Rust | {RUST} |"),
        format!("| Python | CPython {python} |"),
        format!("| Node | {node}"),
        format!("glibc {major}.{minor}"),
    ];
    support.extend(PLATFORMS.iter().map(|platform| format!("`{}`", platform.wheel)));
    support.extend(PLATFORMS.iter().map(|platform| format!("`{}`", platform.package())));
    let mut released = vec!["try-packages.sh".to_owned()];
    released.extend(PLATFORMS.iter().map(|platform| format!("target: {},", platform.target)));
    let mut published = Vec::new();
    for name in super::crates::PUBLISHED {
        published.push(format!("--package {name}"));
    }
    released.extend(published);

    Ok(vec![
        (
            "Cargo.toml",
            ["payonce-core", "payonce", "payonce-cli", "payonce-sandbox"]
                .map(|name| format!("\n{name} = {{ path = \"crates/{name}\", version = \"{VERSION}\""))
                .into_iter()
                .chain([format!("\"abi3-py{python_digits}\"")])
                .collect(),
        ),
        ("js/package.json", vec![format!("\n  \"version\": \"{VERSION}\",")]),
        ("CHANGELOG.md", vec![format!("\n## {VERSION}\n")]),
        (
            "python/pyproject.toml",
            vec![
                "dynamic = [\"version\"]".to_owned(),
                format!("target-version = \"py{python_digits}\""),
                format!("python_version = \"{python}\""),
                format!("pythonVersion = \"{python}\""),
            ],
        ),
        (
            "README.md",
            vec![format!("| Python {python} |"), format!("| Node {node}, "), format!("| Rust {RUST} |")],
        ),
        ("python/README.md", vec![format!("CPython {python} and later")]),
        ("js/README.md", vec![format!("Node ^{node} ")]),
        ("CONTRIBUTING.md", vec![format!("Rust {RUST}, Python {python} and Node {node}")]),
        ("docs/support.md", support),
        (
            ".github/workflows/ci.yml",
            vec![
                format!("RUSTUP_TOOLCHAIN: \"{RUST}\""),
                format!("rustup toolchain install {RUST} "),
                format!("python-version: \"{python}\""),
                format!("node-version: \"{node}\""),
            ],
        ),
        (".github/workflows/release.yml", released),
        ("tools/xtask/src/setup/python.rs", vec![format!("OLDEST: (u32, u32) = ({python_parts});")]),
        (
            "tools/xtask/src/setup/node.rs",
            vec![format!("OLDEST: (u32, u32) = ({node_major}, {node_minor});")],
        ),
    ])
}

/// The lock file of npm states the version twice.
fn lock_problems(checkout: &Checkout) -> anyhow::Result<Vec<String>> {
    let file = "js/package-lock.json";
    let text = fs::read_to_string(checkout.path(file)).with_context(|| format!("read {file}"))?;
    let lock: Value = serde_json::from_str(&text).with_context(|| format!("read {file}"))?;
    let stated = [lock.get("version"), lock.pointer("/packages//version")];
    Ok(stated
        .into_iter()
        .filter(|stated| stated.and_then(Value::as_str) != Some(VERSION))
        .map(|stated| format!("{file}: states the version {stated:?} instead of {VERSION}"))
        .collect())
}

/// The text between a beginning and the next quotation mark.
fn quoted(checkout: &Checkout, file: &str, beginning: &str) -> anyhow::Result<String> {
    let content = fs::read_to_string(checkout.path(file)).with_context(|| format!("read {file}"))?;
    let (_, rest) = content.split_once(beginning).with_context(|| format!("find {beginning} in {file}"))?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_states_the_same_versions_and_platforms() {
        check(&Checkout::find().unwrap()).unwrap();
    }
}
