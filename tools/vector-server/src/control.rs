//! The addresses under `/_vectors/`.

use serde_json::json;

use crate::report::Report;
use crate::server::Shared;
use crate::wire::{Request, Response};

pub(crate) const PREFIX: &str = "/_vectors/";

pub(crate) fn answer(shared: &Shared, request: &Request) -> Response {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let parameter = |name: &str| {
        query.split('&').filter_map(|pair| pair.split_once('=')).find_map(|(key, value)| {
            (key == name)
                .then(|| percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned())
        })
    };
    let place = path.strip_prefix(PREFIX).unwrap_or_default();
    let (name, of) = place.split_once('/').unwrap_or((place, ""));
    match (request.method.as_str(), name) {
        ("GET", "cases") => Response::json(shared.cases()),
        ("GET", "requests") => Response::json(&shared.requests(parameter("runner").as_deref())),
        ("GET", "problems") => {
            let case = parameter("case").and_then(|number| number.parse().ok());
            match parameter("runner") {
                Some(runner) => Response::json(&shared.problems(&runner, case)),
                None => Response::json(&shared.all_problems()),
            }
        }
        ("POST", "reset") => {
            shared.forget(of);
            Response::json(&json!({"ok": true}))
        }
        ("POST", "reports") => match store(shared, of, &request.body) {
            Ok(()) => Response::json(&json!({"ok": true})),
            Err(error) => Response::text(400, format!("{error:#}")),
        },
        _ => Response::text(
            404,
            "there are GET cases, requests, problems?runner=…&case=… and POST reports/<runner>, reset/<runner>",
        ),
    }
}

fn store(shared: &Shared, runner: &str, body: &[u8]) -> anyhow::Result<()> {
    anyhow::ensure!(is_name(runner), "a runner's name has lower-case letters, digits and '-'");
    let report: Report = serde_json::from_slice(body)?;
    anyhow::ensure!(report.runner == runner, "the report is of {}", report.runner);
    report.write(shared.reports())
}

/// A runner's name becomes the name of a file.
pub(crate) fn is_name(runner: &str) -> bool {
    !runner.is_empty() && runner.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
