//! Plays the HTTP side of the vectors, or compares the reports of all runners.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use vector_server::{Cases, RUNNERS, Server, compare, reports_folder, vectors_folder};

/// Plays the HTTP side of tests/vectors/calls at http://127.0.0.1:PORT/<runner>~<case number>/…
#[derive(Parser)]
struct Arguments {
    /// The port; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The folder of the vectors.
    #[arg(long, value_name = "DIR", default_value_os_t = vectors_folder())]
    vectors: PathBuf,
    /// The folder of the reports.
    #[arg(long, value_name = "DIR", default_value_os_t = reports_folder())]
    reports: PathBuf,
    /// Compares the reports of the runners instead of serving.
    #[arg(long)]
    compare: bool,
    /// The runners to compare.
    #[arg(long, value_delimiter = ',', default_values = RUNNERS)]
    runners: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let cases = Cases::load(&arguments.vectors)?;
    if arguments.compare {
        return Ok(compare_reports(&cases, &arguments));
    }
    let server = Server::start(cases, &arguments.reports, arguments.port).await?;
    print_line(&serde_json::json!({ "url": server.url() }).to_string());
    wait_for_stop_signal().await?;
    Ok(ExitCode::SUCCESS)
}

fn compare_reports(cases: &Cases, arguments: &Arguments) -> ExitCode {
    let runners: Vec<&str> = arguments.runners.iter().map(String::as_str).collect();
    let problems = compare(cases, &arguments.reports, &runners);
    for problem in &problems {
        print_line(problem);
    }
    if problems.is_empty() {
        let (classify, calls) = (cases.classify.len(), cases.calls.len());
        print_line(&format!(
            "{} runners played the same {classify} responses and {calls} scripts and sent the same bytes",
            runners.len()
        ));
        return ExitCode::SUCCESS;
    }
    print_line(&format!("{} differences between the runners", problems.len()));
    ExitCode::FAILURE
}

/// A reader that closes the pipe after the first lines is not a failure.
fn print_line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

#[cfg(unix)]
async fn wait_for_stop_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        pressed = tokio::signal::ctrl_c() => pressed,
    }
}

#[cfg(not(unix))]
async fn wait_for_stop_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
