//! How the command ends if it fails.

use std::io::{self, Write as _};

use crate::standard_streams::stderr;

/// Why the command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The arguments are invalid, or a file cannot be used.
    #[error("{0}")]
    Usage(String),
    /// The arguments are valid, but the command failed.
    #[error("{0}")]
    Run(String),
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// Prints the failure on stderr and returns the exit code: 2 for invalid arguments, as clap does, else 1.
    pub(crate) fn report(&self) -> u8 {
        match self {
            // The reader closed the pipe, as `| head` does; that is not a failure.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return 0,
            _ => {}
        }
        // If stderr is closed too, the failure cannot be reported.
        let _ = writeln!(stderr(), "error: {self}");
        match self {
            Self::Usage(_) => 2,
            Self::Run(_) | Self::Output(_) => 1,
        }
    }
}
