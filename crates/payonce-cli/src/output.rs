//! What all commands print with.

use std::io::IsTerminal;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

/// Longer lines are hard to read, however wide the window is.
const WIDEST_TEXT: u16 = 100;

/// The width of the terminal that stdout is, if it is one.
pub(crate) fn terminal_width() -> Option<u16> {
    std::io::stdout().is_terminal().then(terminal_size::terminal_size)?.map(|(width, _)| width.0)
}

/// Whether emphasis may be shown: on a terminal, unless <https://no-color.org> is asked for.
fn has_emphasis() -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    std::io::stdout().is_terminal() && !no_color && !dumb
}

/// A heading, bold where that can be seen.
pub(crate) fn heading(text: &str) -> String {
    if has_emphasis() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Labels on the left, wrapped texts on the right.
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

/// The table without the blanks that fill its last column.
pub(crate) fn trimmed(table: &Table) -> String {
    table.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}
