//! What has to hold in a provider file beyond its form.

use std::collections::BTreeSet;

use crate::classify::may_refuse;
use crate::model::url::{Cleartext, checked_base_url};
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::provider_file::duration::duration;
use crate::provider_file::file::{ProviderFile, ReadEntry};
use crate::provider_file::operation::{
    KeyWord, KeyedEntry, MethodWord, ObjectEntry, OperationEntry, PagesEntry, ParamEntry, PlaceWord,
    ReconcilableEntry, SafetyEntry, StateEntry, TypeEntry, TypeWord,
};
use crate::provider_file::problem::Step;
use crate::provider_file::text::nearest;
use crate::spec::errors::ErrorTable;
use crate::spec::provider::Provider;

/// Problems with the paths to their members.
pub(crate) type Problems = Vec<(Vec<Step>, String)>;

/// A path to a member: names and indices.
macro_rules! path {
    ($($step:expr),* $(,)?) => { vec![$(Step::from($step)),*] };
}

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Self::Member(name.to_owned())
    }
}

impl From<&String> for Step {
    fn from(name: &String) -> Self {
        Self::Member(name.clone())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

/// Every problem of the file; `base` is the provider that it extends.
pub(crate) fn problems(file: &ProviderFile, base: Option<Provider>) -> Problems {
    let mut checker = Checker { file, problems: Vec::new() };
    checker.head(base);
    checker.errors(base.map(|base| base.spec().errors));
    if base.is_none() {
        checker.client();
        checker.read(&file.read);
        checker.operations();
    }
    checker.examples(base);
    checker.problems
}

struct Checker<'a> {
    file: &'a ProviderFile,
    problems: Problems,
}

/// Whether a text is a name that every language can spell.
fn is_name(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Header fields that the transport, the body or the keys need.
const FORBIDDEN_HEADERS: &[&str] = &[
    "expect",
    "keep-alive",
    "proxy-connection",
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "content-type",
    "accept",
    "authorization",
    "cookie",
    "proxy-authorization",
    "te",
    "trailer",
    "upgrade",
];

impl Checker<'_> {
    fn add(&mut self, path: Vec<Step>, message: impl Into<String>) {
        self.problems.push((path, message.into()));
    }

    fn wants_source(&mut self, source: &str, path: Vec<Step>) {
        if source.trim().is_empty() {
            self.add(
                path,
                "has no `source`; name the page or the section of the provider's documentation that says so",
            );
        }
    }

    fn head(&mut self, base: Option<Provider>) {
        let file = self.file;
        if file.payonce != 1 {
            self.add(
                path!["payonce"],
                format!("is version {}; this version of payonce reads version 1", file.payonce),
            );
        }
        match (&file.extends, base) {
            (Some(extends), None) => {
                let message = if *extends == file.id {
                    "extends itself; name a built-in provider".to_owned()
                } else {
                    let known = || Provider::BUILT_IN.iter().map(|provider| provider.as_str());
                    let hint = nearest(extends, known()).map_or_else(
                        || format!("; use one of {}", known().collect::<Vec<_>>().join(", ")),
                        |word| format!("; did you mean \"{word}\"?"),
                    );
                    format!("\"{extends}\" is not a built-in provider{hint}")
                };
                self.add(path!["extends"], message);
            }
            (Some(_), Some(base)) => {
                if !file.id.is_empty() && file.id != base.as_str() {
                    self.add(
                        path!["id"],
                        format!("must be \"{base}\" or left out: the file adds codes to that provider"),
                    );
                }
                let own = [
                    ("base_url", file.base_url.is_some()),
                    ("auth", file.auth.is_some()),
                    ("read", file.read != ReadEntry::default()),
                    ("rate_limit", file.rate_limit.is_some()),
                    ("option", !file.option.is_empty()),
                    ("object", !file.object.is_empty()),
                    ("operation", !file.operation.is_empty()),
                    ("category", !file.category.is_empty()),
                    ("status", !file.status.is_empty()),
                    ("text", !file.text.is_empty()),
                ];
                for (name, _) in own.into_iter().filter(|(_, given)| *given) {
                    self.add(
                        path![name],
                        "has no place in a file that extends a provider; add codes and spellings",
                    );
                }
            }
            (None, _) => {
                if file.id.is_empty() {
                    self.add(
                        path![],
                        "`id` is missing: the name of the provider in errors and on the command line",
                    );
                } else if !is_name(&file.id) {
                    self.add(
                        path!["id"],
                        "must be lower-case letters, digits and `_`, at most 60, with a letter first",
                    );
                } else if Provider::BUILT_IN
                    .iter()
                    .chain([&Provider::CHALLENGE])
                    .any(|provider| provider.as_str() == file.id)
                {
                    self.add(
                        path!["id"],
                        "is a built-in provider; write `extends` to add codes to it, or choose another id",
                    );
                }
                if file.title.trim().is_empty() {
                    self.add(path![], "`title` is missing: the name as the provider writes it");
                }
            }
        }
    }

    /// A refusal beside a 5xx has to be proved: a service that failed after the effect may still send the code of a check.
    fn wants_quote(&mut self, status: Option<u16>, evidence: Evidence, quote: Option<&str>, path: Vec<Step>) {
        let quoted = quote.is_some_and(|quote| !quote.trim().is_empty());
        let may_move = |status: &u16| *status >= 200 && !may_refuse(*status, false);
        let Some(status) = status.filter(may_move) else { return };
        if evidence == Evidence::Refused && !quoted {
            let beside = if status >= 500 || status == 408 {
                "a 5xx or 408".to_owned()
            } else {
                format!("HTTP {status}")
            };
            self.add(
                path,
                format!(
                    "says `refused` beside {beside}, where money may have moved; add the provider's words as `quote`, \
                     or write evidence = \"none\""
                ),
            );
        }
    }

    fn status_code(&mut self, status: Option<u16>, path: Vec<Step>) {
        if status.is_some_and(|status| !(200..600).contains(&status)) {
            self.add(path, "must be an HTTP status from 200 to 599");
        }
    }

    fn agrees(&mut self, kind: Kind, actor: Actor, evidence: Evidence, path: Vec<Step>) {
        if matches!(kind, Kind::InvalidArgument | Kind::Connection | Kind::Cancelled) {
            self.add(
                path.clone(),
                format!(
                    "kind \"{kind}\" is about requests that got no response; a provider does not send it"
                ),
            );
        }
        if evidence == Evidence::Duplicate && actor == Actor::Provider {
            self.add(path, "a duplicate is the caller's own earlier request; actor is not the provider");
        }
    }

    fn errors(&mut self, base: Option<&'static ErrorTable>) {
        let file = self.file;
        let mut seen = BTreeSet::new();
        for (at, code) in file.code.iter().enumerate() {
            let of = |name: &str| path!["code", at, name];
            if code.code.trim().is_empty() || code.code.chars().any(char::is_control) {
                self.add(of("code"), "must be the code as the provider sends it");
            }
            if !seen.insert(code.code.to_ascii_lowercase()) {
                self.add(of("code"), format!("\"{}\" is there twice", code.code));
            }
            if base.is_some_and(|base| base.code(&code.code).is_some()) {
                self.add(
                    of("code"),
                    format!(
                        "\"{}\" is a code of the provider already; only new codes can be added",
                        code.code
                    ),
                );
            }
            self.status_code(code.status, of("status"));
            self.agrees(code.kind, code.actor, code.evidence, of("kind"));
            self.wants_quote(code.status, code.evidence, code.quote.as_deref(), of("evidence"));
            self.wants_source(&code.source, path!["code", at]);
        }
        let mut seen = BTreeSet::new();
        for (at, row) in file.category.iter().enumerate() {
            if !seen.insert(row.category.to_ascii_lowercase()) {
                self.add(path!["category", at, "category"], format!("\"{}\" is there twice", row.category));
            }
            self.agrees(row.kind, row.actor, row.evidence, path!["category", at, "kind"]);
            self.wants_source(&row.source, path!["category", at]);
        }
        let mut seen = BTreeSet::new();
        for (at, row) in file.status.iter().enumerate() {
            if !seen.insert(row.status) {
                self.add(path!["status", at, "status"], format!("{} is there twice", row.status));
            }
            self.status_code(Some(row.status), path!["status", at, "status"]);
            self.agrees(row.kind, row.actor, row.evidence, path!["status", at, "kind"]);
            self.wants_quote(
                Some(row.status),
                row.evidence,
                row.quote.as_deref(),
                path!["status", at, "evidence"],
            );
            self.wants_source(&row.source, path!["status", at]);
        }
        for (at, row) in file.text.iter().enumerate() {
            if row.contains.trim().len() < 5 {
                self.add(
                    path!["text", at, "contains"],
                    "must be at least five letters of the provider's own text",
                );
            }
            self.status_code(Some(row.status), path!["text", at, "status"]);
            self.agrees(row.kind, row.actor, Evidence::None, path!["text", at, "kind"]);
            self.wants_source(&row.source, path!["text", at]);
        }
        for (other, code) in &file.spelling {
            let own = file.code.iter().map(|row| row.code.as_str());
            let of_base = base.into_iter().flat_map(|base| base.codes).map(|row| row.code);
            let known: Vec<&str> = own.chain(of_base).collect();
            // A spelling is looked for first: it would take the place of what the code proves.
            let is_taken = known.iter().any(|code| code.eq_ignore_ascii_case(other))
                || base.is_some_and(|base| base.code(other).is_some());
            if is_taken {
                let message = format!("\"{other}\" is a code already; a spelling is a text that no row has");
                self.add(path!["spelling", other], message);
            }
            if !known.contains(&code.as_str()) {
                self.add(path!["spelling", other], self.unknown("a code", code, known.iter().copied()));
            }
        }
    }

    fn unknown<'b>(&self, what: &str, wrong: &str, known: impl Iterator<Item = &'b str> + Clone) -> String {
        let hint = nearest(wrong, known.clone()).map_or_else(
            || match known.collect::<Vec<_>>() {
                known if known.is_empty() => String::new(),
                known => format!("; there are {}", known.join(", ")),
            },
            |word| format!("; did you mean \"{word}\"?"),
        );
        format!("\"{wrong}\" is not {what} of this file{hint}")
    }

