//! Arguments and options of callers, and the requests that follow from them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use payonce_core::{
    CaseStyle, Client, Context, FailureCause, HttpRequest, Input, Kind, Now, Phase, Provider, Received,
    Reference, Safety, Step, Success, TransportFailure, ffi,
};
use serde_json::{Map, Value, json};

use crate::input::{line, received, sections};
use crate::responses::proves_no_effect;

const KEY: &str = "key_7041_0123456789abcdef";
/// More steps than any policy allows for.
const STEPS: usize = 200;

/// A client of an account that no other input has: all clients of a process with one account share its keys.
pub(crate) fn client(provider: Provider) -> Client {
    static ACCOUNTS: AtomicU64 = AtomicU64::new(0);
    let account = format!("account {}", ACCOUNTS.fetch_add(1, Ordering::Relaxed));
    let mut options = Map::new();
    options.insert("journal_account".to_owned(), account.into());
    options.insert("retry".to_owned(), json!({"jitter": false, "base_delay_ms": 10}));
    let keys = ["api_key", "secret_key", "service_token"];
    for option in provider.spec().options.iter().filter(|option| keys.contains(&option.name)) {
        options.insert(option.name.to_owned(), KEY.into());
    }
    ffi::client_from(provider, &options, CaseStyle::Snake, &|_| None).expect("the options are valid")
}

/// A line with provider and operation and then the arguments; the options of the call; and the responses in their order. The
/// requests are valid HTTP, an operation without a key is not sent again after a response that does not prove that it had no
/// effect, and no result has the API key. The value of a success and its ids are the caller's as the provider sent them, and a
/// payment is found by the key of its call as the caller gave it.
pub(crate) fn call(bytes: &[u8]) {
    let sections = sections(bytes);
    let mut sections = sections.into_iter();
    let (words, arguments) = line(sections.next().unwrap_or_default());
    let (provider, name) = words.split_once(' ').unwrap_or((&words, ""));
    let provider = provider.parse().unwrap_or(Provider::AGENTWALLEX);
    let client = client(provider);
    let (Ok(arguments), Ok(options)) =
        (std::str::from_utf8(arguments), std::str::from_utf8(sections.next().unwrap_or_default()))
    else {
        return;
    };
    let options = if options.is_empty() { "{}" } else { options };
    let is_given = arguments.contains(KEY) || options.contains(KEY);
    let mut call = match ffi::call(&client, name, arguments, options, CaseStyle::Snake, [7; 16]) {
        Ok(call) => call,
        Err(error) => return assert!(error.kind() == Kind::InvalidArgument, "{error:?}"),
    };
    let operation = call.operation();
    let is_unkeyed = operation.safety() == Safety::Unkeyed && !options.contains("uplicate");
    let mut now = Now { monotonic: Duration::from_secs(3), unix_ms: 1_700_000_000_000 };
    let mut input = Input::Start;
    let mut open = false;
    for _ in 0..STEPS {
        input = match call.step(now, input) {
            Step::Send(request) => {
                assert_sendable(&request);
                let own = request.method == operation.method.as_str();
                assert!(!(is_unkeyed && own && open), "sent again although an effect is open");
                let received = sections.next().map_or_else(lost, received);
                let context =
                    Context { operation: Some(operation), unix_ms: now.unix_ms, ..Context::new(provider) };
                open |= own && !proves_no_effect(&context, &received);
                received.into()
            }
            Step::Wait(wait) => {
                now.monotonic += wait;
                now.unix_ms = now.unix_ms.saturating_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
                Input::Waited
            }
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Done(result) => {
                let result = result.map(|success| Success {
                    value: Value::Null,
                    envelope: Map::new(),
                    reference: Reference::default(),
                    ..success
                });
                let envelope = ffi::envelope(&result, CaseStyle::Snake);
                assert!(is_given || !envelope.contains(KEY), "{envelope}");
                assert!(matches!(call.step(now, Input::Waited), Step::Done(_)), "a call that ended goes on");
                return;
            }
        };
    }
    panic!("a call does not end");
}

pub(crate) fn lost() -> Received {
    Received::Failure(TransportFailure {
        phase: Phase::Waiting,
        cause: Some(FailureCause::Connection),
        message: "lost".to_owned(),
        head: None,
    })
}

/// Nothing of an argument leaves its place in the request.
pub(crate) fn assert_sendable(request: &HttpRequest) {
    let is_in_url =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    assert!(request.url.starts_with("https://"), "{}", request.url);
    assert!(request.url.chars().all(is_in_url), "{}", request.url);
    for (name, value) in &request.headers {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        assert!(!name.is_empty() && name.bytes().all(is_token), "{name:?}");
        assert!(!value.chars().any(|c| c.is_control() && c != '\t'), "{name}: {value:?}");
    }
}

const PLANTED: &str = "planted_0123456789abcdef";

/// A line with the provider, then the options of a client. `\u{1}` represents a key, which no refusal shows.
pub(crate) fn client_options(bytes: &[u8]) {
    let (provider, rest) = line(bytes);
    let provider = provider.parse().unwrap_or(Provider::AGENTWALLEX);
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let options = text.replace('\u{1}', PLANTED);
    for style in [CaseStyle::Snake, CaseStyle::Camel] {
        match ffi::client(provider, &options, style, &|_| None) {
            Ok(client) => {
                let base = client.base_url().to_ascii_lowercase();
                let allows = options.contains("llow");
                let is_local = ["http://127.", "http://localhost", "http://[::1]"]
                    .iter()
                    .any(|local| base.starts_with(local));
                assert!(base.starts_with("https://") || is_local || allows, "{base}");
            }
            Err(error) => {
                assert_eq!(error.kind(), Kind::InvalidArgument);
                let shown = error.payload().to_value().to_string();
                assert!(names_have_it(&options) || !shown.contains(PLANTED), "{shown}");
            }
        }
    }
}

/// A name of an option is shown, so that a person finds it.
fn names_have_it(options: &str) -> bool {
    fn within(value: &Value) -> bool {
        match value {
            Value::Object(members) => {
                members.iter().any(|(name, value)| name.contains(PLANTED) || within(value))
            }
            Value::Array(items) => items.iter().any(within),
            _ => false,
        }
    }
    match serde_json::from_str(options) {
        Ok(value) => within(&value),
        // A document that breaks off is refused at the name that was read last.
        Err(_) => options.split(PLANTED).skip(1).any(|rest| {
            let rest = rest.replace(r"\\", "").replace(r#"\""#, "");
            rest.split_once('"').is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
        }),
    }
}
