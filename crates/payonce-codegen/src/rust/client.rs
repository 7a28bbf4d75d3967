//! The clients with their resources.

use std::collections::BTreeMap;

use minijinja::context;
use payonce_core::ClientOption;
use payonce_core::spec::client::ClientClass;
use payonce_core::spec::operation::Operation;
use serde::Serialize;

use super::calls::{Call, call};
use super::names::{Choice, free, is_reserved, model_name, pascal, variants};
use super::{Api, capital};
use crate::is_built_in;
use crate::templates::{render, render_of};

pub(super) fn module(api: &Api) -> anyhow::Result<String> {
    let classes = api.provider.spec().clients;
    let values = context! {
        title => api.provider.title(),
        id => api.provider.as_str(),
        classes => classes.iter().map(class_name).collect::<Vec<_>>(),
        has_resources => !resources(api).is_empty(),
        choice_options => choice_options(api).map(|option| option_enum(api, option)).collect::<Vec<_>>(),
    };
    render_of(api.provider, "rust/provider.rs", values)
}

pub(super) fn file(api: &Api) -> anyhow::Result<String> {
    let classes = api.provider.spec().clients;
    let enums = choice_options(api).map(|option| Enum {
        name: option_enum(api, option),
        doc: format!("{}.", option_doc(option)),
        choices: variants(option.choices),
    });
    let classes: Vec<Class> = classes.iter().map(|declared| class(api, declared)).collect();
    let values = context! {
        title => api.provider.title(),
        provider => loaded(api),
        own_types => classes.iter().flat_map(|class| &class.calls).any(|call| call.takes_own_type),
        classes,
        enums => enums.collect::<Vec<_>>(),
    };
    render_of(api.provider, "rust/client.rs", values)
}

/// The groups of operations, or nothing for a provider without groups.
pub(super) fn resources_file(api: &Api) -> anyhow::Result<Option<String>> {
    let resources = resources(api);
    if resources.is_empty() {
        return Ok(None);
    }
    let own_types = resources.iter().flat_map(|resource| &resource.calls).any(|call| call.takes_own_type);
    let values = context! { title => api.provider.title(), own_types, resources };
    render_of(api.provider, "rust/resources.rs", values).map(Some)
}

/// The aliases of all blocking clients.
pub(super) fn blocking() -> anyhow::Result<String> {
    #[derive(Serialize)]
    struct Module {
        id: &'static str,
        title: &'static str,
        classes: Vec<String>,
    }
    let modules = payonce_core::Provider::BUILT_IN.iter().map(|provider| Module {
        id: provider.as_str(),
        title: provider.title(),
        classes: provider.spec().clients.iter().map(class_name).collect(),
    });
    render("rust/blocking.rs", context! { modules => modules.collect::<Vec<_>>() })
}

/// A class of clients.
#[derive(Serialize)]
struct Class {
    name: String,
    doc: &'static str,
    /// The template with its example, for a provider that is built in.
    example: Option<String>,
    /// How a call starts.
    first_call: Option<String>,
    /// Its name in the declaration.
    declared: &'static str,
    base_url_doc: String,
    /// The environment variables of its options.
    variables: Vec<String>,
    options: Vec<Setter>,
    accessors: Vec<Accessor>,
    calls: Vec<Call>,
}

/// A setter of a client's builder.
#[derive(Serialize)]
struct Setter {
    name: &'static str,
    doc: String,
    /// The enum of an option with choices.
    choice: Option<String>,
}

/// A method that leads to a group of operations.
#[derive(Serialize)]
struct Accessor {
    path: String,
    name: String,
    ty: String,
}

/// A group of operations.
#[derive(Serialize)]
struct Resource {
    path: String,
    ty: String,
    accessors: Vec<Accessor>,
    calls: Vec<Call>,
}

/// An option with choices that only payonce knows.
#[derive(Serialize)]
struct Enum {
    name: String,
    doc: String,
    choices: Vec<Choice>,
}

fn choice_options(api: &Api) -> impl Iterator<Item = &'static ClientOption> {
    api.provider.spec().options.iter().filter(|option| !option.choices.is_empty())
}

/// The enum of an option, under a name that no object has.
fn option_enum(api: &Api, option: &ClientOption) -> String {
    let name = pascal(option.name);
    let is_taken = api.enums.contains_key(&name) || api.models.iter().any(|model| model_name(model) == name);
    if is_taken || is_reserved(&name) { format!("{name}Option") } else { name }
}

/// How the code gets at its provider.
pub(super) fn loaded(api: &Api) -> String {
    if is_built_in(api.provider) {
        format!("Ok(crate::Provider::{})", api.provider.as_str().to_uppercase())
    } else {
        "super::provider_file::provider()".to_owned()
    }
}

/// The methods that every client has.
const METHODS: &[&str] = &["builder", "call", "from_env", "journal", "reconcile"];

