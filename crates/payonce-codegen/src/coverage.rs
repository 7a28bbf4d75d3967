//! The generated clients of every language have a method for every declared operation.

use std::path::Path;

use payonce_core::Provider;
use payonce_core::spec::operation::Operation;

use super::{Generated, python, rust, typescript};

#[test]
fn every_language_has_every_declared_operation() {
    let languages = [
        ("Rust", rust::files().unwrap()),
        ("Python", python::files().unwrap()),
        ("TypeScript", typescript::files().unwrap()),
    ];
    let mut missing = Vec::new();
    for provider in Provider::BUILT_IN.iter().copied() {
        let operations = provider.spec().operations;
        assert!(!operations.is_empty(), "{provider} has no operations");
        for (language, files) in &languages {
            let clients = clients(provider, files);
            let lacking = operations.iter().filter(|operation| !has_method(provider, &clients, operation));
            missing.extend(lacking.map(|operation| format!("{language}: {provider} {}", operation.name)));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn an_operation_without_a_method_is_missing() {
    let operation = Provider::PAYI.spec().operations.first().unwrap();
    let with = format!("self._call({:?}, options)", operation.name);
    assert!(has_method(Provider::PAYI, &[&with], operation));
    assert!(!has_method(Provider::PAYI, &[&with, "self._call()"], operation));
    assert!(!has_method(Provider::PAYI, &[], operation));
}

#[test]
fn every_language_has_every_declared_member_of_an_error() {
    // `status` is the one of HTTP in `PayonceError`, and `reference` has the id of the intent.
    let not_in_python = ["status", "intent_id"];
    let files = [rust::files().unwrap(), python::files().unwrap(), typescript::files().unwrap()].concat();
    let text = |path: &str| {
        files.iter().find(|file| file.path == Path::new(path)).map(|file| file.text.as_str()).unwrap()
    };
    let (rust, typescript) =
        (text("crates/payonce/src/generated/details.rs"), text("js/src/generated/details.ts"));
    let python = ["vendors", "kinds"].map(|name| text(&format!("python/payonce/_errors/{name}.py"))).concat();
    for detail in Provider::BUILT_IN.iter().flat_map(|provider| provider.error_details()) {
        let name = detail.name;
        assert!(rust.contains(&format!("\n        {name}: ")), "Rust: {name}");
        assert!(typescript.contains(&format!("readonly {name}?: ")), "TypeScript: {name}");
        let is_property = python.contains(&format!("def {name}(self)"));
        assert_ne!(is_property, not_in_python.contains(&name), "Python: {name}");
        assert!(!detail.doc.text().is_empty() && !detail.source.text().is_empty(), "undocumented: {name}");
    }
}

/// The texts of a provider's generated clients: one for each way of calling that the language has.
fn clients(provider: Provider, files: &[Generated]) -> Vec<&str> {
    let id = provider.as_str();
    let is_client = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        // In Rust a builder has the name of the operation. One that no client uses is dead code, which the compiler reports.
        name.strip_suffix(".ts") == Some(id)
            || (folder == id && (name == "calls.rs" || name.ends_with("client.py")))
    };
    files.iter().filter(|file| is_client(&file.path)).map(|file| file.text.as_str()).collect()
}

/// Whether every way of calling has a method for it: a client class has to take it, and all generators write the name
/// in quotes where the method calls it, which is nowhere else.
fn has_method(provider: Provider, clients: &[&str], operation: &Operation) -> bool {
    let spec = provider.spec();
    let taken = spec.clients.iter().any(|class| spec.method(class, operation).is_some());
    let called = format!("\"{}\"", operation.name);
    taken && !clients.is_empty() && clients.iter().all(|text| text.contains(&called))
}
