//! `payonce explain`: explains one error or response.

mod page;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use payonce_core::explain::lookup::{self, Entry};
use payonce_core::explain::page::{of_error, success};
use payonce_core::explain::pasted::{self, Pasted};
use payonce_core::explain::{Form, Refused, operation_of};
use payonce_core::render::Audience;
use payonce_core::{
    Context, Error, ErrorPayload, Headers, Language, MAX_BODY, Operation, Outcome, Phase, Provider, Received,
    Response, Safety, TransportFailure, classify, classify_message,
};

use self::page::laid_out_page;
use crate::failure::Failure;
use crate::format::Format;
use crate::output::{json_line, print};
use crate::standard_streams::stdin;
use crate::value_parser::{one_of, provider_or_file};

/// Explain an error or a response of a provider: what happened, whether money moved, and what to do next.
///
/// WHAT is the doc id of an error, such as agentwallex/policy_violation, or a code, a status, an error class, an outcome or
/// an advice, which is looked up for all providers. - reads stdin: the JSON of an error, alone or in a log line, the output of `curl -i`, the last line of a
/// traceback, the body of a response, a JSON-RPC response or error, or the result of an MCP tool. Without WHAT, describe the response with --status or --transport-failure.
///
/// Without --operation and --safety, the command assumes a request that changes something and has no key, so that a
/// second request could take effect again.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("received"))]
pub(crate) struct Arguments {
    /// A doc id, a code, a status, a provider and a code, or - to read stdin.
    #[arg(value_name = "WHAT", num_args = 0..=2, conflicts_with_all = ["transport_failure", "header"])]
    what: Vec<String>,
    /// The provider, or its provider file; required with --status and --transport-failure.
    #[arg(long, value_name = "ID|FILE", value_parser = provider_or_file())]
    provider: Option<Provider>,
    /// The operation, for instance payments.send.
    #[arg(long, value_name = "NAME", conflicts_with = "safety")]
    operation: Option<String>,
    /// What a second request would do, if payonce does not declare the operation.
    #[arg(long, value_name = "S", value_parser = one_of(Safety::ALL, Safety::as_str))]
    safety: Option<Safety>,
    /// The HTTP status of the response.
    #[arg(long, value_name = "N", group = "received", value_parser = clap::value_parser!(u16).range(100..=999))]
    status: Option<u16>,
    /// There was no response: how far the request got.
    #[arg(
        long,
        value_name = "PHASE",
        group = "received",
        conflicts_with_all = ["header", "body"],
        value_parser = one_of(WITHOUT_RESPONSE, Phase::as_str)
    )]
    transport_failure: Option<Phase>,
    /// A header field of the response; can be repeated.
    #[arg(long, value_name = "NAME: VALUE", value_parser = header_field)]
    header: Vec<(String, String)>,
    /// The body of the response, from a file or from stdin; without --status, any text that - accepts.
    #[arg(long, value_name = "FILE|-")]
    body: Option<PathBuf>,
    /// The language of the page and of the end user's text.
    #[arg(long, default_value = "en", value_parser = one_of(Language::ALL, Language::as_str))]
    lang: Language,
    /// What to print: a page for people, the error as one line of JSON, an RFC 9457 problem, or an MCP tool result.
    #[arg(long, default_value = "text", value_parser = Format::any_of(FORMATS))]
    format: Format,
    /// The reader of the problem or the tool result. The public sees no rule, no limit and no text of the provider.
    #[arg(long, default_value = "public", value_parser = one_of(Audience::ALL, Audience::as_str))]
    audience: Audience,
}

const FORMATS: &[Format] = &[Format::Text, Format::Json, Format::Problem, Format::Mcp];

const WITHOUT_RESPONSE: &[Phase] = &[Phase::BeforeSend, Phase::Sending, Phase::Waiting, Phase::Reading];

