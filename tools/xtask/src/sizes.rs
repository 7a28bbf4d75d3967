//! How large the published files are.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

pub(crate) struct Size {
    name: String,
    bytes: usize,
}

impl Size {
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

pub(crate) fn of_file(name: &str, path: &Path) -> anyhow::Result<Size> {
    Ok(Size { name: name.to_owned(), bytes: read(path)?.len() })
}

/// As a web server or a registry's mirror sends it, at the best level.
pub(crate) fn of_brotli(name: &str, path: &Path) -> anyhow::Result<Size> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 11, 22).write_all(&read(path)?)?;
    Ok(Size { name: name.to_owned(), bytes: packed.len() })
}

pub(crate) fn print(sizes: &[Size]) {
    println!("| file | bytes |\n|---|---:|");
    for Size { name, bytes } in sizes {
        println!("| {name} | {bytes} |");
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("read {}", path.display()))
}
