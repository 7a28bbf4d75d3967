//! The client classes of a provider and the groups of their methods.

use std::collections::BTreeSet;

use anyhow::ensure;
use minijinja::context;
use payonce_core::model::safety::Safety;
use payonce_core::spec::client::ClientClass;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::options::CALL;
use payonce_core::spec::param::Param;
use payonce_core::spec::types::FieldType;
use payonce_core::{ClientOption, Provider};
use serde::Serialize;

use super::{Style, models, params, text, types};
use crate::options::options_type;
use crate::templates::render_of;
use crate::{client_name, is_built_in, model_class};

/// An operation and its place in the client.
#[derive(Clone, Copy)]
struct Method {
    path: &'static str,
    operation: &'static Operation,
}

impl Method {
    fn group(self) -> &'static str {
        self.path.rsplit_once('.').map_or("", |(group, _)| group)
    }

    fn name(self) -> &'static str {
        self.path.rsplit_once('.').map_or(self.path, |(_, name)| name)
    }
}

pub(super) fn file(provider: Provider, style: Style) -> anyhow::Result<String> {
    let classes = provider.spec().clients.iter();
    let clients: Vec<Client> =
        classes.map(|class| client(provider, class, style)).collect::<anyhow::Result<_>>()?;
    let mut models: Vec<String> = provider.spec().models.iter().map(|model| model_class(model)).collect();
    models.sort_by_key(|name| name.to_lowercase());
    let values = context! {
        title => provider.title(),
        id => provider.as_str(),
        error => provider.class_name(),
        base_url_doc => crate::base_url_doc(provider, "base_url"),
        raise_on_failure => crate::RAISE_ON_FAILURE,
        is_async => style == Style::Async,
        clients,
        models,
        params => params::names(provider)?,
    };
    render_of(provider, "python/client.py", values)
}

/// A class of clients.
#[derive(Serialize)]
struct Client {
    name: String,
    /// The name of the sync class, by which the core knows which class it is.
    class_name: &'static str,
    base: String,
    summary: Vec<String>,
    /// The operations that can be searched for, and what they return.
    reconciled: Vec<Found>,
    groups: Vec<Group>,
    inner: Vec<Inner>,
    options: Vec<ClientOptionArgument>,
    aliases: Vec<ClientOptionArgument>,
    /// Whether a refusal can be a result.
    refusing: bool,
    methods: Vec<MethodCode>,
}

#[derive(Serialize)]
struct Found {
    operation: &'static str,
    model: &'static str,
}

/// A group of methods.
#[derive(Serialize)]
struct Group {
    path: String,
    class: String,
    inner: Vec<Inner>,
    methods: Vec<MethodCode>,
}

/// An attribute that leads to a group.
#[derive(Serialize)]
struct Inner {
    name: String,
    class: String,
    path: String,
}

#[derive(Serialize)]
struct ClientOptionArgument {
    name: &'static str,
    doc: String,
    ty: String,
    secret: bool,
}

/// A method of a client or a group.
#[derive(Serialize)]
struct MethodCode {
    name: String,
    operation: &'static str,
    signature: Vec<String>,
    returns: String,
    /// The type of the items, of a page.
    item: Option<String>,
    refusable: bool,
    summary: Vec<String>,
    /// What it returns.
    result: Option<String>,
    state: Option<String>,
    arguments: Vec<Argument>,
    /// The type of the options.
    options: &'static str,
    unknown: Option<String>,
    source: &'static str,
    /// The arguments in the order of the declaration.
    values: Vec<Named>,
    reader: String,
    /// Whether the type checker knows only from the signature what comes back.
    is_scalar: bool,
}

#[derive(Serialize)]
struct Argument {
    name: String,
    doc: &'static str,
}

#[derive(Serialize)]
struct Named {
    key: &'static str,
    name: String,
}

/// The paths under which methods are grouped, inner ones first, so that a class follows those that it holds.
fn groups(methods: &[Method]) -> Vec<String> {
    let mut groups = BTreeSet::new();
    for method in methods {
        let mut path = method.path;
        while let Some((group, _)) = path.rsplit_once('.') {
            groups.insert(group.to_owned());
            path = group;
        }
    }
    let mut groups: Vec<String> = groups.into_iter().collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.matches('.').count()), group.clone()));
    groups
}

fn children<'a>(all: &'a [String], group: &str) -> Vec<&'a String> {
    all.iter()
        .filter(|other| match other.rsplit_once('.') {
            Some((parent, _)) => parent == group,
            None => group.is_empty(),
        })
        .collect()
}

/// The name of the class for this style.
pub(super) fn class_name(provider: Provider, client: &ClientClass, style: Style) -> String {
    match style {
        _ if !is_built_in(provider) => format!("{}{}", async_prefix(style), client_name(provider)),
        Style::Sync => client.name.to_owned(),
        Style::Async => client.async_name.to_owned(),
    }
}

