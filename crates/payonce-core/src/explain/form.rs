//! A response, or the lack of one, as a person describes it, and as a link to the playground holds it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::classify::{Context, classify, classify_message};
use crate::error::Error;
use crate::explain::Refused;
use crate::explain::pasted::{self, Pasted};
use crate::explain::suggest::{did_you_mean, separated};
use crate::model::addresses::PLAYGROUND;
use crate::model::headers::Headers;
use crate::model::http::{Received, Response, TransportFailure};
use crate::model::redact::{REDACTED, Redactor};
use crate::model::safety::Safety;
use crate::model::user_message::{Language, Texts};
use crate::model::vocabulary::Phase;
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

/// Longer links are cut by terminals, chats and servers.
const LONGEST_LINK: usize = 8_000;
/// What stays as it is in a fragment, so that a person can read it.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b',');

/// What came back, or that nothing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// The id of the provider; empty for one from `file`.
    pub provider: String,
    /// The text of a provider file, as JSON.
    pub file: String,
    /// The operation, such as `payments.send`.
    pub operation: String,
    /// What a second request would do, if no operation is given.
    pub safety: Option<Safety>,
    /// The HTTP status; nothing for a message without HTTP, and where nothing came back.
    pub status: Option<u16>,
    /// How far the request got, if no complete response came back.
    pub phase: Option<Phase>,
    /// The header fields of the response.
    pub headers: Vec<(String, String)>,
    /// The body of the response.
    pub body: String,
    /// A text that only names an error, such as the last line of a traceback.
    pub text: String,
    /// The language of the explanation.
    pub language: Language,
}

impl Form {
    /// The form of a pasted text, and the providers that can have sent it if there are several; the form has the first.
    ///
    /// # Errors
    /// There is no error in the text; see [`pasted::read`].
    pub fn of_pasted(
        text: &[u8],
        provider: Option<Provider>,
        status: Option<u16>,
    ) -> Result<(Self, Vec<Provider>), Refused> {
        let form = |provider: Provider| Self { provider: provider.to_string(), ..Self::default() };
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(match pasted::read(text, provider, status)? {
            Pasted::ErrorPayload(payload) => {
                let operation = payload.operation.as_deref();
                let known = operation.filter(|name| payload.provider.operation(name).is_some());
                let whole = serde_json::to_string_pretty(&payload).unwrap_or_default();
                let operation = known.unwrap_or_default().to_owned();
                (Self { operation, body: whole, ..form(payload.provider) }, Vec::new())
            }
            Pasted::Response(providers, response) => {
                let headers =
                    response.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
                let form = Self {
                    status: Some(response.status),
                    headers: headers.collect(),
                    body: lossy(&response.body),
                    ..providers.first().copied().map(form).unwrap_or_default()
                };
                (form, if providers.len() > 1 { providers } else { Vec::new() })
            }
            Pasted::Success(status) => (Self { status: Some(status), ..Self::default() }, Vec::new()),
            Pasted::Message(provider, message) => {
                (Self { body: lossy(&message), ..form(provider) }, Vec::new())
            }
            Pasted::Named(..) => {
                let known = provider.map(form).unwrap_or_default();
                (Self { text: lossy(text).trim().to_owned(), ..known }, Vec::new())
            }
        })
    }

    /// Reads the members that are present.
    ///
    /// # Errors
    /// A member is not valid.
    pub fn read(members: &Map<String, Value>) -> Result<Self, Refused> {
        let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let word = |name: &str| Some(text(name)).filter(|word| !word.is_empty());
        let wrong = |name: &str, problem: &str| Refused(format!("{name}: {problem}"));
        let status = match members.get("status") {
            None | Some(Value::Null) => None,
            Some(status) => Some(
                status
                    .as_u64()
                    .and_then(|status| u16::try_from(status).ok())
                    .filter(|status| (100..=999).contains(status))
                    .ok_or_else(|| wrong("status", "must be an HTTP status from 100 to 999"))?,
            ),
        };
        let phase = word("phase").map(|word| word.parse()).transpose();
        let safety = word("safety").map(|word| word.parse()).transpose();
        let pair = |pair: &Value| {
            Some((pair.get(0)?.as_str()?.trim().to_owned(), pair.get(1)?.as_str()?.trim().to_owned()))
        };
        Ok(Self {
            provider: text("provider"),
            file: text("file"),
            operation: text("operation"),
            safety: safety.map_err(|_| wrong("safety", "is not one of the five words"))?,
            status,
            phase: phase.map_err(|_| wrong("phase", "is not a phase without a response"))?,
            headers: members
                .get("headers")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(pair)
                .collect(),
            body: text("body"),
            text: text("text"),
            language: Language::from_tag(&text("language")),
        })
    }