    fn time(&mut self, text: &str, path: Vec<Step>) {
        if duration(text).is_none_or(|time| time.is_zero()) {
            self.add(
                path,
                format!(
                    "\"{text}\" is not a time; write it with its unit, such as \"30s\", \"5m\" or \"24h\""
                ),
            );
        }
    }

    fn client(&mut self) {
        let file = self.file;
        if let Some(timeout) = &file.timeout {
            self.time(timeout, path!["timeout"]);
        }
        let mut addresses: Vec<(Vec<Step>, &str)> = Vec::new();
        addresses.extend(file.base_url.as_deref().map(|url| (path!["base_url"], url)));
        for (option, urls) in &file.base_url_by {
            let choices = file.option.iter().find(|known| known.name == *option).map(|known| &known.choices);
            match choices {
                None => self.add(
                    path!["base_url_by", option],
                    self.unknown("an option", option, file.option.iter().map(|known| known.name.as_str())),
                ),
                Some(choices) => {
                    for choice in urls.keys().filter(|choice| !choices.contains(choice)) {
                        let message = self.unknown("a choice", choice, choices.iter().map(String::as_str));
                        self.add(path!["base_url_by", option, choice], message);
                    }
                }
            }
            addresses.extend(
                urls.iter().map(|(choice, url)| (path!["base_url_by", option, choice], url.as_str())),
            );
        }
        if file.base_url_by.len() > 1 {
            self.add(path!["base_url_by"], "only one option can choose the base URL");
        }
        for (path, url) in addresses {
            if let Err(wrong) = checked_base_url(url, Cleartext::ThisMachine { unless: None }) {
                self.add(path, wrong.into_parts().1.to_string());
            }
        }
        if !file.operation.is_empty() && file.base_url.is_none() {
            self.add(path![], "`base_url` is missing: operations need an address");
        }
        let mut names = BTreeSet::new();
        for (at, option) in file.option.iter().enumerate() {
            if !is_name(&option.name) {
                self.add(path!["option", at, "name"], "must be lower-case letters, digits and `_`");
            }
            if !names.insert(&option.name)
                || crate::spec::options::CLIENT.iter().any(|shared| shared.is(&option.name))
            {
                self.add(
                    path!["option", at, "name"],
                    format!("\"{}\" is an option of every client, or is there twice", option.name),
                );
            }
        }
        if let Some(auth) = &file.auth {
            let lower = auth.header.to_ascii_lowercase();
            if !is_token(&auth.header)
                || (lower != "authorization" && FORBIDDEN_HEADERS.contains(&lower.as_str()))
            {
                self.add(
                    path!["auth", "header"],
                    format!("\"{}\" is not a header field that can carry a key", auth.header),
                );
            }
            let keys = crate::provider_file::declare::placeholders(&auth.value);
            match keys {
                None => self.add(
                    path!["auth", "value"],
                    "must end in the key in braces, such as \"Bearer {api_key}\"",
                ),
                Some((_, keys)) => {
                    for key in keys.iter().filter(|key| **key != "api_key") {
                        if !file.option.iter().any(|option| option.name == **key && option.secret) {
                            self.add(
                                path!["auth", "value"],
                                format!("\"{key}\" is not an option with `secret = true`"),
                            );
                        }
                    }
                }
            }
        }
        if let Some(limit) = &file.rate_limit {
            self.wants_source(&limit.source, path!["rate_limit"]);
            let rates = limit.per_minute.into_iter().chain(limit.plans.values().map(|plan| plan.per_minute));
            if rates.into_iter().any(|rate| rate == 0) {
                self.add(
                    path!["rate_limit"],
                    "a rate of 0 would never send; give the documented requests in a minute",
                );
            }
        }
    }