fn class_name(class: &ClientClass) -> String {
    format!("{}Client", class.namespace.map(pascal).unwrap_or_default())
}

fn class(api: &Api, declared: &'static ClientClass) -> Class {
    let spec = api.provider.spec();
    let options: Vec<&ClientOption> =
        spec.options.iter().filter(|option| declared.takes_keys() || !option.secret).collect();
    let mut setters: Vec<Setter> = options.iter().map(|option| setter(api, option)).collect();
    // An object of options is the way of a vendor's JavaScript SDK.
    setters.extend(spec.aliases.iter().filter(|alias| alias.group.is_none()).map(|alias| Setter {
        name: alias.name,
        doc: crate::alias_doc(alias),
        choice: None,
    }));
    let root = tree(api, declared);
    let accessors = accessors(&root, "", METHODS);
    let taken: Vec<&str> = root.below.keys().chain(METHODS).copied().collect();
    let calls: Vec<Call> = root.operations.iter().map(|operation| call(api, operation, &taken)).collect();
    let example = format!("rust/examples/{}{}.rs", api.provider, declared.namespace.unwrap_or_default());
    let is_built_in = is_built_in(api.provider);
    Class {
        name: class_name(declared),
        doc: declared.doc.text(),
        example: is_built_in.then_some(example),
        first_call: if is_built_in { None } else { first_call(api, &root, "client", METHODS) },
        declared: declared.name,
        base_url_doc: crate::base_url_doc(api.provider, "base_url"),
        variables: options.iter().flat_map(|option| option.env).map(|name| format!("`{name}`")).collect(),
        options: setters,
        accessors,
        calls,
    }
}

fn option_doc(option: &ClientOption) -> String {
    if option.doc.is_empty() { format!("The option `{}`", option.name) } else { capital(option.doc) }
}

fn setter(api: &Api, option: &ClientOption) -> Setter {
    let mut doc = option_doc(option);
    if !option.env.is_empty() {
        let names: Vec<String> = option.env.iter().map(|name| format!("`{name}`")).collect();
        doc = format!("{doc}; by default from the environment variable {}", names.join(" or "));
    }
    let choice = (!option.choices.is_empty()).then(|| option_enum(api, option));
    Setter { name: option.name, doc: format!("{doc}."), choice }
}

/// The operations below a path such as `payments`.
#[derive(Default)]
struct Tree<'a> {
    operations: Vec<&'a Operation>,
    below: BTreeMap<&'a str, Self>,
}

fn tree(api: &Api, class: &ClientClass) -> Tree<'static> {
    let mut root = Tree::default();
    for operation in api.operations {
        let Some(method) = api.provider.spec().method(class, operation) else { continue };
        let mut place = &mut root;
        let path: Vec<&str> = method.split('.').collect();
        for part in path.iter().take(path.len().saturating_sub(1)) {
            place = place.below.entry(*part).or_default();
        }
        place.operations.push(operation);
    }
    root
}

fn accessors(tree: &Tree<'_>, path: &str, taken: &[&str]) -> Vec<Accessor> {
    let below = tree.below.keys().map(|name| {
        let path = join(path, name);
        Accessor { name: free(name, taken), ty: resource_type(&path), path }
    });
    below.collect()
}

/// How the first call that the client has starts: `client.payments().send()`.
fn first_call(api: &Api, tree: &Tree<'_>, path: &str, taken: &[&str]) -> Option<String> {
    if let Some(operation) = tree.operations.first() {
        let taken: Vec<&str> = tree.below.keys().chain(taken).copied().collect();
        let call = call(api, operation, &taken);
        let arguments = if call.leading.is_some() { "(...)" } else { "()" };
        return Some(format!("{path}.{}{arguments}", call.method));
    }
    let mut below = tree.below.iter();
    below.find_map(|(name, below)| first_call(api, below, &format!("{path}.{}()", free(name, taken)), &[]))
}

/// The groups of all classes, a group before those below it.
fn resources(api: &Api) -> Vec<Resource> {
    let mut resources = Vec::new();
    for class in api.provider.spec().clients {
        add_resources(api, &tree(api, class), "", &mut resources);
    }
    resources
}

fn add_resources(api: &Api, tree: &Tree<'_>, path: &str, to: &mut Vec<Resource>) {
    for (name, below) in &tree.below {
        let path = join(path, name);
        let accessors = accessors(below, &path, &[]);
        let taken: Vec<&str> = below.below.keys().copied().collect();
        to.push(Resource {
            ty: resource_type(&path),
            calls: below.operations.iter().map(|operation| call(api, operation, &taken)).collect(),
            accessors,
            path: path.clone(),
        });
        add_resources(api, below, &path, to);
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn resource_type(path: &str) -> String {
    format!("{}Resource", pascal(path))
}
