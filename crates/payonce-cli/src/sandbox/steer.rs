//! Controls a running simulator.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use super::environment::exports;
use crate::failure::Failure;
use crate::output::{json_visible, print};
use crate::standard_streams::stdin;

/// The commands for a running simulator.
#[derive(clap::Subcommand)]
pub(crate) enum Steer {
    /// Replace the faults of a running simulator, or print them.
    Faults {
        /// A JSON file of faults, or - for stdin; without it, print the current faults.
        #[arg(value_name = "FILE|-")]
        file: Option<PathBuf>,
        #[command(flatten)]
        target: Target,
    },
    /// Print commands that set the environment of a POSIX shell for a running simulator.
    ///
    /// To use it: eval "$(payonce sandbox env --url http://127.0.0.1:4010)"
    Env(Target),
    /// Print the ledger of a running simulator.
    Ledger(Target),
    /// Print the requests that a running simulator received.
    Requests(Target),
    /// Reset a running simulator to its start.
    Reset(Target),
    /// Move the clock of a running simulator forward, for instance until an idempotency key is forgotten.
    Advance {
        /// The number of seconds.
        #[arg(value_name = "SECONDS")]
        seconds: u32,
        #[command(flatten)]
        target: Target,
    },
}

/// The simulator to control.
#[derive(clap::Args)]
pub(crate) struct Target {
    /// The address in its first line; by default the environment variable SANDBOX_URL.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

impl Steer {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let (target, method, path, body) = match self {
            Self::Faults { file: None, target } => (target, reqwest::Method::GET, "faults", None),
            Self::Faults { file: Some(file), target } => {
                (target, reqwest::Method::POST, "faults", Some(read(file)?))
            }
            Self::Env(target) => (target, reqwest::Method::GET, "", None),
            Self::Ledger(target) => (target, reqwest::Method::GET, "ledger", None),
            Self::Requests(target) => (target, reqwest::Method::GET, "requests", None),
            Self::Reset(target) => (target, reqwest::Method::POST, "reset", None),
            Self::Advance { seconds, target } => {
                (target, reqwest::Method::POST, "advance", Some(format!("{{\"seconds\": {seconds}}}")))
            }
        };
        let url = format!("{}/_sandbox/{path}", target.url()?);
        let document = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::Run(format!("cannot start the runtime: {error}")))?
            .block_on(ask(method, &url, body))?;
        print(match self {
            Self::Env(_) => exports(&document),
            _ => format!("{}\n", pretty(&document)),
        })
    }
}

impl Target {
    fn url(&self) -> Result<String, Failure> {
        let url = self.url.clone().or_else(|| std::env::var("SANDBOX_URL").ok()).ok_or_else(|| {
            Failure::Usage(
                "no simulator given; pass --url http://127.0.0.1:PORT or set SANDBOX_URL".to_owned(),
            )
        })?;
        if !url.starts_with("http://") {
            return Err(Failure::Usage(format!(
                "{url:?} is not the address of a simulator; it must begin with http://"
            )));
        }
        Ok(url.trim_end_matches('/').to_owned())
    }
}

fn read(file: &PathBuf) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if file.as_os_str() == "-" {
        stdin().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(file).map(|read| text = read)
    };
    read.map_err(|error| Failure::Usage(format!("cannot read the fault file {}: {error}", file.display())))?;
    Ok(text)
}

fn pretty(document: &Value) -> String {
    json_visible(&serde_json::to_string_pretty(document).unwrap_or_default())
}

/// Sends the request and returns the JSON of the response.
async fn ask(method: reqwest::Method, url: &str, body: Option<String>) -> Result<Value, Failure> {
    let http = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(30))
        .build()
        .map_err(|error| Failure::Run(format!("the http client could not be set up: {error}")))?;
    let mut request = http.request(method, url);
    if let Some(body) = body {
        request = request.header("Content-Type", "application/json").body(body);
    }
    let unreachable =
        |error: reqwest::Error| Failure::Run(format!("no simulator responds at {url}: {}", causes(&error)));
    let response = request.send().await.map_err(unreachable)?;
    let status = response.status();
    let text = response.text().await.map_err(unreachable)?;
    let document: Option<Value> = serde_json::from_str(&text).ok();
    if !status.is_success() {
        let message = document.as_ref().and_then(|body| body.get("message")).and_then(Value::as_str);
        let message = message.map_or_else(|| format!("HTTP {}", status.as_u16()), ToOwned::to_owned);
        // The caller has to change a refused plan, like a file that cannot be read.
        return Err(if status.as_u16() == 400 { Failure::Usage(message) } else { Failure::Run(message) });
    }
    document.ok_or_else(|| Failure::Run(format!("{url} is not a simulator: its response is not JSON")))
}

/// The innermost cause states what happened; the outer ones do not.
fn causes(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
