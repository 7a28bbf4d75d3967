//! The HTTP side of `tests/vectors/calls`: every runner plays against the same script.
//!
//! The library reads the cases, compares what a runner got with what a case expects, plays the scripts and compares
//! the reports of all runners. It shares no code with payonce itself, so that it can judge what payonce sends.

mod cases;
mod compare;
mod control;
mod reply;
mod report;
mod script;
mod server;
mod shared;

pub use cases::{
    Call, Case, Cases, Classify, Exchange, Expect, ExpectedRequest, Failed, Secrets, Trouble, Webhook,
};
pub use compare::{RUNNERS, compare};
pub use reply::{Body, Reply};
pub use report::{Report, Requests, Sent, write_requests};
pub use script::{deviations, differences};
pub use server::Server;

use std::path::{Path, PathBuf};

/// `tests/vectors` of the checkout that this was built in.
#[must_use]
pub fn vectors_folder() -> PathBuf {
    checkout().join("tests/vectors")
}

/// `target/vectors` of the checkout that this was built in.
#[must_use]
pub fn reports_folder() -> PathBuf {
    checkout().join("target/vectors")
}

fn checkout() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}