/// What to explain.
enum Subject {
    /// A response, or a failure without one; several providers send such a response.
    Received(Vec<Provider>, Received),
    /// A response with this status that is a success for every provider.
    Success(u16),
    /// A message that came without HTTP.
    Message(Provider, Vec<u8>),
    /// The JSON form of an error.
    ErrorPayload(Box<ErrorPayload>),
    /// Codes and kinds by name, with the outcome in the error's own text.
    Named(Vec<Entry>, Option<Outcome>),
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let shown = match subject(arguments)? {
        Subject::Received(providers, received) => {
            let status = match &received {
                Received::Response(response) => Some(response.status),
                Received::Failure(_) => None,
            };
            let one = |provider: &Provider| {
                let context = context(arguments, *provider, arguments.operation.as_deref())?;
                let form = form_of(&context, &received);
                Ok(explained(
                    arguments,
                    &context,
                    status,
                    classify(&context, &received).as_ref(),
                    Some(&form),
                ))
            };
            if providers.len() > 1 && arguments.format != Format::Text {
                return Err(pasted::several(&providers).into());
            }
            providers.iter().map(one).collect::<Result<Vec<String>, Failure>>()?.join("\n")
        }
        Subject::Success(status) => match arguments.format {
            Format::Text => format!("{}\n", success(None, arguments.lang, Some(status))),
            _ => "null\n".to_owned(),
        },
        Subject::Message(provider, message) => {
            let context = context(arguments, provider, arguments.operation.as_deref())?;
            let error = classify_message(&context, &message)
                .map_err(|refused| Failure::Usage(format!("the text {refused}")))?;
            let body = String::from_utf8_lossy(&message).into_owned();
            let form = Form { body, ..form_in(&context) };
            explained(arguments, &context, None, error.as_ref(), Some(&form))
        }
        Subject::ErrorPayload(payload) => {
            let operation = arguments.operation.clone().or_else(|| payload.operation.clone());
            // The error can come from another version with other operations.
            let known = operation.filter(|name| payload.provider.operation(name).is_some());
            let context = context(arguments, payload.provider, known.as_deref())?;
            match arguments.format {
                Format::Text => laid_out_page(&of_error(&context, &payload), None),
                format => json(&payload, format, arguments.audience),
            }
        }
        Subject::Named(entries, outcome) => match arguments.format {
            Format::Text => {
                let pages = lookup::pages(&entries, outcome, arguments.lang);
                pages.iter().map(|page| laid_out_page(page, None)).collect::<Vec<_>>().join("\n")
            }
            Format::Json => json_line(&lookup::json(&entries)),
            _ => {
                let message = "a code without a response cannot be rendered; use --format text or json";
                return Err(Failure::Usage(message.to_owned()));
            }
        },
    };
    print(shown)
}

/// Prints what a captured response of an operation means.
pub(crate) fn captured(
    provider: Provider,
    operation: &'static Operation,
    path: &Path,
    as_json: bool,
) -> Result<(), Failure> {
    run(&Arguments {
        what: Vec::new(),
        provider: Some(provider),
        operation: Some(operation.name.to_owned()),
        safety: None,
        status: None,
        transport_failure: None,
        header: Vec::new(),
        body: Some(path.to_owned()),
        lang: Language::from_tag("en"),
        format: if as_json { Format::Json } else { Format::Text },
        audience: Audience::Public,
    })
}

/// An error of an operation.
pub(crate) fn shown(
    provider: Provider,
    operation: &'static Operation,
    payload: &ErrorPayload,
    as_json: bool,
) -> String {
    if as_json {
        return json(payload, Format::Json, Audience::Owner);
    }
    let context = Context { operation: Some(operation), unix_ms: unix_ms(), ..Context::new(provider) };
    laid_out_page(&of_error(&context, payload), None)
}

fn explained(
    arguments: &Arguments,
    context: &Context,
    status: Option<u16>,
    error: Option<&Error>,
    form: Option<&Form>,
) -> String {
    match (error, arguments.format) {
        (Some(error), Format::Text) => {
            let shared = form.filter(|_| Provider::BUILT_IN.contains(&context.provider));
            let link = shared.and_then(Form::link);
            laid_out_page(&of_error(context, error.payload()), link.as_deref())
        }
        (None, Format::Text) => {
            format!("{}\n", success(Some(context.provider), context.texts.language, status))
        }
        (None, _) => "null\n".to_owned(),
        (Some(error), format) => json(error.payload(), format, arguments.audience),
    }
}

