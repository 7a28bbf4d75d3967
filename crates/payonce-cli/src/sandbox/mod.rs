//! `payonce sandbox`: runs the simulator, and controls a running one.

mod dashboard;
mod environment;
mod provider_file;
mod steer;

use std::fs;
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use payonce_sandbox::{Config, FaultPlan, ProviderFile, Sandbox, StartError};

pub use environment::{environment, options};
pub use provider_file::provider_file;

use crate::failure::Failure;
use crate::output::print;
use crate::provider::{self, ReadFile};
use crate::standard_streams::stderr;

/// Simulate payment APIs on this machine, with fault injection and a ledger.
///
/// The five built-in providers are always simulated, and with --provider those of provider files.
///
/// The first line on stdout is JSON: the url, and for each provider its base_url and credentials. With --env, stdout
/// contains the same as environment variables that every client reads. The simulator
/// ends on Ctrl-C or SIGTERM. The commands below control a running simulator.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    steer: Option<steer::Steer>,
    /// The port to listen on; 0 picks a free one.
    #[arg(long, default_value_t = 0, value_name = "N")]
    port: u16,
    /// A provider file to simulate as well; can be repeated.
    #[arg(long = "provider", value_name = "FILE")]
    providers: Vec<PathBuf>,
    /// A JSON file with the initial faults: {"seed": 7, "rules": [...]}.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Show what happens on a page for a browser of this machine; the first line has its address.
    #[arg(long)]
    ui: bool,
    /// A journal whose open entries the page shows: the path of an SQLite file, or a postgres:// or redis:// URL.
    #[arg(long, value_name = "STORE", requires = "ui")]
    journal: Option<String>,
    /// Print commands that set the environment of a POSIX shell, instead of JSON.
    #[arg(long)]
    env: bool,
    /// The address to listen on. With an address that is not loopback, other machines can read every request.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    host: IpAddr,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let Some(steer) = &arguments.steer {
        return steer.run();
    }
    let providers =
        arguments.providers.iter().map(|path| read_provider(path)).collect::<Result<Vec<_>, _>>()?;
    let faults = match &arguments.faults {
        Some(path) => read_faults(path, &providers)?,
        None => FaultPlan::none(),
    };
    let dashboard = arguments.ui.then(|| dashboard::of(&arguments.providers, arguments.journal.as_deref()));
    // --host is the explicit permission that the library requires.
    let config = Config {
        port: arguments.port,
        host: arguments.host,
        allow_remote: true,
        faults,
        providers,
        dashboard,
        ..Config::default()
    };
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::Run(format!("cannot start the runtime: {error}")))?
        .block_on(serve(config, arguments.env))
}

fn read_provider(path: &Path) -> Result<ProviderFile, Failure> {
    let ReadFile { name, text } = provider::read(path)
        .map_err(|refused| Failure::Usage(format!("cannot read the provider file {refused}")))?;
    provider_file(&text, None, &name).map_err(Failure::Usage)
}

fn read_faults(path: &Path, providers: &[ProviderFile]) -> Result<FaultPlan, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("cannot read the fault file {shown}: {error}")))?;
    FaultPlan::read(&text, providers)
        .map_err(|error| Failure::Usage(format!("the fault file {shown} is not valid: {error}")))
}

async fn serve(config: Config, env: bool) -> Result<(), Failure> {
    // Before the first line is printed: a signal right after it must be handled.
    let ended = ending().map_err(|error| Failure::Run(format!("cannot listen for signals: {error}")))?;
    let remote = !config.host.is_loopback();
    let sandbox = Sandbox::start(config).await.map_err(|error| match error {
        StartError::DashboardNotLoopback { .. } => Failure::Usage(format!("--ui: {error}")),
        _ => Failure::Run(error.to_string()),
    })?;
    print(if env {
        environment::exports(sandbox.providers())
    } else {
        format!("{}\n", sandbox.providers())
    })?;
    hint(&sandbox, remote);
    ended.await;
    sandbox.shutdown().await;
    Ok(())
}

/// The output for people; programs read the line on stdout.
fn hint(sandbox: &Sandbox, remote: bool) {
    let url = sandbox.url();
    let mut stderr = stderr();
    let _ = writeln!(stderr, "simulating the payment APIs at {url}; no real money moves; Ctrl-C ends it");
    let _ = match sandbox.dashboard_url() {
        Some(page) => writeln!(stderr, "open the dashboard in a browser: {page}"),
        None => writeln!(stderr, "the ledger of charges: {url}/_sandbox/ledger"),
    };
    if remote {
        let _ = writeln!(stderr, "warning: other machines can reach this address and read every request");
    }
}

/// Resolves when the process receives a signal to end.
#[cfg(unix)]
fn ending() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Resolves when the process receives a signal to end.
#[cfg(not(unix))]
fn ending() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
