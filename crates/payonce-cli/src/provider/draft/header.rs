//! The head of the file: the provider, its address, its key, and where the signals of a failure stand.

use payonce_core::Provider;
use serde_json::Value;

use super::document::Document;
use super::errors::{Errors, by_frequency};
use super::names::{is_token, quoted, sentence, snake};
use super::questions::Questions;

/// The head of the file.
pub(super) struct Header {
    pub(super) id: String,
    title: String,
    about: String,
    base_url: Stated,
    auth: Stated,
    /// The header field of the key, in lower case.
    pub(super) auth_header: String,
}

/// Lines of the file, with the questions before them.
#[derive(Default)]
struct Stated {
    lines: String,
}

/// Where requests go until the question is answered: the domain never exists.
const NOWHERE: &str = "https://api.example.invalid";

impl Header {
    /// # Errors
    /// The id is not one.
    pub(super) fn of(
        document: &Document,
        id: Option<&str>,
        questions: &mut Questions,
    ) -> Result<Self, String> {
        let info = document.member("info");
        let text = |name: &str| info.and_then(|info| info.get(name)).and_then(Value::as_str).map(str::trim);
        let title = text("title").filter(|title| !title.is_empty()).unwrap_or("API").to_owned();
        let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).take(100).collect();
        let is_built_in = |id: &str| Provider::BUILT_IN.iter().any(|provider| provider.as_str() == id);
        let id = match id {
            Some(id) if snake(id).as_deref() != Some(id) => {
                return Err(format!(
                    "--id {id}: must be lower-case letters, digits and `_`, at most 60, with a letter first"
                ));
            }
            Some(id) if is_built_in(id) => {
                return Err(format!("--id {id}: is a built-in provider; choose another id"));
            }
            Some(id) => id.to_owned(),
            None => {
                let id = snake(&title).unwrap_or_else(|| "api".to_owned());
                // `payonce` alone is the name of the library.
                if is_built_in(&id) || id == "payment" { format!("my_{id}") } else { id }
            }
        };
        let about = text("description").map(sentence).unwrap_or_default();
        let base_url = base_url(document, questions);
        let (auth, auth_header) = auth(document, &id, questions);
        Ok(Self { id, title, about, base_url, auth, auth_header })
    }

    pub(super) fn text(&self, errors: &Errors, is_form: bool, questions: &mut Questions) -> String {
        let mut text = format!(
            "# {}: drafted from an OpenAPI document by `payonce provider draft`.\n#\n\
             # The document states the facts below. Each TODO is a question that only the provider's documentation answers.\n\n\
             payonce = 1\nid = {}\ntitle = {}\n",
            self.title,
            quoted(&self.id),
            quoted(&self.title)
        );
        if !self.about.is_empty() {
            text.push_str(&format!("about = {}\n", quoted(&self.about)));
        }
        text.push_str(&self.base_url.lines);
        if is_form {
            text.push_str("body = \"form\"\n");
        }
        text.push_str(&self.auth.lines);
        text.push_str(&questions.ask(
            "Does the provider document a rate limit? Then declare it with its source: [rate_limit] per_minute = 60.",
        ));
        text.push_str(&read(errors, questions));
        text
    }
}

fn read(errors: &Errors, questions: &mut Questions) -> String {
    let places = &errors.places;
    let lists = [
        ("code", by_frequency(&places.code)),
        ("category", by_frequency(&places.category)),
        ("message", by_frequency(&places.message)),
        ("request_id", by_frequency(&places.request_id)),
    ];
    let mut text = "\n[read]\n".to_owned();
    if places.code.is_empty() {
        text.push_str(&questions.ask(
            "Where does an error response have its machine code? The document does not show one. Without `code`, the status \
             alone counts.",
        ));
    } else {
        text.push_str(&questions.ask(
            "Are these the places of the machine code and of the text for people? The draft chose them by their names.",
        ));
    }
    for (name, places) in lists {
        let places: Vec<String> = places.into_iter().map(quoted).collect();
        if !places.is_empty() {
            text.push_str(&format!("{name} = [{}]\n", places.join(", ")));
        }
    }
    if places.has_retry_after {
        text.push_str("retry_after = [{ header = \"Retry-After\" }]\n");
    }
    text.push_str(&questions.ask(
        "Can a 2xx refuse, for instance with \"success\": false? Then declare the member as `denied_success`.",
    ));
    text
}

/// The address of the first server, with the default values of its variables.
fn base_url(document: &Document, questions: &mut Questions) -> Stated {
    let servers: Vec<(String, bool)> = document
        .member("servers")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|server| {
            let mut url = server.get("url")?.as_str()?.trim().to_owned();
            let variables = server.get("variables").and_then(Value::as_object);
            let mut has_variables = false;
            for (name, variable) in variables.into_iter().flatten() {
                let default = variable.get("default").and_then(Value::as_str).unwrap_or_default();
                has_variables |= url.contains(&format!("{{{name}}}"));
                url = url.replace(&format!("{{{name}}}"), default);
            }
            Some((url.trim_end_matches('/').to_owned(), has_variables))
        })
        .collect();
    let mut lines = String::new();
    let url = match servers.first() {
        None => {
            lines.push_str(&questions.ask("Which base URL does the API have? The document names none."));
            NOWHERE
        }
        Some((url, _)) if !is_address(url) => {
            lines.push_str(&questions.ask(&format!(
                "Which base URL does the API have? The document names {url:?}, which is not an https address."
            )));
            NOWHERE
        }
        Some((url, has_variables)) => {
            if *has_variables {
                lines.push_str(&questions.ask(
                    "The address of the document has variables. Is this one, with their default values, that of your account?",
                ));
            }
            url
        }
    };
    let others: Vec<&str> = servers.iter().skip(1).map(|(url, _)| url.as_str()).collect();
    if !others.is_empty() {
        lines.push_str(&questions.ask(&format!(
            "The document names further servers: {}. Is the first one that of production?",
            others.join(", ")
        )));
    }
    lines.push_str(&format!("base_url = {}\n", quoted(url)));
    Stated { lines }
}

