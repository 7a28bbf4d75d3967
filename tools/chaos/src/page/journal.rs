//! The page of a run with workers that die.

use plot::{Bar, Chart, Colour, Group, Part};

use super::{Page, Table, grouped};
use crate::journal::report::{LEGEND, Report, Row};

/// The page of this report.
#[must_use]
pub fn of_journal(report: &Report, seed: u64, command: String) -> Page {
    let is_right = report.journal.is_right();
    let twice = |row: &Row| grouped(row.charged_twice);
    let verdict = format!(
        "Jobs charged twice: {} of {} with payonce's journal, {} of {} with a claim that expires.",
        twice(&report.journal),
        grouped(report.journal.jobs),
        twice(&report.ttl),
        grouped(report.ttl.jobs)
    );
    let rows = report.lines();
    Page {
        title: "Workers that die: the journal and a claim that expires".to_owned(),
        command,
        is_right,
        verdict,
        facts: vec![
            ("seed", seed.to_string()),
            ("jobs on each side", grouped(report.journal.jobs)),
            ("deliveries", grouped(report.journal.deliveries)),
            ("workers killed", grouped(report.journal.killed)),
            ("store failures", grouped(report.journal.failures)),
            ("time", format!("{} s", report.time.as_secs())),
        ],
        charts: vec![chart(report)],
        tables: vec![Table {
            caption: "What the ledger shows".to_owned(),
            names: 1,
            header: ["", "claim with TTL", "payonce's journal"].map(ToOwned::to_owned).to_vec(),
            rows: rows
                .map(|(label, ttl, journal)| vec![label.to_owned(), grouped(ttl), grouped(journal)])
                .to_vec(),
        }],
        legend: LEGEND.replace('\n', " "),
        stories: Vec::new(),
    }
}

fn chart(report: &Report) -> Chart {
    let labels = [
        (Colour::Accent, "paid once and recorded"),
        (Colour::Warning, "open: a person has to look"),
        (Colour::Wrong, "charged twice"),
        (Colour::Plain, "lost, or reported done and never charged"),
    ];
    let bar = |label: &str, row: &Row| {
        let counts = [
            row.paid - row.charged_twice.min(row.paid),
            row.open,
            row.charged_twice,
            row.lost + row.imagined,
        ];
        let parts = labels.iter().zip(counts).map(|((colour, label), count)| Part {
            value: count as f64 / row.jobs.max(1) as f64,
            colour: *colour,
            title: format!("{label}: {}", grouped(count)),
        });
        Bar {
            label: label.to_owned(),
            parts: parts.collect(),
            value: format!("{} charged twice", grouped(row.charged_twice)),
        }
    };
    Chart {
        title: "What became of each job".to_owned(),
        description: format!(
            "Of {} jobs each, {} were charged twice with a claim that expires, and {} with payonce's journal.",
            report.journal.jobs, report.ttl.charged_twice, report.journal.charged_twice
        ),
        keys: labels.iter().map(|(colour, label)| (*colour, (*label).to_owned())).collect(),
        groups: vec![Group {
            title: String::new(),
            bars: vec![bar("claim with TTL", &report.ttl), bar("payonce's journal", &report.journal)],
        }],
    }
}
