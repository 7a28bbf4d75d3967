//! `payonce provider draft`: a first provider file from an OpenAPI document.
//!
//! A draft states only what the document states. What a person has to decide is a comment with the question, and until it
//! is answered, the draft assumes what cannot pay twice.

mod arguments;
mod assembly;
mod codes;
mod document;
mod errors;
mod examples;
mod header;
mod keys;
mod names;
mod operations;
mod paging;
mod questions;
mod report;
mod types;
mod yaml;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use self::assembly::{Block, render, settled};
use self::codes::codes;
use self::document::Document;
use self::errors::Errors;
use self::examples::shown;
use self::header::Header;
use self::operations::{BodyForm, Drafted, Operations, all, body_form, source};
use self::questions::Questions;
use self::report::{Finished, counts};
use crate::failure::Failure;
use crate::output::{print, visible};
use crate::standard_streams::{stderr, stdin};

/// Write a first provider file from an OpenAPI document.
///
/// The file states what the document states: the base URL, the header field of the key, the operations with their arguments,
/// error codes, examples. What the document leaves open is a TODO comment with a question; the questions are listed at the
/// end. A request that changes something is `unkeyed` until you answer: payonce does not repeat it. The file passes
/// `payonce provider check` as it is.
#[derive(clap::Args)]
pub(crate) struct Draft {
    /// The document, in JSON or YAML: OpenAPI 3. - reads stdin.
    #[arg(long, value_name = "FILE|-")]
    openapi: PathBuf,
    /// The id of the provider. [default: from the title of the document]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Only the operations whose path begins with this; can be repeated.
    #[arg(long, value_name = "PATH")]
    only: Vec<String>,
    /// The file to write, in TOML. [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists.
    #[arg(long, requires = "output")]
    force: bool,
}

/// Larger documents are refused.
const LARGEST_DOCUMENT: u64 = 64 * 1024 * 1024;

/// The draft for all operations of a document.
pub(crate) fn drafted(document: &str) -> Result<String, String> {
    let path = PathBuf::from("document.yaml");
    let document = Document::read(document, &path)?;
    let draft = Draft { openapi: path, id: None, only: Vec::new(), output: None, force: false };
    Ok(draft.draft(&document)?.text)
}

impl Draft {
    pub(super) fn run(&self) -> Result<(), Failure> {
        if let Some(output) = &self.output {
            if output.extension().is_none_or(|ending| ending != "toml") {
                let message = "--output: must end in .toml: a draft has comments, and JSON has none";
                return Err(Failure::Usage(message.to_owned()));
            }
            if output.exists() && !self.force {
                return Err(Failure::Usage(format!(
                    "{} exists; name another file, or pass --force to replace it",
                    visible(&output.display().to_string())
                )));
            }
        }
        let name = visible(&self.openapi.display().to_string());
        let refused = |why: String| Failure::Run(format!("{name}: {why}"));
        let text = read(&self.openapi).map_err(refused)?;
        let document = Document::read(&text, &self.openapi).map_err(refused)?;
        let drafted = self.draft(&document).map_err(refused)?;
        let shown = self.output.as_ref().map_or("draft.toml".to_owned(), |path| path.display().to_string());
        let mut report = drafted.report(&visible(&shown));
        match &self.output {
            Some(path) => {
                std::fs::write(path, &drafted.text)
                    .map_err(|error| Failure::Run(format!("{}: {error}", visible(&shown))))?;
                let _ = writeln!(
                    report,
                    "Search for TODO in {0}, then run: payonce provider check {0}",
                    visible(&shown)
                );
                print(report)
            }
            None => {
                print(&drafted.text)?;
                stderr().write_all(report.as_bytes())?;
                Ok(())
            }
        }
    }

    fn draft(&self, document: &Document) -> Result<Finished, String> {
        let mut questions = Questions::default();
        let header = Header::of(document, self.id.as_deref(), &mut questions)?;
        let chosen: Vec<_> = all(document)
            .into_iter()
            .filter(|(path, ..)| {
                self.only.is_empty() || self.only.iter().any(|only| path.starts_with(only.as_str()))
            })
            .collect();
        if chosen.is_empty() {
            return Err(match self.only.as_slice() {
                [] => "declares no operations".to_owned(),
                only => format!("has no path that begins with {}", only.join(" or ")),
            });
        }
        let forms = chosen.iter().filter_map(|(.., operation)| body_form(document, operation));
        let (mut json, mut form) = (0_usize, 0_usize);
        for body in forms {
            match body {
                BodyForm::Json(_) => json = json.saturating_add(1),
                BodyForm::Form(_) => form = form.saturating_add(1),
                BodyForm::Other => {}
            }
        }
        let mut operations = Operations::new(document, header.auth_header.clone(), form > json);
        let mut errors = Errors::default();
        let mut blocks = Vec::new();
        let mut left_out = Vec::new();
        for operation in chosen {
            let (path, method, _, members) = operation;
            let source = members
                .as_object()
                .map(|members| source(&document.file, path, method, members))
                .unwrap_or_default();
            match operations.draft(&mut questions, operation, &source) {
                Ok(Drafted { name, text }) => {
                    if let Some(responses) = members.get("responses") {
                        errors.take(document, &name, responses, &source);
                    }
                    blocks.push(Block { what: format!("the operation {name}"), text });
                }
                Err(why) => {
                    left_out.push(format!("{} {}: {why}", method.to_ascii_uppercase(), visible(path)));
                }
            }
        }
        left_out.append(&mut errors.left_out);
        let head = header.text(&errors, operations.is_form, &mut questions);
        let mut parts = vec![Block { what: "the head".to_owned(), text: head }];
        parts.extend(codes(&errors, &header, &mut questions)?);
        let objects = std::mem::take(&mut operations.types.objects);
        parts.extend(objects.iter().map(|object| Block {
            what: format!("the object {}", object.class),
            text: object.text(&mut questions),
        }));
        parts.extend(blocks);
        let expected = questions.ask(
            "payonce derived what these responses mean from the facts above. Is `expect` right? If not, correct the fact.",
        );
        let loaded = settled(&mut parts, &mut left_out, &questions, &header.id)?;
        let mut is_first = true;
        for example in errors.examples.drain(..) {
            if let Some(text) = shown(&example, loaded, &mut left_out) {
                let question = if is_first && text.contains("\nexpect = ") { expected.as_str() } else { "" };
                is_first &= question.is_empty();
                let what = format!("an example of {} with HTTP {}", example.operation, example.status);
                parts.push(Block { what, text: format!("{question}{text}") });
            }
        }
        let loaded = settled(&mut parts, &mut left_out, &questions, &header.id)?;
        let rendered = render(&parts, &left_out, &questions).0;
        Ok(Finished {
            counts: counts(loaded),
            text: rendered.text.clone(),
            asked: rendered.asked(),
            left_out,
        })
    }
}

fn read(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let taken = if path.as_os_str() == "-" {
        stdin().take(LARGEST_DOCUMENT + 1).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(LARGEST_DOCUMENT + 1).read_to_end(&mut bytes))
    };
    taken.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST_DOCUMENT {
        return Err("is larger than 64 MiB".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())
}
