//! What a coding agent finds in an installed package: `llms.txt`, and the skill that it links to.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;

use crate::checkout::Checkout;

const PAGES: &str = "https://github.com/payonce/payonce/blob/main";
const INDEX: &str = "llms.txt";
const SKILL: &str = "docs/skill/SKILL.md";
const PACKED_SKILL: &str = "skill/SKILL.md";

/// Writes both into the folder of a package. Links lead to the repository, because a package has no `docs`.
pub(crate) fn write(checkout: &Checkout, folder: &Path) -> anyhow::Result<()> {
    for (from, to) in [(INDEX, INDEX), (SKILL, PACKED_SKILL)] {
        let source = checkout.path(from);
        let text = fs::read_to_string(&source).with_context(|| format!("read {}", source.display()))?;
        let target = folder.join(to);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).with_context(|| format!("create {}", parent.display()))?;
        }
        fs::write(&target, packed(&text, Path::new(from)))
            .with_context(|| format!("write {}", target.display()))?;
    }
    Ok(())
}

fn packed(text: &str, from: &Path) -> String {
    let mut parts = text.split("](");
    let mut packed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        packed.push_str("](");
        match part.split_once(')') {
            Some((link, rest)) if !link.contains("://") => {
                packed.push_str(&target(link, from));
                packed.push(')');
                packed.push_str(rest);
            }
            _ => packed.push_str(part),
        }
    }
    packed
}

fn target(link: &str, from: &Path) -> String {
    let mut path = PathBuf::new();
    for component in from.parent().unwrap_or(Path::new("")).join(link).components() {
        if component == Component::ParentDir {
            path.pop();
        } else {
            path.push(component);
        }
    }
    if path == Path::new(SKILL) {
        return PACKED_SKILL.to_owned();
    }
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    format!("{PAGES}/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_repository_or_into_the_package() {
        let index = "[a](docs/a.md), [skill](docs/skill/SKILL.md), [x](https://example.com/)";
        assert_eq!(
            packed(index, Path::new(INDEX)),
            format!("[a]({PAGES}/docs/a.md), [skill](skill/SKILL.md), [x](https://example.com/)")
        );
        let skill = packed("[b](../b.md#c), text (d)", Path::new(SKILL));
        assert_eq!(skill, format!("[b]({PAGES}/docs/b.md#c), text (d)"));
    }
}
