//! `payonce codes`: the error tables of the providers.

use std::fmt::Write as _;

use comfy_table::{Table, presets};
use payonce_core::Provider;
use payonce_core::reference_docs::{Row, Signal, markdown, rows};

use crate::failure::Failure;
use crate::format::Format;
use crate::output::{heading, print, terminal_width, trimmed, wrapped};
use crate::value_parser::provider_or_file;

/// List the codes, types, message texts and statuses of each provider, with their classification.
///
/// Outcome, retry, advice and status are those of a request that changes something and has no key.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this provider, or that of a provider file.
    #[arg(long, value_name = "ID|FILE", value_parser = provider_or_file())]
    provider: Option<Provider>,
    /// What to print: tables for people, a JSON array, or the pages of the error reference.
    #[arg(long, default_value = "text", value_parser = Format::any_of(&[Format::Text, Format::Json, Format::Markdown]))]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let chosen = arguments.provider.map_or_else(|| Provider::BUILT_IN.to_vec(), |provider| vec![provider]);
    let shown = match arguments.format {
        Format::Markdown => chosen.iter().map(|provider| markdown(*provider)).collect::<Vec<_>>().join("\n"),
        Format::Json => {
            let rows: Vec<Row> = chosen.iter().flat_map(|provider| rows(*provider)).collect();
            let json = serde_json::to_string_pretty(&rows)
                .map_err(|error| Failure::Run(format!("cannot write the table as json: {error}")))?;
            format!("{json}\n")
        }
        _ => chosen.iter().map(|provider| text(*provider)).collect::<Vec<_>>().join("\n"),
    };
    print(shown)
}

fn text(provider: Provider) -> String {
    let title = heading(&format!("{} ({provider})", provider.title()));
    let listed = match terminal_width() {
        Some(width) => paragraphs(provider, usize::from(width)),
        // In a pipe, each row is one line, so that grep finds whole rows.
        None => lines(provider),
    };
    format!("{title}\n{listed}")
}

/// A paragraph for each row, as wide as the terminal at most.
fn paragraphs(provider: Provider, width: usize) -> String {
    let mut text = String::new();
    for row in rows(provider) {
        let status = row.status.filter(|_| row.by != Signal::Status);
        let status = status.map(|status| format!(", HTTP {status}")).unwrap_or_default();
        let name = format!("{} {}{status}", row.by, row.code);
        let retry = if row.retryable { "retry" } else { "no retry" };
        let facts = format!(
            "{}, {}; actor {}; evidence {}; outcome {}; {retry}; advice {}; response {}",
            row.kind, row.class, row.actor, row.evidence, row.outcome, row.advice, row.respond_status
        );
        let source = if row.source.is_empty() { String::new() } else { format!(" ({})", row.source) };
        let _ = writeln!(text, "\n{}", wrapped(&name, "", width));
        let _ = writeln!(text, "{}", wrapped(&facts, "  ", width));
        let _ = writeln!(text, "{}", wrapped(&format!("{}{source}", row.meaning), "  ", width));
    }
    text
}

fn lines(provider: Provider) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        "by", "code", "status", "kind", "class", "actor", "evidence", "outcome", "retry", "advice",
        "response", "meaning", "source",
    ]);
    for row in rows(provider) {
        table.add_row([
            row.by.to_string(),
            row.code,
            row.status.map(|status| status.to_string()).unwrap_or_default(),
            row.kind.to_string(),
            row.class.to_owned(),
            row.actor.to_string(),
            row.evidence.to_string(),
            row.outcome.to_string(),
            if row.retryable { "yes" } else { "no" }.to_owned(),
            row.advice.to_string(),
            row.respond_status.to_string(),
            row.meaning.to_owned(),
            row.source.to_owned(),
        ]);
    }
    trimmed(&table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal_and_no_row_is_left_out() {
        for width in [40, 80, 132] {
            for provider in Provider::BUILT_IN {
                let text = paragraphs(*provider, width);
                let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
                assert!(widest <= width, "{widest} of {width}\n{text}");
                for row in rows(*provider).iter().filter(|row| row.by == Signal::Code) {
                    assert!(text.contains(&format!("code {}", row.code)), "{}", row.code);
                }
            }
        }
    }
}
