//! The public interface of each language as text in tests/api, so that a change of it is visible in review.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::checkout::Checkout;
use crate::process::Command;
use crate::{build, progress, setup};

/// The crates whose documentation lists the interface of Rust.
const CRATES: [&str; 2] = ["payonce", "payonce_core"];
const SHOWN: usize = 30;

/// Builds what the interfaces are read from, and writes them.
pub(crate) fn write(checkout: &Checkout) -> anyhow::Result<()> {
    setup::python(checkout)?;
    setup::node(checkout)?;
    let toolchain = setup::wasm(checkout)?;
    build::wasm(checkout, &toolchain)?;
    build::javascript(checkout)?;
    progress::step("building the documentation of Rust", || {
        documentation(checkout).quietly(checkout, "doc")
    })?;
    for (path, text) in interfaces(checkout)? {
        fs::write(&path, text).with_context(|| format!("write {}", path.display()))?;
    }
    Ok(())
}

/// Fails if the files differ from the code. The documentation of Rust and the compiled TypeScript have to be current.
pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<()> {
    let mut changed = Vec::new();
    for (path, text) in interfaces(checkout)? {
        let known = fs::read_to_string(&path).unwrap_or_default();
        let difference = difference(&known, &text);
        if !difference.is_empty() {
            changed.push(format!("{}:\n{}", checkout.relative(&path).display(), difference.join("\n")));
        }
    }
    if !changed.is_empty() {
        bail!(
            "the public interface changed; RELEASING.md says what that means for the version. To accept it, run \
             `cargo xtask api`\n{}",
            changed.join("\n")
        );
    }
    Ok(())
}

/// The command whose output [`check`] reads.
pub(crate) fn documentation(checkout: &Checkout) -> Command {
    Command::cargo(checkout)
        .args(["doc", "--no-deps", "--package", "payonce", "--package", "payonce-core"])
        .env("RUSTDOCFLAGS", "--deny warnings")
}

fn interfaces(checkout: &Checkout) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let folder = checkout.path("tests/api");
    let mut rust = String::new();
    for name in CRATES {
        let page = checkout.target().join("doc").join(name).join("all.html");
        let html = fs::read_to_string(&page).with_context(|| format!("read {}", page.display()))?;
        let items = items(&html, name);
        anyhow::ensure!(!items.is_empty(), "{} lists no items", page.display());
        rust.extend(items.into_iter().map(|item| item + "\n"));
    }
    let python =
        Command::new(checkout.venv("python")).arg(folder.join("python_interface.py")).dir(checkout.root());
    let typescript = Command::new("node").arg(folder.join("typescript_interface.mjs")).dir(checkout.root());
    Ok(vec![
        (folder.join("rust.txt"), rust),
        (folder.join("python.txt"), python.filter(String::new())?),
        (folder.join("typescript.txt"), typescript.filter(String::new())?),
    ])
}

/// The items on rustdoc's page of all items, as `struct payonce::model::Facts`.
fn items(html: &str, name: &str) -> Vec<String> {
    let mut items: Vec<String> = html
        .split("<li><a href=\"")
        .skip(1)
        .filter_map(|rest| {
            let target = rest.split('"').next()?.strip_suffix(".html")?;
            let (modules, file) = target.rsplit_once('/').unwrap_or(("", target));
            let (kind, item) = file.split_once('.')?;
            let modules = modules.split('/').filter(|module| !module.is_empty());
            let path: Vec<&str> = std::iter::once(name).chain(modules).chain([item]).collect();
            Some(format!("{kind} {}", path.join("::")))
        })
        .collect();
    items.sort();
    items
}

/// The first lines that only one of the texts has.
fn difference(known: &str, found: &str) -> Vec<String> {
    let only = |of: &str, other: &str, mark: char| {
        let other: std::collections::BTreeSet<&str> = other.lines().collect();
        of.lines()
            .filter(|line| !other.contains(line))
            .map(|line| format!("{mark} {line}"))
            .collect::<Vec<_>>()
    };
    let mut lines = [only(known, found, '-'), only(found, known, '+')].concat();
    if lines.is_empty() && known != found {
        lines.push("the same lines in another order".to_owned());
    }
    let more = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    if more > 0 {
        lines.push(format!("and {more} more lines"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_listed_with_kind_and_path() {
        let html = "<ul><li><a href=\"model/struct.Facts.html\">model::Facts</a></li>\
                    <li><a href=\"fn.classify.html\">classify</a></li></ul><a href=\"help.html\">";
        assert_eq!(items(html, "payonce"), ["fn payonce::classify", "struct payonce::model::Facts"]);
    }

    #[test]
    fn a_difference_names_what_is_gone_and_what_is_new() {
        assert_eq!(difference("a\nb\n", "b\nc\n"), ["- a", "+ c"]);
        assert_eq!(difference("a\nb\n", "b\na\n"), ["the same lines in another order"]);
        assert!(difference("a\n", "a\n").is_empty());
    }
}
