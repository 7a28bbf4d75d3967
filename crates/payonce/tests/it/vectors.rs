//! Plays every vector over real connections, asynchronously and blocking.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use payonce::{Event, Listener, ListenerError, Provider, Reference, blocking};
use payonce_core::ffi;
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;
use vector_server::{
    Call, Case, Cases, Classify, Report, Requests, Server, differences, reports_folder, vectors_folder,
    write_requests,
};

/// What a call brought, whichever client made it.
struct Brought {
    value: Value,
    reference: Reference,
}

#[derive(Default)]
struct Hearing {
    events: Mutex<Vec<Event>>,
}

impl Listener for Hearing {
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        self.events.lock().unwrap().push(event);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// As many at a time: most of what the cases do is wait.
const AT_A_TIME: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_vector_holds_for_the_async_client() {
    let runner = "rust-async";
    let (cases, server) = stage(runner).await;
    let (cases, server) = (Arc::new(cases), Arc::new(server));
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..AT_A_TIME {
        let (cases, server, next) = (Arc::clone(&cases), Arc::clone(&server), Arc::clone(&next));
        workers.spawn(async move {
            let mut problems = Vec::new();
            while let Some(case) = cases.calls.get(next.fetch_add(1, Ordering::Relaxed)) {
                problems.extend(played_async(case, &server, runner).await);
            }
            problems
        });
    }
    let problems = workers.join_all().await.into_iter().flatten().collect();
    finish(&cases, runner, problems);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_vector_holds_for_the_blocking_client() {
    let runner = "rust-blocking";
    let (cases, server) = stage(runner).await;
    let played = tokio::task::spawn_blocking(move || {
        let next = AtomicUsize::new(0);
        let problems = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..AT_A_TIME {
                scope.spawn(|| {
                    while let Some(case) = cases.calls.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let found = played_blocking(case, &server, runner);
                        problems.lock().unwrap().extend(found);
                    }
                });
            }
        });
        (cases, problems.into_inner().unwrap())
    });
    let (cases, problems) = played.await.unwrap();
    finish(&cases, runner, problems);
}

