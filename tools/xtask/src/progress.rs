//! One line per step, with the seconds that it took.

use std::io::Write as _;
use std::time::{Duration, Instant};

/// Announces a step, does it, and ends the line with its time. What the step reports is shown between.
pub(crate) fn step<T>(title: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    print!("> {title} ...");
    // If the terminal is gone, the work continues without it.
    std::io::stdout().flush().ok();
    let started = Instant::now();
    let result = work();
    let verdict = if result.is_ok() { "" } else { "failed after " };
    println!(" {verdict}{}", seconds(started.elapsed()));
    result
}

/// A step that found nothing to do still shows that it was looked at.
pub(crate) fn unchanged(title: &str) {
    println!("> {title}: up to date");
}

pub(crate) fn note(text: &str) {
    println!("  {text}");
}

pub(crate) fn heading(title: &str) {
    println!("\n== {title}");
}

pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
