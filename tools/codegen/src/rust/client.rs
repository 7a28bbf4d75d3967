//! The clients with their resources and methods.

use std::collections::BTreeMap;

use minijinja::context;
use payonce_core::ClientOption;
use payonce_core::model::safety::Safety;
use payonce_core::spec::client::ClientClass;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::types::FieldType;

use super::names::{field_type, ident, pascal};
use super::{Api, MARK, item_type};
use crate::templates::render;

/// With a newline, as the texts here end.
fn doc(indent: &str, text: &str) -> String {
    format!("{}\n", super::doc(text, indent.len()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavor {
    Async,
    Blocking,
}

impl Flavor {
    fn function(self) -> &'static str {
        if self == Self::Async { "async fn" } else { "fn" }
    }

    fn wait(self) -> &'static str {
        if self == Self::Async { ".await" } else { "" }
    }

    fn place(self) -> &'static str {
        if self == Self::Async { "crate" } else { "crate::blocking" }
    }
}

/// A group of operations: `payments`, and what stands below it.
#[derive(Default)]
struct Resource<'a> {
    operations: Vec<&'a Operation>,
    below: BTreeMap<&'a str, Self>,
}

pub(super) fn module(api: &Api) -> anyhow::Result<String> {
    let classes = classes(api);
    let values = context! {
        title => api.provider.title(),
        classes => classes.iter().map(|class| &class.name).collect::<Vec<_>>(),
        has_resources => classes.iter().any(|class| !tree(api, class).below.is_empty()),
        choice_options => choice_options(api).map(|option| pascal(option.name)).collect::<Vec<_>>(),
        has_params => api.operations.iter().any(|operation| !operation.params.is_empty()),
        has_types => !api.models.is_empty() || !api.enums.is_empty(),
    };
    render("rust/provider.rs", values)
}

fn choice_options(api: &Api) -> impl Iterator<Item = &'static ClientOption> {
    api.provider.spec().options.iter().filter(|option| !option.choices.is_empty())
}

/// A class of clients under its Rust name.
struct Class {
    declared: &'static ClientClass,
    name: String,
}

fn classes(api: &Api) -> Vec<Class> {
    let name = |class: &ClientClass| format!("{}Client", class.namespace.map(pascal).unwrap_or_default());
    api.provider.spec().clients.iter().map(|declared| Class { declared, name: name(declared) }).collect()
}

fn tree(api: &Api, class: &Class) -> Resource<'static> {
    let mut root = Resource::default();
    for operation in api.operations {
        let Some(method) = operation.provider.spec().method(class.declared, operation) else { continue };
        let mut place = &mut root;
        let path: Vec<&str> = method.split('.').collect();
        for part in path.iter().take(path.len().saturating_sub(1)) {
            place = place.below.entry(*part).or_default();
        }
        place.operations.push(operation);
    }
    root
}

pub(super) fn file(api: &Api, flavor: Flavor) -> String {
    let title = api.provider.title();
    let mut body = String::new();
    let mut resources = String::new();
    for class in classes(api) {
        let root = tree(api, &class);
        body.push_str(&client(api, flavor, &class, &root));
        body.push_str(&builder(api, flavor, &class));
        for (name, resource) in &root.below {
            resources.push_str(&resource_of(api, flavor, name, resource));
        }
    }
    if flavor == Flavor::Async {
        for option in choice_options(api) {
            body.push_str(&closed_enum(option));
        }
    }
    let blocking = if flavor == Flavor::Async { "" } else { "blocking " };
    let mut text = format!("//! The {blocking}client of {title}.\n\n{MARK}\n");
    text.push_str(&imports(api, flavor, &body, true));
    text.push_str(&body);
    if !resources.is_empty() {
        text.push_str(&format!("/// The groups of operations of {title}.\npub mod resources {{\n"));
        text.push_str(&imports(api, flavor, &resources, false));
        text.push_str(&resources);
        text.push_str("}\n");
    }
    text
}

