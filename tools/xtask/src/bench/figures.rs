//! What the programs of the measurements print, and the two tables that are made of it.

use anyhow::Context as _;
use serde_json::Value;

/// One figure.
pub(super) struct Figure {
    pub(super) group: String,
    pub(super) what: String,
    pub(super) measured: Result<Measured, String>,
}

/// The smallest and the middle one of several rounds.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    pub(super) unit: Unit,
    pub(super) least: f64,
    pub(super) median: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Nanoseconds,
    Bytes,
}

/// What payonce is to reach.
pub(super) struct Target {
    pub(super) group: &'static str,
    pub(super) payonce: &'static str,
    pub(super) bound: Bound,
}

pub(super) enum Bound {
    /// So many times the time of the peer at most.
    TimesOf(&'static str, f64),
    /// So many times the calls of the peer at least.
    CallsOf(&'static str, f64),
    /// So many milliseconds at most.
    Milliseconds(f64),
    /// So many kilobytes at most.
    Kilobytes(f64),
    /// So many megabytes at most.
    Megabytes(f64),
}

/// The lines of JSON in the output of a program.
pub(super) fn read(output: &str) -> anyhow::Result<Vec<Figure>> {
    output.lines().filter(|line| line.starts_with('{')).map(read_line).collect()
}

fn read_line(line: &str) -> anyhow::Result<Figure> {
    let value: Value = serde_json::from_str(line).with_context(|| format!("read {line}"))?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let (group, what) = text("group").zip(text("what")).with_context(|| format!("read {line}"))?;
    if let Some(reason) = text("missing") {
        return Ok(Figure { group, what, measured: Err(reason) });
    }
    let number = |name: &str| {
        value.get(name).and_then(Value::as_f64).with_context(|| format!("read {name} of {line}"))
    };
    let unit = match text("unit").as_deref() {
        Some("ns") => Unit::Nanoseconds,
        Some("bytes") => Unit::Bytes,
        other => anyhow::bail!("no unit is called {other:?}: {line}"),
    };
    let measured = Measured { unit, least: number("least")?, median: number("median")? };
    Ok(Figure { group, what, measured: Ok(measured) })
}

/// The table of the targets, in Markdown.
pub(super) fn compare(figures: &[Figure], targets: &[Target]) -> anyhow::Result<String> {
    let mut table =
        "| what | compared with | least | median | target | met |\n|---|---|---:|---:|---:|---|\n".to_owned();
    for Target { group, payonce, bound } in targets {
        let find = |what: &str| {
            let found = figures.iter().find(|figure| figure.group == *group && figure.what == what);
            found.map(|figure| &figure.measured).with_context(|| format!("{group}: nothing measured {what}"))
        };
        let (peer, goal) = match bound {
            Bound::TimesOf(peer, most) => (*peer, format!("≤ {most}")),
            Bound::CallsOf(peer, least) => (*peer, format!("≥ {least}")),
            Bound::Milliseconds(most) => ("", format!("≤ {most} ms")),
            Bound::Kilobytes(most) => ("", format!("≤ {most} kB")),
            Bound::Megabytes(most) => ("", format!("≤ {most} MB")),
        };
        let theirs = if peer.is_empty() { None } else { Some(find(peer)?) };
        let cells = match (find(payonce)?, theirs) {
            (Err(reason), _) | (Ok(_), Some(Err(reason))) => format!("not measured: {reason} | | {goal} | "),
            (Ok(ours), theirs) => {
                let theirs = theirs.and_then(|theirs| theirs.as_ref().ok());
                let [least, median] = [
                    against(bound, ours.least, theirs.map(|theirs| theirs.least)),
                    against(bound, ours.median, theirs.map(|theirs| theirs.median)),
                ];
                let met = if least.1 { "yes" } else { "no" };
                format!("{} | {} | {goal} | {met}", least.0, median.0)
            }
        };
        table.push_str(&format!("| {group} | {peer} | {cells} |\n"));
    }
    Ok(table)
}

/// The figure as the target states it, and whether it reaches the target.
fn against(bound: &Bound, ours: f64, theirs: Option<f64>) -> (String, bool) {
    match bound {
        Bound::TimesOf(_, most) => {
            let ratio = ours / theirs.unwrap_or(f64::NAN);
            (format!("{ratio:.2}"), ratio <= *most)
        }
        Bound::CallsOf(_, least) => {
            let ratio = theirs.unwrap_or(f64::NAN) / ours;
            (format!("{ratio:.2}"), ratio >= *least)
        }
        Bound::Milliseconds(most) => (format!("{:.1} ms", ours / 1e6), ours / 1e6 <= *most),
        Bound::Kilobytes(most) => (format!("{:.1} kB", ours / 1e3), ours / 1e3 <= *most),
        Bound::Megabytes(most) => (format!("{:.0} MB", ours / 1e6), ours / 1e6 <= *most),
    }
}

/// Every figure, in Markdown; what belongs together stands together, in the order of the first figure of each group.
pub(super) fn all(figures: Vec<Figure>) -> String {
    let mut groups: Vec<(String, Vec<Figure>)> = Vec::new();
    for figure in figures {
        match groups.iter_mut().find(|(group, _)| *group == figure.group) {
            Some((_, members)) => members.push(figure),
            None => groups.push((figure.group.clone(), vec![figure])),
        }
    }
    let mut table = "| what | by | least | median |\n|---|---|---:|---:|\n".to_owned();
    for (group, members) in groups {
        for Figure { what, measured, .. } in members {
            let cells = match measured {
                Ok(Measured { unit, least, median }) => {
                    format!("{} | {}", readable(unit, least), readable(unit, median))
                }
                Err(reason) => format!("not measured: {reason} | "),
            };
            table.push_str(&format!("| {group} | {what} | {cells} |\n"));
        }
    }
    table
}

/// With about three digits.
pub(super) fn readable(unit: Unit, number: f64) -> String {
    match (unit, number) {
        (Unit::Nanoseconds, ..10_000.0) => format!("{:.2} µs", number / 1e3),
        (Unit::Nanoseconds, ..10_000_000.0) => format!("{:.0} µs", number / 1e3),
        (Unit::Nanoseconds, _) => format!("{:.1} ms", number / 1e6),
        (Unit::Bytes, ..1_000_000.0) => format!("{:.1} kB", number / 1e3),
        (Unit::Bytes, _) => format!("{:.0} MB", number / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = r#"{"group": "g", "what": "payonce", "unit": "ns", "least": 200, "median": 300}
noise
{"group": "g", "what": "by hand", "unit": "ns", "least": 100, "median": 200}
{"group": "g", "what": "peer", "missing": "it cannot be installed"}"#;

    fn row(bound: Bound) -> String {
        let table =
            compare(&read(LINES).unwrap(), &[Target { group: "g", payonce: "payonce", bound }]).unwrap();
        table.lines().last().unwrap().to_owned()
    }

    #[test]
    fn a_target_is_compared_with_the_least_figure() {
        assert_eq!(row(Bound::TimesOf("by hand", 2.0)), "| g | by hand | 2.00 | 1.50 | ≤ 2 | yes |");
        assert_eq!(row(Bound::CallsOf("by hand", 0.9)), "| g | by hand | 0.50 | 0.67 | ≥ 0.9 | no |");
        assert_eq!(row(Bound::Milliseconds(1.0)), "| g |  | 0.0 ms | 0.0 ms | ≤ 1 ms | yes |");
    }

    #[test]
    fn a_missing_peer_is_said() {
        assert_eq!(
            row(Bound::TimesOf("peer", 2.0)),
            "| g | peer | not measured: it cannot be installed | | ≤ 2 |  |"
        );
    }

    #[test]
    fn a_target_that_nothing_measured_is_an_error() {
        let target = Target { group: "g", payonce: "other", bound: Bound::Milliseconds(1.0) };
        assert!(compare(&read(LINES).unwrap(), &[target]).is_err());
    }
}