fn context(arguments: &Arguments, provider: Provider, operation: Option<&str>) -> Result<Context, Failure> {
    let form = Form {
        operation: operation.unwrap_or_default().to_owned(),
        safety: arguments.safety,
        language: arguments.lang,
        ..Form::default()
    };
    Ok(form.context(provider, unix_ms())?)
}

/// The form of the playground with what is known beside the response.
fn form_in(context: &Context) -> Form {
    Form {
        provider: context.provider.to_string(),
        operation: context.operation.map(|operation| operation.name.to_owned()).unwrap_or_default(),
        safety: context.safety,
        language: context.texts.language,
        ..Form::default()
    }
}

/// The form of the playground for what came back. It has no link for a provider from a file, which only this machine has.
fn form_of(context: &Context, received: &Received) -> Form {
    let form = form_in(context);
    match received {
        Received::Response(response) => Form {
            status: Some(response.status),
            headers: response
                .headers
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: String::from_utf8_lossy(&response.body).into_owned(),
            ..form
        },
        Received::Failure(failure) => Form { phase: Some(failure.phase), ..form },
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Usage(refused.0)
    }
}

fn subject(arguments: &Arguments) -> Result<Subject, Failure> {
    let pasted = |text: &[u8]| {
        pasted::read(text, arguments.provider, arguments.status).map_err(Failure::from).map(|pasted| {
            match pasted {
                Pasted::ErrorPayload(payload) => Subject::ErrorPayload(payload),
                Pasted::Response(providers, response) => {
                    Subject::Received(providers, Received::Response(response))
                }
                Pasted::Success(status) => Subject::Success(status),
                Pasted::Message(provider, message) => Subject::Message(provider, message),
                Pasted::Named(entries, outcome) => Subject::Named(entries, outcome),
            }
        })
    };
    let answered = arguments.status.is_some() || arguments.transport_failure.is_some();
    let what = match arguments.what.as_slice() {
        [provider, name] => Some(format!("{provider}/{name}")),
        words => words.first().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
    };
    match (what.as_deref(), arguments.body.as_deref(), arguments.provider) {
        (Some("-"), None, _) => pasted(&read_body(Path::new("-"))?),
        (Some(_), Some(_), _) => {
            Err(Failure::Usage("--body and a name exclude each other; pass one of them".to_owned()))
        }
        (Some(name), None, provider) => Ok(Subject::Named(lookup::find(name, provider)?, None)),
        (None, Some(body), None) => pasted(&read_body(body)?),
        (None, Some(body), Some(_)) if !answered => pasted(&read_body(body)?),
        (None, _, Some(provider)) if answered => Ok(Subject::Received(vec![provider], received(arguments)?)),
        (None, None, None) if answered => Err(Failure::Usage(
            "--status and --transport-failure require --provider".to_owned(),
        )),
        _ => Err(Failure::Usage(
            "nothing to explain; pass a doc id such as agentwallex/policy_violation, a code, - to read stdin, or \
             --provider with --status or --transport-failure"
                .to_owned(),
        )),
    }
}

fn json(payload: &ErrorPayload, format: Format, audience: Audience) -> String {
    let document = match format {
        Format::Problem => payload.to_problem(audience),
        Format::Mcp => payload.to_mcp(audience),
        _ => serde_json::to_value(payload).unwrap_or_default(),
    };
    json_line(&document)
}

/// The operation of this name.
pub(crate) fn find(provider: Provider, name: &str) -> Result<&'static Operation, Failure> {
    Ok(operation_of(provider, name)?)
}

fn received(arguments: &Arguments) -> Result<Received, Failure> {
    if let Some(phase) = arguments.transport_failure {
        let message = format!("no complete response ({phase})");
        return Ok(Received::Failure(TransportFailure { phase, cause: None, message, head: None }));
    }
    let headers: Headers = arguments.header.iter().cloned().collect();
    let body = arguments.body.as_deref().map(read_body).transpose()?.unwrap_or_default();
    Ok(Received::Response(Response { status: arguments.status.unwrap_or_default(), headers, body }))
}

/// One byte more than the limit shows that a body is too large.
fn read_body(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = |source: &mut dyn Read| {
        let mut body = Vec::new();
        source.take(MAX_BODY as u64 + 1).read_to_end(&mut body).map(|_| body)
    };
    let result = if path.as_os_str() == "-" {
        read(&mut stdin())
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