async fn played_async(case: &Case, server: &Server, runner: &str) -> Vec<String> {
    if case.skip.contains_key(runner) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let hearing = Arc::new(Hearing::default());
    let connection = payonce::UntypedClient::open(provider(case), &options(case, server, runner))
        .map(|connection| connection.with_listener(Arc::clone(&hearing) as Arc<dyn Listener>));
    for call in case.calls() {
        if call.pages {
            let connection = connection.as_ref().unwrap();
            let options = connection.call_options(&call.operation, &call.call_options).unwrap();
            let mut list = connection.items::<Value>(&call.operation, &call.arguments, options).unwrap();
            let mut items = Vec::new();
            let ended = loop {
                match list.next().await {
                    Ok(Some(item)) => items.push(item),
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            assert!(list.next().await.unwrap().is_none(), "{}: an end is final", case.name);
            problems.extend(listed(case, call, items, ended, &hearing));
            continue;
        }
        let options = connection
            .as_ref()
            .map(|connection| (connection, connection.call_options(&call.operation, &call.call_options)));
        let result = match options {
            Ok((connection, Ok(options))) => connection
                .call::<Value>(&call.operation, &call.arguments, options)
                .await
                .map(|response| Brought {
                    reference: response.reference().clone(),
                    value: response.into_inner(),
                })
                .map_err(|error| json!(error.payload())),
            Ok((_, Err(error))) => Err(json!(error.payload())),
            Err(error) => Err(json!(error.payload())),
        };
        problems.extend(judged(case, call, &result, &hearing));
    }
    problems.extend(server.problems(runner, case.number));
    problems
}

fn played_blocking(case: &Case, server: &Server, runner: &str) -> Vec<String> {
    if case.skip.contains_key(runner) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let hearing = Arc::new(Hearing::default());
    let connection = blocking::UntypedClient::open(provider(case), &options(case, server, runner))
        .map(|connection| connection.with_listener(Arc::clone(&hearing) as Arc<dyn Listener>));
    for call in case.calls() {
        if call.pages {
            let connection = connection.as_ref().unwrap();
            let options = connection.call_options(&call.operation, &call.call_options).unwrap();
            let list = connection.items::<Value>(&call.operation, &call.arguments, options).unwrap();
            let (mut items, mut ended) = (Vec::new(), None);
            for item in list {
                match item {
                    Ok(item) => items.push(item),
                    Err(error) => ended = Some(error),
                }
            }
            problems.extend(listed(case, call, items, ended, &hearing));
            continue;
        }
        let options = connection
            .as_ref()
            .map(|connection| (connection, connection.call_options(&call.operation, &call.call_options)));
        let result = match options {
            Ok((connection, Ok(options))) => connection
                .call::<Value>(&call.operation, &call.arguments, options)
                .map(|response| Brought {
                    reference: response.reference().clone(),
                    value: response.into_inner(),
                })
                .map_err(|error| json!(error.payload())),
            Ok((_, Err(error))) => Err(json!(error.payload())),
            Err(error) => Err(json!(error.payload())),
        };
        problems.extend(judged(case, call, &result, &hearing));
    }
    problems.extend(server.problems(runner, case.number));
    problems
}

async fn stage(runner: &str) -> (Cases, Server) {
    let cases = Cases::load(&vectors_folder()).unwrap();
    // A runner without any request still has a file.
    write_requests(&reports_folder(), runner, &Requests::new()).unwrap();
    let server = Server::start(cases.clone(), &reports_folder(), 0).await.unwrap();
    (cases, server)
}

fn provider(case: &Case) -> Provider {
    case.provider.parse::<Provider>().unwrap()
}

fn options(case: &Case, server: &Server, runner: &str) -> Map<String, Value> {
    let mut options = case.options.clone();
    options.insert("base_url".into(), json!(server.base_url(runner, case.number)));
    options
}

/// How the items of a list differ from what is expected.
fn listed(
    case: &Case,
    call: &Call,
    items: Vec<Value>,
    ended: Option<payonce::Error>,
    hearing: &Hearing,
) -> Vec<String> {
    let whole = Value::Array(call.expect.items.clone().unwrap_or_default());
    let mut problems = differences(&whole, &Value::Array(items));
    match (&call.expect.error, ended) {
        (Some(expected), Some(error)) => problems.extend(differences(expected, &json!(error.payload()))),
        (None, None) => {}
        (expected, found) => problems.push(format!("ended with {found:?}, expected {expected:?}")),
    }
    heard(case, call, problems, hearing)
}

fn judged(case: &Case, call: &Call, result: &Result<Brought, Value>, hearing: &Hearing) -> Vec<String> {
    let expect = &call.expect;
    let problems = match (result, &expect.value, &expect.error) {
        (Ok(brought), Some(value), _) => {
            let mut problems = differences(value, &brought.value);
            if let Some(reference) = &expect.reference {
                problems.extend(differences(reference, &json!(brought.reference)));
            }
            problems
        }
        (Err(payload), _, Some(error)) => differences(error, payload),
        (Ok(brought), _, _) => vec![format!("brought {}", brought.value)],
        (Err(payload), _, _) => vec![format!("failed with {payload}")],
    };
    heard(case, call, problems, hearing)
}

/// Adds where the events differ from what is expected.
fn heard(case: &Case, call: &Call, mut problems: Vec<String>, hearing: &Hearing) -> Vec<String> {
    let events = std::mem::take(&mut *hearing.events.lock().unwrap());
    let events: Vec<Value> = events.iter().map(Event::to_value).collect();
    problems.extend(call.expect.event_differences(&events));
    problems.iter().map(|problem| format!("{}: {problem}", case.name)).collect()
}

fn classified(case: &Classify) -> Vec<String> {
    let provider = case.provider.parse::<Provider>().unwrap();
    let (request, body) = case.request();
    let payload = match ffi::classify_json(provider, &request.to_string(), &body) {
        Ok(None) => Value::Null,
        Ok(Some(error)) | Err(error) => json!(error.payload()),
    };
    differences(&case.expect, &payload).iter().map(|problem| format!("{}: {problem}", case.name)).collect()
}

fn finish(cases: &Cases, runner: &str, mut problems: Vec<String>) {
    for case in cases.classify.iter().filter(|case| !case.skip.contains_key(runner)) {
        problems.extend(classified(case));
    }
    let skipped = cases.skipped_by(runner);
    let played = cases.names().filter(|name| !skipped.contains_key(*name)).map(ToOwned::to_owned).collect();
    let report = Report { runner: runner.into(), played, skipped };
    report.write(&reports_folder()).unwrap();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}
