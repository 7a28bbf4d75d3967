//! The page of a run against broken providers.

use plot::{Bar, Chart, Colour, Group, Part};

use super::{Page, Table, grouped};
use crate::judge::{Offence, Wrong};
use crate::report::{HEADER, LEGEND, MAX_OFFENCES, Report, Row};

/// The page of these reports, one for each language.
#[must_use]
pub fn of_operations(reports: &[(String, Report)], seed: u64, command: String) -> Page {
    let mut together = Report::default();
    for (_, report) in reports {
        together.time += report.time;
        together.add(report.clone());
    }
    let wrong = together.offences.len();
    let names: Vec<&str> = reports.iter().map(|(name, _)| name.as_str()).collect();
    let all = together.all();
    let verdict = if wrong == 0 {
        format!(
            "Every result was true: of {} calls against broken providers, none was charged twice, and none was reported \
             as failed although it had taken effect.",
            grouped(together.operations())
        )
    } else {
        let counts = Wrong::ALL.iter().map(|wrong| (wrong, together.count(*wrong)));
        let found: Vec<String> = counts
            .filter(|(_, count)| *count > 0)
            .map(|(wrong, count)| format!("{}: {count}", wrong.words()))
            .collect();
        format!("{wrong} results were wrong. {}.", found.join(", "))
    };
    let facts = vec![
        ("seed", seed.to_string()),
        ("calls", grouped(all.operations)),
        ("requests", grouped(all.requests)),
        ("struck by a fault", share(all.struck, all.requests)),
        ("rounds", grouped(together.rounds)),
        ("time", format!("{:.0} s", together.time.as_secs_f64())),
        ("languages", names.join(", ")),
        (
            "callers with one key at once",
            format!("{} times, {} effects", together.crowds, together.crowd_effects),
        ),
    ];
    let mut tables = Vec::new();
    if reports.len() > 1 {
        tables.push(table("All languages", &together));
    }
    tables.extend(reports.iter().map(|(name, report)| table(name, report)));
    Page {
        title: "payonce against broken providers".to_owned(),
        command,
        is_right: wrong == 0,
        verdict,
        facts,
        charts: vec![outcomes(&together)],
        tables,
        legend: LEGEND.replace('\n', " "),
        stories: together
            .offences
            .iter()
            .take(MAX_OFFENCES)
            .map(|Offence { wrong, seed, story, .. }| {
                format!("{}, in the round of seed {seed}: {story}", wrong.words())
            })
            .collect(),
    }
}

/// What callers received, as parts of all calls of an operation.
fn outcomes(report: &Report) -> Chart {
    let labels = [
        (Colour::Accent, "reported done"),
        (Colour::PlainLight, "reported as without effect"),
        (Colour::AccentLight, "unknown, later found done"),
        (Colour::Plain, "unknown, later found without effect"),
        (Colour::Warning, "unknown for good"),
    ];
    let bars =
        report.rows.iter().filter(|(_, row)| row.operations > 0).map(|((provider, operation), row)| {
            let counts = [row.done, row.not_applied, row.settled_done, row.settled_not, row.unknown];
            let parts = labels.iter().zip(counts).map(|((colour, label), count)| Part {
                value: count as f64 / counts.iter().sum::<u64>().max(1) as f64,
                colour: *colour,
                title: format!("{label}: {}", grouped(count)),
            });
            Bar {
                label: format!("{provider} {operation}"),
                parts: parts.collect(),
                value: format!("{} unknown for good", share(row.unknown, row.operations)),
            }
        });
    Chart {
        title: "What callers received".to_owned(),
        description: "One bar for each operation: the share of its calls that were reported done, reported as without \
                      effect, or unknown, and what was found out about the unknown ones. The table has the numbers."
            .to_owned(),
        keys: labels.iter().map(|(colour, label)| (*colour, (*label).to_owned())).collect(),
        groups: vec![Group { title: String::new(), bars: bars.collect() }],
    }
}

fn table(name: &str, report: &Report) -> Table {
    let mut rows: Vec<Vec<String>> =
        report.rows.iter().map(|((provider, operation), row)| cells(provider, operation, row)).collect();
    rows.push(cells("all", "", &report.all()));
    Table {
        caption: name.to_owned(),
        names: 2,
        header: HEADER.iter().map(|name| (*name).to_owned()).collect(),
        rows,
    }
}

fn cells(provider: &str, operation: &str, row: &Row) -> Vec<String> {
    [provider.to_owned(), operation.to_owned()].into_iter().chain(row.cells()).collect()
}

fn share(part: u64, whole: u64) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}
