//! `payonce explain`: what one answer means.

mod page;
mod words;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use payonce_core::render::Audience;
use payonce_core::{
    Answer, Context, Error, Failure as Lost, Headers, Language, MAX_BODY, Operation, Phase, Provider,
    Received, Safety, Texts, classify,
};

use crate::choice::one_of;
use crate::failure::Failure;

/// Explain one answer of a provider: what happened, whether money moved, and what to do next.
///
/// Without --operation or --safety it is assumed that the request changes something and has no key, so that sending
/// it again could take effect twice.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("received").required(true))]
pub(crate) struct Arguments {
    /// Who answered.
    #[arg(long, value_name = "ID", value_parser = one_of(Provider::ALL, Provider::as_str))]
    provider: Provider,
    /// What was asked, for instance payments.send.
    #[arg(long, value_name = "NAME", conflicts_with = "safety")]
    operation: Option<String>,
    /// What a second sending of the request would do, where there is no operation.
    #[arg(long, value_name = "S", value_parser = one_of(Safety::ALL, Safety::as_str))]
    safety: Option<Safety>,
    /// The HTTP status of the answer.
    #[arg(long, value_name = "N", group = "received", value_parser = clap::value_parser!(u16).range(100..=999))]
    status: Option<u16>,
    /// There was no answer: how far the request got.
    #[arg(
        long,
        value_name = "PHASE",
        group = "received",
        conflicts_with_all = ["header", "body"],
        value_parser = one_of(NOT_ANSWERED, Phase::as_str)
    )]
    transport_failure: Option<Phase>,
    /// A header field of the answer; may be given more than once.
    #[arg(long, value_name = "NAME: VALUE", value_parser = header_field)]
    header: Vec<(String, String)>,
    /// The body of the answer, from a file or from stdin.
    #[arg(long, value_name = "FILE|-")]
    body: Option<PathBuf>,
    /// The language of the page and of the text for end users.
    #[arg(long, default_value = "en", value_parser = one_of(Language::ALL, Language::as_str))]
    lang: Language,
    /// What to print: a page for people, the error as one line of JSON, an RFC 9457 problem, or an MCP tool result.
    #[arg(long, default_value = "text", value_enum)]
    format: Format,
    /// Who is to read the problem or the tool result: strangers see no rule, no limit and no provider's text.
    #[arg(long, default_value = "public", value_parser = one_of(Audience::ALL, Audience::as_str))]
    audience: Audience,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Problem,
    Mcp,
}

const NOT_ANSWERED: &[Phase] = &[Phase::BeforeSend, Phase::Sending, Phase::Waiting, Phase::Reading];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let operation = arguments.operation.as_deref().map(|name| find(arguments.provider, name)).transpose()?;
    let context = Context {
        operation,
        safety: arguments.safety,
        unix_ms: unix_ms(),
        texts: Texts { language: arguments.lang, ..Texts::default() },
        ..Context::new(arguments.provider)
    };
    let error = classify(&context, &received(arguments)?);
    let shown = match (&error, arguments.format) {
        (_, Format::Text) => page::page(&context, arguments.status, error.as_ref()),
        (None, _) => "null\n".to_owned(),
        (Some(error), format) => json(error, format, arguments.audience),
    };
    let mut stdout = io::stdout().lock();
    stdout.write_all(shown.as_bytes())?;
    Ok(stdout.flush()?)
}

fn json(error: &Error, format: Format, audience: Audience) -> String {
    let document = match format {
        Format::Problem => error.to_problem(audience),
        Format::Mcp => error.to_mcp(audience),
        Format::Json | Format::Text => serde_json::to_value(error.payload()).unwrap_or_default(),
    };
    format!("{document}\n")
}

fn find(provider: Provider, name: &str) -> Result<&'static Operation, Failure> {
    provider.operation(name).ok_or_else(|| {
        let known: Vec<&str> = provider.profile().operations.iter().map(|operation| operation.name).collect();
        Failure::Usage(format!("{provider} has no operation {name:?}; it has {}", known.join(", ")))
    })
}

fn received(arguments: &Arguments) -> Result<Received, Failure> {
    if let Some(phase) = arguments.transport_failure {
        let message = format!("no complete answer ({phase})");
        return Ok(Received::Failure(Lost { phase, cause: None, message, head: None }));
    }
    let headers: Headers = arguments.header.iter().cloned().collect();
    let body = arguments.body.as_deref().map(read_body).transpose()?.unwrap_or_default();
    Ok(Received::Answer(Answer { status: arguments.status.unwrap_or_default(), headers, body }))
}

/// One byte more than the limit is enough to see that a body is too large.
fn read_body(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = |source: &mut dyn Read| {
        let mut body = Vec::new();
        source.take(MAX_BODY as u64 + 1).read_to_end(&mut body).map(|_| body)
    };
    let result = if path.as_os_str() == "-" {
        read(&mut io::stdin().lock())
    } else {
        File::open(path).and_then(|mut file| read(&mut file))
    };
    result.map_err(|error| Failure::Usage(format!("cannot read the body from {}: {error}", path.display())))
}

fn header_field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("must be written as 'Name: value'")?;
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err("must begin with a header name, as in 'Retry-After: 5'".to_owned());
    }
    Ok((name.to_owned(), value.trim().to_owned()))
}

fn unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
