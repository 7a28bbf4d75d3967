//! The licences that a package must carry: payonce's own, and those of every crate that is compiled into it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::checkout::Checkout;
use crate::process::Command;

pub(crate) const NOTICES: &str = "THIRD-PARTY-NOTICES.txt";
const OWN: &[&str] = &["LICENSE-MIT", "LICENSE-APACHE"];
/// How the files begin that hold a licence or a notice that has to be passed on.
const BEGINNINGS: &[&str] = &["license", "licence", "copying", "copyright", "notice", "unlicense"];

/// A crate of ours that is compiled into a package, and the target that it is compiled for; the one of this machine
/// where none is named.
pub(crate) struct Compiled {
    pub(crate) package: &'static str,
    pub(crate) target: Option<&'static str>,
}

/// Writes the licences and the notices into the folder of a package, where packing finds them.
pub(crate) fn write(checkout: &Checkout, folder: &Path, compiled: &[Compiled]) -> anyhow::Result<()> {
    for name in OWN {
        let to = folder.join(name);
        fs::copy(checkout.path(name), &to).with_context(|| format!("write {}", to.display()))?;
    }
    let mut crates = BTreeMap::new();
    for one in compiled {
        crates.extend(crates_within(checkout, one)?);
    }
    let to = folder.join(NOTICES);
    fs::write(&to, text_of(&crates)).with_context(|| format!("write {}", to.display()))
}

/// What is known of a foreign crate.
pub(crate) struct Crate {
    pub(crate) license: String,
    authors: Vec<String>,
    pub(crate) repository: Option<String>,
    texts: Vec<String>,
}

