//! `payonce provider draft`: a first provider file from an OpenAPI document.
//!
//! A draft states only what the document states. What a person has to decide is a comment with the question, and until it
//! is answered, the draft assumes what cannot pay twice.

mod document;
mod errors;
mod header;
mod names;
mod operations;
mod questions;
mod types;
mod yaml;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use payonce_core::{
    Actor, Context, FileFormat, Headers, Kind, LoadedProvider, Provider, Received, Response, classify,
    provider_file,
};
use serde_json::Value;

use self::document::Document;
use self::errors::{Errors, Example};
use self::header::Header;
use self::names::{key, quoted};
use self::operations::{BodyForm, Drafted, Operations, all, body_form, source};
use self::questions::{Asked, Questions, Rendered};
use super::{LARGEST, counted};
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

/// A part of the file that can be left out.
struct Block {
    what: String,
    text: String,
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

/// A finished draft.
struct Finished {
    text: String,
    counts: String,
    left_out: Vec<String>,
    asked: Vec<Asked>,
}

/// More lines about what was left out than a person reads at once.
const MOST_SHOWN: usize = 20;

impl Finished {
    fn report(&self, file: &str) -> String {
        let mut report = format!("{file}: {}\n", self.counts);
        for what in self.left_out.iter().take(MOST_SHOWN) {
            let _ = writeln!(report, "left out: {}", visible(what));
        }
        if let Some(more) = self.left_out.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(report, "left out: {more} more; the end of the file lists them");
        }
        let count = self.asked.len();
        let _ = writeln!(report, "{} to answer:", counted(count, "question"));
        report.extend(self.asked.iter().map(|question| question.shown(file)));
        report
    }
}

fn counts(provider: Provider) -> String {
    let spec = provider.spec();
    let unkeyed =
        spec.operations.iter().filter(|operation| operation.safety() == payonce_core::Safety::Unkeyed);
    format!(
        "{}, {} of them unkeyed, {}",
        counted(spec.operations.len(), "operation"),
        unkeyed.count(),
        counted(spec.errors.codes.len(), "code")
    )
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

/// The parts as one text, and the line that each begins on.
fn render<'q>(parts: &[Block], left_out: &[String], questions: &'q Questions) -> (Rendered<'q>, Vec<usize>) {
    let mut rendered = Rendered::new(questions);
    let mut begins = Vec::new();
    for part in parts {
        begins.push(rendered.lines.saturating_add(1));
        rendered.push(&part.text);
        rendered.push("\n");
    }
    if !left_out.is_empty() {
        rendered.push("# Not in this file:");
        for what in left_out {
            rendered.push(&format!("# - {}", visible(what)));
        }
    }
    (rendered, begins)
}

/// Loads the parts, and leaves out what a provider file cannot hold, with the reason.
fn settled(
    parts: &mut Vec<Block>,
    left_out: &mut Vec<String>,
    questions: &Questions,
    id: &str,
) -> Result<Provider, String> {
    loop {
        let (rendered, begins) = render(parts, left_out, questions);
        if rendered.text.len() as u64 > LARGEST {
            return Err(format!(
                "needs a provider file of {} MiB, and 4 MiB is the most; choose the operations that you need with --only PATH",
                rendered.text.len() / 1024 / 1024 + 1
            ));
        }
        let refused = match provider_file::load(&rendered.text, FileFormat::Toml, id) {
            Ok(LoadedProvider { provider, .. }) => return Ok(provider),
            Err(refused) => refused,
        };
        let mut wrong: Vec<(usize, String)> = refused
            .problems
            .iter()
            .filter_map(|problem| {
                let part = begins.iter().rposition(|begins| *begins <= problem.line)?;
                Some((part, problem.message.clone()))
            })
            .collect();
        wrong.sort_by_key(|(part, _)| std::cmp::Reverse(*part));
        wrong.dedup_by_key(|(part, _)| *part);
        for (part, why) in wrong {
            // Nothing is left without a head.
            if part == 0 || part >= parts.len() {
                return Err(format!("cannot be drafted: {why}"));
            }
            let Block { what, .. } = parts.remove(part);
            left_out.push(format!("{what}: {why}"));
        }
    }
}

const CODES: &str = "Which codes prove that nothing happened? Write evidence = \"refused\" there, and \"duplicate\", \"applied\" or \
    \"pending\" where the provider documents it. While it is \"none\", the outcome of such a response is unknown. kind and actor \
    are those of the status.";

