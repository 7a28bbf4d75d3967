//! `payonce provider try`: one call with a provider file, or one captured response.

use std::fmt::Write as _;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payonce::UntypedClient;
use payonce_core::reference_docs::safety_in_words;
use payonce_core::spec::param::{Param, Place};
use payonce_core::spec::types::FieldType;
use payonce_core::{
    CaseStyle, Client, HttpRequest, Input, Kind, Now, Operation, Provider, Redactor, Safety, Secret, Step,
    ffi,
};
use serde_json::{Map, Value};

use super::load;
use crate::explain;
use crate::failure::Failure;
use crate::format::Format;
use crate::journal;
use crate::output::{json_line, json_visible, page, print, visible};
use crate::standard_streams::{stderr, stdin};

/// Make one call with a file, or classify one captured response.
///
/// With --dry-run, the command shows the request and what payonce would do about an unknown outcome, and sends nothing. It sends
/// to a server on this machine with --base-url, and to the provider only with --live. A request that changes something asks
/// before it is sent, or needs --yes. The API key comes from the environment, and is never shown.
#[derive(clap::Args)]
pub(crate) struct Try {
    /// The provider file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The operation, for instance payments.send.
    #[arg(value_name = "OPERATION")]
    operation: String,
    /// An argument: text as it is, anything else as JSON.
    #[arg(value_name = "ARGUMENT=VALUE", value_parser = argument, conflicts_with = "response")]
    arguments: Vec<(String, String)>,
    /// Show the request and send nothing.
    #[arg(long, conflicts_with_all = ["live", "yes", "response"])]
    dry_run: bool,
    /// Send to this address instead of that of the file.
    #[arg(long, value_name = "URL", conflicts_with = "response")]
    base_url: Option<String>,
    /// Send to another machine than this one. Without it, only a server on this machine receives a request.
    #[arg(long, conflicts_with = "response")]
    live: bool,
    /// Send without a question, also what changes something.
    #[arg(long, short, conflicts_with = "response")]
    yes: bool,
    /// The idempotency key of the call: a second call with it takes effect once, if the provider recognizes it.
    #[arg(long, value_name = "KEY", conflicts_with = "response")]
    idempotency_key: Option<String>,
    /// Record the call in this journal: the path of an SQLite file, or a postgres:// or redis:// URL. By default the
    /// environment variable `PAYONCE_JOURNAL`.
    #[arg(long, visible_alias = "store", value_name = "STORE", conflicts_with = "response")]
    journal: Option<String>,
    /// Classify a response instead: the output of `curl -i`, or its body.
    #[arg(long, value_name = "FILE|-")]
    response: Option<PathBuf>,
    /// What to print: an explanation for people, or the result or the error as one line of JSON.
    #[arg(long, default_value = "text", value_parser = Format::any_of(&[Format::Text, Format::Json]))]
    format: Format,
}

fn argument(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be written as name=value")?;
    if name.is_empty() {
        return Err("must begin with the name of an argument".to_owned());
    }
    Ok((name.to_owned(), value.to_owned()))
}

