//! A run as a page: a plot, and all numbers as tables. One file without scripts, which loads nothing.

mod journal;
mod operations;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Environment, context};
use plot::Chart;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

pub use journal::of_journal;
pub use operations::of_operations;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// What a page shows.
pub struct Page {
    title: String,
    /// The command that repeats the run.
    command: String,
    /// Whether everything that is required holds.
    is_right: bool,
    verdict: String,
    /// Names and values at the top.
    facts: Vec<(&'static str, String)>,
    charts: Vec<Chart>,
    tables: Vec<Table>,
    /// What the columns mean.
    legend: String,
    /// What was found wrong.
    stories: Vec<String>,
}

#[derive(Serialize)]
struct Table {
    caption: String,
    /// How many columns at the start are names.
    names: usize,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Page {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template is not valid.
    pub fn html(&self) -> anyhow::Result<String> {
        let style = format!("{STYLE}{}", plot::STYLE);
        let mut templates = Environment::new();
        // The name decides that values are escaped.
        templates.add_template("page.html", TEMPLATE)?;
        let charts: Vec<String> =
            self.charts.iter().enumerate().map(|(number, chart)| chart.inline(&number.to_string())).collect();
        Ok(templates.get_template("page.html")?.render(context! {
            title => self.title,
            command => self.command,
            is_right => self.is_right,
            verdict => self.verdict,
            facts => self.facts,
            charts => charts,
            tables => self.tables,
            legend => self.legend,
            stories => self.stories,
            style_hash => STANDARD.encode(Sha256::digest(&style)),
            style => style,
        })?)
    }

    /// The charts as pictures of their own.
    pub fn pictures(&self) -> impl Iterator<Item = String> + '_ {
        self.charts.iter().map(Chart::file)
    }
}

/// A number with a separator between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest as _, Sha256};

    use super::{grouped, of_journal, of_operations};
    use crate::journal::report::Report as JournalReport;
    use crate::judge::{Offence, Wrong};
    use crate::report::{Report, Row};

    /// The page permits its own style and nothing else, so the hash has to be that of the style.
    fn assert_self_contained(html: &str) {
        let (_, rest) = html.split_once("<style>").unwrap();
        let (style, _) = rest.split_once("</style>").unwrap();
        let hash = STANDARD.encode(Sha256::digest(style));
        assert!(html.contains(&format!("default-src 'none'; style-src 'sha256-{hash}'")));
        for forbidden in ["<script", " style=", " src=", "@import", "url("] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn a_page_has_every_number_and_loads_nothing() {
        let mut report = Report::default();
        let row =
            Row { operations: 1234, done: 1000, not_applied: 200, open: 34, unknown: 34, ..Row::default() };
        report.rows.insert(("agentpay".to_owned(), "consume".to_owned()), row);
        let html =
            of_operations(&[("rust".to_owned(), report)], 7, "cargo xtask chaos".to_owned()).html().unwrap();
        assert_self_contained(&html);
        assert!(html.contains("of 1,234 calls"), "{html}");
        assert!(html.contains("<title>unknown for good: 34</title>"), "{html}");
        assert!(html.contains("<th scope=\"row\" class=\"name\">consume</th><td>1234</td>"), "{html}");
    }

    #[test]
    fn a_page_names_a_wrong_result() {
        let story = "a <b> & c".to_owned();
        let offence = Offence { wrong: Wrong::ChargedTwice, seed: 3, operations: 5, story };
        let report = Report { offences: vec![offence], ..Report::default() };
        let html = of_operations(&[("rust".to_owned(), report)], 7, String::new()).html().unwrap();
        assert!(html.contains("verdict wrong") && html.contains("charged twice: 1"), "{html}");
        assert!(html.contains("a &lt;b&gt; &amp; c"), "{html}");
    }

    #[test]
    fn the_page_of_a_journal_compares_both_sides() {
        let mut report = JournalReport::default();
        (report.ttl.jobs, report.ttl.charged_twice, report.ttl.paid) = (100, 7, 100);
        (report.journal.jobs, report.journal.paid) = (100, 100);
        let page = of_journal(&report, 7, String::new());
        let html = page.html().unwrap();
        assert_self_contained(&html);
        assert!(html.contains("0 of 100 with payonce&#x27;s journal, 7 of 100"), "{html}");
        assert!(page.pictures().all(|picture| picture.starts_with("<svg") && picture.contains("<style>")));
    }

    #[test]
    fn thousands_are_separated() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }
}
