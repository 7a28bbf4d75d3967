//! The page for people.

use payonce_core::explain::page::Page;

use crate::output::{heading, page as laid_out, visible};

/// A page. Its links are below the table, which would break them. Everything is escaped that a terminal would interpret.
pub(super) fn laid_out_page(page: &Page, playground: Option<&str>) -> String {
    let rows: Vec<(&str, String)> = page
        .rows
        .iter()
        .map(|(label, lines)| (*label, lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n")))
        .collect();
    let links = page.links.iter().map(String::as_str).chain(playground);
    let links: String = links.map(|link| format!("{}\n", visible(link))).collect();
    format!("{}\n\n{}\n{links}", heading(&visible(&page.title)), laid_out(&rows))
}
