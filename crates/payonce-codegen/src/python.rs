//! The typed Python clients, sync and async.
//!
//! One package per provider: its models, its sync client and its async client. What they do is in the hand-written
//! part of `python/payonce`; the generated part gives it names, types and documentation.

mod clients;
mod errors;
mod models;
mod options;
mod params;
pub(crate) mod text;
mod types;

use std::path::PathBuf;

use anyhow::ensure;
use minijinja::context;
use payonce_core::spec::operation::Paging;
use payonce_core::spec::types::FieldType;
use payonce_core::{Kind, Provider};
use serde::Serialize;

use crate::telemetry;
use crate::templates::{render, render_of};
use crate::vocabulary::{consequences, sets};
use crate::{Generated, ProviderText, is_built_in, model_class};

/// What a provider's package exports besides its clients and models.
struct Package {
    provider: Provider,
    /// Hand-written functions and classes that belong to this provider: their module and names.
    extras: &'static [(&'static str, &'static [&'static str])],
    /// Error classes under the names that the vendor's own package gives them.
    errors: &'static [&'static str],
}

const PACKAGES: &[Package] = &[
    Package { provider: Provider::AGENTPAY, extras: &[], errors: &["AgentPayError"] },
    Package {
        provider: Provider::AGENTTECH,
        extras: &[],
        errors: &[
            "AgentTechError",
            "PayApiError",
            "PayValidationError",
            "RequestError",
            "UnexpectedError",
            "ValidationError",
        ],
    },
    Package {
        provider: Provider::PAYI,
        extras: &[("payonce._provider_errors", &["from_provider_error"])],
        errors: &["PayiError"],
    },
    Package { provider: Provider::AGENTICPENCIL, extras: &[], errors: &["AgenticPencilError"] },
    Package {
        provider: Provider::AGENTWALLEX,
        extras: &[("payonce._webhooks", &["WebhookError", "WebhookEvent", "verify_webhook"])],
        errors: &["AgentWallexError", "PolicyViolationError"],
    },
];

/// Whether the methods block or are awaited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Sync,
    Async,
}

pub(crate) fn files() -> anyhow::Result<Vec<Generated>> {
    ensure!(
        PACKAGES.len() == Provider::BUILT_IN.len(),
        "a provider has no Python package in codegen/python.rs"
    );
    let mut files = Vec::new();
    for package in PACKAGES {
        let folder = PathBuf::from("python/payonce").join(package.provider.as_str());
        let mut add = |name: &str, text: String| files.push(Generated { path: folder.join(name), text });
        add("__init__.py", init(package)?);
        add("_models.py", models::file(package.provider)?);
        if let Some(text) = params::file(package.provider)? {
            add("_params.py", text);
        }
        add("_client.py", clients::file(package.provider, Style::Sync)?);
        add("_async_client.py", clients::file(package.provider, Style::Async)?);
    }
    let values = exports();
    for (name, text) in [
        ("__init__.py", render("python/payonce.py", values.clone())?),
        ("_errors/__init__.py", render("python/errors.py", values)?),
        ("_reconciled.py", reconciled()?),
        ("_options.py", options::file()?),
        ("_vocabulary.py", options::vocabulary()?),
        (
            "integrations/_telemetry.py",
            telemetry::text("python/telemetry.py", str::to_uppercase, str::to_owned)?,
        ),
    ]
    .into_iter()
    .chain(errors::files()?)
    {
        files.push(Generated { path: PathBuf::from("python/payonce").join(name), text });
    }
    Ok(files)
}

/// The package of a provider from a file.
pub(crate) fn package(provider: Provider, file: &ProviderText<'_>) -> anyhow::Result<Vec<Generated>> {
    let folder = PathBuf::from(provider.as_str());
    let mut files = Vec::new();
    let mut add = |name: &str, text: String| files.push(Generated { path: folder.join(name), text });
    let extras: &[(&str, &[&str])] = if provider.spec().webhook.is_some() {
        &[
            ("._provider", &["PROVIDER", "verify_webhook"]),
            ("payonce", &["ProviderWebhookEvent", "WebhookError"]),
        ]
    } else {
        &[("._provider", &["PROVIDER"])]
    };
    add("__init__.py", init(&Package { provider, extras, errors: &["ProviderError"] })?);
    add("_provider.py", provider_file(provider, file)?);
    add("_models.py", models::file(provider)?);
    if let Some(text) = params::file(provider)? {
        add("_params.py", text);
    }
    add("_client.py", clients::file(provider, Style::Sync)?);
    add("_async_client.py", clients::file(provider, Style::Async)?);
    add("py.typed", String::new());
    Ok(files)
}

