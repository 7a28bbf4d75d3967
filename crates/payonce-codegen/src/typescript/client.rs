//! Client classes: a method for each operation, in a class for each group of operations.

use std::collections::BTreeMap;

use minijinja::context;
use payonce_core::spec::client::ClientClass;
use payonce_core::spec::operation::Paging;
use payonce_core::spec::param::{Param, Place};
use payonce_core::spec::types::FieldType;
use payonce_core::{ClientOption, Operation, OptionAlias, Provider, Safety};
use serde::Serialize;

use super::names::{camel, pascal, quoted, sentence};
use super::types::{self, Uses, Way, type_of};
use crate::options::options_type;
use crate::templates::render_of;
use crate::{client_name, is_built_in};

/// Operations by the first part of their names, in the order of declaration.
#[derive(Default)]
struct Group {
    methods: Vec<&'static Operation>,
    names: Vec<&'static str>,
    groups: BTreeMap<&'static str, Self>,
}

/// `file_lines` are the lines of the provider file as string literals; a provider that is built in has none.
pub(super) fn text(provider: Provider, file_lines: &[String]) -> anyhow::Result<String> {
    let spec = provider.spec();
    let uses = Uses::of(spec.operations);
    let arguments = spec.operations.iter().filter(|operation| crate::arguments(operation).next().is_some());
    let values = context! {
        title => provider.title(),
        id => provider.as_str(),
        error => provider.class_name(),
        classes => spec.clients.iter().map(|class| client(provider, class)).collect::<Vec<_>>(),
        models => spec.models.iter().map(|model| types::model(provider, model, &uses)).collect::<Vec<_>>(),
        arguments => arguments
            .map(|operation| types::arguments(operation, arguments_name(operation)))
            .collect::<Vec<_>>(),
        shapes => types::shapes(spec.models, spec.operations),
        file_lines,
        has_webhook => spec.webhook.is_some(),
    };
    render_of(provider, "typescript/provider.ts", values)
}

/// A class of clients, with the interface of its options.
#[derive(Serialize)]
struct Class {
    name: String,
    doc: String,
    example: String,
    options_doc: Vec<String>,
    options: Vec<ClassOption>,
    /// Where the vendor's own SDK takes options.
    vendor_options: Vec<VendorOption>,
    /// What `reconcile` can find.
    reconciled: Vec<String>,
    groups: Vec<GroupClass>,
    inner: Vec<Inner>,
    methods: Vec<Method>,
}

#[derive(Serialize)]
struct ClassOption {
    name: String,
    doc: String,
    ty: String,
}

#[derive(Serialize)]
struct VendorOption {
    name: String,
    doc: String,
    /// Its members, if it is an object.
    members: Option<Vec<String>>,
}

/// A class for a group of operations.
#[derive(Serialize)]
struct GroupClass {
    class: String,
    about: String,
    inner: Vec<Inner>,
    methods: Vec<Method>,
}

/// A member that leads to a group.
#[derive(Serialize)]
struct Inner {
    name: String,
    class: String,
}

#[derive(Serialize)]
struct Method {
    name: String,
    doc: Vec<String>,
    operation: &'static str,
    takes_arguments: bool,
    /// The type of the arguments, and what they are when they are omitted.
    arguments: String,
    default: &'static str,
    result: String,
    page: Option<Page>,
    /// How a refusal looks as a result.
    refusal: Option<&'static str>,
    /// The type of its options.
    options: &'static str,
    /// The argument that may be given first and bare, and whether others exist or are required.
    id: Option<String>,
    only_id: bool,
    more_required: bool,
}

#[derive(Serialize)]
struct Page {
    item: String,
    field: String,
}

fn insert(group: &mut Group, operation: &'static Operation, name: &'static str) {
    match name.split_once('.') {
        None => group.methods.push(operation),
        Some((first, rest)) => {
            if !group.names.contains(&first) {
                group.names.push(first);
            }
            insert(group.groups.entry(first).or_default(), operation, rest);
        }
    }
}

fn client(provider: Provider, class: &ClientClass) -> Class {
    let mut root = Group::default();
    for operation in provider.spec().operations {
        if let Some(name) = provider.spec().method(class, operation) {
            insert(&mut root, operation, name);
        }
    }
    let prefix = pascal(class.namespace.unwrap_or_default());
    let options = provider.spec().options.iter();
    let mut options: Vec<ClassOption> =
        options.filter(|option| class.takes_keys() || !option.secret).map(option).collect();
    if provider.spec().refusals_are_results {
        options.push(ClassOption {
            name: "raiseOnFailure".to_owned(),
            doc: sentence(crate::RAISE_ON_FAILURE),
            ty: "boolean".to_owned(),
        });
    }
    let mut classes = Vec::new();
    add_groups(provider, class, &root, &prefix, &mut classes);
    Class {
        name: class_name(provider, class),
        doc: sentence(class.doc.text()),
        example: class_example(provider, class),
        options_doc: vec![
            format!("The options of {{@link {}}}.", class_name(provider, class)),
            crate::base_url_doc(provider, "baseUrl"),
        ],
        options,
        vendor_options: vendor_options(provider, class),
        reconciled: reconciled(provider, class),
        groups: classes,
        inner: inner(&root, &prefix),
        methods: methods(provider, class, &root),
    }
}