/// The codes, each as it is before a person has decided what it proves.
fn codes(errors: &Errors, header: &Header, questions: &mut Questions) -> Result<Vec<Block>, String> {
    let minimal = format!("payonce = 1\nid = {}\ntitle = \"draft\"\n", quoted(&header.id));
    let plain = provider_file::load(&minimal, FileFormat::Toml, &header.id).map_err(|refused| {
        refused.problems.first().map(|problem| problem.message.clone()).unwrap_or_default()
    })?;
    let mut blocks = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut without = Vec::new();
    for (code, facts) in &errors.codes {
        if code.trim().is_empty() || code.chars().any(char::is_control) {
            continue;
        }
        if !seen.insert(code.to_ascii_lowercase()) {
            continue;
        }
        let Some(status) = facts.status() else {
            without.push(code.as_str());
            continue;
        };
        let (kind, actor) = by_status(plain.provider, status);
        let question = if blocks.is_empty() { questions.ask(CODES) } else { String::new() };
        let text = format!(
            "{question}[[code]]\ncode = {}\nkind = \"{kind}\"\nactor = \"{actor}\"\nevidence = \"none\"\nstatus = {status}\n\
             source = {}\n",
            quoted(code),
            quoted(&facts.source)
        );
        blocks.push(Block { what: format!("the code {code}"), text });
    }
    if !without.is_empty() {
        let question = format!(
            "The document lists codes without one status: {}. Declare those that you need as [[code]], with what each proves.",
            several(&without)
        );
        blocks.push(Block { what: "codes without a status".to_owned(), text: questions.ask(&question) });
    }
    if !errors.categories.is_empty() {
        let words: Vec<&str> = errors.categories.iter().map(String::as_str).collect();
        let question = format!(
            "The document lists types of errors: {}. Does one of them prove more than its status? Then declare it as [[category]].",
            several(&words)
        );
        blocks.push(Block { what: "types of errors".to_owned(), text: questions.ask(&question) });
    }
    Ok(blocks)
}

/// The first of these names, and how many more there are.
fn several(names: &[&str]) -> String {
    const MOST: usize = 60;
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST).filter(|more| *more > 0) {
        Some(more) => format!("{shown} and {more} more"),
        None => shown,
    }
}

/// What a status means by itself.
fn by_status(provider: Provider, status: u16) -> (Kind, Actor) {
    let response = Response { status, headers: Headers::new(), body: b"{}".to_vec() };
    let error = classify(&Context::new(provider), &Received::Response(response));
    let (kind, actor) =
        error.map_or((Kind::Unknown, Actor::Provider), |error| (error.payload().kind, error.payload().actor));
    // A provider does not send what only the client can know.
    if matches!(kind, Kind::InvalidArgument | Kind::Connection | Kind::Cancelled) {
        return (Kind::Unknown, actor);
    }
    (kind, actor)
}

/// An example with what payonce makes of it.
fn shown(example: &Example, provider: Provider, left_out: &mut Vec<String>) -> Option<String> {
    let Example { operation, status, body } = example;
    let declared = provider.operation(operation)?;
    let mut refuse = |why: &str| {
        left_out.push(format!("the example of {operation} with HTTP {status}: {why}"));
        None
    };
    let Some(written) = toml(body) else { return refuse("TOML cannot hold one of its numbers") };
    let mut headers = Headers::new();
    headers.push("content-type", "application/json");
    let response = Response { status: *status, headers, body: body.to_string().into_bytes() };
    let context = Context { operation: Some(declared), ..Context::new(provider) };
    let error = classify(&context, &Received::Response(response));
    let expect = match &error {
        None => String::new(),
        Some(_) if *status < 300 => return refuse("it does not have the form that the document promises"),
        Some(error) => {
            let payload = error.payload();
            format!("expect = {{ kind = \"{}\", outcome = \"{}\" }}\n", payload.kind, payload.outcome)
        }
    };
    Some(format!(
        "[[example]]\noperation = {}\nstatus = {status}\nbody = {written}\n{expect}",
        quoted(operation)
    ))
}

/// A value as TOML, in one line.
fn toml(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) if number.is_i64() => number.to_string(),
        // TOML has the numbers of IEEE 754 besides whole ones, and wants digits on both sides of the point.
        Value::Number(number) => {
            let text = number.to_string();
            let is_plain = text.contains('.') && !text.contains(['e', 'E']);
            if !is_plain {
                return None;
            }
            text
        }
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(toml).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Object(members) => {
            let members: Option<Vec<String>> = members
                .iter()
                .map(|(name, value)| Some(format!("{} = {}", key(name), toml(value)?)))
                .collect();
            format!("{{ {} }}", members?.join(", "))
        }
    })
}