fn imports(api: &Api, flavor: Flavor, body: &str, top: bool) -> String {
    let mut text = String::new();
    if top {
        text.push_str("use std::sync::Arc;\n\n");
    }
    if body.contains("BTreeMap<") {
        text.push_str("use std::collections::BTreeMap;\n\n");
    }
    if top {
        text.push_str("use payonce_core::{ErrorPayload, Provider};\nuse serde::de::DeserializeOwned;\nuse serde_json::{Map, Value};\n\n");
    } else if body.contains("Response<Value>") || body.contains("<Value>") {
        text.push_str("use serde_json::Value;\n\n");
    }
    if !top && body.contains("Map::new()") {
        text.push_str("use serde_json::Map;\n\n");
    }
    let place = flavor.place();
    let id = api.provider.as_str();
    if body.contains("CallOptions") {
        text.push_str("use crate::options::CallOptions;\n");
    }
    if top {
        text.push_str("use crate::options::{ClientOptions, shared_options};\nuse crate::engine::{Listener, ListenerAnswer};\nuse crate::Event;\n");
    }
    if body.contains("Response<") {
        text.push_str(&format!("use {place}::Response;\n"));
    }
    if body.contains("Items<") {
        text.push_str(&format!("use {place}::Items;\n"));
    }
    if body.contains("Error>") {
        text.push_str("use crate::Error;\n");
    }
    if body.contains("UntypedClient") {
        text.push_str(&match flavor {
            Flavor::Async => "use crate::connection::UntypedClient;\n".to_owned(),
            Flavor::Blocking => "use crate::blocking::UntypedClient;\n".to_owned(),
        });
    }
    if body.contains("api::") {
        text.push_str(&format!("use crate::{id} as api;\n"));
    }
    if top && flavor == Flavor::Blocking {
        for option in choice_options(api) {
            text.push_str(&format!("use crate::{id}::{};\n", pascal(option.name)));
        }
    }
    text.push('\n');
    text
}

fn client(api: &Api, flavor: Flavor, class: &Class, root: &Resource<'_>) -> String {
    let name = &class.name;
    let blocking = if flavor == Flavor::Async { "" } else { " Each call blocks until it is over." };
    let variables: Vec<String> =
        options(api, class).flat_map(|option| option.env).map(|name| format!("`{name}`")).collect();
    let mut text = doc("", class.declared.doc.text());
    text.push_str(&format!(
        "///\n/// Clones share connections, retry budget and lookups.{blocking}\n\
         #[derive(Clone, Debug)]\npub struct {name} {{\n    connection: UntypedClient,\n}}\n\nimpl {name} {{\n    \
         /// Starts to build a client.\n    pub fn builder() -> {name}Builder {{\n        {name}Builder::default()\n    }}\n\n"
    ));
    if !variables.is_empty() {
        text.push_str(&doc(
            "    ",
            &format!("A client with the options from the environment: {}.", variables.join(", ")),
        ));
        text.push_str(
            "    ///\n    /// # Errors\n    /// `invalid_argument`, which names the missing or invalid option.\n    \
             pub fn from_env() -> Result<Self, Error> {\n        Self::builder().build()\n    }\n\n",
        );
    }
    text.push_str(&format!(
        "    /// Calls an operation by its name, with its arguments as JSON. The names of the REST API are accepted too.\n    ///\n    /// # Errors\n    \
         /// Every kind of the [error model](crate::Error).\n    \
         pub {} call(&self, operation: &str, arguments: &Map<String, Value>, options: CallOptions) -> Result<Response<Value>, Error> {{\n        \
         self.connection.call(operation, arguments, options){}\n    }}\n\n",
        flavor.function(),
        flavor.wait()
    ));
    text.push_str(&format!(
        "    /// Searches for the result of an earlier call with an unknown outcome, also of another process, by its reference.\n    \
         /// It only reads. It returns what that call would have returned.\n    \
         ///\n    /// # Errors\n    \
         /// The same error again, still with an unknown outcome, if the provider does not list it; `invalid_argument` if the\n    \
         /// error has no reference or its operation cannot be searched for; the error of a failed search.\n    \
         pub {} reconcile<T: DeserializeOwned>(&self, unsettled: &ErrorPayload) -> Result<Response<T>, Error> {{\n        \
         self.connection.reconcile(unsettled, CallOptions::new()){}\n    }}\n\n",
        flavor.function(),
        flavor.wait()
    ));
    text.push_str(&accessors(root, &[], "&self.connection", "resources::"));
    for operation in &root.operations {
        text.push_str(&method(api, flavor, operation));
    }
    text.push_str("}\n\n");
    text
}

fn accessors(resource: &Resource<'_>, path: &[&str], give: &str, place: &str) -> String {
    let mut text = String::new();
    for name in resource.below.keys() {
        let mut full = path.to_vec();
        full.push(name);
        let ty = format!("{}Resource", pascal(&full.join(".")));
        text.push_str(&format!(
            "    /// Operations under `{}`.\n    #[must_use]\n    pub fn {}(&self) -> {place}{ty}<'_> {{\n        \
             {place}{ty} {{ connection: {give} }}\n    }}\n\n",
            full.join("."),
            ident(name)
        ));
    }
    text
}

