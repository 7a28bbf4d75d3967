//! What is wrong with a provider file, and where.

use std::fmt;

/// A step to a member of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    Item(usize),
}

/// One problem of a provider file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Why a provider file was refused. Nothing of it was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderFileError {
    /// The name of the file, as it was given.
    pub file: String,
    /// What is wrong; never empty.
    pub problems: Vec<FileProblem>,
}

impl fmt::Display for ProviderFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, FileProblem { line, column, message }) in self.problems.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}:{line}:{column}: {message}", self.file)?;
        }
        Ok(())
    }
}

impl std::error::Error for ProviderFileError {}