/// The names of the classes that hold the methods of a client.
pub(super) fn resource_names(provider: Provider, style: Style) -> Vec<String> {
    let clients = provider.spec().clients.iter();
    clients
        .flat_map(|client| {
            let prefix = client.namespace.map(text::class_name).unwrap_or_default();
            let groups = groups(&methods_of(provider, client));
            groups.into_iter().map(move |group| group_class(&group, &prefix, style))
        })
        .collect()
}

fn methods_of(provider: Provider, client: &ClientClass) -> Vec<Method> {
    let operations = provider.spec().operations.iter();
    operations
        .filter_map(|operation| {
            provider.spec().method(client, operation).map(|path| Method { path, operation })
        })
        .collect()
}

fn async_prefix(style: Style) -> &'static str {
    if style == Style::Async { "Async" } else { "" }
}

fn group_class(group: &str, prefix: &str, style: Style) -> String {
    // `Usage` is what a provider calls an object; the suffix keeps the group of methods apart from it.
    format!("{}{prefix}{}Resource", async_prefix(style), text::class_name(group))
}

fn group(
    provider: Provider,
    path: &str,
    prefix: &str,
    methods: &[Method],
    style: Style,
) -> anyhow::Result<Group> {
    Ok(Group {
        path: path.to_owned(),
        class: group_class(path, prefix, style),
        inner: inner(&groups(methods), path, prefix, style),
        methods: methods_in(provider, path, methods, style)?,
    })
}

fn methods_in(
    provider: Provider,
    path: &str,
    methods: &[Method],
    style: Style,
) -> anyhow::Result<Vec<MethodCode>> {
    let members = methods.iter().filter(|member| member.group() == path);
    members.map(|member| method(provider, *member, style)).collect()
}

fn inner(groups: &[String], path: &str, prefix: &str, style: Style) -> Vec<Inner> {
    let inner = |child: &String| {
        let name = child.rsplit_once('.').map_or(child.as_str(), |(_, name)| name);
        Inner { name: text::identifier(name), path: child.clone(), class: group_class(child, prefix, style) }
    };
    children(groups, path).into_iter().map(inner).collect()
}

fn client(provider: Provider, client: &ClientClass, style: Style) -> anyhow::Result<Client> {
    let methods = methods_of(provider, client);
    let prefix = client.namespace.map(text::class_name).unwrap_or_default();
    let paths = groups(&methods);
    let refusing = methods.iter().any(|member| models::refusal(provider, member.operation).is_some());
    let found = match reconciled(methods.iter().map(|member| member.operation)) {
        found if found.is_empty() => "NoReturn".to_owned(),
        found => found.join(" | "),
    };
    let base = match (style, refusing) {
        (Style::Sync, false) => format!("SyncClient[{found}]"),
        (Style::Async, false) => format!("AsyncClient[{found}]"),
        // What is charged under a key is repeated, not looked for.
        (Style::Sync, true) => "ResultErrorSyncClient".to_owned(),
        (Style::Async, true) => "ResultErrorAsyncClient".to_owned(),
    };
    let searchable = methods.iter().filter(|member| member.operation.safety() == Safety::Reconcilable);
    let reconciled = searchable.filter_map(|member| {
        let model = types::models_in(&member.operation.returns)?;
        Some(Found { operation: member.operation.name, model })
    });
    let options = provider.spec().options.iter();
    let options = options.filter(|option| client.takes_keys() || !option.secret);
    // An object of options is the way of a vendor's JavaScript SDK.
    let aliases = provider.spec().aliases.iter().filter(|alias| alias.group.is_none());
    Ok(Client {
        name: class_name(provider, client, style),
        class_name: client.name,
        base,
        summary: text::summary(client.doc.text()),
        reconciled: reconciled.collect(),
        groups: paths
            .iter()
            .map(|path| group(provider, path, &prefix, &methods, style))
            .collect::<anyhow::Result<_>>()?,
        inner: inner(&paths, "", &prefix, style),
        options: options.map(option_argument).collect(),
        aliases: aliases
            .map(|alias| ClientOptionArgument {
                name: alias.name,
                doc: crate::alias_doc(alias),
                ty: "str".to_owned(),
                secret: false,
            })
            .collect(),
        refusing,
        methods: methods_in(provider, "", &methods, style)?,
    })
}

fn option_argument(option: &ClientOption) -> ClientOptionArgument {
    let mut doc = sentence(option.doc);
    if !option.env.is_empty() {
        let names: Vec<String> = option.env.iter().map(|name| format!("`{name}`")).collect();
        doc.push_str(&format!(" By default from the environment: {}.", names.join(", then ")));
    }
    ClientOptionArgument { name: option.name, doc, ty: option_type(option), secret: option.secret }
}