/// The foreign crates that end up in the compiled code, by name and version.
pub(crate) fn crates_within(
    checkout: &Checkout,
    compiled: &Compiled,
) -> anyhow::Result<BTreeMap<String, Crate>> {
    let host = match compiled.target {
        Some(target) => target.to_owned(),
        None => host(checkout)?,
    };
    let metadata = Command::cargo(checkout)
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", &host])
        .filter(String::new())?;
    let metadata: &Value = &serde_json::from_str(&metadata).context("read what cargo metadata writes")?;
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<&str, &Value> = metadata
        .pointer("/resolve/nodes")
        .into_iter()
        .flat_map(list)
        .map(|node| (text(&node["id"]), node))
        .collect();
    let within = names_within(checkout, compiled.package, &host)?;
    let root = packages.iter().find(|(_, package)| text(&package["name"]) == compiled.package);
    let (root, _) = root.with_context(|| format!("find {} in the workspace", compiled.package))?;

    let mut crates = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![*root];
    while let Some(id) = open.pop() {
        let package = packages.get(id).with_context(|| format!("find the package {id}"))?;
        // A macro runs in the compiler and is not part of what comes out of it.
        let is_macro =
            list(&package["targets"]).any(|target| list(&target["kind"]).any(|kind| kind == "proc-macro"));
        if is_macro || !seen.insert(id) {
            continue;
        }
        // Those of the workspace have no source: they are payonce itself.
        if !package["source"].is_null() {
            let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
            if within.contains(&name) {
                crates.insert(name, read(package)?);
            }
        }
        let dependencies = nodes.get(id).map(|node| list(&node["deps"])).into_iter().flatten();
        let is_normal =
            |dependency: &&Value| list(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
        open.extend(dependencies.filter(is_normal).map(|dependency| text(&dependency["pkg"])));
    }
    if crates.is_empty() {
        bail!("cargo metadata names no crates within {}", compiled.package);
    }
    Ok(crates)
}

/// The crates that the package alone is built with, by name and version. `cargo metadata` resolves the features of the whole
/// workspace at once, so that it also has what only another package of ours turns on.
fn names_within(checkout: &Checkout, package: &str, target: &str) -> anyhow::Result<BTreeSet<String>> {
    let tree = Command::cargo(checkout)
        .args(["tree", "--locked", "--package", package, "--edges", "normal", "--target", target])
        .args(["--prefix", "none", "--format", "{p}"])
        .filter(String::new())?;
    let name_of = |line: &str| {
        let mut words = line.split_whitespace();
        Some(format!("{} {}", words.next()?, words.next()?.strip_prefix('v')?))
    };
    Ok(tree.lines().filter_map(name_of).collect())
}

fn read(package: &Value) -> anyhow::Result<Crate> {
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let folder = manifest.parent().with_context(|| format!("find the folder of {}", manifest.display()))?;
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("list {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file() && holds_licence(path))
        .collect();
    files.extend(package["license_file"].as_str().map(|file| folder.join(file)));
    files.sort();
    files.dedup();
    let mut texts = Vec::new();
    for file in files {
        let text = fs::read(&file).with_context(|| format!("read {}", file.display()))?;
        texts.push(tidy(&String::from_utf8_lossy(&text)));
    }
    Ok(Crate {
        license: package["license"].as_str().unwrap_or("see its licence file").to_owned(),
        authors: list(&package["authors"]).map(|author| text(author).to_owned()).collect(),
        repository: package["repository"].as_str().map(str::to_owned),
        texts,
    })
}

fn holds_licence(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    // Source files with such a name are not licences.
    !name.ends_with(".rs") && BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}

/// The same text with the same line ends, so that it is printed once for all crates that share it.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn text_of(crates: &BTreeMap<String, Crate>) -> String {
    let rule = "=".repeat(80);
    let mut notices = String::from(
        "This package contains compiled code of the crates below, under the licences that their authors chose. Where a\n\
         crate offers several licences, any of them may be used. It also contains parts of the Rust standard library,\n\
         Copyright (c) The Rust Project Contributors, under MIT or Apache-2.0, whose texts are among those below.\n\n",
    );
    let mut shared: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, one) in crates {
        let _ = write!(notices, "{name}: {}", one.license);
        if let Some(repository) = &one.repository {
            let _ = write!(notices, ", {repository}");
        }
        notices.push('\n');
        if one.texts.is_empty() {
            let _ =
                writeln!(notices, "    holds no text of its licence; authors: {}", one.authors.join(", "));
        }
        for text in &one.texts {
            shared.entry(text).or_default().push(name);
        }
    }
    for (text, names) in shared {
        let _ = write!(notices, "\n{rule}\n{}\n{rule}\n\n{text}\n", names.join(", "));
    }
    notices
}

fn host(checkout: &Checkout) -> anyhow::Result<String> {
    let version = Command::new("rustc").dir(checkout.root()).arg("-vV").filter(String::new())?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("find the host among what rustc -vV prints")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crates_of_the_extension_module_are_named_with_their_licenses() {
        let checkout = Checkout::find().unwrap();
        let folder = checkout.scratch("notices").unwrap();
        write(&checkout, &folder, &[Compiled { package: "payonce-python", target: None }]).unwrap();
        let notices = fs::read_to_string(folder.join(NOTICES)).unwrap();
        for name in ["clap ", "pyo3 ", "reqwest ", "ring ", "rustls ", "serde_json ", "tokio "] {
            assert!(notices.contains(&format!("\n{name}")), "{name}");
        }
        // Macros and tools are not compiled in, the command of a package has no drivers of servers, and payonce is not a third
        // party.
        for name in ["serde_derive ", "syn ", "cc ", "tokio-postgres ", "payonce-core "] {
            assert!(!notices.contains(&format!("\n{name}")), "{name}");
        }
        for text in ["Apache License", "Permission is hereby granted, free of charge", "ISC"] {
            assert!(notices.contains(text), "{text}");
        }
        assert!(!notices.contains(&*checkout.root().to_string_lossy()));
        for name in OWN {
            assert_eq!(fs::read(folder.join(name)).unwrap(), fs::read(checkout.path(name)).unwrap());
        }
    }
}