fn resource_of(api: &Api, flavor: Flavor, path: &str, resource: &Resource<'_>) -> String {
    let ty = format!("{}Resource", pascal(path));
    let mut text = format!(
        "/// Operations under `{path}`.\n#[derive(Clone, Copy, Debug)]\npub struct {ty}<'a> {{\n    \
         pub(super) connection: &'a UntypedClient,\n}}\n\nimpl {ty}<'_> {{\n"
    );
    let parts: Vec<&str> = path.split('.').collect();
    text.push_str(&accessors(resource, &parts, "self.connection", ""));
    for operation in &resource.operations {
        text.push_str(&method(api, flavor, operation));
    }
    text.push_str("}\n\n");
    for (name, below) in &resource.below {
        text.push_str(&resource_of(api, flavor, &format!("{path}.{name}"), below));
    }
    text
}

fn method(api: &Api, flavor: Flavor, operation: &Operation) -> String {
    let name = operation.name.rsplit('.').next().unwrap_or(operation.name);
    let (function, wait) = (flavor.function(), flavor.wait());
    let returns = match operation.returns {
        FieldType::Nothing => "()".to_owned(),
        ty => qualified(&ty),
    };
    let params = (!operation.params.is_empty()).then(|| format!("api::{}", api.params_name(operation)));
    let unknown = crate::unknown_doc(operation, ToOwned::to_owned)
        .map(|unknown| doc("    ", &format!("With the outcome `unknown`: {unknown}")))
        .unwrap_or_default();
    let errors = format!(
        "    ///\n    /// # Errors\n    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.\n{unknown}"
    );
    let mut text = described(operation);
    text.push_str(&errors);
    let declared = params.as_ref().map(|params| format!(", params: impl Into<{params}>")).unwrap_or_default();
    let given = if params.is_some() { "params, " } else { "" };
    text.push_str(&format!(
        "    pub {function} {}(&self{declared}) -> Result<Response<{returns}>, Error> {{\n        \
         self.{name}_with({given}CallOptions::new()){wait}\n    }}\n\n",
        ident(name)
    ));
    text.push_str(&format!("    /// Like [`{name}`](Self::{name}), with options of this call.\n"));
    text.push_str(&errors);
    let taken = if params.is_some() { "params.into().into_values()" } else { "Map::new()" };
    text.push_str(&format!(
        "    pub {function} {name}_with(&self{declared}, options: CallOptions) -> Result<Response<{returns}>, Error> {{\n        \
         let arguments = {taken};\n        self.connection.call({:?}, &arguments, options){wait}\n    }}\n\n",
        operation.name
    ));
    if let Some(item) = item_type(operation) {
        let item = qualified(&item);
        text.push_str(&format!(
            "    /// The items of all pages of [`{name}`](Self::{name}), requested when they are needed.\n    \
             pub fn {name}_all(&self{declared}) -> Items<{item}> {{\n        \
             Items::new(self.connection.clone(), {:?}, {taken}, CallOptions::new())\n    }}\n\n",
            operation.name
        ));
    }
    text
}

/// A type of an answer as the client names it: a group of methods may be called like an object.
fn qualified(ty: &FieldType) -> String {
    match ty {
        FieldType::Model(model) => format!("api::{}", model.name),
        FieldType::List(item) => format!("Vec<{}>", qualified(item)),
        FieldType::Map(item) => format!("BTreeMap<String, {}>", qualified(item)),
        ty => field_type(ty, "String"),
    }
}

fn described(operation: &Operation) -> String {
    let mut text = doc("    ", operation.doc.text());
    let repeated = match operation.safety() {
        Safety::Read => "it changes nothing, so payonce retries it after any transient failure",
        Safety::Idempotent => {
            "a second request has the effect of one, so payonce retries it after any transient failure"
        }
        Safety::Keyed => {
            "the provider recognizes a second request by its key, so payonce retries it after any transient failure"
        }
        Safety::Reconcilable => {
            "payonce retries it only after a refusal, and searches for it after an unknown outcome"
        }
        Safety::Unkeyed => {
            "payonce retries it only after a refusal, and returns an unknown outcome as an error"
        }
    };
    text.push_str(&format!(
        "    ///\n    /// `{} {}`; {repeated}.\n",
        operation.method.as_str(),
        operation.path
    ));
    if let Some(state) = crate::state_doc(operation, "succeeded()", "failed()") {
        text.push_str(&format!("    ///\n{}", doc("    ", &state)));
    }
    let source = operation.source.text();
    if !source.is_empty() {
        text.push_str(&format!("    ///\n    /// Source: {}\n", super::escape(source)));
    }
    text
}

/// The options of a class; one without keys takes none.
fn options(api: &Api, class: &Class) -> impl Iterator<Item = &'static ClientOption> {
    let keyless = class.declared.namespace.is_some();
    api.provider.spec().options.iter().filter(move |option| !(keyless && option.secret))
}

