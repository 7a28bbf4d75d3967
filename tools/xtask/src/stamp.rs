//! Skipping a step whose inputs did not change, by the hash of their contents.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use crate::checkout::Checkout;
use crate::progress;

/// What a step depends on and what it leaves behind.
pub(crate) struct Stamp {
    title: String,
    file: PathBuf,
    hash: Sha256,
    outputs: Vec<PathBuf>,
}

impl Stamp {
    pub(crate) fn new(checkout: &Checkout, name: &str, title: &str) -> anyhow::Result<Self> {
        let file = checkout.scratch("stamps")?.join(name);
        Ok(Self { title: title.to_owned(), file, hash: Sha256::new(), outputs: Vec::new() })
    }

    /// An input that is not a file: a version, a flag.
    pub(crate) fn fact(mut self, fact: &str) -> Self {
        self.hash.update(fact.as_bytes());
        self.hash.update([0]);
        self
    }

    /// A file, or everything below a folder.
    pub(crate) fn input(mut self, path: &Path) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        for file in files {
            self.hash.update(file.to_string_lossy().as_bytes());
            self.hash.update(fs::read(&file).with_context(|| format!("read {}", file.display()))?);
            self.hash.update([0]);
        }
        Ok(self)
    }

    /// Something that the step makes; when it is gone, the step runs again.
    pub(crate) fn output(mut self, path: PathBuf) -> Self {
        self.outputs.push(path);
        self
    }

    /// Runs the step unless it ran before with the same inputs. Returns whether it ran.
    pub(crate) fn run(self, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<bool> {
        let hash: String = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let known = fs::read_to_string(&self.file).unwrap_or_default();
        if known == hash && self.outputs.iter().all(|output| output.exists()) {
            progress::unchanged(&self.title);
            return Ok(false);
        }
        progress::step(&self.title, work)?;
        fs::write(&self.file, hash).with_context(|| format!("write {}", self.file.display()))?;
        Ok(true)
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("list {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_owned());
    }
    Ok(())
}
