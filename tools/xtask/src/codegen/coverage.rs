//! How many of each provider's declared operations the languages and the simulator have.

use std::path::Path;

use anyhow::bail;
use payonce_core::Provider;
use payonce_core::spec::operation::Operation;
use payonce_sandbox::ProviderId;

use crate::codegen::{self, Generated};

/// One provider's line of the table.
struct Row {
    provider: Provider,
    declared: usize,
    /// The operations that each place lacks, in the order of the columns.
    missing: Vec<(&'static str, Vec<&'static str>)>,
}

pub(crate) fn run() -> anyhow::Result<()> {
    let rows = rows()?;
    print!("{}", table(&rows));
    match gaps(&rows) {
        gaps if gaps.is_empty() => Ok(()),
        gaps => bail!("declared and missing: {}", gaps.join("; ")),
    }
}

fn rows() -> anyhow::Result<Vec<Row>> {
    let languages = codegen::by_language()?;
    let row = |provider: Provider| {
        let operations = provider.spec().operations;
        let lacking = |has: &dyn Fn(&Operation) -> bool| -> Vec<&'static str> {
            operations.iter().filter(|operation| !has(operation)).map(|operation| operation.name).collect()
        };
        let mut missing: Vec<_> = languages
            .iter()
            .map(|(language, files)| {
                let clients = clients(provider, files);
                (*language, lacking(&|operation| offered(&clients, operation)))
            })
            .collect();
        missing.push(("simulator", lacking(&|operation| simulated(operation))));
        Row { provider, declared: operations.len(), missing }
    };
    Ok(Provider::ALL.iter().copied().map(row).collect())
}

/// The texts of a provider's generated clients: one for each way of calling that the language has.
fn clients(provider: Provider, files: &[Generated]) -> Vec<&str> {
    let id = provider.as_str();
    let is_client = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let of_provider = name.strip_suffix(".rs").or_else(|| name.strip_suffix(".ts")) == Some(id);
        of_provider || (folder == id && name.contains("client."))
    };
    files.iter().filter(|file| is_client(&file.path)).map(|file| file.text.as_str()).collect()
}

/// Whether every way of calling has a method for it: a client class has to take it, and all generators write the name
/// in quotes where the method calls it, which is nowhere else.
fn offered(clients: &[&str], operation: &Operation) -> bool {
    let taken = operation
        .provider
        .spec()
        .clients
        .iter()
        .any(|class| operation.provider.spec().method(class, operation).is_some());
    let called = format!("\"{}\"", operation.name);
    taken && !clients.is_empty() && clients.iter().all(|text| text.contains(&called))
}

/// The simulator knows an operation by its address, so that the method of a client without keys has no name of its own.
fn simulated(operation: &Operation) -> bool {
    let Some(service) = ProviderId::parse(operation.provider.as_str()) else { return false };
    let name = match operation.name.split_once('.') {
        Some((first, rest)) if operation.provider.spec().has_namespace(first) => rest,
        _ => operation.name,
    };
    payonce_sandbox::operations(service).contains(&name)
}

fn table(rows: &[Row]) -> String {
    let mut text = format!("{:<14} {:>8}", "provider", "declared");
    for (place, _) in rows.first().map(|row| row.missing.as_slice()).unwrap_or_default() {
        text.push_str(&format!(" {place:>10}"));
    }
    text.push('\n');
    for Row { provider, declared, missing } in rows {
        text.push_str(&format!("{:<14} {declared:>8}", provider.as_str()));
        for (_, names) in missing {
            text.push_str(&format!(" {:>10}", declared - names.len()));
        }
        text.push('\n');
    }
    text
}

/// What is missing, in words.
fn gaps(rows: &[Row]) -> Vec<String> {
    let gap = |row: &Row, (place, names): &(&str, Vec<&str>)| {
        (!names.is_empty()).then(|| format!("{} in {place}: {}", row.provider, names.join(", ")))
    };
    rows.iter().flat_map(|row| row.missing.iter().filter_map(move |missing| gap(row, missing))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_operation_is_everywhere() {
        let rows = rows().expect("the generators write their files");
        assert_eq!(gaps(&rows), Vec::<String>::new());
        assert!(rows.iter().all(|row| row.declared > 0 && row.missing.len() == 4), "{}", table(&rows));
    }

    #[test]
    fn a_language_without_the_method_is_named() {
        let operation = Provider::Payi.spec().operations.first().expect("pay-i has operations");
        let with = format!("self._call({:?}, options)", operation.name);
        assert!(offered(&[&with], operation));
        assert!(!offered(&[&with, "self._call()"], operation));
        assert!(!offered(&[], operation));
    }
}