    /// The members, in the form that [`Form::read`] reads.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let headers = self.headers.iter().map(|(name, value)| serde_json::json!([name, value])).collect();
        serde_json::json!({
            "provider": self.provider,
            "file": self.file,
            "operation": self.operation,
            "safety": self.safety,
            "status": self.status,
            "phase": self.phase,
            "headers": Value::Array(headers),
            "body": self.body,
            "text": self.text,
            "language": self.language.as_str(),
        })
    }

    /// The form for a response without secrets: neither the values of credential headers, nor the same values elsewhere,
    /// nor what looks like a key.
    #[must_use]
    pub fn scrubbed(&self) -> Self {
        let mut redactor = Redactor::default();
        let mut whole = Vec::new();
        for (name, value) in &self.headers {
            redactor.add_header(name, value);
            whole.push((name, value));
        }
        let headers = whole
            .into_iter()
            .map(|(name, value)| {
                // A short credential is not searched for in texts, and is one all the same.
                let value =
                    if Redactor::is_secret_header(name) { REDACTED.to_owned() } else { redactor.text(value) };
                (redactor.text(name), value)
            })
            .collect();
        Self {
            provider: redactor.text(&self.provider),
            file: redactor.text(&self.file),
            operation: redactor.text(&self.operation),
            headers,
            body: redactor.text(&self.body),
            text: redactor.text(&self.text),
            ..self.clone()
        }
    }

    /// The form as the fragment of a link, without secrets; nothing if it is too long for one.
    #[must_use]
    pub fn fragment(&self) -> Option<String> {
        let form = self.scrubbed();
        let mut parts: Vec<String> = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                parts.push(format!("{name}={}", utf8_percent_encode(value, ESCAPED)));
            }
        };
        add("provider", &form.provider);
        add("operation", &form.operation);
        add("safety", form.safety.map(Safety::as_str).unwrap_or_default());
        add("status", &form.status.map(|status| status.to_string()).unwrap_or_default());
        add("phase", form.phase.map(Phase::as_str).unwrap_or_default());
        for (name, value) in &form.headers {
            add("header", &format!("{name}: {value}"));
        }
        add("body", &form.body);
        add("text", &form.text);
        add("file", &form.file);
        if form.language != Language::English {
            add("lang", form.language.as_str());
        }
        Some(parts.join("&")).filter(|fragment| fragment.len() <= LONGEST_LINK)
    }

    /// The link to the playground; nothing if it would be too long.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        Some(format!("{PLAYGROUND}#{}", self.fragment()?))
    }

    /// What is known beside the response.
    ///
    /// # Errors
    /// The provider has no such operation.
    pub fn context(&self, provider: Provider, unix_ms: u64) -> Result<Context, Refused> {
        let operation = Some(self.operation.as_str()).filter(|name| !name.is_empty());
        Ok(Context {
            operation: operation.map(|name| operation_of(provider, name)).transpose()?,
            safety: self.safety,
            unix_ms,
            texts: Texts { language: self.language, ..Texts::default() },
            ..Context::new(provider)
        })
    }

    /// The error; nothing for a success.
    ///
    /// # Errors
    /// There is neither a status nor a phase nor a message that needs none.
    pub fn classify(&self, context: &Context) -> Result<Option<Error>, Refused> {
        let headers: Headers = self.headers.iter().cloned().collect();
        let body = self.body.clone().into_bytes();
        let failure = |phase: Phase| TransportFailure {
            phase,
            cause: None,
            message: format!("no complete response ({phase})"),
            head: None,
        };
        let received = match (self.status, self.phase) {
            (Some(status), Some(Phase::Reading)) => {
                let head = Some((status, headers.clone()));
                let failure = TransportFailure { head, ..failure(Phase::Reading) };
                Received::broken_off(Response { status, headers, body }, failure)
            }
            (None, Some(phase)) => Received::Failure(failure(phase)),
            (Some(status), _) => Received::Response(Response { status, headers, body }),
            (None, None) => {
                return classify_message(context, &body).map_err(|refused| {
                    Refused(format!("add the status of the response; without one, the body {refused}"))
                });
            }
        };
        Ok(classify(context, &received))
    }
}

/// The operation of this name.
///
/// # Errors
/// The provider has none; the text names similar ones.
pub fn operation_of(provider: Provider, name: &str) -> Result<&'static Operation, Refused> {
    provider.operation(name).ok_or_else(|| {
        let known: Vec<&str> = provider.spec().operations.iter().map(|operation| operation.name).collect();
        let hint = did_you_mean(name, known.iter().copied());
        Refused(format!(
            "{provider} has no operation \"{}\"{}known: {}",
            name.escape_debug(),
            separated(&hint),
            known.join(", ")
        ))
    })
}
