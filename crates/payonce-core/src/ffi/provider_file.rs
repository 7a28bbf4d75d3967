//! A provider from a file, for a binding.

use serde_json::Value;

use crate::error::Error;
use crate::model::invalid_field::InvalidField;
use crate::model::json::Members;
use crate::model::redact::Redactor;
use crate::model::user_message::Texts;
use crate::provider_file::{self, FileFormat, FileProblem, LoadedProvider, ProviderFileError};
use crate::providers::loaded;
use crate::spec::operation::{Operation, Paging};
use crate::spec::provider::Provider;
use crate::spec::types::{FieldType, Model};

/// Loads a provider: `{"ok": true, "handle", "id", "title", "class", "operations", "webhook_secret_env"}`, or `{"ok": false, "message",
/// "problems"}` with the `line`, `column` and `message` of each problem. `format` is `toml` or `json`; by default it is that
/// of the name. A build without TOML refuses a file of that format.
#[must_use]
pub fn load_provider(text: &str, format: Option<&str>, name: &str) -> Value {
    answer(format_of(format, name).and_then(|format| provider_file::load(text, format, name)))
}

/// A provider file that comes with payonce: `{"ok": true, "name", "text"}`, or what [`load_provider`] returns for a file that
/// is refused.
#[cfg(feature = "toml")]
#[must_use]
pub fn gallery_file(id: &str) -> Value {
    match provider_file::gallery_file(id) {
        Ok(file) => {
            let mut answer = Members::new();
            answer.flag("ok", true);
            answer.text("name", file.name);
            answer.text("text", file.text);
            answer.into_value()
        }
        Err(refused) => answer(Err(refused)),
    }
}

/// The error of a client whose own provider file this version refuses. Nothing was sent.
#[must_use]
pub fn refused_file(id: &str, refused: &ProviderFileError) -> Error {
    let problem = format!("this version of payonce refuses the file; write the client again: {refused}");
    let field = InvalidField::verbatim("provider file", problem);
    field.into_error(loaded::unknown(id), None, &Texts::default(), &Redactor::default())
}

fn format_of(format: Option<&str>, name: &str) -> Result<FileFormat, ProviderFileError> {
    let message = match format {
        Some("json") => return Ok(FileFormat::Json),
        #[cfg(feature = "toml")]
        Some("toml") => return Ok(FileFormat::Toml),
        #[cfg(feature = "toml")]
        None => return Ok(FileFormat::of(name)),
        #[cfg(not(feature = "toml"))]
        None if !name.to_ascii_lowercase().ends_with(".toml") => return Ok(FileFormat::of(name)),
        #[cfg(not(feature = "toml"))]
        None | Some("toml") => "this build of payonce reads no TOML; convert the file to JSON".to_owned(),
        Some(unknown) => {
            format!("\"{unknown}\" is not a format of a provider file; use \"toml\" or \"json\"")
        }
    };
    Err(ProviderFileError {
        file: name.to_owned(),
        problems: vec![FileProblem { line: 1, column: 1, message }],
    })
}

fn answer(loaded: Result<LoadedProvider, ProviderFileError>) -> Value {
    let mut answer = Members::new();
    match loaded {
        Ok(loaded) => {
            let provider = loaded.provider;
            answer.flag("ok", true);
            answer.text("handle", &loaded.handle);
            answer.text("id", provider.as_str());
            answer.text("title", provider.title());
            answer.text("class", provider.class_name());
            answer.value("operations", operations(provider));
            let secret = provider.spec().webhook.and_then(|webhook| webhook.secret.env.first().copied());
            answer.maybe_text("webhook_secret_env", secret);
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

/// What a client without types has to know of an operation: the field of its items, whether the names of its result are
/// declared, so that each language spells them its own way, and what its result and its items have besides their fields.
fn describe(operation: &Operation) -> Value {
    let mut members = Members::new();
    members.text("name", operation.name);
    members.text("safety", operation.safety().as_str());
    members.maybe_text("items", operation.paging.map(Paging::items));
    let FieldType::Model(model) = operation.returns else {
        members.flag("declared", false);
        return members.into_value();
    };
    members.flag("declared", true);
    shape(&mut members, model);
    let items = model.fields.iter().find_map(|field| match field.ty {
        FieldType::List(FieldType::Model(item)) => Some(*item),
        _ => None,
    });
    if let Some(item) = items {
        let mut of_items = Members::new();
        shape(&mut of_items, item);
        members.object("item", of_items);
    }
    members.into_value()
}

/// The state of an object, and the fields that printing does not show.
fn shape(members: &mut Members, model: &'static Model) {
    if let Some(state) = model.state {
        members.text("model", model.name);
        members.text("state", state.field);
    }
    let secrets = model.fields.iter().filter(|field| field.ty == FieldType::Secret);
    members.value("secrets", secrets.map(|field| Value::from(field.name)).collect());
}

fn problems(refused: &ProviderFileError) -> Value {
    let problem = |problem: &FileProblem| {
        let mut members = Members::new();
        members.number("line", problem.line as u64);
        members.number("column", problem.column as u64);
        members.text("message", &problem.message);
        members.into_value()
    };
    refused.problems.iter().map(problem).collect()
}
