//! Client classes: a method for each operation, in a class for each group of operations.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use payonce_core::spec::client::ClientClass;
use payonce_core::spec::operation::Paging;
use payonce_core::spec::param::{Param, Place};
use payonce_core::spec::types::FieldType;
use payonce_core::{ClientOption, Operation, OptionAlias, Provider, Safety};

use super::names::{camel, comment, pascal, quoted, sentence};
use super::types::{self, Uses, Way, type_of};
use super::{header, refusals};

/// Operations by the first part of their names, in the order of declaration.
#[derive(Default)]
struct Group {
    methods: Vec<&'static Operation>,
    names: Vec<&'static str>,
    groups: BTreeMap<&'static str, Self>,
}

pub(super) fn text(provider: Provider, classes: &[ClientClass]) -> String {
    let profile = provider.spec();
    let uses = Uses::of(profile.operations);
    let mut body = String::new();
    for class in classes {
        body.push_str(&options(provider, class));
    }
    for model in profile.models {
        body.push_str(&match refusals::of(provider, model) {
            Some(refusal) => refusals::yes_or_no(model, refusal),
            None => types::interface(model, &uses),
        });
    }
    for operation in profile.operations {
        body.push_str(&types::arguments(operation, &arguments_name(operation)));
    }
    body.push_str(&types::shapes(profile.models, profile.operations));
    for class in classes {
        let mut root = Group::default();
        for operation in profile.operations {
            if let Some(name) = operation.provider.spec().method(class, operation) {
                insert(&mut root, operation, name);
            }
        }
        let prefix = pascal(class.namespace.unwrap_or_default());
        body.push_str(&groups(provider, &root, &prefix));
        body.push_str(&client(provider, class, &root, &prefix));
    }
    format!("{}{}\n{body}", header(provider.title()), imports(&body))
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

fn imports(body: &str) -> String {
    let mut lines = Vec::new();
    let mut of = |module: &str, names: &[(&str, bool)]| {
        let used: Vec<(&str, bool)> =
            names.iter().copied().filter(|(name, _)| contains_word(body, name)).collect();
        let only_types = used.iter().all(|(_, is_type)| *is_type);
        let list: Vec<String> = used
            .iter()
            .map(
                |(name, is_type)| {
                    if *is_type && !only_types { format!("type {name}") } else { (*name).to_owned() }
                },
            )
            .collect();
        if !list.is_empty() {
            let keyword = if only_types { "import type" } else { "import" };
            lines.push(format!("{keyword} {{ {} }} from \"../{module}.js\";\n", list.join(", ")));
        }
    };
    of("client_core", &[("ClientCore", false), ("RaiseOption", true), ("Shapes", true), ("withId", false)]);
    of("client", &[("Client", false)]);
    of("errors/classes", &[("AnyPayonceError", true)]);
    of("errors/details", &[("Json", true)]);
    of("json", &[("OpenText", true)]);
    of("options", &[("CallOptions", true), ("ClientOptions", true)]);
    of("pages", &[("Pages", true)]);
    of("state", &[("Waitable", true)]);
    lines.concat()
}

fn contains_word(text: &str, word: &str) -> bool {
    let code = text.lines().filter(|line| !line.starts_with("/*") && !line.starts_with(" *"));
    code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')).any(|part| part == word)
}

fn options(provider: Provider, class: &ClientClass) -> String {
    let mut text = comment(&[
        format!("The options of {{@link {}}}.", class.name),
        crate::base_url_doc(provider, "baseUrl"),
    ]);
    let _ = writeln!(text, "export interface {}Options extends ClientOptions {{", class.name);
    for option in provider.spec().options.iter().filter(|option| class.namespace.is_none() || !option.secret)
    {
        text.push_str(&comment(&[option_doc(option)]));
        let ty = if option.choices.is_empty() {
            "string".to_owned()
        } else {
            option.choices.iter().map(|choice| quoted(choice)).collect::<Vec<_>>().join(" | ")
        };
        let _ = writeln!(text, "readonly {}?: {ty} | undefined;", camel(option.name));
    }
    if provider.spec().refusals_are_results {
        text.push_str(&comment(&[sentence(crate::RAISE_ON_FAILURE)]));
        text.push_str("readonly raiseOnFailure?: boolean | undefined;\n");
    }
    text.push_str(&aliases(provider, class));
    text.push_str("}\n\n");
    text
}

/// The places where the vendor's own SDK takes options.
fn aliases(provider: Provider, class: &ClientClass) -> String {
    let profile = provider.spec();
    let taken = |alias: &&OptionAlias| {
        let option = profile.options.iter().find(|option| option.name == alias.option);
        class.namespace.is_none() || option.is_none_or(|option| !option.secret)
    };
    let mut text = String::new();
    let mut groups: Vec<&str> = Vec::new();
    for alias in profile.aliases.iter().filter(taken) {
        let Some(group) = alias.group else {
            text.push_str(&comment(&[crate::alias_doc(alias)]));
            let _ = writeln!(text, "readonly {}?: string | undefined;", camel(alias.name));
            continue;
        };
        if groups.contains(&group) {
            continue;
        }
        groups.push(group);
        let members: Vec<&OptionAlias> =
            profile.aliases.iter().filter(|alias| alias.top() == group).collect();
        let options: Vec<String> = members.iter().map(|alias| format!("`{}`", camel(alias.option))).collect();
        text.push_str(&comment(&[format!("The vendor's own option for {}.", options.join(" and "))]));
        let _ = writeln!(text, "readonly {}?: {{", camel(group));
        for member in members.iter().map(|alias| alias.name) {
            let _ = writeln!(text, "readonly {}?: string | undefined;", camel(member));
        }
        text.push_str("} | undefined;\n");
    }
    text
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

/// The classes of the groups below a group, innermost first.
fn groups(provider: Provider, group: &Group, prefix: &str) -> String {
    let mut text = String::new();
    for name in &group.names {
        let Some(inner) = group.groups.get(name) else { continue };
        let class = format!("{prefix}{}", pascal(name));
        text.push_str(&groups(provider, inner, &class));
        text.push_str(&comment(&[format!("Operations on {}.", name.replace('_', " "))]));
        let own = !inner.methods.is_empty();
        let _ = writeln!(text, "export class {class}Resource {{");
        if own {
            text.push_str("readonly #core: ClientCore;\n");
        }
        for deeper in &inner.names {
            let _ = writeln!(text, "readonly {}: {class}{}Resource;", camel(deeper), pascal(deeper));
        }
        text.push_str("\nconstructor(core: ClientCore) {\n");
        if own {
            text.push_str("this.#core = core;\n");
        }
        for deeper in &inner.names {
            let _ = writeln!(text, "this.{} = new {class}{}Resource(core);", camel(deeper), pascal(deeper));
        }
        text.push_str("}\n\n");
        inner.methods.iter().for_each(|operation| text.push_str(&method(provider, operation)));
        text.push_str("}\n\n");
    }
    text
}

fn client(provider: Provider, class: &ClientClass, root: &Group, prefix: &str) -> String {
    let mut text = comment(&[
        sentence(class.doc.text()),
        format!(
            "Every method throws {{@link {}}} with `kind`, `outcome` and `advice`.",
            provider.class_name()
        )
        .replace("{@link ", "`")
        .replace('}', "`"),
    ]);
    let found = reconciled(provider, class);
    let base = if found.is_empty() { String::new() } else { format!("<{}>", found.join(" | ")) };
    let _ = writeln!(text, "export class {} extends Client{base} {{", class.name);
    if !root.methods.is_empty() {
        text.push_str("readonly #core: ClientCore;\n");
    }
    for name in &root.names {
        let _ = writeln!(text, "readonly {}: {prefix}{}Resource;", camel(name), pascal(name));
    }
    // Where a provider has several classes, the core has to know which one this is; a minifier renames the class itself.
    let several = provider.spec().clients.len() > 1;
    let own_name = if several { format!(", {}", quoted(class.name)) } else { String::new() };
    let _ = write!(
        text,
        "\n/** @throws `InvalidArgumentError` that names the missing or invalid option. */\n\
         constructor(options: {0}Options = {{}}) {{\n\
         const core = new ClientCore({1}, options, {0}, shapes{own_name});\nsuper(core);\n",
        class.name,
        quoted(provider.as_str())
    );
    if !root.methods.is_empty() {
        text.push_str("this.#core = core;\n");
    }
    for name in &root.names {
        let _ = writeln!(text, "this.{} = new {prefix}{}Resource(core);", camel(name), pascal(name));
    }
    text.push_str("}\n\n");
    root.methods.iter().for_each(|operation| text.push_str(&method(provider, operation)));
    text.push_str("}\n\n");
    text
}

/// The types that a call of this class may be found to have brought.
pub(super) fn reconciled(provider: Provider, class: &ClientClass) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for operation in provider.spec().operations {
        let ty = type_of(&operation.returns, Way::In);
        if operation.search().is_some()
            && operation.provider.spec().method(class, operation).is_some()
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

fn method(provider: Provider, operation: &Operation) -> String {
    let doc = comment(&method_doc(provider, operation));
    let name = method_name(operation);
    let arguments = arguments_name(operation);
    let call = quoted(operation.name);
    if let Some(paging) = operation.paging {
        return paged(operation, &doc, paging);
    }
    let result = type_of(&operation.returns, Way::In);
    if let Some(refusal) = refusal_as_result(provider, operation) {
        return format!(
            "{doc}async {name}(args: {arguments}, options: CallOptions & RaiseOption = {{}}): Promise<{result}> {{\n\
             const refused = (error: AnyPayonceError): {result} => ({refusal});\n\
             return await this.#core.callOrRefuse({call}, args, options, refused);\n}}\n\n"
        );
    }
    let required: Vec<&Param> = operation.params.iter().filter(|param| param.required).collect();
    match (operation.params, leading_id(operation)) {
        ([], _) => format!(
            "{doc}async {name}(options?: CallOptions): Promise<{result}> {{\n\
             return await this.#core.call({call}, {{}}, options);\n}}\n\n"
        ),
        ([_], Some(id)) => {
            let id = camel(id.name);
            format!(
                "{doc}async {name}({id}: string | {arguments}, options?: CallOptions): Promise<{result}> {{\n\
                 const [args] = withId({quoted_id}, {id});\n\
                 return await this.#core.call({call}, args, options);\n}}\n\n",
                quoted_id = quoted(&id),
            )
        }
        (_, Some(id)) => {
            let id = camel(id.name);
            let optional = if required.len() > 1 { "" } else { "?" };
            format!(
                "{doc}{name}({id}: string, args{optional}: Omit<{arguments}, {quoted_id}>, options?: CallOptions): Promise<{result}>;\n\
                 {name}(args: {arguments}, options?: CallOptions): Promise<{result}>;\n\
                 async {name}(first: string | {arguments}, second?: object, third?: CallOptions): Promise<{result}> {{\n\
                 const [args, options] = withId({quoted_id}, first, second, third);\n\
                 return await this.#core.call({call}, args, options);\n}}\n\n",
                quoted_id = quoted(&id),
            )
        }
        _ => {
            let default = if required.is_empty() { " = {}" } else { "" };
            format!(
                "{doc}async {name}(args: {arguments}{default}, options?: CallOptions): Promise<{result}> {{\n\
                 return await this.#core.call({call}, args, options);\n}}\n\n"
            )
        }
    }
}

/// How a refusal looks as a result, for the operations whose vendor answers one instead of raising it.
fn refusal_as_result(provider: Provider, operation: &Operation) -> Option<&'static str> {
    match (provider, operation.name) {
        (Provider::AgentPay, "consume") => {
            Some("{ success: false, errorCode: error.code, errorMessage: error.message, error }")
        }
        (Provider::AgentPay, "validate_api_key") => {
            Some("{ isValid: false, invalidReason: error.code, error }")
        }
        _ => None,
    }
}

fn paged(operation: &Operation, doc: &str, paging: Paging) -> String {
    let name = method_name(operation);
    let arguments = arguments_name(operation);
    let page = type_of(&operation.returns, Way::In);
    let item = types::items(operation).map_or_else(|| "Json".to_owned(), |(_, item)| type_of(item, Way::In));
    let required = operation.params.iter().any(|param| param.required);
    let default = if required { "" } else { " = {}" };
    let (Paging::Numbered { items, .. } | Paging::Cursor { items, .. }) = paging;
    format!(
        "{doc}{name}(args: {arguments}{default}, options?: CallOptions): Pages<{page}, {item}> {{\n\
         return this.#core.list({call}, args, options, {field});\n}}\n\n",
        call = quoted(operation.name),
        field = quoted(&camel(items)),
    )
}

fn method_doc(provider: Provider, operation: &Operation) -> Vec<String> {
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
    doc.push(format!("@throws `{}`.", provider.class_name()));
    doc.extend(
        crate::unknown_doc(operation, camel)
            .map(|unknown| format!("@throws `OutcomeUnknownError`. {unknown}")),
    );
    if !operation.source.text().is_empty() {
        doc.push(format!("@see {}", operation.source.text()));
    }
    doc
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
