//! The output of all commands.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use serde_json::Value;

use crate::failure::Failure;
use crate::standard_streams::{stderr, stdout};

/// Longer lines are hard to read, even in a wide window.
const WIDEST_TEXT: u16 = 100;
const USUAL_WIDTH: u16 = 80;

/// The width of the terminal, if stdout is one. `COLUMNS` counts first, as in other commands. If the width is not known, it
/// is 80.
pub(crate) fn terminal_width() -> Option<u16> {
    std::io::stdout().is_terminal().then(|| {
        let said =
            std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|width| *width > 0);
        said.or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0)).unwrap_or(USUAL_WIDTH)
    })
}

/// Whether to use bold text and colors: on a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
fn has_emphasis(stream: &impl IsTerminal) -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    stream.is_terminal() && !no_color && !dumb
}

/// Writes a whole result to stdout.
pub(crate) fn print(text: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut stdout = stdout();
    stdout.write_all(text.as_ref())?;
    Ok(stdout.flush()?)
}

/// Prints a help text on stdout, or what is wrong with the arguments on stderr, and returns the exit code.
pub(crate) fn usage(error: &clap::Error) -> u8 {
    let text = error.render();
    // If the stream is closed, the text cannot be printed.
    let _ = if error.use_stderr() {
        let text = if has_emphasis(&std::io::stderr()) { text.ansi().to_string() } else { text.to_string() };
        stderr().write_all(text.as_bytes())
    } else {
        let text = if has_emphasis(&std::io::stdout()) { text.ansi().to_string() } else { text.to_string() };
        let mut stdout = stdout();
        stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
    };
    u8::try_from(error.exit_code()).unwrap_or(2)
}

/// A heading, bold on a terminal.
pub(crate) fn heading(text: &str) -> String {
    if has_emphasis(&std::io::stdout()) { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A text of a provider with everything escaped that a terminal would interpret: escape sequences, line feeds, and marks
/// that change the direction of writing.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push(' '),
            _ if acts(letter) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(letter));
            }
            _ => shown.push(letter),
        }
    }
    shown
}

/// Whether a terminal would interpret this character instead of printing it.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A document on one line, with everything escaped that a terminal would interpret.
pub(crate) fn json_line(document: &Value) -> String {
    format!("{}\n", json_visible(&document.to_string()))
}

/// JSON with everything escaped that a terminal would interpret. JSON itself escapes only the C0 control characters.
pub(crate) fn json_visible(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for letter in json.chars() {
        // The printer writes line feeds between members; strings contain none.
        if acts(letter) && letter != '\n' {
            let _ = write!(shown, "\\u{:04x}", u32::from(letter));
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Labels on the left, wrapped text on the right.
pub(crate) fn page(rows: &[(&str, String)]) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(terminal_width().unwrap_or(WIDEST_TEXT).min(WIDEST_TEXT));
    for (label, text) in rows {
        table.add_row([Cell::new(label).set_alignment(CellAlignment::Left), Cell::new(text)]);
    }
    trimmed(&table)
}

/// The text in lines of at most this many characters, each with this indent. A longer word is broken.
pub(crate) fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let options = textwrap::Options::new(width.max(20)).initial_indent(indent).subsequent_indent(indent);
    textwrap::fill(text, options)
}

/// The table without the padding of its last column.
pub(crate) fn trimmed(table: &Table) -> String {
    table.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_contains_no_terminal_controls() {
        let text = "a\u{1b}[31mred\nline\rback\u{9b}2J\u{202e}turned\u{7f}é";
        let shown = visible(text);
        assert_eq!(shown, "a\\u{1b}[31mred\\nline\\rback\\u{9b}2J\\u{202e}turned\\u{7f}é");
        let document = Value::from(text);
        let line = json_line(&document);
        assert!(line.trim_end().chars().all(|letter| !acts(letter)), "{line}");
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), document);
    }
}
