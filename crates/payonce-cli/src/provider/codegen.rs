//! `payonce provider codegen`: a typed client of a provider file.

#[cfg(feature = "codegen")]
use std::path::Path;
use std::path::PathBuf;

#[cfg(feature = "codegen")]
use super::{ReadFile, load_text, read};
use crate::failure::Failure;
#[cfg(feature = "codegen")]
use crate::output::{print, visible};
#[cfg(feature = "codegen")]
use payonce_codegen::{Language, ProviderText, client};
#[cfg(feature = "codegen")]
use payonce_core::FileFormat;

/// Write the typed client of a file, with the templates of the built-in providers.
///
/// The client contains the file, so that a program needs the package payonce and the written folder. Write it again when the
/// file changes: the command replaces only files that it wrote.
#[derive(clap::Args)]
pub(crate) struct Codegen {
    /// The provider file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The language of the client.
    #[arg(long, short, value_enum)]
    language: Chosen,
    /// The folder for the client: a folder, or a file, of the id in it.
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    output: PathBuf,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Chosen {
    /// A package for mypy and pyright.
    Python,
    /// A module for any runtime.
    Typescript,
    /// A module in a folder, for the crate payonce.
    Rust,
}

#[cfg(feature = "codegen")]
/// What every generated file says, by which the command knows its own.
const WRITTEN: &str = "payonce provider codegen";

impl Codegen {
    #[cfg(not(feature = "codegen"))]
    pub(super) fn run(&self) -> Result<(), Failure> {
        let Self { file, language: Chosen::Python | Chosen::Typescript | Chosen::Rust, output } = self;
        Err(Failure::Usage(format!(
            "the command of this package cannot write the client of {} into {}; install the command with `cargo install payonce-cli`",
            crate::output::visible(&file.display().to_string()),
            crate::output::visible(&output.display().to_string())
        )))
    }

    #[cfg(feature = "codegen")]
    pub(super) fn run(&self) -> Result<(), Failure> {
        let failed = |wrong: &dyn std::fmt::Display| Failure::Run(visible(&wrong.to_string()));
        let ReadFile { name, text } = read(&self.file).map_err(|wrong| Failure::Run(wrong.to_string()))?;
        let provider = load_text(&text, &name).map_err(|wrong| Failure::Run(wrong.to_string()))?;
        let file = ProviderText { text: &text, is_json: FileFormat::of(&name) == FileFormat::Json };
        let language = match self.language {
            Chosen::Python => Language::Python,
            Chosen::Typescript => Language::TypeScript,
            Chosen::Rust => Language::Rust,
        };
        let files = client(provider, &file, language).map_err(|wrong| {
            Failure::Run(format!("{}: {}", visible(&name), visible(&format!("{wrong:#}"))))
        })?;
        let paths: Vec<PathBuf> = files.iter().map(|file| self.output.join(&file.path)).collect();
        if let Some(path) =
            paths.iter().zip(&files).find(|(path, file)| !file.text.is_empty() && is_foreign(path))
        {
            let path = visible(&path.0.display().to_string());
            return Err(Failure::Run(format!(
                "{path} exists and was not written by this command; name another folder"
            )));
        }
        let mut written = String::new();
        for (path, file) in paths.iter().zip(&files) {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
            }
            std::fs::write(path, &file.text).map_err(|error| {
                Failure::Run(format!("{}: {error}", visible(&path.display().to_string())))
            })?;
            written.push_str(&format!("wrote {}\n", visible(&path.display().to_string())));
        }
        print(written)
    }
}

/// Whether a file exists that this command did not write.
#[cfg(feature = "codegen")]
fn is_foreign(path: &Path) -> bool {
    match std::fs::read(path) {
        Ok(bytes) => !String::from_utf8_lossy(&bytes).contains(WRITTEN),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}
