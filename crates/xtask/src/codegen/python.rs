//! The typed Python clients, sync and async.
//!
//! One package per provider: its models, its sync client and its async client. What they do is in the hand-written
//! part of `python/payonce`; the generated part gives it names, types and documentation.

mod clients;
mod models;
mod text;
mod types;

use std::path::PathBuf;

use anyhow::ensure;
use payonce_core::Provider;
use payonce_core::operation::{Operation, Paging, Ty};

use crate::codegen::Generated;

/// A client class and the operations that are its methods.
struct ClientClass {
    name: &'static str,
    doc: &'static str,
    takes: fn(&Operation) -> bool,
    /// A group whose methods are the client's own.
    flat: Option<&'static str>,
    /// Whether it is made without credentials.
    public: bool,
}

/// What a provider's package is called besides its id, and what it exports besides its clients and models.
struct Package {
    provider: Provider,
    clients: &'static [ClientClass],
    /// Error classes under the names that the vendor's own package gives them.
    errors: &'static [&'static str],
}

const PACKAGES: &[Package] = &[
    Package {
        provider: Provider::AgentPay,
        clients: &[ClientClass {
            name: "AgentPayClient",
            doc: "A client of AgentPay.",
            takes: |_| true,
            flat: None,
            public: false,
        }],
        errors: &["AgentPayError"],
    },
    Package {
        provider: Provider::AgentTech,
        clients: &[
            ClientClass {
                name: "PayClient",
                doc: "A client of AgentTech Pay with an API key.",
                takes: |operation| !operation.name.starts_with("public."),
                flat: None,
                public: false,
            },
            ClientClass {
                name: "PublicPayClient",
                doc: "A client of AgentTech Pay's public operations, which need no key.",
                takes: |operation| !operation.authenticated,
                flat: Some("public"),
                public: true,
            },
        ],
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
        provider: Provider::Payi,
        clients: &[ClientClass {
            name: "Payi",
            doc: "A client of Pay-i.",
            takes: |_| true,
            flat: None,
            public: false,
        }],
        errors: &["PayiError"],
    },
    Package {
        provider: Provider::AgenticPencil,
        clients: &[ClientClass {
            name: "AgenticPencil",
            doc: "A client of AgenticPencil.",
            takes: |_| true,
            flat: None,
            public: false,
        }],
        errors: &["AgenticPencilError"],
    },
    Package {
        provider: Provider::AgentWallex,
        clients: &[ClientClass {
            name: "AgentWallex",
            doc: "A client of AgentWallex.",
            takes: |_| true,
            flat: None,
            public: false,
        }],
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
    ensure!(PACKAGES.len() == Provider::ALL.len(), "a provider has no Python package in codegen/python.rs");
    let mut files = Vec::new();
    for package in PACKAGES {
        let folder = PathBuf::from("python/payonce").join(package.provider.as_str());
        let mut add = |name: &str, text: String| files.push(Generated { path: folder.join(name), text });
        add("__init__.py", init(package));
        add("_models.py", models::file(package.provider)?);
        add("_client.py", clients::file(package, Style::Sync)?);
        add("_async_client.py", clients::file(package, Style::Async)?);
    }
    Ok(files)
}

fn init(package: &Package) -> String {
    let id = package.provider.as_str();
    let names = |prefix: &str| -> Vec<String> {
        package.clients.iter().map(|client| format!("{prefix}{}", client.name)).collect()
    };
    let models: Vec<String> =
        package.provider.profile().models.iter().map(|model| model.name.to_owned()).collect();
    let errors: Vec<String> = package.errors.iter().map(|&name| name.to_owned()).collect();
    let mut exported = Vec::new();
    let mut imports = String::new();
    for (module, names) in [
        ("payonce._errors".to_owned(), errors),
        (format!("payonce.{id}._async_client"), names("Async")),
        (format!("payonce.{id}._client"), names("")),
        (format!("payonce.{id}._models"), models),
    ] {
        if !names.is_empty() {
            imports.push_str(&format!("from {module} import {}\n", text::sorted(&names).join(", ")));
        }
        exported.extend(names);
    }
    // The linter sorts the names in __all__ by case and those of an import without.
    exported.sort();
    let list: Vec<String> = exported.iter().map(|name| format!("{name:?}")).collect();
    format!(
        "{}\n\n{imports}\n__all__ = [{}]\n",
        text::module_doc(&format!("{}: clients, objects and errors.", package.provider.title())),
        list.join(", "),
    )
}

/// The paging of the operations that answer this model, which is what makes it a page.
fn paging_of(provider: Provider, model: &str) -> Option<Paging> {
    let operations = provider.profile().operations.iter();
    operations
        .filter(|operation| matches!(operation.returns, Ty::Model(answered) if answered.name == model))
        .find_map(|operation| operation.paging)
}
