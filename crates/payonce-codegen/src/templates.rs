//! The templates, one folder for each language. A template has the text of a generated file; the modules beside this one
//! give it names, types and documentation.

use anyhow::Context as _;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use payonce_core::Provider;

use crate::is_built_in;
use crate::python::text as python;
use crate::rust;
use crate::typescript::names as typescript;

/// The templates by their path, without the ending `.j2`.
macro_rules! templates {
    ($($name:literal,)+) => {
        const TEMPLATES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../templates/", $name, ".j2"))),)+];
    };
}

templates! {
    "docs/configuration.md",
    "docs/verdicts.md",
    "docs/vocabulary.md",
    "python/_header.py",
    "python/axes.py",
    "python/client.py",
    "python/consequences.py",
    "python/errors.py",
    "python/kinds.py",
    "python/models.py",
    "python/options.py",
    "python/package.py",
    "python/params.py",
    "python/payonce.py",
    "python/provider_file.py",
    "python/reconciled.py",
    "python/telemetry.py",
    "python/vendors.py",
    "python/vocabulary.py",
    "rust/blocking.rs",
    "rust/calls.rs",
    "rust/client.rs",
    "rust/details.rs",
    "rust/methods.rs",
    "rust/examples/agenticpencil.rs",
    "rust/examples/agentpay.rs",
    "rust/examples/agenttech.rs",
    "rust/examples/agenttechpublic.rs",
    "rust/examples/agentwallex.rs",
    "rust/examples/payi.rs",
    "rust/mod.rs",
    "rust/provider.rs",
    "rust/provider_file.rs",
    "rust/resources.rs",
    "rust/types.rs",
    "typescript/_header.ts",
    "typescript/consequences.ts",
    "typescript/details.ts",
    "typescript/index.ts",
    "typescript/journal_statements.ts",
    "typescript/kinds.ts",
    "typescript/options.ts",
    "typescript/provider.ts",
    "typescript/reconciled.ts",
    "typescript/telemetry.ts",
    "typescript/vocabulary.ts",
}

/// Renders one of the templates for all providers, or for those that are built in.
pub(crate) fn render(name: &str, values: Value) -> anyhow::Result<String> {
    rendered(&environment()?, name, values)
}

/// Renders one of the templates for a provider. What differs between a provider that is built in and one from a file is global:
/// where its modules are, and what its clients name it by.
pub(crate) fn render_of(provider: Provider, name: &str, values: Value) -> anyhow::Result<String> {
    let mut environment = environment()?;
    if !is_built_in(provider) {
        environment
            .add_global("written", "`payonce provider codegen`; change the provider file and run it again.");
        environment.add_global("is_file", true);
        environment.add_global("package", "");
        environment.add_global("core", "ProviderClient");
        environment.add_global("handle", "HANDLE");
        environment.add_global("krate", "payonce");
        environment.add_global("serde_json", "payonce::typed::serde_json");
    } else {
        environment.add_global("package", format!("payonce.{provider}"));
        environment.add_global("core", "ClientCore");
        environment.add_global("krate", "crate");
        environment.add_global("serde_json", "serde_json");
        environment.add_global("handle", format!("\"{provider}\""));
    }
    rendered(&environment, name, values)
}

fn rendered(environment: &Environment<'_>, name: &str, values: Value) -> anyhow::Result<String> {
    let template = environment.get_template(name)?;
    template.render(values).with_context(|| format!("render templates/{name}.j2"))
}

/// Exact about whitespace, and a misspelled name is an error.
fn environment() -> anyhow::Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_keep_trailing_newline(true);
    environment.set_lstrip_blocks(true);
    environment.set_trim_blocks(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("py_code", python::without_docstrings);
    environment.add_filter("py_docstring", python::docstring);
    environment.add_filter("py_fill", python::fill);
    environment.add_filter("py_sorted", python::sorted);
    environment.add_filter("py_sorted_all", python::sorted_all);
    environment.add_filter("py_used", python::used);
    environment.add_filter("py_words", python::words);
    environment.add_filter("rust_doc", rust::doc);
    environment.add_filter("code", |name: String| format!("`{name}`"));
    environment.add_filter("rust_fill", rust::fill);
    environment.add_filter("ts_doc", typescript::comment);
    environment.add_filter("ts_import", typescript::import);
    environment.add_filter("ts_package", typescript::import_of_package);
    environment.add_global("written", "`cargo xtask codegen` from the declarations of the core; edit those.");
    environment.add_global("is_file", false);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).with_context(|| format!("read templates/{name}.j2"))?;
    }
    Ok(environment)
}
