//! The addresses under `/_vectors/`.

use payonce_sandbox::http::{Request, Response};
use serde_json::json;

use crate::report::Report;
use crate::shared::{Shared, is_name};

pub(crate) const PREFIX: &str = "/_vectors/";

pub(crate) fn respond(shared: &Shared, request: &Request) -> Response {
    let parameter = |name: &str| request.query_value(name);
    let place = request.path().strip_prefix(PREFIX).unwrap_or_default();
    let (name, of) = place.split_once('/').unwrap_or((place, ""));
    match (request.method.as_str(), name) {
        ("GET", "cases") => json(shared.cases()),
        ("GET", "requests") => json(&shared.requests(parameter("runner").as_deref())),
        ("GET", "problems") => {
            let case = parameter("case").and_then(|number| number.parse().ok());
            match parameter("runner") {
                Some(runner) => json(&shared.problems(&runner, case)),
                None => json(&shared.all_problems()),
            }
        }
        ("POST", "reset") => {
            shared.forget(of);
            json(&json!({"ok": true}))
        }
        ("POST", "reports") => match store(shared, of, &request.body) {
            Ok(()) => json(&json!({"ok": true})),
            Err(error) => text(400, format!("{error:#}")),
        },
        _ => text(
            404,
            "there are GET cases, requests, problems?runner=…&case=… and POST reports/<runner>, reset/<runner>",
        ),
    }
}

pub(crate) fn text(status: u16, text: impl Into<String>) -> Response {
    let headers = vec![("content-type".to_owned(), "text/plain; charset=utf-8".to_owned())];
    Response { status, headers, body: text.into().into_bytes() }
}

fn json(value: &impl serde::Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => {
            let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
            Response { status: 200, headers, body }
        }
        Err(error) => text(500, error.to_string()),
    }
}

fn store(shared: &Shared, runner: &str, body: &[u8]) -> anyhow::Result<()> {
    anyhow::ensure!(is_name(runner), "a runner's name has lower-case letters, digits and '-'");
    let report: Report = serde_json::from_slice(body)?;
    anyhow::ensure!(report.runner == runner, "the report is of {}", report.runner);
    report.write(shared.reports())
}
