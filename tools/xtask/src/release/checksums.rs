//! `SHA256SUMS`, which `sha256sum --check` reads.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

pub(crate) const NAME: &str = "SHA256SUMS";

/// Writes the checksums of all files of a folder into it.
pub(crate) fn write(folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join(NAME);
    fs::write(&path, of_files(folder)?).with_context(|| format!("write {}", path.display()))?;
    Ok(path)
}

fn of_files(folder: &Path) -> anyhow::Result<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("list {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file() && path.file_name().is_some_and(|name| name != NAME))
        .collect();
    files.sort();
    let mut lines = String::new();
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("read {}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        for byte in Sha256::digest(&bytes) {
            let _ = write!(lines, "{byte:02x}");
        }
        let _ = writeln!(lines, "  {name}");
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkout::Checkout;

    #[test]
    fn each_file_has_a_line_in_the_format_of_sha256sum() {
        let folder = Checkout::find().unwrap().scratch("checksums").unwrap();
        fs::write(folder.join("b.whl"), "").unwrap();
        fs::write(folder.join("a.tgz"), "abc").unwrap();
        let sums = fs::read_to_string(write(&folder).unwrap()).unwrap();
        assert_eq!(
            sums,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.tgz\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.whl\n"
        );
    }
}