fn provider_file(provider: Provider, file: &ProviderText<'_>) -> anyhow::Result<String> {
    // JSON and Python write a string alike.
    let lines: Vec<String> =
        file.text.split_inclusive('\n').map(|line| serde_json::Value::from(line).to_string()).collect();
    let mut lines = lines;
    if let Some(last) = lines.last_mut() {
        last.push(',');
    }
    let format = if file.is_json { "json" } else { "toml" };
    let name = format!("{provider}.{format}");
    render_of(
        provider,
        "python/provider_file.py",
        context! { title => provider.title(), lines, name, format, has_webhook => provider.spec().webhook.is_some() },
    )
}

/// A module and the names that are imported from it.
#[derive(Serialize)]
struct Import {
    path: String,
    names: Vec<String>,
}

/// What the package and its errors export because the core declares it.
fn exports() -> minijinja::Value {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.class_name()).collect();
    let vendors = PACKAGES.iter().flat_map(|package| package.errors).filter(|name| !kinds.contains(*name));
    let sorted = |names: &mut dyn Iterator<Item = &str>| text::sorted(names.map(ToOwned::to_owned).collect());
    context! {
        kinds => sorted(&mut kinds.iter().copied()),
        vendors => sorted(&mut vendors.copied()),
        consequences => sorted(&mut consequences().iter().map(|class| class.name)),
        // `Provider` is the class that loads a file.
        sets => sets().iter().map(|set| if set.name == "Provider" { "ProviderId" } else { set.name }).collect::<Vec<_>>(),
        providers => Provider::BUILT_IN.iter().map(|provider| format!("`payonce.{provider}`")).collect::<Vec<_>>(),
    }
}

/// What `error.reconcile()` may bring, whatever the provider.
fn reconciled() -> anyhow::Result<String> {
    let mut modules = Vec::new();
    let mut types = Vec::new();
    for provider in Provider::BUILT_IN {
        let found = clients::reconciled(provider.spec().operations.iter());
        let names = found.iter().map(|&name| name.to_owned()).collect();
        modules.push(Import { path: format!("payonce.{provider}._models"), names });
        types.extend(found);
    }
    render("python/reconciled.py", context! { modules, types })
}

fn init(package: &Package) -> anyhow::Result<String> {
    let place =
        if is_built_in(package.provider) { format!("payonce.{}", package.provider) } else { String::new() };
    let names = |style: Style| -> Vec<String> {
        let clients = package.provider.spec().clients.iter();
        let classes = clients.map(|client| clients::class_name(package.provider, client, style));
        classes.chain(clients::resource_names(package.provider, style)).collect()
    };
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let models = package.provider.spec().models.iter().map(|model| model_class(model)).collect();
    let params = params::names(package.provider)?;
    let mut modules = vec![("payonce._errors".to_owned(), owned(package.errors))];
    modules.extend(package.extras.iter().map(|(module, names)| ((*module).to_owned(), owned(names))));
    modules.extend([
        (format!("{place}._async_client"), names(Style::Async)),
        (format!("{place}._client"), names(Style::Sync)),
        (format!("{place}._models"), models),
    ]);
    if !params.is_empty() {
        modules.push((format!("{place}._params"), params));
    }
    let exported: Vec<String> = modules.iter().flat_map(|(_, names)| names.clone()).collect();
    let modules = modules.into_iter().map(|(path, names)| Import { path, names: text::sorted(names) });
    let modules: Vec<Import> = modules.collect();
    render_of(
        package.provider,
        "python/package.py",
        context! { title => package.provider.title(), modules, exported },
    )
}

/// The paging of the operations that return this model, which is what makes it a page.
fn paging_of(provider: Provider, model: &str) -> Option<Paging> {
    let operations = provider.spec().operations.iter();
    operations
        .filter(|operation| matches!(operation.returns, FieldType::Model(returned) if returned.name == model))
        .find_map(|operation| operation.paging)
}