fn builder(api: &Api, flavor: Flavor, class: &Class) -> String {
    let client = &class.name;
    let mut text = format!(
        "/// The options of a [`{client}`].\n#[derive(Clone, Default)]\n#[must_use]\npub struct {client}Builder {{\n    \
         options: ClientOptions,\n    listener: Option<Arc<dyn Listener>>,\n}}\n\n\
         impl std::fmt::Debug for {client}Builder {{\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{\n        \
         // The settings hold keys.\n        f.debug_struct(\"{client}Builder\").finish_non_exhaustive()\n    }}\n}}\n\n\
         impl {client}Builder {{\n"
    );
    for option in options(api, class) {
        let name = option.name;
        let mut about = capital(option.doc);
        if !option.env.is_empty() {
            let names: Vec<String> = option.env.iter().map(|name| format!("`{name}`")).collect();
            about = format!("{about}; by default from the environment variable {}", names.join(" or "));
        }
        text.push_str(&doc("    ", &format!("{about}.")));
        if option.choices.is_empty() {
            text.push_str(&setter(name));
        } else {
            text.push_str(&format!(
                "    pub fn {name}(mut self, {name}: {}) -> Self {{\n        \
                 self.options.set({name:?}, {name}.as_str());\n        self\n    }}\n\n",
                pascal(name)
            ));
        }
    }
    // An object of options is the way of a vendor's JavaScript SDK.
    for alias in api.provider.spec().aliases.iter().filter(|alias| alias.group.is_none()) {
        text.push_str(&doc("    ", &crate::alias_doc(alias)));
        text.push_str(&setter(alias.name));
    }
    text.push_str(&format!("    shared_options!({:?});\n\n", crate::base_url_doc(api.provider, "base_url")));
    text.push_str(match flavor {
        Flavor::Async => {
            "    /// Called and awaited for each event of each call, so that a reference can be stored before money moves.\n    \
             /// Return `()` or a `Result`: an error at `about_to_send` ends the call before the first byte. The deadline of\n    \
             /// the call limits the listener.\n    \
             pub fn on_event<F, Fut>(mut self, listener: F) -> Self\n    where\n        F: Fn(Event) -> Fut + Send + Sync + 'static,\n        \
             Fut: Future<Output: ListenerAnswer> + Send + 'static,\n    {\n        self.listener = Some(Arc::new(crate::connection::Hearing(listener)));\n        self\n    }\n\n"
        }
        Flavor::Blocking => {
            "    /// Called for each event of each call. The call continues when the listener returns, so that a reference can be\n    \
             /// stored before money moves. Return `()` or a `Result`: an error at `about_to_send` ends the call before the\n    \
             /// first byte. The deadline of the call limits the listener.\n    \
             pub fn on_event<F, A>(mut self, listener: F) -> Self\n    where\n        F: Fn(Event) -> A + Send + Sync + 'static,\n        \
             A: ListenerAnswer + 'static,\n    {\n        \
             self.listener = Some(Arc::new(crate::connection::HearingBlocked(Arc::new(listener))));\n        self\n    }\n\n"
        }
    });
    let open = if class.declared.namespace.is_some() { "without_keys" } else { "new" };
    text.push_str(&format!(
        "    /// Checks the options. The first call opens the connection.\n    ///\n    /// # Errors\n    \
         /// `invalid_argument`, which names the missing or invalid option.\n    \
         pub fn build(self) -> Result<{client}, Error> {{\n        \
         let connection = UntypedClient::{open}(Provider::{:?}, self.options, self.listener)?;\n        Ok({client} {{ connection }})\n    }}\n}}\n\n",
        api.provider
    ));
    text
}

fn setter(name: &str) -> String {
    format!(
        "    pub fn {name}(mut self, {name}: impl Into<String>) -> Self {{\n        \
         self.options.set({name:?}, {name}.into());\n        self\n    }}\n\n"
    )
}

fn capital(text: &str) -> String {
    let first = text.get(..1).unwrap_or_default().to_uppercase();
    format!("{first}{}", text.get(1..).unwrap_or_default())
}

fn closed_enum(option: &ClientOption) -> String {
    let name = pascal(option.name);
    let mut text = doc("", &format!("{}.", capital(option.doc)));
    text.push_str(&format!(
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum {name} {{\n"
    ));
    for choice in option.choices {
        text.push_str(&format!("    /// `{choice}`\n    {},\n", pascal(choice)));
    }
    text.push_str(&format!(
        "}}\n\nimpl {name} {{\n    /// The value as a string.\n    #[must_use]\n    pub fn as_str(self) -> &'static str {{\n        match self {{\n"
    ));
    for choice in option.choices {
        text.push_str(&format!("            Self::{} => {choice:?},\n", pascal(choice)));
    }
    text.push_str("        }\n    }\n}\n\n");
    text
}