    fn read(&mut self, read: &ReadEntry) {
        let lists = [
            ("code", &read.code),
            ("category", &read.category),
            ("message", &read.message),
            ("request_id", &read.request_id),
        ];
        for (name, places) in lists {
            for (at, place) in places.iter().enumerate() {
                let is_header = place.strip_prefix("@header:").is_some_and(is_token);
                let is_pointer = place.starts_with('/') && place.len() > 1;
                let is_member = name == "code" && !place.is_empty() && !place.contains(['/', '@', ' ']);
                if !is_header && !is_pointer && !is_member {
                    self.add(
                        path!["read", name, at],
                        format!("\"{place}\" is not a place; write a pointer such as \"/error/code\" or \"@header:x-request-id\""),
                    );
                }
            }
        }
        for (at, wait) in read.retry_after.iter().enumerate() {
            if wait.pointer.is_some() == wait.header.is_some() {
                self.add(path!["read", "retry_after", at], "needs either `pointer` or `header`");
            }
        }
        for (at, denied) in read.denied_success.iter().enumerate() {
            if !denied.pointer.starts_with('/') {
                self.add(
                    path!["read", "denied_success", at, "pointer"],
                    "must be a pointer such as \"/success\"",
                );
            }
        }
        if read.transient.as_deref().is_some_and(|header| !is_token(header)) {
            self.add(path!["read", "transient"], "must be the name of a header field");
        }
    }

