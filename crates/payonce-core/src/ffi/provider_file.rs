//! A provider from a file, for a binding.

use serde_json::Value;

use crate::model::json::Members;
use crate::provider_file::{self, FileFormat, ProviderFileError};
use crate::spec::operation::{Operation, Paging};
use crate::spec::provider::Provider;
use crate::spec::types::FieldType;

/// Loads a provider: `{"ok": true, "handle", "id", "title", "class", "operations"}`, or `{"ok": false, "message",
/// "problems"}` with the `line`, `column` and `message` of each problem. `format` is `toml` or `json`; by default it is that
/// of the name.
#[must_use]
pub fn load_provider(text: &str, format: Option<&str>, name: &str) -> Value {
    let format = match format {
        Some("json") => FileFormat::Json,
        #[cfg(feature = "toml")]
        Some("toml") => FileFormat::Toml,
        _ => FileFormat::of(name),
    };
    let mut answer = Members::new();
    match provider_file::load(text, format, name) {
        Ok(loaded) => {
            let provider = loaded.provider;
            answer.flag("ok", true);
            answer.text("handle", &loaded.handle);
            answer.text("id", provider.as_str());
            answer.text("title", provider.title());
            answer.text("class", provider.class_name());
            answer.value("operations", operations(provider));
        }
        Err(refused) => {
            answer.flag("ok", false);
            answer.text("message", &refused.to_string());
            answer.value("problems", problems(&refused));
        }
    }
    answer.into_value()
}

fn operations(provider: Provider) -> Value {
    provider.spec().operations.iter().map(describe).collect()
}

/// What a client without types has to know of an operation: the field of its items, and the object whose state it returns.
fn describe(operation: &Operation) -> Value {
    let mut members = Members::new();
    members.text("name", operation.name);
    members.text("safety", operation.safety().as_str());
    members.maybe_text("items", operation.paging.map(Paging::items));
    if let FieldType::Model(model) = operation.returns
        && let Some(state) = model.state
    {
        members.text("model", model.name);
        members.text("state", state.field);
    }
    members.into_value()
}

fn problems(refused: &ProviderFileError) -> Value {
    let problem = |problem: &provider_file::FileProblem| {
        let mut members = Members::new();
        members.number("line", problem.line as u64);
        members.number("column", problem.column as u64);
        members.text("message", &problem.message);
        members.into_value()
    };
    refused.problems.iter().map(problem).collect()
}