/// The name of a class of clients.
fn class_name(provider: Provider, class: &ClientClass) -> String {
    if is_built_in(provider) { class.name.to_owned() } else { client_name(provider) }
}

/// How a client is created: with its keys, or from the environment.
fn class_example(provider: Provider, class: &ClientClass) -> String {
    let options = provider.spec().options.iter();
    let keys: Vec<String> = options
        .filter(|option| option.secret && class.requires(option))
        .filter_map(|option| Some(format!("{}: process.env.{}", camel(option.name), option.env.first()?)))
        .collect();
    let options = if keys.is_empty() { String::new() } else { format!("{{ {} }}", keys.join(", ")) };
    format!("@example\nconst client = new {}({options});", class_name(provider, class))
}

fn option(option: &ClientOption) -> ClassOption {
    let ty = if option.choices.is_empty() {
        "string".to_owned()
    } else {
        option.choices.iter().map(|choice| quoted(choice)).collect::<Vec<_>>().join(" | ")
    };
    ClassOption { name: camel(option.name), doc: option_doc(option), ty }
}

/// The places where the vendor's own SDK takes options.
fn vendor_options(provider: Provider, class: &ClientClass) -> Vec<VendorOption> {
    let profile = provider.spec();
    let taken = |alias: &&OptionAlias| {
        let option = profile.options.iter().find(|option| option.name == alias.option);
        class.takes_keys() || option.is_none_or(|option| !option.secret)
    };
    let mut options = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for alias in profile.aliases.iter().filter(taken) {
        let Some(group) = alias.group else {
            options.push(VendorOption {
                name: camel(alias.name),
                doc: crate::alias_doc(alias),
                members: None,
            });
            continue;
        };
        if groups.contains(&group) {
            continue;
        }
        groups.push(group);
        let members: Vec<&OptionAlias> =
            profile.aliases.iter().filter(|alias| alias.top() == group).collect();
        let names: Vec<String> = members.iter().map(|alias| format!("`{}`", camel(alias.option))).collect();
        options.push(VendorOption {
            name: camel(group),
            doc: format!("The vendor's own option for {}.", names.join(" and ")),
            members: Some(members.iter().map(|alias| camel(alias.name)).collect()),
        });
    }
    options
}

fn option_doc(option: &ClientOption) -> String {
    let doc = sentence(option.doc);
    match option.env {
        [] => doc,
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("{doc} By default from the environment variable {}.", names.join(" or "))
        }
    }
}

/// Adds the classes of the groups below a group, innermost first.
fn add_groups(
    provider: Provider,
    client: &ClientClass,
    group: &Group,
    prefix: &str,
    to: &mut Vec<GroupClass>,
) {
    for name in &group.names {
        let Some(below) = group.groups.get(name) else { continue };
        let class = format!("{prefix}{}", pascal(name));
        add_groups(provider, client, below, &class, to);
        to.push(GroupClass {
            about: name.replace('_', " "),
            inner: inner(below, &class),
            methods: methods(provider, client, below),
            class: format!("{class}Resource"),
        });
    }
}

fn inner(group: &Group, prefix: &str) -> Vec<Inner> {
    let inner = |name: &&str| Inner { name: camel(name), class: format!("{prefix}{}Resource", pascal(name)) };
    group.names.iter().map(inner).collect()
}

fn methods(provider: Provider, class: &ClientClass, group: &Group) -> Vec<Method> {
    group.methods.iter().map(|operation| method(provider, class, operation)).collect()
}

/// The types that a call of this class may be found to have brought.
pub(super) fn reconciled(provider: Provider, class: &ClientClass) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for operation in provider.spec().operations {
        let ty = type_of(&operation.returns, Way::In);
        if operation.search().is_some()
            && provider.spec().method(class, operation).is_some()
            && !found.contains(&ty)
        {
            found.push(ty);
        }
    }
    found
}

/// `keywords.bulk_research` as `keywords.bulkResearch`.
pub(super) fn path(name: &str) -> String {
    name.split('.').map(camel).collect::<Vec<_>>().join(".")
}

fn arguments_name(operation: &Operation) -> String {
    format!("{}Arguments", pascal(operation.name))
}

fn method_name(operation: &Operation) -> String {
    camel(operation.name.rsplit('.').next().unwrap_or(operation.name))
}

