//! What points a client at the simulator: the options of its constructor, or environment variables.

use payonce_core::{CaseStyle, Provider};
use serde_json::{Map, Value};

/// An option of a client, with the environment variables that it is read from and its value for the simulator.
type ClientOption = (Provider, &'static str, &'static [&'static str], String);

/// The options of every client for the simulator with this first line.
fn client_options(announcement: &Value) -> Vec<ClientOption> {
    let mut found = Vec::new();
    for provider in Provider::BUILT_IN {
        let spec = provider.spec();
        let base_url = ("base_url", spec.base_url_env);
        for (name, variables) in spec.options.iter().map(|option| (option.name, option.env)).chain([base_url])
        {
            let value = announcement.pointer(&format!("/providers/{provider}/{name}"));
            let option = |value: &str| (*provider, name, variables, value.to_owned());
            found.extend(value.and_then(Value::as_str).map(option));
        }
    }
    found
}

/// The options of the constructors, `{"<provider>": {"<option>": "<value>"}}`, for the simulator with this first line.
/// `style` spells the name of an option.
#[must_use]
pub fn options(announcement: &Value, style: CaseStyle) -> Value {
    let mut clients = Map::new();
    for (provider, name, _, value) in client_options(announcement) {
        let client = clients.entry(provider.as_str()).or_insert_with(|| Value::Object(Map::new()));
        if let Some(members) = client.as_object_mut() {
            members.insert(style.spelled(name), Value::String(value));
        }
    }
    // A provider of a file has only options of its client.
    let announced = announcement.get("providers").and_then(Value::as_object);
    let others = announced.into_iter().flatten().filter(|(id, _)| !is_built_in(id));
    for (id, options) in others {
        let options = options.as_object().into_iter().flatten();
        let spelled = options.map(|(name, value)| (style.spelled(name), value.clone()));
        clients.insert(id.clone(), Value::Object(spelled.collect()));
    }
    Value::Object(clients)
}

fn is_built_in(id: &str) -> bool {
    Provider::BUILT_IN.iter().any(|provider| provider.as_str() == id)
}

/// The environment variables that point every client at the simulator with this first line, and that refuse every other
/// machine.
#[must_use]
pub fn environment(announcement: &Value) -> Vec<(String, String)> {
    let mut variables = vec![("PAYONCE_ONLY_LOOPBACK".to_owned(), "1".to_owned())];
    let url = announcement.get("url").and_then(Value::as_str);
    variables.extend(url.map(|url| ("SANDBOX_URL".to_owned(), url.to_owned())));
    for (_, _, names, value) in client_options(announcement) {
        variables.extend(names.first().map(|name| ((*name).to_owned(), value)));
    }
    let of_files = announcement.get("env").and_then(Value::as_object).into_iter().flatten();
    let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    variables.extend(of_files.filter_map(text));
    variables
}

/// The variables as commands of a POSIX shell.
pub(super) fn exports(announcement: &Value) -> String {
    let quoted = |value: &str| value.replace('\'', "'\\''");
    let variables = environment(announcement);
    variables.iter().map(|(name, value)| format!("export {name}='{}'\n", quoted(value))).collect()
}
