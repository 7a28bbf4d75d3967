//! `payonce provider`: drafts and checks provider files, and prints their reference.

mod codegen;
mod draft;
mod try_call;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use payonce_core::reference_docs::{provider_data, provider_page, safety_in_words, webhook_in_words};
use payonce_core::{FileFormat, Provider, provider_file};

use crate::failure::Failure;
use crate::format::Format;
use crate::output::{heading, print, visible};
use crate::standard_streams::stderr;

pub(crate) use self::draft::drafted;

/// Check provider files and print their reference.
///
/// A provider file describes a payment API that is not built in: its codes, its operations, what a second request does.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Draft(draft::Draft),
    Codegen(codegen::Codegen),
    Try(try_call::Try),
    /// Report every problem of the files, or what they declare.
    ///
    /// A problem is printed as FILE:LINE:COLUMN: MESSAGE on stderr. The exit code is 1 if there is one.
    Check {
        /// A file in TOML, or in JSON if its name ends in .json.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print a built-in provider, or a file that comes with payonce, as a file to read or to start from.
    ///
    /// What no file can say about a built-in provider is printed on stderr, and is in the TOML as comments. With --json and the
    /// name of a file, the command prints your own file in the format that browsers read.
    Export {
        /// A built-in provider, a provider whose file comes with payonce, such as stripe, or a file.
        #[arg(value_name = "ID|FILE")]
        provider: PathBuf,
        /// The id of a new provider from a built-in one; it cannot have the id of that. [default: my_ID]
        #[arg(long, value_name = "NAME")]
        id: Option<String>,
        /// Print JSON instead of TOML.
        #[arg(long)]
        json: bool,
    },
    /// Print the reference of a file: its client, operations and errors, with its examples and what they mean.
    Docs {
        /// A file in TOML, or in JSON if its name ends in .json.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// What to print: a page in Markdown, or the same as JSON.
        #[arg(long, default_value = "markdown", value_parser = Format::any_of(&[Format::Markdown, Format::Json]))]
        format: Format,
    },
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Draft(draft) => draft.run(),
        Command::Codegen(codegen) => codegen.run(),
        Command::Try(call) => call.run(),
        Command::Export { provider, id, json } => {
            let built_in = provider.to_str().and_then(|id| id.parse().ok());
            match (built_in, id) {
                (Some(built_in), _) => export(built_in, id.as_deref(), *json),
                (None, None) => export_file(provider, *json),
                (None, Some(_)) => Err(Failure::Usage(
                    "--id names a provider from a built-in one; change the `id` in the file instead"
                        .to_owned(),
                )),
            }
        }
        Command::Check { files } => check(files),
        Command::Docs { file, format } => docs(file, *format),
    }
}

fn docs(file: &Path, format: Format) -> Result<(), Failure> {
    let refused = |wrong: Refused| Failure::Run(wrong.to_string());
    let ReadFile { name, text } = read(file).map_err(refused)?;
    let provider = load_text(&text, &name).map_err(refused)?;
    let examples = provider_file::classified_examples(&text, FileFormat::of(&name), &name)
        .map_err(|wrong| Failure::Run(visible(&wrong.to_string())))?;
    if format == Format::Json {
        let json = serde_json::to_string_pretty(&provider_data(provider, &examples))
            .map_err(|error| Failure::Run(format!("cannot write the reference as json: {error}")))?;
        return print(format!("{json}\n"));
    }
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    print(provider_page(provider, &name, &examples))
}

fn export(provider: Provider, id: Option<&str>, json: bool) -> Result<(), Failure> {
    let id = id.map_or_else(|| format!("my_{provider}"), ToOwned::to_owned);
    let format = if json { FileFormat::Json } else { FileFormat::Toml };
    let exported = provider_file::export(provider, &id, format).map_err(Failure::Run)?;
    // What is printed has to be a file that loads.
    provider_file::load(&exported.text, format, &id).map_err(|wrong| Failure::Run(wrong.to_string()))?;
    let left_out: Vec<String> =
        exported.left_out.iter().map(|what| format!("not in this file: {what}")).collect();
    for what in &left_out {
        writeln!(stderr(), "{what}")?;
    }
    let comments =
        if json { String::new() } else { left_out.iter().map(|what| format!("# {what}\n")).collect() };
    print(format!("{comments}{}", exported.text))
}