    fn operations(&mut self) {
        let file = self.file;
        for (name, object) in &file.object {
            self.object(name, object);
        }
        let mut names = BTreeSet::new();
        for (at, operation) in file.operation.iter().enumerate() {
            if !names.insert(operation.name.as_str()) {
                self.add(path!["operation", at, "name"], format!("\"{}\" is there twice", operation.name));
            }
            self.operation(at, operation);
        }
    }

    fn object(&mut self, name: &str, object: &ObjectEntry) {
        if !name.starts_with(|c: char| c.is_ascii_uppercase())
            || !name.chars().all(|c| c.is_ascii_alphanumeric())
        {
            self.add(path!["object", name], "must be a class name such as \"Payment\"");
        }
        for (field, entry) in &object.fields {
            let details =
                TypeView { values: &entry.values, of: entry.of.as_deref(), object: entry.object.as_deref() };
            self.ty(entry.ty, &details, path!["object", name, "fields", field]);
        }
        if let Some(state) = &object.state {
            let path: [Step; 3] = ["object".into(), name.into(), "state".into()];
            self.state(state, &path, Some(object));
        }
    }

    fn ty(&mut self, ty: TypeWord, view: &TypeView<'_>, path: Vec<Step>) {
        match ty {
            TypeWord::Enum if view.values.is_empty() => self.add(path, "an enum needs its `values`"),
            TypeWord::List | TypeWord::Map => match view.of {
                None => self.add(path, "a list or a map needs the type of its items as `of`"),
                Some(TypeEntry { ty, details }) => {
                    let inner = TypeView {
                        values: &details.values,
                        of: details.of.as_deref(),
                        object: details.object.as_deref(),
                    };
                    self.ty(*ty, &inner, path);
                }
            },
            TypeWord::Object => match view.object {
                None => self.add(path, "an object needs its type as `object`"),
                Some(object) if !self.file.object.contains_key(object) => {
                    let message =
                        self.unknown("an object", object, self.file.object.keys().map(String::as_str));
                    self.add(path, message);
                }
                Some(_) => {}
            },
            _ => {}
        }
    }

