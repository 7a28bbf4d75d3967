//! What a provider file may contain: the JSON Schema for editors, and the list of members in its guide.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use payonce_core::{FileFormat, provider_file};

use crate::Generated;

const GUIDE: &str = "docs/provider-files.md";
const BEGIN: &str = "<!-- Written by `cargo xtask codegen` from `crates/payonce-core/src/provider_file/members`: edit that. -->\n";
const END: &str = "<!-- The end of what codegen writes. -->\n";

pub(crate) fn files(root: &Path) -> anyhow::Result<Vec<Generated>> {
    let schema = format!("{}\n", serde_json::to_string_pretty(&provider_file::schema())?);
    let guide = fs::read_to_string(root.join(GUIDE)).with_context(|| format!("read {GUIDE}"))?;
    let (before, rest) = guide.split_once(BEGIN).with_context(|| format!("{GUIDE} lacks {BEGIN}"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{GUIDE} lacks {END}"))?;
    let mut files = vec![
        Generated { path: PathBuf::from("providers/provider.schema.json"), text: schema },
        Generated { path: PathBuf::from(GUIDE), text: format!("{before}{BEGIN}{}{END}{after}", members()) },
    ];
    for file in provider_file::GALLERY {
        files.extend(gallery(root, file.id)?);
    }
    Ok(files)
}

/// The copies of a file of the gallery: in the crate, which a registry serves without the rest of the checkout, and as a module
/// that a bundler includes only where it is imported.
fn gallery(root: &Path, id: &str) -> anyhow::Result<[Generated; 2]> {
    let source = format!("providers/{id}.toml");
    let text = fs::read_to_string(root.join(&source)).with_context(|| format!("read {source}"))?;
    let members = provider_file::to_json(&text, FileFormat::Toml, &source)?;
    let title = members.get("title").and_then(serde_json::Value::as_str).unwrap_or(id);
    let module = format!(
        "// Written by `cargo xtask codegen` from `{source}`: edit that.\n\n\
         /** The provider file of {title}, for `Provider.parse`. */\n\
         const file: object = {};\n\nexport default file;\n",
        serde_json::to_string_pretty(&members)?
    );
    Ok([
        Generated { path: PathBuf::from(format!("crates/payonce-core/gallery/{id}.toml")), text },
        Generated { path: PathBuf::from(format!("js/src/generated/providers/{id}.ts")), text: module },
    ])
}

/// A table for each group of members.
fn members() -> String {
    let mut text = String::new();
    for group in provider_file::members() {
        let title = if group.path.is_empty() { "The file".to_owned() } else { format!("`{}`", group.path) };
        let _ =
            write!(text, "\n### {title}\n\n{}\n\n| member | value | meaning |\n|---|---|---|\n", group.about);
        for member in group.members {
            let required = if member.is_required { ", required" } else { "" };
            let _ =
                writeln!(text, "| `{}` | {}{required} | {} |", member.name, member.expected, member.meaning);
        }
    }
    text.push('\n');
    text
}