/// A file as it is, or as JSON.
fn export_file(path: &Path, json: bool) -> Result<(), Failure> {
    let refused = |wrong: &dyn std::fmt::Display| Failure::Run(wrong.to_string());
    let ReadFile { name, text } = read(path).map_err(|wrong| refused(&wrong))?;
    load_text(&text, &name).map_err(|wrong| refused(&wrong))?;
    if !json {
        return print(text);
    }
    let members =
        provider_file::to_json(&text, FileFormat::of(&name), &name).map_err(|wrong| refused(&wrong))?;
    print(format!("{members:#}\n"))
}

fn check(files: &[PathBuf]) -> Result<(), Failure> {
    let mut shown = Vec::new();
    let mut refused = 0_usize;
    for file in files {
        match load(file) {
            Ok(provider) => shown.push(declared(file, provider)),
            Err(wrong) => {
                refused = refused.saturating_add(1);
                writeln!(stderr(), "{wrong}")?;
            }
        }
    }
    print(shown.join("\n"))?;
    if refused == 0 {
        return Ok(());
    }
    let files =
        if files.len() == 1 { "the file".to_owned() } else { format!("{refused} of {} files", files.len()) };
    Err(Failure::Run(format!("{files} cannot be loaded; fix every problem above")))
}

/// What a file declares, for the person who wrote it.
fn declared(file: &Path, provider: Provider) -> String {
    let spec = provider.spec();
    let errors = spec.errors;
    let title =
        format!("{}: {} ({provider})", visible(&file.display().to_string()), visible(provider.title()));
    let mut text = format!("{}\n", heading(&title));
    let _ = writeln!(
        text,
        "  {}, {}, {}, {}",
        counted(errors.codes.len(), "code"),
        counted(errors.types.len(), "category"),
        counted(errors.statuses.len(), "status"),
        counted(spec.operations.len(), "operation"),
    );
    for operation in spec.operations {
        let _ = writeln!(
            text,
            "  {}: {} {}\n    {}: {}",
            operation.name,
            operation.method.as_str(),
            operation.path,
            operation.safety(),
            safety_in_words(operation)
        );
    }
    if let Some(webhook) = spec.webhook {
        let _ = writeln!(text, "  webhooks: {}", webhook_in_words(webhook));
    }
    text
}

fn counted(count: usize, what: &str) -> String {
    let many = match what.strip_suffix('y') {
        _ if count == 1 => what.to_owned(),
        Some(stem) => format!("{stem}ies"),
        None if what.ends_with('s') => format!("{what}es"),
        None => format!("{what}s"),
    };
    format!("{count} {many}")
}

/// More than any provider file needs.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Why a file is not a provider: it cannot be read, or every problem in it, a line each.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Refused(String);

/// The provider of a file.
pub(crate) fn load(path: &Path) -> Result<Provider, Refused> {
    let file = read(path)?;
    load_text(&file.text, &file.name)
}

/// A provider file that was read.
pub(crate) struct ReadFile {
    /// What messages call it.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Reads a provider file, or the one that comes with payonce if the path is an id and no file.
pub(crate) fn read(path: &Path) -> Result<ReadFile, Refused> {
    let name = path.display().to_string();
    let is_id = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_id && !path.exists() {
        let file = provider_file::gallery_file(&name).map_err(|wrong| Refused(wrong.to_string()))?;
        return Ok(ReadFile { name: file.name.to_owned(), text: file.text.to_owned() });
    }
    Ok(ReadFile { text: read_text(path)?, name })
}

/// The text of a file that a person wrote.
fn read_text(path: &Path) -> Result<String, Refused> {
    let name = path.display().to_string();
    let unreadable = |why: &dyn std::fmt::Display| Refused(format!("{}: {why}", visible(&name)));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(unreadable(&"is larger than 4 MiB; a provider file is a text that a person wrote"));
    }
    String::from_utf8(bytes).map_err(|_| unreadable(&"is not UTF-8"))
}

fn load_text(text: &str, name: &str) -> Result<Provider, Refused> {
    provider_file::load(text, FileFormat::of(name), name)
        .map(|loaded| loaded.provider)
        // A message quotes the file.
        .map_err(|wrong| Refused(wrong.to_string().lines().map(visible).collect::<Vec<_>>().join("\n")))
}
