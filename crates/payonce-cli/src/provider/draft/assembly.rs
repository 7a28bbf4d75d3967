//! The parts of a draft as one file that loads.

use payonce_core::{FileFormat, LoadedProvider, Provider, provider_file};

use super::questions::{Questions, Rendered};
use crate::output::visible;
use crate::provider::LARGEST;

/// A part of the file that can be left out.
pub(super) struct Block {
    pub(super) what: String,
    pub(super) text: String,
}

/// The parts as one text, and the line that each begins on.
pub(super) fn render<'q>(
    parts: &[Block],
    left_out: &[String],
    questions: &'q Questions,
) -> (Rendered<'q>, Vec<usize>) {
    let mut rendered = Rendered::new(questions);
    let mut begins = Vec::new();
    for part in parts {
        begins.push(rendered.lines.saturating_add(1));
        rendered.push(&part.text);
        rendered.push("\n");
    }
    if !left_out.is_empty() {
        rendered.push("# Not in this file:");
        for what in left_out {
            rendered.push(&format!("# - {}", visible(what)));
        }
    }
    (rendered, begins)
}

/// Loads the parts, and leaves out what a provider file cannot hold, with the reason.
pub(super) fn settled(
    parts: &mut Vec<Block>,
    left_out: &mut Vec<String>,
    questions: &Questions,
    id: &str,
) -> Result<Provider, String> {
    loop {
        let (rendered, begins) = render(parts, left_out, questions);
        if rendered.text.len() as u64 > LARGEST {
            return Err(format!(
                "needs a provider file of {} MiB, and 4 MiB is the most; choose the operations that you need with --only PATH",
                rendered.text.len() / 1024 / 1024 + 1
            ));
        }
        let refused = match provider_file::load(&rendered.text, FileFormat::Toml, id) {
            Ok(LoadedProvider { provider, .. }) => return Ok(provider),
            Err(refused) => refused,
        };
        let mut wrong: Vec<(usize, String)> = refused
            .problems
            .iter()
            .filter_map(|problem| {
                let part = begins.iter().rposition(|begins| *begins <= problem.line)?;
                Some((part, problem.message.clone()))
            })
            .collect();
        wrong.sort_by_key(|(part, _)| std::cmp::Reverse(*part));
        wrong.dedup_by_key(|(part, _)| *part);
        for (part, why) in wrong {
            // Nothing is left without a head.
            if part == 0 || part >= parts.len() {
                return Err(format!("cannot be drafted: {why}"));
            }
            let Block { what, .. } = parts.remove(part);
            left_out.push(format!("{what}: {why}"));
        }
    }
}