impl Try {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let provider = load(&self.file).map_err(|wrong| Failure::Run(wrong.to_string()))?;
        let operation = explain::find(provider, &self.operation)?;
        if let Some(response) = &self.response {
            let as_json = self.format == Format::Json;
            return explain::captured(provider, operation, response, as_json);
        }
        let arguments = self.values(operation)?;
        let key = operation.key().filter(|key| operation.has_key_argument(key));
        if let Some(key) = key.filter(|key| !arguments.contains_key(*key))
            && self.idempotency_key.is_none()
        {
            return Err(Failure::Usage(format!(
                "{} has an idempotency key; pass --idempotency-key with the id of the order, or {key}=VALUE",
                operation.name
            )));
        }
        let prepared = Prepared::new(self, provider, operation, &arguments)?;
        if self.dry_run {
            return print(prepared.shown());
        }
        if !self.live && !prepared.is_of_this_machine() {
            print(prepared.shown())?;
            return Err(Failure::Usage(format!(
                "nothing was sent: {} is another machine; pass --live to send the request, --base-url with a server on this \
                 machine, or --dry-run",
                visible(prepared.client.base_url())
            )));
        }
        if let Some(name) = prepared.missing_keys.first() {
            return Err(Failure::Usage(format!("nothing was sent: set {name} to the API key")));
        }
        if operation.safety() != Safety::Read {
            self.confirm(&prepared)?;
        }
        journal::block_on(self.send(provider, operation, &arguments, &prepared))
    }

    /// The arguments as JSON.
    fn values(&self, operation: &'static Operation) -> Result<Map<String, Value>, Failure> {
        let mut values = Map::new();
        for (name, text) in &self.arguments {
            let param = operation.param(name).ok_or_else(|| {
                let known: Vec<&str> = operation.params.iter().map(|param| param.name).collect();
                Failure::Usage(match known.as_slice() {
                    [] => format!("{} has no arguments", operation.name),
                    known => {
                        format!("{} has no argument {name:?}; there are {}", operation.name, known.join(", "))
                    }
                })
            })?;
            let value = value(param, text).map_err(|why| Failure::Usage(format!("{name}: {why}")))?;
            if values.insert(name.clone(), value).is_some() {
                return Err(Failure::Usage(format!("{name}: is given twice")));
            }
        }
        Ok(values)
    }

    fn client_options(&self) -> Map<String, Value> {
        self.base_url.iter().map(|url| ("base_url".to_owned(), Value::from(url.as_str()))).collect()
    }

    fn call_options(&self) -> Map<String, Value> {
        self.idempotency_key
            .iter()
            .map(|key| ("idempotency_key".to_owned(), Value::from(key.as_str())))
            .collect()
    }

    fn has_journal(&self) -> bool {
        self.journal.is_some() || std::env::var_os("PAYONCE_JOURNAL").is_some_and(|name| !name.is_empty())
    }

    fn confirm(&self, prepared: &Prepared) -> Result<(), Failure> {
        stderr().write_all(prepared.shown().as_bytes())?;
        if self.yes {
            return Ok(());
        }
        let changes = format!("{} changes something", prepared.operation.name);
        if !std::io::stdin().is_terminal() {
            return Err(Failure::Usage(format!("nothing was sent: {changes}; pass --yes to send it")));
        }
        write!(stderr(), "{changes}. Send it? [y/N] ")?;
        let mut answer = String::new();
        stdin().read_line(&mut answer)?;
        if matches!(answer.trim(), "y" | "Y" | "yes") {
            return Ok(());
        }
        Err(Failure::Run("nothing was sent".to_owned()))
    }

    async fn send(
        &self,
        provider: Provider,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        prepared: &Prepared,
    ) -> Result<(), Failure> {
        let refused = |error: payonce::Error| Failure::Usage(visible(&error.to_string()));
        let mut client = UntypedClient::open(provider, &self.client_options()).map_err(refused)?;
        if let Some(store) = &self.journal {
            client = client.with_journal(journal::open(store).await?);
        }
        let options = client.call_options(operation.name, &self.call_options()).map_err(refused)?;
        match client.call::<Value>(operation.name, arguments, options).await {
            Ok(response) => {
                let value = prepared.client.redactor().json(response.value());
                let shown = match self.format {
                    Format::Json => json_line(&value),
                    _ => {
                        let state = if response.succeeded() {
                            "succeeded"
                        } else if response.is_final() {
                            "final"
                        } else {
                            "not final yet"
                        };
                        let info = response.call_info();
                        let mut rows = vec![
                            ("Result", format!("{} responded with HTTP {}", provider.title(), info.status)),
                            ("Requests", info.attempts.to_string()),
                        ];
                        if matches!(operation.returns, FieldType::Model(model) if model.state.is_some()) {
                            rows.push(("State", state.to_owned()));
                        }
                        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
                        format!("{}\n{}\n", page(&rows), json_visible(&text))
                    }
                };
                print(shown)
            }
            Err(error) if error.kind() == Kind::InvalidArgument => Err(refused(error)),
            Err(error) => {
                print(explain::shown(provider, operation, error.payload(), self.format == Format::Json))?;
                Err(Failure::Run(format!("the call failed with outcome {}", error.outcome())))
            }
        }
    }
}

/// The value of an argument.
fn value(param: &Param, text: &str) -> Result<Value, String> {
    match param.ty {
        FieldType::String
        | FieldType::Id
        | FieldType::Name
        | FieldType::Amount
        | FieldType::AmountNumber
        | FieldType::Secret
        | FieldType::Time
        | FieldType::Url
        | FieldType::Enum(_) => Ok(Value::from(text)),
        _ => serde_json::from_str(text)
            .map_err(|wrong| format!("must be JSON: {}", visible(&wrong.to_string()))),
    }
}