    fn state(&mut self, state: &StateEntry, path: &[Step], object: Option<&ObjectEntry>) {
        let at = |name: &str| path.iter().cloned().chain(path![name]).collect::<Vec<_>>();
        let field = state.pointer.strip_prefix('/').filter(|field| !field.is_empty() && !field.contains('/'));
        match (field, object) {
            (None, _) => {
                self.add(at("pointer"), "must name a field of the object itself, such as \"/status\"");
            }
            (Some(field), Some(object)) if !object.fields.contains_key(field) => {
                self.add(at("pointer"), format!("the object has no field \"{field}\""));
            }
            _ => {}
        }
        let words = state.pending.iter().chain(&state.succeeded).chain(state.failed.0.keys());
        let mut seen = BTreeSet::new();
        for word in words {
            if !seen.insert(word.to_ascii_lowercase()) {
                self.add(path.to_vec(), format!("the state \"{word}\" is there twice"));
            }
        }
        if let Some(look) = &state.look {
            match self.file.operation.iter().find(|operation| operation.name == *look) {
                None => {
                    let known = self.file.operation.iter().map(|operation| operation.name.as_str());
                    let message = self.unknown("an operation", look, known);
                    self.add(at("look"), message);
                }
                Some(operation) if operation.safety != SafetyEntry::Read => {
                    self.add(
                        at("look"),
                        "must be an operation with safety = \"read\": looking changes nothing",
                    );
                }
                Some(operation) => {
                    let by = state.look_by.as_ref().or_else(|| operation.params.keys().next());
                    if by.is_none_or(|by| !operation.params.contains_key(by)) {
                        self.add(at("look"), "the operation has no argument that takes the id");
                    }
                }
            }
        }
    }

