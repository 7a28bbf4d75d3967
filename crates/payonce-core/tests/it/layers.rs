//! The folders of the core are its layers: each imports only what stands below it. `ls src` shows the architecture.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// Which layers a layer may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("spec", &["model"]),
    ("error", &["model", "spec"]),
    ("providers", &["model", "spec"]),
    ("webhook", &["model", "spec", "providers"]),
    ("classify", &["error", "model", "spec", "providers"]),
    ("render", &["error", "model", "spec", "classify"]),
    ("provider_file", &["error", "model", "spec", "providers", "classify"]),
    ("request", &["error", "model", "spec"]),
    ("journal", &["error", "model", "spec", "providers", "request"]),
    ("client", &["error", "model", "spec", "providers", "classify", "request", "journal"]),
    ("call", &["error", "model", "spec", "providers", "classify", "request", "journal", "client"]),
    (
        "challenge",
        &["error", "model", "spec", "providers", "classify", "request", "client", "journal", "call"],
    ),
    ("reference_docs", &["error", "model", "spec", "providers", "classify", "provider_file"]),
    ("explain", &["error", "model", "spec", "providers", "classify", "reference_docs"]),
    (
        "ffi",
        &[
            "error",
            "provider_file",
            "model",
            "spec",
            "providers",
            "classify",
            "request",
            "journal",
            "client",
            "call",
            "challenge",
            "render",
            "webhook",
        ],
    ),
];

/// The layers that a line of code names: what follows `crate::`. `{` and items at the root of the crate are re-exports for
/// other crates, which no layer imports.
fn named_in(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    })
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, into)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
    Ok(())
}

/// Every path from one layer into another: the file, the line, the importing and the imported layer.
fn imports() -> io::Result<Vec<(String, usize, String, String)>> {
    let root = sources();
    let mut files = Vec::new();
    rust_files(&root, &mut files)?;
    let mut imports = Vec::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        let layer = name.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        if layer == "lib" {
            continue;
        }
        let text = std::fs::read_to_string(&file)?;
        // A test may call what stands above its file.
        let code = text.lines().take_while(|line| *line != "#[cfg(test)]");
        for (number, line) in code.enumerate() {
            for other in named_in(line).filter(|other| *other != layer) {
                imports.push((name.clone(), number + 1, layer.clone(), other.to_owned()));
            }
        }
    }
    Ok(imports)
}

#[test]
fn every_layer_imports_only_the_layers_below_it() {
    let allowed: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let wrong: Vec<String> = imports()
        .unwrap()
        .into_iter()
        .filter(|(_, _, layer, other)| {
            !allowed.get(layer.as_str()).is_some_and(|layers| layers.contains(&other.as_str()))
        })
        .map(|(file, line, layer, other)| format!("src/{file}:{line}: {layer} must not import {other}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_layer_and_no_two_layers_import_each_other() {
    let folders: BTreeSet<String> = std::fs::read_dir(sources())
        .unwrap()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str().map(|name| name.trim_end_matches(".rs").to_owned()))
        .filter(|name| name != "lib")
        .collect();
    let known: BTreeSet<String> = LAYERS.iter().map(|(layer, _)| (*layer).to_owned()).collect();
    assert_eq!(folders, known);
    // A layer imports layers that were listed before it, so that there is no circle.
    let mut before = BTreeSet::new();
    for (layer, below) in LAYERS {
        assert!(below.iter().all(|layer| before.contains(layer)), "{layer} imports a layer that comes later");
        before.insert(*layer);
    }
}

/// The words of the caller's spelling and of JSON options. The core takes typed values and speaks snake_case; only the
/// border knows that a language spells names in another way.
const BORDER_WORDS: &[&str] =
    &["CaseStyle", "camel_case", "camelCase", "snake_case(", "snake_case_names", "to_case"];

#[test]
fn only_ffi_converts_the_case_of_names() {
    let root = sources();
    let mut files = Vec::new();
    rust_files(&root, &mut files).unwrap();
    let mut wrong = Vec::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        if name.starts_with("ffi/") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            // Comments may explain it, and the root of the crate re-exports the type.
            let code = line.split("//").next().unwrap_or_default();
            let re_exported = name == "lib.rs" && code.starts_with("pub use ffi::");
            let found = BORDER_WORDS.iter().filter(|word| !re_exported && code.contains(**word));
            wrong.extend(found.map(|word| format!("src/{name}:{}: {word} belongs to ffi/", number + 1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