/// A call whose first request was built, and not sent.
struct Prepared {
    client: Client,
    operation: &'static Operation,
    request: HttpRequest,
    redactor: Redactor,
    /// The variables of required keys that are not set.
    missing_keys: Vec<&'static str>,
}

impl Prepared {
    fn new(
        with: &Try,
        provider: Provider,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
    ) -> Result<Self, Failure> {
        let is_set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
        let keys = provider.spec().options.iter().filter(|option| option.secret && option.required);
        let missing: Vec<&'static str> = keys
            .filter(|option| !option.env.iter().any(|name| is_set(name)))
            .filter_map(|option| option.env.first().copied())
            .filter(|_| operation.authenticated)
            .collect();
        // A request can be shown without a key; what is shown in its place is the same.
        let environment = |name: &str| match name {
            "PAYONCE_JOURNAL" => None,
            name if missing.contains(&name) => Some("0".repeat(32)),
            name => std::env::var(name).ok(),
        };
        let refused = |error: payonce_core::Error| Failure::Usage(visible(&error.to_string()));
        let client = ffi::client_from(provider, &with.client_options(), CaseStyle::Snake, &environment);
        let client = client.map_err(refused)?;
        // Where the provider has no keys, the key is only one of the journal, which this client does not have.
        let options =
            if operation.key().is_some() || !with.has_journal() { with.call_options() } else { Map::new() };
        let entropy = entropy();
        let call = ffi::call_from(&client, operation, arguments, &options, CaseStyle::Snake, Some(entropy));
        let mut call = call.map_err(refused)?;
        let unix_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let now = Now { monotonic: Duration::ZERO, unix_ms: u64::try_from(unix_ms).unwrap_or(u64::MAX) };
        let request = match call.step(now, Input::Start) {
            Step::Send(request) => request,
            Step::Done(Err(error)) => return Err(refused(error)),
            Step::Done(Ok(_)) | Step::Journal(_) | Step::Wait(_) => {
                return Err(Failure::Run("the call did not begin with a request; report this".to_owned()));
            }
        };
        let secrets: Vec<Secret> = operation
            .params
            .iter()
            .filter(|param| param.ty == FieldType::Secret)
            .filter_map(|param| arguments.get(param.name)?.as_str().map(Secret::new))
            .collect();
        let redactor = Redactor::new(secrets.iter());
        Ok(Self { client, operation, request, redactor, missing_keys: missing })
    }

    fn clean(&self, text: &str) -> String {
        self.redactor.text(&self.client.redactor().text(text))
    }

    fn is_of_this_machine(&self) -> bool {
        let url = reqwest::Url::parse(self.client.base_url()).ok();
        let host = url.as_ref().and_then(reqwest::Url::host_str).unwrap_or_default();
        let address: Option<std::net::IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        host.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.is_loopback())
    }

    /// The request, and what follows from its safety.
    fn shown(&self) -> String {
        let HttpRequest { method, url, headers, body, .. } = &self.request;
        let mut text = format!("{method} {}\n", visible(&self.clean(url)));
        for (name, value) in headers {
            let _ = writeln!(text, "{}: {}", visible(name), visible(&self.clean(value)));
        }
        if let Some(body) = body {
            let _ = write!(text, "\n{}\n", visible(&self.clean(&String::from_utf8_lossy(body))));
        }
        let mut rows =
            vec![("Safety", format!("{}: {}", self.operation.safety(), safety_in_words(self.operation)))];
        if let Some(place) = self.key_place() {
            rows.push(("Key", format!("yours, in {place}")));
        }
        for name in &self.missing_keys {
            rows.push(("Missing", format!("{name}: the API key comes from this environment variable")));
        }
        format!("{text}\n{}", page(&rows))
    }

    fn key_place(&self) -> Option<String> {
        let key = self.operation.key().filter(|key| self.operation.has_key_argument(key))?;
        let param = self.operation.param(key)?;
        Some(match param.place {
            Place::Header => format!("the header field {}", param.wire),
            _ => format!("the argument {}", param.name),
        })
    }
}

/// Random bytes for a key that may be shown and never used.
fn entropy() -> [u8; 16] {
    use std::hash::{BuildHasher as _, Hasher as _, RandomState};
    let random = || RandomState::new().build_hasher().finish().to_le_bytes();
    let mut entropy = [0; 16];
    let bytes = random().into_iter().chain(random());
    entropy.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    entropy
}