/// The types that a call of these operations may be found to have brought.
pub(super) fn reconciled(operations: impl Iterator<Item = &'static Operation>) -> Vec<&'static str> {
    let mut found: Vec<&str> = Vec::new();
    for operation in operations.filter(|operation| operation.search().is_some()) {
        found.extend(types::models_in(&operation.returns).filter(|model| !found.contains(model)));
    }
    found
}

fn option_type(option: &ClientOption) -> String {
    if option.choices.is_empty() {
        "str".to_owned()
    } else {
        format!("Literal[{}]", text::quoted(option.choices))
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let text = format!("{first}{}", letters.as_str());
    if text.ends_with('.') { text } else { format!("{text}.") }
}

fn method(provider: Provider, method: Method, style: Style) -> anyhow::Result<MethodCode> {
    let Method { operation, .. } = method;
    let refusable = models::refusal(provider, operation).is_some();
    for param in crate::arguments(operation) {
        ensure!(
            param.name != "self" && !CALL.iter().any(|option| option.name == param.name),
            "{}: {} is an option of every call",
            operation.name,
            param.name
        );
    }
    let looked_up = |param: &Param| operation.lookup.is_some_and(|lookup| lookup.param == param.name);
    let required = |param: &&Param| param.required && !looked_up(param);
    let needed: Vec<&Param> = crate::arguments(operation).filter(required).collect();
    let optional: Vec<&Param> = crate::arguments(operation).filter(|param| !required(param)).collect();
    let page = match operation.returns {
        FieldType::Model(model) if operation.paging.is_some() => {
            models::page_item(provider, model).map(|item| (model_class(model), item))
        }
        _ => None,
    };
    let returned = types::returned(&operation.returns);
    let returns = match (style, &page) {
        (Style::Async, Some((model, item))) => format!("AsyncPages[{model}, {item}]"),
        // A method called `list` hides the builtin in the annotations after it.
        _ if returned.starts_with("list[") => format!("builtins.{returned}"),
        _ => returned,
    };
    let reader = match operation.returns {
        FieldType::Nothing => "nothing".to_owned(),
        FieldType::Model(model) => model_class(model),
        ty => {
            types::reader(&ty).map_or_else(|| "as_it_came".to_owned(), |reader| format!("inside({reader})"))
        }
    };
    let is_scalar = reader == "as_it_came" && returns != "Any";
    let arguments = needed.iter().chain(&optional);
    let page_of_items = page.is_some();
    Ok(MethodCode {
        name: text::identifier(method.name()),
        operation: operation.name,
        signature: signature(operation, &needed, &optional, refusable),
        returns,
        item: page.map(|(_, item)| item),
        refusable,
        summary: text::summary(&match operation.doc.text() {
            "" => format!("Sends `{} {}`.", operation.method.as_str(), operation.path),
            doc => doc.to_owned(),
        }),
        state: crate::state_doc(operation, "succeeded", "failed"),
        result: result_doc(operation, style, page_of_items),
        arguments: arguments
            .map(|param| Argument { name: text::argument(param.name), doc: param.doc.text() })
            .collect(),
        options: options_type(operation),
        unknown: crate::unknown_doc(operation, text::argument),
        source: operation.source.text(),
        values: crate::arguments(operation)
            .map(|param| Named { key: param.name, name: text::argument(param.name) })
            .collect(),
        reader,
        is_scalar,
    })
}

/// What a method returns; nothing for one that returns nothing.
fn result_doc(operation: &Operation, style: Style, is_page: bool) -> Option<String> {
    let doc = match operation.returns {
        FieldType::Nothing => return None,
        FieldType::Model(model) if model.doc.text().is_empty() => "The object.".to_owned(),
        FieldType::Model(model) => sentence(model.doc.text()),
        _ => "The response as plain Python objects.".to_owned(),
    };
    Some(match (is_page, style) {
        (false, _) => doc,
        (true, Style::Sync) => {
            format!("{doc} Iterate over it for the items of this page and of all that follow.")
        }
        (true, Style::Async) => {
            "The list. `await` reads its first page, `async for` the items of all pages.".to_owned()
        }
    })
}

fn signature(operation: &Operation, needed: &[&Param], optional: &[&Param], refusable: bool) -> Vec<String> {
    let is_key = |param: &Param| operation.key() == Some(param.name) && operation.safety() == Safety::Keyed;
    let mut signature = vec!["self".to_owned()];
    signature.extend(
        needed.iter().map(|param| format!("{}: {}", text::argument(param.name), types::argument(param))),
    );
    let by_default = |param: &&&Param| {
        let ty = types::argument(param);
        let ty = if ty == "Any" { ty } else { format!("{ty} | None") };
        format!("{}: {ty} = None", text::argument(param.name))
    };
    // A key that is generated when it is omitted stands where the vendor's own SDK wants it.
    signature.extend(optional.iter().filter(|param| is_key(param)).map(|param| by_default(&param)));
    if refusable || optional.iter().any(|param| !is_key(param)) {
        signature.push("*".to_owned());
    }
    signature.extend(optional.iter().filter(|param| !is_key(param)).map(|param| by_default(&param)));
    if refusable {
        signature.push("raise_on_failure: bool | None = None".to_owned());
    }
    signature.push(format!("**options: Unpack[{}]", options_type(operation)));
    signature
}
