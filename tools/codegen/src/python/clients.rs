//! The client classes of a provider and the groups of their methods.

use std::collections::BTreeSet;

use anyhow::ensure;
use payonce_core::model::safety::Safety;
use payonce_core::spec::client::ClientClass;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::options::CALL;
use payonce_core::spec::param::Param;
use payonce_core::spec::types::FieldType;
use payonce_core::{ClientOption, OptionAlias, Provider};

use super::{Style, models, text, types};

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
    let mut classes = String::new();
    for client in provider.spec().clients {
        let methods = methods_of(provider, client);
        let prefix = client.namespace.map(text::class_name).unwrap_or_default();
        let groups = groups(&methods);
        for group in &groups {
            classes.push_str("\n\n");
            classes.push_str(&resource(provider, group, &prefix, &methods, style)?);
        }
        classes.push_str("\n\n");
        classes.push_str(&client_class(provider, client, &prefix, &methods, style)?);
    }
    let about = match style {
        Style::Sync => format!("The blocking clients of {}.", provider.title()),
        Style::Async => format!("The async clients of {}.", provider.title()),
    };
    let imports = imports(provider, &text::without_docstrings(&classes), style);
    Ok(format!("{}\n\nfrom __future__ import annotations\n\n{imports}{classes}", text::module_doc(&about)))
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
pub(super) fn class_name(client: &ClientClass, style: Style) -> &'static str {
    match style {
        Style::Sync => client.name,
        Style::Async => client.async_name,
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
            operation.provider.spec().method(client, operation).map(|path| Method { path, operation })
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

fn resource(
    provider: Provider,
    group: &str,
    prefix: &str,
    methods: &[Method],
    style: Style,
) -> anyhow::Result<String> {
    let base = if style == Style::Sync { "SyncResource" } else { "AsyncResource" };
    let mut code = format!("class {}({base}):\n", group_class(group, prefix, style));
    code.push_str(&format!("    \"\"\"The methods `{group}.…` of {}.\"\"\"\n", provider.title()));
    let all = groups(methods);
    let inner = children(&all, group);
    if !inner.is_empty() {
        code.push('\n');
        for child in inner {
            code.push_str(&attribute(child, prefix, style));
        }
    }
    for member in methods.iter().filter(|member| member.group() == group) {
        code.push('\n');
        code.push_str(&method(provider, *member, style)?);
    }
    Ok(code)
}

fn attribute(group: &str, prefix: &str, style: Style) -> String {
    let name = group.rsplit_once('.').map_or(group, |(_, name)| name);
    format!("    {} = Resource({})\n", text::identifier(name), group_class(group, prefix, style))
}

fn client_class(
    provider: Provider,
    client: &ClientClass,
    prefix: &str,
    methods: &[Method],
    style: Style,
) -> anyhow::Result<String> {
    let refusing = methods.iter().any(|member| models::refusal(member.operation).is_some());
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
    let listener = if style == Style::Sync { "Listener" } else { "AsyncListener" };
    let mut code = format!("class {}({base}):\n", class_name(client, style));
    code.push_str(&text::docstring(4, &text::summary(client.doc.text())));
    let found: Vec<String> = methods
        .iter()
        .filter(|member| member.operation.safety() == Safety::Reconcilable)
        .filter_map(|member| {
            let model = types::models_in(&member.operation.returns)?;
            Some(format!("{:?}: {model}", member.operation.name))
        })
        .collect();
    if !found.is_empty() {
        code.push_str(&format!(
            "\n    _reconciled: ClassVar[Mapping[str, Any]] = {{{}}}\n",
            found.join(", ")
        ));
    }
    let all = groups(methods);
    let resources = children(&all, "");
    if !resources.is_empty() {
        code.push('\n');
    }
    for child in resources {
        code.push_str(&attribute(child, prefix, style));
    }
    let options: Vec<&ClientOption> = provider
        .spec()
        .options
        .iter()
        .filter(|option| !(client.namespace.is_some() && option.secret))
        .collect();
    // An object of options is the way of a vendor's JavaScript SDK.
    let aliases: Vec<&OptionAlias> =
        provider.spec().aliases.iter().filter(|alias| alias.group.is_none()).collect();
    code.push_str("\n    def __init__(\n        self,\n");
    for option in options.iter().filter(|option| option.secret) {
        code.push_str(&format!("        {}: str | None = None,\n", option.name));
    }
    // The vendor's own arguments stay arguments by position.
    for alias in &aliases {
        code.push_str(&format!("        {}: str | None = None,\n", alias.name));
    }
    code.push_str("        *,\n");
    for option in options.iter().filter(|option| !option.secret) {
        code.push_str(&format!("        {}: {} | None = None,\n", option.name, option_type(option)));
    }
    if refusing {
        code.push_str("        raise_on_failure: bool | None = None,\n");
    }
    code.push_str(&format!("        on_event: {listener} | None = None,\n"));
    code.push_str("        **options: Unpack[ClientOptions],\n    ) -> None:\n");
    let mut paragraphs = vec!["Checks the options. The connection is opened by the first call.".to_owned()];
    let mut arguments = vec!["Args:".to_owned()];
    for option in &options {
        let mut doc = sentence(option.doc);
        if !option.env.is_empty() {
            let names: Vec<String> = option.env.iter().map(|name| format!("`{name}`")).collect();
            doc.push_str(&format!(" By default from the environment: {}.", names.join(", then ")));
        }
        arguments.push(text::fill(&format!("{}: {doc}", option.name), 4, 8));
    }
    for alias in &aliases {
        arguments.push(text::fill(&format!("{}: {}", alias.name, crate::alias_doc(alias)), 4, 8));
    }
    if refusing {
        arguments.push(text::fill(&format!("raise_on_failure: {}", crate::RAISE_ON_FAILURE), 4, 8));
    }
    let heard = if style == Style::Sync { "A function" } else { "A function or coroutine function" };
    arguments.push(text::fill(
        &format!("on_event: {heard}, called for every step. The request is not sent until it returns from `about_to_send`."),
        4,
        8,
    ));
    let address = crate::base_url_doc(provider, "base_url");
    arguments.push(text::fill(
        &format!("**options: The options of every client, see `ClientOptions`. {address}"),
        4,
        8,
    ));
    paragraphs.push(arguments.join("\n"));
    paragraphs
        .push("Raises:\n    InvalidArgumentError: An option is invalid, or a key is missing.".to_owned());
    code.push_str(&text::docstring(8, &paragraphs));
    // Where a provider has several classes, the core has to know which one this is.
    let own = (provider.spec().clients.len() > 1).then(|| format!("\"client_class\": {:?}", client.name));
    let names = options.iter().map(|option| option.name).chain(aliases.iter().map(|alias| alias.name));
    let names = names.chain(refusing.then_some("raise_on_failure"));
    let given: Vec<String> = names.map(|name| format!("{name:?}: {name}")).collect();
    code.push_str(&format!(
        "        super().__init__({:?}, {{{}**options}}, on_event)\n",
        provider.as_str(),
        own.iter().chain(&given).map(|item| format!("{item}, ")).collect::<String>(),
    ));
    for member in methods.iter().filter(|member| member.group().is_empty()) {
        code.push('\n');
        code.push_str(&method(provider, *member, style)?);
    }
    Ok(code)
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

fn method(provider: Provider, method: Method, style: Style) -> anyhow::Result<String> {
    let Method { operation, .. } = method;
    let name = method.name();
    let refusable = models::refusal(operation);
    for param in operation.params {
        ensure!(
            param.name != "self" && !CALL.iter().any(|option| option.name == param.name),
            "{}: {} is an option of every call",
            operation.name,
            param.name
        );
    }
    let looked_up = |param: &Param| operation.lookup.is_some_and(|lookup| lookup.param == param.name);
    let marked = |param: &Param| operation.key() == Some(param.name) && operation.safety() == Safety::Keyed;
    let required = |param: &&Param| param.required && !looked_up(param);
    let needed: Vec<&Param> = operation.params.iter().filter(required).collect();
    let optional: Vec<&Param> = operation.params.iter().filter(|param| !required(param)).collect();
    let page = match operation.returns {
        FieldType::Model(model) if operation.paging.is_some() => {
            models::page_item(provider, model).map(|item| (model, item))
        }
        _ => None,
    };
    let answered = types::answered(&operation.returns);
    // A method called `list` hides the builtin in the annotations after it.
    let answered = if answered.starts_with("list[") { format!("builtins.{answered}") } else { answered };
    let (def, returns, call) = match (style, &page) {
        (Style::Sync, None) if refusable.is_some() => ("def", answered, "return self._ask"),
        (Style::Async, None) if refusable.is_some() => ("async def", answered, "return await self._ask"),
        (Style::Sync, _) => ("def", answered, "return self._call"),
        (Style::Async, Some((model, item))) => {
            ("def", format!("AsyncPages[{}, {item}]", model.name), "self._call")
        }
        (Style::Async, None) => ("async def", answered, "return await self._call"),
    };
    let mut signature = vec!["self".to_owned()];
    signature.extend(
        needed.iter().map(|param| format!("{}: {}", text::identifier(param.name), types::argument(param))),
    );
    let by_default = |param: &&&Param| {
        let ty = types::argument(param);
        let ty = if ty == "Any" { ty } else { format!("{ty} | None") };
        format!("{}: {ty} = None", text::identifier(param.name))
    };
    // A key that is drawn when it is left out stands where the vendor's own SDK wants it.
    signature.extend(optional.iter().filter(|param| marked(param)).map(|param| by_default(&param)));
    if optional.iter().any(|param| !marked(param)) {
        signature.push("*".to_owned());
    }
    signature.extend(optional.iter().filter(|param| !marked(param)).map(|param| by_default(&param)));
    if refusable.is_some() {
        if optional.iter().all(|param| marked(param)) {
            signature.push("*".to_owned());
        }
        signature.push("raise_on_failure: bool | None = None".to_owned());
    }
    signature.push(format!("**options: Unpack[{}]", options_type(operation)));
    // Without a trailing comma the formatter only breaks the line where it is too long.
    let mut code = format!("    {def} {}({}) -> {returns}:\n", text::identifier(name), signature.join(", "));
    code.push_str(&text::docstring(8, &documentation(provider, operation, &needed, &optional)));
    let arguments: Vec<String> = operation
        .params
        .iter()
        .map(|param| format!("{:?}: {}", param.name, text::identifier(param.name)))
        .collect();
    let reader = match operation.returns {
        FieldType::Nothing => "nothing".to_owned(),
        FieldType::Model(model) => model.name.to_owned(),
        ty => {
            types::reader(&ty).map_or_else(|| "as_it_came".to_owned(), |reader| format!("inside({reader})"))
        }
    };
    let last = if refusable.is_some() { ", raise_on_failure=raise_on_failure" } else { "" };
    code.push_str(&format!(
        "        request = Request({:?}, {{{}}}, options)\n",
        operation.name,
        arguments.join(", ")
    ));
    // Whatever is raised from here on passes a frame that holds none of them; see `_sealing.py`.
    let names = operation.params.iter().map(|param| text::identifier(param.name));
    let names: Vec<String> = names.chain(["options".to_owned()]).collect();
    code.push_str(&format!("        del {}\n", names.join(", ")));
    let calling = format!("(request, {reader}{last})");
    if style == Style::Async && page.is_some() {
        code.push_str(&format!("        return AsyncPages(lambda: {call}{calling})\n"));
    } else if operation.returns == FieldType::Nothing {
        code.push_str(&format!("        {}{calling}\n", call.trim_start_matches("return ")));
    } else {
        code.push_str(&format!("        {call}{calling}\n"));
    }
    Ok(code)
}

fn documentation(
    provider: Provider,
    operation: &Operation,
    needed: &[&Param],
    optional: &[&Param],
) -> Vec<String> {
    let mut paragraphs = text::summary(operation.doc.text());
    paragraphs
        .extend(crate::state_doc(operation, "succeeded", "failed").map(|state| text::fill(&state, 0, 0)));
    let mut arguments = vec!["Args:".to_owned()];
    for param in needed.iter().chain(optional) {
        let text = format!("{}: {}", text::identifier(param.name), param.doc.text());
        arguments.push(text::fill(&text, 4, 8));
    }
    if models::refusal(operation).is_some() {
        arguments.push(text::fill(
            "raise_on_failure: True raises the error of a refusal instead of returning a falsy result; that of the \
             client by default.",
            4,
            8,
        ));
    }
    arguments.push(text::fill(
        &format!(
            "**options: For this call only: `timeout`, `max_retries` and more, see `{}`.",
            options_type(operation)
        ),
        4,
        8,
    ));
    paragraphs.push(arguments.join("\n"));
    let mut raises = vec![
        "Raises:".to_owned(),
        format!(
            "    {}: The call failed. The exception also inherits from its kind and outcome classes.",
            provider.class_name()
        ),
    ];
    if let Some(unknown) = crate::unknown_doc(operation, |name| text::identifier(name).to_owned()) {
        raises.push(text::fill(&format!("OutcomeUnknownError: {unknown}"), 4, 8));
    }
    paragraphs.push(raises.join("\n"));
    if !operation.source.text().is_empty() {
        paragraphs.push(text::fill(&format!("Source: {}", operation.source.text()), 0, 4));
    }
    paragraphs
}

/// The options that make sense for this operation.
fn options_type(operation: &Operation) -> &'static str {
    match (operation.safety(), operation.key()) {
        (Safety::Keyed, _) => "KeyedOptions",
        (Safety::Reconcilable, _) => "ReconcilableOptions",
        (Safety::Unkeyed, _) => "UnkeyedOptions",
        (Safety::Read | Safety::Idempotent, _) => "CallOptions",
    }
}

fn imports(provider: Provider, classes: &str, style: Style) -> String {
    let uses = |sign: &str| contains_word(classes, sign);
    let pick = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().filter(|name| uses(name)).copied().collect()
    };
    let line = |module: &str, names: &[&str]| {
        if names.is_empty() { String::new() } else { format!("from {module} import {}\n", names.join(", ")) }
    };
    let (client, resource) = match style {
        Style::Sync => ("SyncClient", "SyncResource"),
        Style::Async => ("AsyncClient", "AsyncResource"),
    };
    let mut models: Vec<&str> = provider.spec().models.iter().map(|model| model.name).collect();
    models.retain(|name| uses(name));
    models.sort_by_key(|name| name.to_lowercase());
    // All of them at run time, those of annotations too: a framework that makes a tool of a method evaluates them.
    let mut code = String::new();
    if classes.contains("builtins.") {
        code.push_str("import builtins\n");
    }
    code.push_str(&line("collections.abc", &pick(&["Mapping", "Sequence"])));
    code.push_str(&line("datetime", &pick(&["datetime"])));
    code.push_str(&line("decimal", &pick(&["Decimal"])));
    code.push_str(&line("typing", &pick(&["Any", "ClassVar", "Literal", "NoReturn"])));
    if !code.is_empty() {
        code.push('\n');
    }
    let mut client = pick(&[client, resource]);
    if classes.contains(" = Resource(") {
        client.push("Resource");
    }
    client.sort_unstable();
    code.push_str(&line("payonce._client", &client));
    code.push_str(&line("payonce._events", &pick(&["AsyncListener", "Listener"])));
    // The words occur in documentation too; a call of one does not.
    let readers: Vec<&str> =
        ["as_it_came)", "inside(", "(list_of(", "(map_of(", "request, nothing)", "(one("]
            .into_iter()
            .filter(|sign| classes.contains(sign))
            .map(|sign| sign.trim_start_matches("request, ").trim_matches(['(', ')']))
            .collect();
    code.push_str(&line("payonce._model", &readers));
    code.push_str(&line(
        "payonce._options",
        &pick(&["CallOptions", "ClientOptions", "KeyedOptions", "ReconcilableOptions", "UnkeyedOptions"]),
    ));
    code.push_str(&line("payonce._paging", &pick(&["AsyncPages"])));
    code.push_str(&line(
        "payonce._result_errors",
        &pick(&["ResultErrorAsyncClient", "ResultErrorSyncClient"]),
    ));
    code.push_str("from payonce._sealing import Request\nfrom payonce._typing import Unpack\n");
    code.push_str(&line(&format!("payonce.{provider}._models"), &models));
    code
}

fn contains_word(text: &str, word: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        edge(before) && edge(after)
    })
}
