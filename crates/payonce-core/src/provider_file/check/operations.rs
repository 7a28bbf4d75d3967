//! What holds of operations, their arguments, and the objects that they return.

use std::collections::BTreeSet;

use crate::provider_file::check::{Checker, FORBIDDEN_HEADERS, at_path, is_name, is_token};
use crate::provider_file::operation::{
    KeyWord, KeyedEntry, MethodWord, ObjectEntry, OperationEntry, PagesEntry, ParamEntry, PlaceWord,
    ReconcilableEntry, SafetyEntry, StateEntry, TypeEntry, TypeWord,
};
use crate::provider_file::problem::Step;

impl Checker<'_> {
    pub(super) fn operations(&mut self) {
        let file = self.file;
        for (name, object) in &file.object {
            self.object(name, object);
        }
        let mut names = BTreeSet::new();
        for (at, operation) in file.operation.iter().enumerate() {
            if !names.insert(operation.name.as_str()) {
                self.add(at_path!["operation", at, "name"], format!("\"{}\" is there twice", operation.name));
            }
            self.operation(at, operation);
        }
    }

    fn object(&mut self, name: &str, object: &ObjectEntry) {
        if !name.starts_with(|c: char| c.is_ascii_uppercase())
            || !name.chars().all(|c| c.is_ascii_alphanumeric())
        {
            self.add(at_path!["object", name], "must be a class name such as \"Payment\"");
        }
        for (field, entry) in &object.fields {
            let details =
                TypeView { values: &entry.values, of: entry.of.as_deref(), object: entry.object.as_deref() };
            self.ty(entry.ty, &details, at_path!["object", name, "fields", field]);
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
        let at = |name: &str| path.iter().cloned().chain(at_path![name]).collect::<Vec<_>>();
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
        let of = |name: &str| at_path!["operation", at, name];
        let parts: Vec<&str> = operation.name.split('.').collect();
        if parts.len() > 5 || !parts.iter().all(|part| is_name(part)) {
            self.add(
                of("name"),
                "must be lower-case words with dots between them, such as \"payments.send\"",
            );
        }
        self.wants_source(&operation.source, at_path!["operation", at]);
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
            self.param(operation, name, param, at_path!["operation", at, "params", name]);
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
        let at = |name: &str| path.iter().cloned().chain(at_path!["keyed", name]).collect::<Vec<_>>();
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
        let at = |name: &str| path.iter().cloned().chain(at_path!["reconcilable", name]).collect::<Vec<_>>();
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
}

/// What a word for a type leaves open.
struct TypeView<'a> {
    values: &'a [String],
    of: Option<&'a TypeEntry>,
    object: Option<&'a str>,
}
