//! How the command ends when it cannot do what it was asked.

use std::io::{self, Write};
use std::process::ExitCode;

/// Why the command ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// What was asked for makes no sense, or a file that was named cannot be used.
    #[error("{0}")]
    Usage(String),
    /// It was a proper request that did not work out.
    #[error("{0}")]
    Run(String),
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// Says it on stderr and gives the exit code: 2 for wrong usage, as clap does, and 1 for the rest.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            // Whoever reads has seen enough, as with `| head`; that is no failure.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            _ => {}
        }
        // Nobody is left to be told when stderr is gone too.
        let _ = writeln!(io::stderr(), "error: {self}");
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Run(_) | Self::Output(_) => ExitCode::FAILURE,
        }
    }
}