/// The argument that may be given first and bare: the only one, or the only one in the path.
fn leading_id(operation: &Operation) -> Option<&'static Param> {
    if let [only] = operation.params {
        return (only.required && matches!(only.ty, FieldType::Id | FieldType::Name)).then_some(only);
    }
    let mut in_path = operation.params.iter().filter(|param| param.place == Place::Path);
    let first = in_path.next()?;
    (in_path.next().is_none() && matches!(first.ty, FieldType::Id | FieldType::Name | FieldType::String))
        .then_some(first)
}

fn method(provider: Provider, class: &ClientClass, operation: &Operation) -> Method {
    let required = operation.params.iter().filter(|param| param.required).count();
    let id = leading_id(operation).map(|id| camel(id.name));
    Method {
        name: method_name(operation),
        doc: method_doc(provider, class, operation),
        operation: operation.name,
        takes_arguments: crate::arguments(operation).next().is_some(),
        arguments: arguments_name(operation),
        default: if required == 0 { " = {}" } else { "" },
        result: type_of(&operation.returns, Way::In),
        page: operation.paging.map(|paging| page(operation, paging)),
        refusal: refusal_as_result(provider, operation),
        options: options_type(operation),
        only_id: operation.params.len() == 1,
        more_required: required > 1,
        id,
    }
}

fn page(operation: &Operation, paging: Paging) -> Page {
    let item = types::items(operation).map_or_else(|| "Json".to_owned(), |(_, item)| type_of(item, Way::In));
    Page { item, field: camel(paging.items()) }
}

/// How a refusal looks as a result, for the operations whose vendor returns one instead of raising it.
fn refusal_as_result(provider: Provider, operation: &Operation) -> Option<&'static str> {
    match (provider.as_str(), operation.name) {
        ("agentpay", "consume") => {
            Some("{ success: false, errorCode: error.code, errorMessage: error.message, error }")
        }
        ("agentpay", "validate_api_key") => Some("{ isValid: false, invalidReason: error.code, error }"),
        _ => None,
    }
}

fn method_doc(provider: Provider, class: &ClientClass, operation: &Operation) -> Vec<String> {
    let mut doc = vec![sentence(operation.doc.text()), safety(operation.safety()).to_owned()];
    doc.extend(crate::state_doc(operation, "succeeded", "failed"));
    if operation.paging.is_some() {
        doc.push("`await` reads one page, `for await` the items of all pages.".to_owned());
    }
    if refusal_as_result(provider, operation).is_some() {
        doc.push(
            "A refusal is a result with its `error`, unless `raiseOnFailure` of the client or of the call makes it an \
             error to catch. Check the result before anything is delivered."
                .to_owned(),
        );
    }
    doc.push(format!("@throws {{@link {}}}", provider.class_name()));
    doc.extend(
        crate::unknown_doc(operation, camel)
            .map(|unknown| format!("@throws {{@link OutcomeUnknownError}} {unknown}")),
    );
    doc.push(format!("@example\n{}", example(provider, class, operation)));
    if !operation.source.text().is_empty() {
        doc.push(format!("@see {}", operation.source.text()));
    }
    doc
}

/// A call with its required arguments.
fn example(provider: Provider, class: &ClientClass, operation: &Operation) -> String {
    let name = provider.spec().method(class, operation).unwrap_or(operation.name);
    let looked_up = |param: &Param| operation.lookup.is_some_and(|lookup| lookup.param == param.name);
    let required = operation.params.iter().filter(|param| param.required && !looked_up(param));
    let required: Vec<String> = required.map(|param| camel(param.name)).collect();
    let leading = leading_id(operation).filter(|_| is_built_in(provider));
    let arguments = match (required.as_slice(), leading) {
        ([], _) => String::new(),
        ([id], Some(leading)) if *id == camel(leading.name) => id.clone(),
        (names, _) => format!("{{ {} }}", names.join(", ")),
    };
    let call = format!("client.{}({arguments})", path(name));
    if operation.paging.is_some() {
        return format!("for await (const item of {call}) {{\n  console.log(item);\n}}");
    }
    match operation.returns {
        FieldType::Nothing => format!("await {call};"),
        FieldType::Model(model) if model.state.is_some_and(|state| state.read.is_some()) => {
            format!("const result = await {call};\nconst final = await result.waitUntilFinal();")
        }
        _ => format!("const result = await {call};"),
    }
}

fn safety(safety: Safety) -> &'static str {
    match safety {
        Safety::Read => "",
        Safety::Idempotent => "A second request has the effect of one, so payonce can retry it.",
        Safety::Keyed => "payonce retries it with the same key, by which the provider recognizes it.",
        Safety::Reconcilable => "If its outcome is unknown, payonce searches for it and does not retry it.",
        Safety::Unkeyed => {
            "If its outcome is unknown, payonce does not retry it, unless `allowDuplicate` is true."
        }
    }
}