    fn operation(&mut self, at: usize, operation: &OperationEntry) {
        let of = |name: &str| path!["operation", at, name];
        let parts: Vec<&str> = operation.name.split('.').collect();
        if parts.len() > 5 || !parts.iter().all(|part| is_name(part)) {
            self.add(
                of("name"),
                "must be lower-case words with dots between them, such as \"payments.send\"",
            );
        }
        self.wants_source(&operation.source, path!["operation", at]);
        let bare = operation.path.replace(['{', '}'], "");
        let leaves = bare.split('/').any(|segment| segment.starts_with('.')) || bare.contains("//");
        let braces = |brace: char| operation.path.matches(brace).count();
        let leaves = leaves || braces('{') != braces('}');
        let odd =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\' | '%' | '@' | ':');
        if !operation.path.starts_with('/') || leaves || bare.contains(odd) {
            self.add(of("path"), "must be a path below the base URL, such as \"/payments/{id}\", without `..`, `//`, `?` and escapes");
        }
        for name in operation.path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
            if !operation.params.contains_key(name) {
                let message = self.unknown("an argument", name, operation.params.keys().map(String::as_str));
                self.add(of("path"), message);
            }
        }
        for (name, param) in &operation.params {
            self.param(operation, name, param, path!["operation", at, "params", name]);
        }
        for group in &operation.exactly_one {
            for name in group.iter().filter(|name| !operation.params.contains_key(*name)) {
                let message = self.unknown("an argument", name, operation.params.keys().map(String::as_str));
                self.add(of("exactly_one"), message);
            }
        }
        if let Some(name) = operation.named_by.as_ref().filter(|name| !operation.params.contains_key(*name)) {
            let message = self.unknown("an argument", name, operation.params.keys().map(String::as_str));
            self.add(of("named_by"), message);
        }
        if let Some(TypeEntry { ty, details }) = &operation.returns {
            let view = TypeView {
                values: &details.values,
                of: details.of.as_deref(),
                object: details.object.as_deref(),
            };
            self.ty(*ty, &view, of("returns"));
        }
        if let Some(state) = &operation.state {
            self.state(state, &of("state"), None);
            if operation.returns.is_some() {
                self.add(of("state"), "has no place beside `returns`; write the state into the object");
            }
        }
        if let Some(pages) = &operation.pages {
            let arguments: Vec<&String> = match pages {
                PagesEntry::Numbered { page, size, .. } => vec![page, size],
                PagesEntry::Cursor { argument, .. } | PagesEntry::After { argument, .. } => vec![argument],
            };
            for name in arguments.into_iter().filter(|name| !operation.params.contains_key(*name)) {
                let message = self.unknown("an argument", name, operation.params.keys().map(String::as_str));
                self.add(of("pages"), message);
            }
        }
        match &operation.safety {
            SafetyEntry::Read
                if operation.method != MethodWord::Get && operation.method != MethodWord::Post =>
            {
                self.add(
                    of("safety"),
                    "a PUT or DELETE changes something; write \"idempotent\" or \"unkeyed\"",
                );
            }
            SafetyEntry::Idempotent
                if operation.method == MethodWord::Post && operation.because.trim().is_empty() =>
            {
                self.add(
                    of("safety"),
                    "a POST is not idempotent by itself; say why a second one changes nothing in `because`, or write \"unkeyed\"",
                );
            }
            SafetyEntry::Unkeyed
            | SafetyEntry::Idempotent
            | SafetyEntry::Reconcilable(_)
            | SafetyEntry::Keyed(_)
                if operation.method == MethodWord::Get =>
            {
                self.add(of("safety"), "a GET only reads; write \"read\"");
            }
            SafetyEntry::Keyed(keyed) => self.keyed(operation, keyed, &of("safety")),
            SafetyEntry::Reconcilable(found) => self.reconcilable(operation, found, &of("safety")),
            SafetyEntry::Read | SafetyEntry::Idempotent | SafetyEntry::Unkeyed => {}
        }
    }

    fn param(&mut self, operation: &OperationEntry, name: &str, param: &ParamEntry, path: Vec<Step>) {
        if !is_name(name) || crate::spec::options::CALL.iter().any(|shared| shared.is(name)) {
            self.add(
                path.clone(),
                format!("\"{name}\" is not a name for an argument, or is an option of every call"),
            );
        }
        let view =
            TypeView { values: &param.values, of: param.of.as_deref(), object: param.object.as_deref() };
        self.ty(param.ty, &view, path.clone());
        let in_path = operation.path.contains(&format!("{{{name}}}"));
        if (param.place == Some(PlaceWord::Path)) != in_path
            && (param.place.is_some() || in_path)
            && param.place.is_some()
        {
            self.add(path.clone(), "is in the path if the path has its name in braces, and only then");
        }
        if in_path && !matches!(param.ty, TypeWord::Id | TypeWord::Name) {
            self.add(path.clone(), "is in the path; its type must be \"id\" or \"name\"");
        }
        if param.place == Some(PlaceWord::Header) {
            let wire = param.wire.as_deref().unwrap_or(name).to_ascii_lowercase();
            if !is_token(&wire) || FORBIDDEN_HEADERS.contains(&wire.as_str()) {
                self.add(path, format!("\"{wire}\" is not a header field that an argument can have"));
            }
        }
    }

    fn keyed(&mut self, operation: &OperationEntry, keyed: &KeyedEntry, path: &[Step]) {
        let at = |name: &str| path.iter().cloned().chain(path!["keyed", name]).collect::<Vec<_>>();
        match (&keyed.header, &keyed.argument) {
            (Some(header), None) => {
                let lower = header.to_ascii_lowercase();
                let carries_key =
                    self.file.auth.as_ref().is_some_and(|auth| auth.header.eq_ignore_ascii_case(header));
                let wire = |(name, param): (&String, &ParamEntry)| {
                    param.place == Some(PlaceWord::Header)
                        && param.wire.as_deref().unwrap_or(name).eq_ignore_ascii_case(header)
                };
                let is_argument = operation.params.iter().any(wire);
                if !is_token(header)
                    || FORBIDDEN_HEADERS.contains(&lower.as_str())
                    || carries_key
                    || is_argument
                {
                    self.add(
                        at("header"),
                        format!("\"{header}\" is not a header field that can carry an idempotency key"),
                    );
                }
            }
            (None, Some(argument)) if !operation.params.contains_key(argument) => {
                let message =
                    self.unknown("an argument", argument, operation.params.keys().map(String::as_str));
                self.add(at("argument"), message);
            }
            (None, Some(argument)) => {
                let carries_text = operation.params.get(argument).is_some_and(|param| {
                    matches!(param.ty, TypeWord::String | TypeWord::Id | TypeWord::Name)
                        && param.place != Some(PlaceWord::WholeBody)
                });
                if !carries_text {
                    self.add(
                        at("argument"),
                        "must be an argument that is sent as a text: type \"string\", \"id\" or \"name\"",
                    );
                }
            }
            _ => self.add(path.to_vec(), "`keyed` needs either `header` or `argument`: where the key goes"),
        }
        match keyed.window.as_deref() {
            None => self.add(
                path.to_vec(),
                "`keyed` has no `window`: how long the provider remembers a key, such as \"24h\". If it does not say, the key \
                 proves nothing; write safety = \"unkeyed\"",
            ),
            Some("forever") => {}
            Some(window) => self.time(window, at("window")),
        }
        if keyed.max_length.is_some_and(|most| most < 36) && keyed.format == KeyWord::Text {
            self.add(at("max_length"), "must be at least 36, so that the digest of a longer key fits");
        }
        if let Some(code) = &keyed.in_flight
            && !self.file.code.iter().any(|row| row.code.eq_ignore_ascii_case(code))
        {
            let message = self.unknown("a code", code, self.file.code.iter().map(|row| row.code.as_str()));
            self.add(at("in_flight"), message);
        }
    }

    fn reconcilable(&mut self, operation: &OperationEntry, found: &ReconcilableEntry, path: &[Step]) {
        let at = |name: &str| path.iter().cloned().chain(path!["reconcilable", name]).collect::<Vec<_>>();
        let member = |pointer: &str| {
            pointer
                .strip_prefix('/')
                .filter(|name| !name.is_empty() && !name.contains('/'))
                .map(ToOwned::to_owned)
        };
        let reference = member(&found.reference).filter(|name| {
            operation.params.iter().any(|(own, param)| param.wire.as_deref().unwrap_or(own) == name)
        });
        if reference.is_none() {
            self.add(
                at("reference"),
                "must point to an argument in the body that the provider stores and lists, such as \"/memo\"",
            );
        }
        for (name, pointer) in [("found_at", &found.found_at), ("time_at", &found.time_at)] {
            if member(pointer).is_none() {
                self.add(at(name), "must point to a member of an item, such as \"/memo\"");
            }
        }
        if let Some(after) = &found.consistent_after {
            self.time(after, at("consistent_after"));
        }
        let list = self.file.operation.iter().find(|list| list.name == found.list);
        match list {
            None => {
                let known = self.file.operation.iter().map(|operation| operation.name.as_str());
                let message = self.unknown("an operation", &found.list, known);
                self.add(at("list"), message);
            }
            Some(list) if !matches!(list.pages, Some(PagesEntry::Numbered { .. })) => {
                self.add(
                    at("list"),
                    "must be an operation with numbered pages: the search has to see the whole list",
                );
            }
            Some(list) => {
                for name in &found.by {
                    if !list.params.contains_key(name) || !operation.params.contains_key(name) {
                        self.add(at("by"), format!("\"{name}\" is not an argument of both operations"));
                    }
                }
            }
        }
    }

    fn examples(&mut self, base: Option<Provider>) {
        for (at, example) in self.file.example.iter().enumerate() {
            self.status_code(Some(example.status), path!["example", at, "status"]);
            let Some(name) = &example.operation else { continue };
            let own = self.file.operation.iter().map(|operation| operation.name.as_str());
            let of_base =
                base.into_iter().flat_map(|base| base.spec().operations).map(|operation| operation.name);
            let known: Vec<&str> = own.chain(of_base).collect();
            if !known.contains(&name.as_str()) {
                let message = self.unknown("an operation", name, known.iter().copied());
                self.add(path!["example", at, "operation"], message);
            }
        }
    }
}

/// What a word for a type leaves open.
struct TypeView<'a> {
    values: &'a [String],
    of: Option<&'a TypeEntry>,
    object: Option<&'a str>,
}
