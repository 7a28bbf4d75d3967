//! The folders of the simulator are its layers. Each imports only the layers below it, and the files of a folder import
//! each other in one direction.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// Which layers a layer may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("http", &[]),
    ("clock", &[]),
    ("random", &[]),
    ("catalog", &[]),
    ("declared", &["http", "catalog"]),
    ("faults", &["random", "catalog", "declared"]),
    ("ledger", &["clock", "catalog"]),
    ("service", &["http", "random", "catalog", "faults", "ledger"]),
    ("providers", &["http", "clock", "catalog", "declared", "faults", "ledger", "service"]),
    (
        "state",
        &["http", "clock", "random", "catalog", "declared", "faults", "ledger", "service", "providers"],
    ),
    (
        "dashboard",
        &["http", "clock", "catalog", "declared", "faults", "ledger", "service", "providers", "state"],
    ),
    (
        "server",
        &[
            "http",
            "clock",
            "catalog",
            "declared",
            "faults",
            "ledger",
            "service",
            "providers",
            "state",
            "dashboard",
        ],
    ),
];

struct Import {
    line: usize,
    /// The segments after `crate` or `super`.
    path: Vec<String>,
    from_root: bool,
}

struct File {
    /// Its name below `src`.
    name: String,
    folder: String,
    module: String,
    imports: Vec<Import>,
}

impl File {
    fn layer(&self) -> &str {
        self.name.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }
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

/// The code of a file without its comments and its tests, which may import every layer.
fn code_of(text: &str) -> String {
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]");
    lines.map(|line| format!("{}\n", line.split("//").next().unwrap_or_default())).collect()
}

/// The segments at the start of a path such as `a::B`, or of each member of a group such as `{a::B, c}`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let segments = |path: &str| {
        let end =
            path.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':').unwrap_or(path.len());
        path.get(..end)
            .unwrap_or_default()
            .split("::")
            .filter(|segment| !segment.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let Some(group) = text.strip_prefix('{') else { return vec![segments(text)] };
    let (mut depth, mut start, mut all) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                all.push(segments(group.get(start..at).unwrap_or_default().trim()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    all.retain(|path: &Vec<String>| !path.is_empty());
    all
}

fn imports_of(code: &str) -> Vec<Import> {
    let mut imports = Vec::new();
    for root in ["crate::", "super::"] {
        for (at, _) in code.match_indices(root) {
            let (before, import) = code.split_at(at);
            let line = before.matches('\n').count() + 1;
            let found = paths(import.strip_prefix(root).unwrap_or_default()).into_iter();
            imports.extend(found.map(|path| Import { line, path, from_root: root == "crate::" }));
        }
    }
    imports
}

fn files() -> io::Result<Vec<File>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    rust_files(&root, &mut paths)?;
    let mut files = Vec::new();
    for path in paths {
        let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        let stem = name.trim_end_matches(".rs");
        let (folder, module) = stem.rsplit_once('/').unwrap_or(("", stem));
        let imports = imports_of(&code_of(&std::fs::read_to_string(&path)?));
        if stem != "lib" {
            files.push(File { folder: folder.to_owned(), module: module.to_owned(), name, imports });
        }
    }
    Ok(files)
}

#[test]
fn every_layer_imports_only_the_layers_below_it() {
    let allowed: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut wrong = Vec::new();
    for file in files().unwrap() {
        for import in file.imports.iter().filter(|import| import.from_root) {
            let other = import.path.first().map_or("crate", String::as_str);
            if !allowed.get(file.layer()).is_some_and(|layers| layers.contains(&other)) {
                wrong.push(format!(
                    "src/{}:{}: {} must not import {other}",
                    file.name,
                    import.line,
                    file.layer()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_layer_and_no_two_layers_import_each_other() {
    let folders: BTreeSet<String> = files().unwrap().iter().map(|file| file.layer().to_owned()).collect();
    let known: BTreeSet<String> = LAYERS.iter().map(|(layer, _)| (*layer).to_owned()).collect();
    assert_eq!(folders, known);
    // A layer imports layers that were listed before it, so that there is no circle.
    let mut before = BTreeSet::new();
    for (layer, below) in LAYERS {
        assert!(below.iter().all(|layer| before.contains(layer)), "{layer} imports a layer that comes later");
        before.insert(*layer);
    }
}

#[test]
fn the_files_of_a_folder_import_each_other_in_one_direction() {
    let files = files().unwrap();
    let mut wrong = Vec::new();
    let mut edges: BTreeMap<(&str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.module != "mod") {
        let siblings: BTreeSet<&str> = files
            .iter()
            .filter_map(|other| {
                if other.folder == file.folder {
                    return Some(other.module.as_str());
                }
                let parent = other.folder.strip_prefix(&file.folder)?.strip_prefix('/')?;
                (!parent.contains('/')).then_some(parent)
            })
            .collect();
        for import in file.imports.iter().filter(|import| !import.from_root) {
            let name = import.path.first().map_or("super", String::as_str);
            let place = format!("src/{}:{}", file.name, import.line);
            match siblings.get(name) {
                Some(sibling) => {
                    let from = edges.entry((&file.folder, &file.module)).or_default();
                    from.entry(*sibling).or_insert(import.line);
                }
                None => wrong.push(format!(
                    "{place}: {name} is not in a file beside this one, and mod.rs imports this one"
                )),
            }
        }
    }
    for file in &files {
        if let Some((line, next)) = way_back(&edges, &file.folder, &file.module) {
            wrong.push(format!("src/{}:{line}: {next} imports {} in turn", file.name, file.module));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

type Edges<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, usize>>;

/// The import of a file that leads back to it, if there is one: its line, and the file that it imports.
fn way_back<'a>(edges: &Edges<'a>, folder: &'a str, module: &'a str) -> Option<(usize, &'a str)> {
    let imported = |of: &'a str| edges.get(&(folder, of)).into_iter().flatten();
    imported(module).find_map(|(first, line)| {
        let (mut open, mut seen) = (vec![*first], BTreeSet::new());
        while let Some(next) = open.pop() {
            if next == module {
                return Some((*line, *first));
            }
            if seen.insert(next) {
                open.extend(imported(next).map(|(other, _)| *other));
            }
        }
        None
    })
}
