//! What a run came to, and the sum of all runs on this machine.

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

/// One line for each run.
const FILE: &str = "runs.jsonl";

/// One run of one target.
pub(crate) struct Run {
    target: String,
    time: Duration,
    executions: u64,
    /// The number of inputs, and the covered places of the program.
    corpus: u64,
    coverage: u64,
    /// The file of the input that broke a promise.
    pub(crate) finding: Option<String>,
}

impl Run {
    /// Reads the output of libFuzzer.
    pub(crate) fn read(target: &str, time: Duration, output: &str) -> Self {
        let mut run =
            Self { target: target.to_owned(), time, executions: 0, corpus: 0, coverage: 0, finding: None };
        for line in output.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let after = |name: &str| {
                let place = words.iter().position(|word| *word == name)?;
                words.get(place + 1).copied()
            };
            let number = |word: Option<&str>| word.and_then(|word| word.split('/').next()?.parse().ok());
            if let Some(count) = number(after("stat::number_of_executed_units:")) {
                run.executions = count;
            } else if let Some(path) = line.split("Test unit written to ").nth(1) {
                run.finding = Some(path.to_owned());
            }
            run.coverage = number(after("cov:")).unwrap_or(run.coverage);
            run.corpus = number(after("corp:")).unwrap_or(run.corpus);
        }
        run
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { executions, corpus, coverage, .. } = self;
        write!(f, "{executions} inputs tried, {corpus} kept, {coverage} places covered")
    }
}

/// Remembers a run.
pub(crate) fn add(folder: &Path, run: &Run) -> anyhow::Result<()> {
    let line = json!({
        "target": run.target, "seconds": run.time.as_secs(), "executions": run.executions, "corpus": run.corpus,
        "coverage": run.coverage, "finding": run.finding,
    });
    let path = folder.join(FILE);
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("open {}", path.display()))?;
    writeln!(file, "{line}").with_context(|| format!("write {}", path.display()))
}

/// Prints the sum of all runs of these targets, as a table in Markdown.
pub(crate) fn print(folder: &Path, targets: &[&String]) -> anyhow::Result<()> {
    let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    let runs: Vec<Value> =
        text.lines().map(serde_json::from_str).collect::<Result<_, _>>().context("read the runs")?;
    println!("| target | seconds | inputs tried | inputs kept | places covered | findings |");
    println!("|---|---:|---:|---:|---:|---:|");
    for target in targets {
        let own =
            || runs.iter().filter(|run| run.get("target").and_then(Value::as_str) == Some(target.as_str()));
        let number = |run: &Value, name: &str| run.get(name).and_then(Value::as_u64).unwrap_or_default();
        let sum = |name: &str| own().map(|run| number(run, name)).sum::<u64>();
        let most = |name: &str| own().map(|run| number(run, name)).max().unwrap_or_default();
        let findings = own().filter(|run| run.get("finding").is_some_and(Value::is_string)).count();
        println!(
            "| `{target}` | {} | {} | {} | {} | {findings} |",
            sum("seconds"),
            sum("executions"),
            most("corpus"),
            most("coverage")
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Run;

    #[test]
    fn the_output_of_libfuzzer_is_read() {
        let output = "\
#2\tINITED cov: 10 ft: 11 corp: 1/1b exec/s: 0 rss: 30Mb
#524288\tpulse  cov: 8821 ft: 30112 corp: 2301/190Kb lim: 4096 exec/s: 9000 rss: 90Mb
Done 600123 runs in 61 second(s)
stat::number_of_executed_units: 600123
";
        let run = Run::read("json", Duration::from_secs(61), output);
        let found = (run.executions, run.corpus, run.coverage, run.finding.is_none());
        assert_eq!(found, (600_123, 2301, 8821, true));
    }

    #[test]
    fn the_file_of_a_finding_is_read() {
        let run = Run::read(
            "json",
            Duration::ZERO,
            "artifact_prefix='f/'; Test unit written to f/crash-1\nBase64: e30=\n",
        );
        assert_eq!(run.finding.as_deref(), Some("f/crash-1"));
    }
}
