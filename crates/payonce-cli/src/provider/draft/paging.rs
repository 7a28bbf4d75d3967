//! How the pages of a list are requested.

use super::arguments::Arguments;
use super::document::Schema;
use super::names::{quoted, snake};
use super::operations::Operations;
use super::questions::Questions;

const PAGES: &str = "These lists seem to come in pages, in a form that the document does not describe. Declare `pages` if the API \
    has numbered pages, a cursor, or pages after an id.";

/// Names of the member of a page that holds the cursor of the next one, in snake case, the best first.
const NEXT: &[&str] = &["next_cursor", "next_page_token", "next_token", "continuation_token", "cursor"];

/// Names of the argument that takes the cursor.
const CURSORS: &[&str] = &[
    "cursor",
    "next_cursor",
    "page_cursor",
    "page_token",
    "next_page_token",
    "next_token",
    "continuation_token",
];

impl<'d> Operations<'d> {
    /// How the pages of a list are requested, or the question.
    pub(super) fn pages(
        &self,
        questions: &mut Questions,
        schema: &Schema<'d>,
        arguments: &Arguments,
    ) -> String {
        let has = |name: &str| arguments.named.contains(name);
        let property = |name: &str| schema.property(name).map(|property| self.document.schema(property));
        let lists: Vec<(&str, Schema<'_>)> = schema
            .properties
            .iter()
            .map(|(name, property)| (*name, self.document.schema(property)))
            .filter(|(_, property)| property.word() == Some("array"))
            .collect();
        let items = match lists.as_slice() {
            [(name, list)] => Some((*name, list)),
            _ => lists
                .iter()
                .find(|(name, _)| ["data", "items", "results"].contains(name))
                .map(|(name, list)| (*name, list)),
        };
        let Some((items, list)) = items else { return String::new() };
        let has_id = || {
            let item = list.items.map(|item| self.document.schema(item));
            item.is_some_and(|item| item.property("id").is_some())
        };
        let says_more = property("has_more").is_some();
        if says_more && has("starting_after") && has_id() {
            return format!(
                "pages = {{ after = {{ argument = \"starting_after\", id = \"id\", items = {} }} }}\n",
                quoted(items)
            );
        }
        let names = || schema.properties.iter().map(|(name, _)| *name);
        let next = NEXT.iter().find_map(|known| names().find(|name| snake(name).as_deref() == Some(*known)));
        let cursor =
            arguments.all.iter().map(|argument| argument.name.as_str()).find(|name| CURSORS.contains(name));
        if let (Some(next), Some(argument)) = (next, cursor) {
            // The names that count without being named.
            let is_usual = matches!(next, "next_cursor" | "cursor");
            let next = if is_usual { String::new() } else { format!("next = {}, ", quoted(next)) };
            return format!(
                "pages = {{ cursor = {{ argument = {}, {next}items = {} }} }}\n",
                quoted(argument),
                quoted(items)
            );
        }
        let size = ["page_size", "per_page", "limit", "size"].into_iter().find(|name| has(name));
        if let Some(size) = size.filter(|_| has("page") && (says_more || property("total").is_some())) {
            let counts_from_0 = arguments
                .all
                .iter()
                .any(|argument| argument.name == "page" && argument.members.contains("min = 0"));
            if !counts_from_0 {
                return format!(
                    "pages = {{ numbered = {{ page = \"page\", size = {}, items = {} }} }}\n",
                    quoted(size),
                    quoted(items)
                );
            }
        }
        let hints = ["page", "offset", "starting_after", "after", "next"];
        if hints.iter().chain(CURSORS).any(|name| has(name)) { questions.ask(PAGES) } else { String::new() }
    }
}