fn is_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").and_then(|rest| rest.split(['/', ':']).next());
    host.is_some_and(|host| !host.is_empty())
        && url.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/".contains(c))
}

/// The ways of a document to carry a key, best first.
const PREFERRED: [&str; 4] = ["bearer", "apiKey", "basic", "token"];

fn auth(document: &Document, id: &str, questions: &mut Questions) -> (Stated, String) {
    let upper = id.to_ascii_uppercase();
    let schemes = document.member("components").and_then(|components| components.get("securitySchemes"));
    let schemes = schemes.and_then(Value::as_object);
    let form = |name: &str| {
        let scheme = document.get(schemes?.get(name)?)?;
        let text = |name: &str| scheme.get(name).and_then(Value::as_str).unwrap_or_default();
        match text("type") {
            "http" if text("scheme").eq_ignore_ascii_case("bearer") => Some(("bearer", String::new())),
            "http" if text("scheme").eq_ignore_ascii_case("basic") => Some(("basic", String::new())),
            "apiKey" if text("in") == "header" && is_token(text("name")) => {
                Some(("apiKey", text("name").to_owned()))
            }
            "oauth2" | "openIdConnect" => Some(("token", String::new())),
            _ => None,
        }
    };
    // The requirements of the document, else those of its operations, else any scheme that it declares.
    let of = |value: &Value| -> Vec<Vec<String>> {
        let all = value.get("security").and_then(Value::as_array).into_iter().flatten();
        all.filter_map(Value::as_object).map(|names| names.keys().cloned().collect()).collect()
    };
    let mut required: Vec<Vec<String>> = document
        .member("security")
        .map(|security| of(&serde_json::json!({ "security": security })))
        .unwrap_or_default();
    if required.is_empty() {
        required =
            super::operations::all(document).into_iter().flat_map(|(.., operation)| of(operation)).collect();
    }
    if required.is_empty() {
        required = schemes.into_iter().flatten().map(|(name, _)| vec![name.clone()]).collect();
    }
    required.retain(|names| !names.is_empty());
    required.sort();
    required.dedup();
    let rank = |names: &Vec<String>| {
        let ranks = names
            .iter()
            .map(|name| form(name).and_then(|(form, _)| PREFERRED.iter().position(|known| *known == form)));
        let ranks: Option<Vec<usize>> = ranks.collect();
        ranks.map(|ranks| (ranks.len(), ranks.into_iter().min()))
    };
    let best = required.iter().filter_map(|names| Some((rank(names)?, names))).min();
    let mut lines = String::new();
    let Some((_, names)) = best else {
        lines.push_str(&questions.ask(if required.is_empty() {
            "How does a request carry the API key? The document declares no security. Declare the header field as `auth`: \
             auth = { header = \"Authorization\", value = \"Bearer {api_key}\" }."
        } else {
            "How does a request carry the API key? The document declares a way that a provider file cannot express: only \
             header fields that are sent unchanged can carry a key."
        }));
        return (Stated { lines }, String::new());
    };
    if names.len() > 1 {
        lines.push_str(&questions.ask(&format!(
            "The document wants {} together, and the file has the first one only. Is it enough?",
            names.join(" and ")
        )));
    }
    let others: Vec<String> =
        required.iter().filter(|other| *other != names).map(|names| names.join(" with ")).collect();
    if !others.is_empty() {
        lines.push_str(
            &questions.ask(&format!(
                "The document also accepts {}. Is this the way that you use?",
                others.join(", ")
            )),
        );
    }
    let found = names.iter().find_map(|name| form(name));
    let (header, value) = match found {
        Some(("apiKey", header)) => (header, "{api_key}".to_owned()),
        Some(("basic", _)) => ("Authorization".to_owned(), "Basic {username}:{password}".to_owned()),
        Some(("token", _)) => {
            lines.push_str(&questions.ask(
                "The document uses OAuth. The client sends the token that you give it, and does not renew it. How do you get one?",
            ));
            ("Authorization".to_owned(), "Bearer {api_key}".to_owned())
        }
        _ => ("Authorization".to_owned(), "Bearer {api_key}".to_owned()),
    };
    if value.contains("{username}") {
        lines.push_str(&format!(
            "auth = {{ header = \"Authorization\", value = {}, base64 = true }}\n",
            quoted(&value)
        ));
        for name in ["username", "password"] {
            let env = format!("{upper}_{}", name.to_ascii_uppercase());
            lines.push_str(&format!(
                "[[option]]\nname = \"{name}\"\nsecret = true\nrequired = true\nenv = [{}]\n",
                quoted(&env)
            ));
        }
    } else {
        if header.eq_ignore_ascii_case("authorization") && value == "{api_key}" {
            lines.push_str(&questions.ask(
                "Does the key have a word before it, such as Bearer? The document declares the whole field Authorization as the key.",
            ));
        }
        lines.push_str(&format!(
            "auth = {{ header = {}, value = {}, env = {} }}\n",
            quoted(&header),
            quoted(&value),
            quoted(&format!("{upper}_API_KEY"))
        ));
    }
    (Stated { lines }, header.to_ascii_lowercase())
}
