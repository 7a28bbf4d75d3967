//! How large the published files are.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

pub(crate) struct Size {
    name: String,
    bytes: usize,
    limit: Option<usize>,
}

impl Size {
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

pub(crate) fn of_file(name: &str, path: &Path) -> anyhow::Result<Size> {
    Ok(Size { name: name.to_owned(), bytes: read(path)?.len(), limit: None })
}

/// The same, of a file that must not have more bytes than this.
pub(crate) fn limited(name: &str, path: &Path, limit: usize) -> anyhow::Result<Size> {
    Ok(Size { limit: Some(limit), ..of_file(name, path)? })
}

/// As a web server or a registry's mirror sends it, at the best level.
pub(crate) fn of_brotli(name: &str, path: &Path) -> anyhow::Result<Size> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 11, 22).write_all(&read(path)?)?;
    Ok(Size { name: name.to_owned(), bytes: packed.len(), limit: None })
}

pub(crate) fn print(sizes: &[Size]) {
    println!("| file | bytes |\n|---|---:|");
    for Size { name, bytes, .. } in sizes {
        println!("| {name} | {bytes} |");
    }
}

/// Fails with each file that is larger than its limit.
pub(crate) fn check(sizes: &[Size]) -> anyhow::Result<()> {
    let larger: Vec<String> = sizes
        .iter()
        .filter_map(|size| {
            let limit = size.limit.filter(|limit| size.bytes > *limit)?;
            Some(format!("{} has {} bytes, more than {limit}", size.name, size.bytes))
        })
        .collect();
    anyhow::ensure!(larger.is_empty(), "{}", larger.join("\n"));
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_above_its_limit_is_reported() {
        let size = |name: &str, bytes, limit| Size { name: name.to_owned(), bytes, limit };
        check(&[size("small", 6, Some(6)), size("free", 9, None)]).unwrap();
        let reported =
            check(&[size("wheel", 7, Some(6)), size("addon", 9, Some(8))]).unwrap_err().to_string();
        assert_eq!(reported, "wheel has 7 bytes, more than 6\naddon has 9 bytes, more than 8");
    }
}
