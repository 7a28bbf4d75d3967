//! Plays every vector against the state machine itself: no network, a clock that only moves when told, exact waits.

use std::time::Duration;

use payonce_core::spec::operation::Paging;
use payonce_core::{
    CaseStyle, Client, Event, FailureCause, FileFormat, Headers, HttpRequest, Input, Now, Pager, Phase,
    Provider, Received, Response, Step, Success, TransportFailure, ffi, provider_file,
};
use serde_json::{Map, Value, json};
use vector_server::{
    Body, Call as CallCase, Case, Cases, Classify, Exchange, Expect, Reply, Report, Requests, Sent, Trouble,
    deviations, differences, reports_folder, vectors_folder, write_requests,
};

use crate::wallet_payment::new_account;

const RUNNER: &str = "core";
const BASE_URL: &str = "https://vectors.example/base";

#[test]
fn every_vector_holds() {
    let cases = Cases::load(&vectors_folder()).unwrap();
    let mut report = Report { runner: RUNNER.into(), played: Vec::new(), skipped: cases.skipped_by(RUNNER) };
    let mut requests = Requests::new();
    let mut problems = Vec::new();
    for case in cases.classify.iter().filter(|case| !case.skip.contains_key(RUNNER)) {
        let found = classified(case);
        problems.extend(found.iter().map(|problem| format!("{}: {problem}", case.name)));
        report.played.push(case.name.clone());
    }
    for case in cases.calls.iter().filter(|case| !case.skip.contains_key(RUNNER)) {
        let mut stage = Stage::new(case, case.provider.parse().unwrap());
        stage.play();
        problems.extend(stage.problems.iter().map(|problem| format!("{}: {problem}", case.name)));
        if !stage.sent.is_empty() {
            requests.insert(case.name.clone(), stage.sent);
        }
        report.played.push(case.name.clone());
    }
    report.write(&reports_folder()).unwrap();
    write_requests(&reports_folder(), RUNNER, &requests).unwrap();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// AgenticPencil is written as a file and loaded from it: it answers as the provider that is built in.
#[test]
fn agenticpencil_from_its_own_file_plays_all_its_vectors() {
    let exported = provider_file::export(Provider::AGENTICPENCIL, "pencil", FileFormat::Toml).unwrap();
    assert_eq!(exported.left_out, Vec::<&str>::new());
    let loaded = provider_file::load(&exported.text, FileFormat::Toml, "pencil.toml");
    let pencil = loaded.unwrap_or_else(|wrong| panic!("{wrong}\n{}", exported.text)).provider;
    let cases = Cases::load(&vectors_folder()).unwrap();
    let (mut problems, mut played) = (Vec::new(), 0);
    for case in cases.classify.iter().filter(|case| case.provider == "agenticpencil") {
        problems
            .extend(classified_by(case, pencil).iter().map(|problem| format!("{}: {problem}", case.name)));
        played += 1;
    }
    let is_played = |case: &&Case| case.provider == "agenticpencil" && !case.skip.contains_key(RUNNER);
    for case in cases.calls.iter().filter(is_played) {
        let mut stage = Stage::new(case, pencil);
        stage.play();
        problems.extend(stage.problems.iter().map(|problem| format!("{}: {problem}", case.name)));
        played += 1;
    }
    assert!(played > 100, "{played}");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// The other providers have parts that no file can say. What a file can say of them is a sound file.
#[test]
fn every_built_in_provider_is_a_sound_file() {
    for provider in Provider::BUILT_IN {
        let id = format!("{provider}_copy");
        for format in [FileFormat::Toml, FileFormat::Json] {
            let exported = provider_file::export(*provider, &id, format).unwrap();
            let loaded = provider_file::load(&exported.text, format, &id);
            let copy = loaded.unwrap_or_else(|wrong| panic!("{wrong}")).provider;
            assert_eq!(copy.spec().errors.codes.len(), provider.spec().errors.codes.len());
            assert_eq!(copy.spec().operations.len(), provider.spec().operations.len());
            for (own, built_in) in copy.spec().operations.iter().zip(provider.spec().operations) {
                let keyed_items = built_in.key_promise().is_some() && built_in.key().is_none();
                assert!(own.safety() == built_in.safety() || keyed_items, "{}", own.name);
            }
        }
    }
}

fn classified(case: &Classify) -> Vec<String> {
    classified_by(case, case.provider.parse().unwrap())
}

fn classified_by(case: &Classify, provider: Provider) -> Vec<String> {
    let (request, body) = case.request();
    let payload = match ffi::classify_json(provider, &request.to_string(), &body) {
        Ok(None) => Value::Null,
        Ok(Some(error)) | Err(error) => told(provider, &case.provider, &error),
    };
    differences(&case.expect, &payload)
}

/// An error under the id that a case expects, which a provider from a file cannot have.
fn told(provider: Provider, id: &str, error: &payonce_core::Error) -> Value {
    let mut payload = serde_json::to_value(error.payload()).unwrap();
    if payload["provider"] != json!(provider.as_str()) || provider.as_str() == id {
        return payload;
    }
    payload["provider"] = json!(id);
    let doc = payload["doc"].as_str().unwrap().replacen(provider.as_str(), id, 1);
    payload["doc"] = json!(doc);
    payload
}

/// One case, with the server's side and the clock played here.
struct Stage<'a> {
    case: &'a Case,
    provider: Provider,
    sent: Vec<Sent>,
    problems: Vec<String>,
    now: Now,
}

impl<'a> Stage<'a> {
    fn new(case: &'a Case, provider: Provider) -> Self {
        let now = Now { monotonic: Duration::from_secs(1), unix_ms: 1_700_000_000_000 };
        Self { case, provider, sent: Vec::new(), problems: Vec::new(), now }
    }

    fn play(&mut self) {
        let provider = self.provider;
        let id = self.case.provider.as_str();
        let mut options = self.case.options.clone();
        options.insert("base_url".into(), json!(BASE_URL));
        options.insert("journal_account".into(), json!(new_account()));
        let client = ffi::client_from(provider, &options, CaseStyle::Snake, &|_| None);
        for call in self.case.calls() {
            let refused = |error: &payonce_core::Error| told(provider, id, error);
            if call.pages {
                let client = client.as_ref().unwrap();
                let (items, error, events) = self.pages(client, call);
                let whole = Value::Array(call.expect.items.clone().unwrap_or_default());
                self.problems.extend(differences(&whole, &Value::Array(items)));
                match (&call.expect.error, error) {
                    (Some(expected), Some(error)) => self.problems.extend(differences(expected, &error)),
                    (None, None) => {}
                    (expected, found) => {
                        self.problems.push(format!("ended with {found:?}, expected {expected:?}"));
                    }
                }
                self.heard(&call.expect, &events);
                continue;
            }
            let (result, events) = match &client {
                Ok(client) => self.call(client, &call.operation, &call.arguments, &call.call_options),
                Err(error) => (Err(refused(error)), Vec::new()),
            };
            self.judge(&call.expect, &result, &events);
        }
        if self.sent.len() < self.case.exchanges.len() {
            let missing = self.case.exchanges.len() - self.sent.len();
            self.problems.push(format!("{missing} requests were not sent"));
        }
    }

    fn judge(&mut self, expect: &Expect, result: &Result<Success, Value>, events: &[Event]) {
        match (result, &expect.value, &expect.error) {
            (Ok(success), Some(value), _) => {
                self.problems.extend(differences(value, &success.value));
                if let Some(reference) = &expect.reference {
                    let found = serde_json::to_value(&success.reference).unwrap();
                    self.problems.extend(differences(reference, &found));
                }
            }
            (Err(payload), _, Some(error)) => self.problems.extend(differences(error, payload)),
            (Ok(success), _, _) => self.problems.push(format!("brought {}", success.value)),
            (Err(payload), _, _) => self.problems.push(format!("failed with {payload}")),
        }
        self.heard(expect, events);
    }

    /// Goes through the items of all pages.
    fn pages(&mut self, client: &Client, call: &CallCase) -> (Vec<Value>, Option<Value>, Vec<Event>) {
        let operation = ffi::operation(client.provider(), &call.operation).unwrap();
        let Some(items) = operation.paging.map(Paging::items) else {
            panic!("{} has no pages", call.operation)
        };
        let mut arguments = call.arguments.clone();
        let mut pager = Pager::new(client, operation, &arguments).unwrap();
        let (mut found, mut events) = (Vec::new(), Vec::new());
        loop {
            let (result, heard) = self.call(client, &call.operation, &arguments, &call.call_options);
            events.extend(heard);
            let page = match result {
                Ok(page) => page,
                Err(error) => return (found, Some(error), events),
            };
            let turn = pager.take(&page.value, page.status);
            if turn.fresh {
                found.extend(page.value.get(items).and_then(Value::as_array).cloned().unwrap_or_default());
            }
            match turn.next {
                Ok(Some(changed)) => arguments.extend(changed),
                Ok(None) => return (found, None, events),
                Err(error) => return (found, Some(serde_json::to_value(error.payload()).unwrap()), events),
            }
        }
    }

    fn heard(&mut self, expect: &Expect, events: &[Event]) {
        let events: Vec<Value> = events.iter().map(Event::to_value).collect();
        self.problems.extend(expect.event_differences(&events));
    }

    fn call(
        &mut self,
        client: &Client,
        operation: &str,
        arguments: &Map<String, Value>,
        options: &Map<String, Value>,
    ) -> (Result<Success, Value>, Vec<Event>) {
        let payload = |error: payonce_core::Error| serde_json::to_value(error.payload()).unwrap();
        let mut events = Vec::new();
        let call = ffi::operation(client.provider(), operation).and_then(|operation| {
            ffi::call_from(client, operation, arguments, options, CaseStyle::Snake, [7; 16])
        });
        let mut call = match call {
            Ok(call) => call,
            Err(error) => return (Err(payload(error)), events),
        };
        let mut event = Input::Start;
        loop {
            let step = call.step(self.now, event);
            events.extend(call.take_events());
            event = match step {
                Step::Journal(_) => panic!("the client has no journal"),
                Step::Send(attempt) => self.exchange(&attempt),
                Step::Wait(wait) => {
                    self.pass(wait);
                    Input::Waited
                }
                Step::Done(result) => return (result.map_err(payload), events),
            };
        }
    }

    fn pass(&mut self, time: Duration) {
        self.now.monotonic += time;
        self.now.unix_ms += u64::try_from(time.as_millis()).unwrap();
    }

    fn exchange(&mut self, attempt: &HttpRequest) -> Input {
        let target = attempt.url.strip_prefix(BASE_URL).unwrap_or(&attempt.url);
        let body = attempt.body.as_deref().unwrap_or_default();
        let sent = Sent::new(attempt.method, target, &attempt.headers, body);
        let place = self.sent.len();
        self.sent.push(sent.clone());
        let shown = format!("{attempt:?}");
        for name in ["api_key", "secret_key", "service_token"] {
            if let Some(key) = self.case.options.get(name).and_then(Value::as_str)
                && shown.contains(key)
            {
                self.problems.push(format!("request {}: its debug output shows the {name}", place + 1));
            }
        }
        // A request takes a little, so that a deadline is never met to the millisecond.
        self.pass(Duration::from_millis(1));
        match self.case.exchanges.get(place) {
            None => {
                self.problems.push(format!("{} {target} is one request too many", attempt.method));
                Input::Response(Response { status: 599, ..Response::default() })
            }
            Some(exchange) => {
                let wrong = deviations(&exchange.request, &sent);
                self.problems.extend(wrong.iter().map(|problem| format!("request {}: {problem}", place + 1)));
                self.reply(attempt, exchange)
            }
        }
    }

    fn reply(&mut self, attempt: &HttpRequest, exchange: &Exchange) -> Input {
        let failed = |phase, cause, head| {
            Input::Failed(TransportFailure {
                phase,
                cause: Some(cause),
                message: "as the case says".into(),
                head,
            })
        };
        let reply: &Reply = match (&exchange.response, exchange.failure) {
            (Some(reply), _) => reply,
            (None, Some(Trouble::Drop)) => return failed(Phase::Waiting, FailureCause::Connection, None),
            (None, _) => {
                self.pass(attempt.timeout);
                return failed(Phase::Waiting, FailureCause::Timeout, None);
            }
        };
        let headers: Headers = reply.headers.iter().cloned().collect();
        let body = Body::new(reply).bytes();
        let head = Some((reply.status, headers.clone()));
        if let Some(arrived) =
            reply.truncate.and_then(|bytes| body.get(..bytes)).filter(|arrived| *arrived != body)
        {
            let response = Response { status: reply.status, headers, body: arrived.to_vec() };
            let Input::Failed(failure) = failed(Phase::Reading, FailureCause::Connection, head) else {
                unreachable!("it is a failure");
            };
            return Received::broken_off(response, failure).into();
        }
        if body.len() > attempt.max_body {
            return failed(Phase::Reading, FailureCause::TooLarge, head);
        }
        Input::Response(Response { status: reply.status, headers, body })
    }
}
