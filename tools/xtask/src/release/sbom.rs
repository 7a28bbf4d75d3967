//! A bill of materials for each compiled package: the crates inside, in CycloneDX.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::checkout::Checkout;
use crate::notices::{self, Compiled};

/// Writes the bill of a crate of the workspace as it is compiled for a target, and returns where it is.
pub(crate) fn write(
    checkout: &Checkout,
    package: &'static str,
    target: &'static str,
    folder: &Path,
) -> anyhow::Result<PathBuf> {
    let bill = of(checkout, package, target)?;
    let path = folder.join(format!("{package}-{target}.cdx.json"));
    fs::write(&path, serde_json::to_string_pretty(&bill)? + "\n")
        .with_context(|| format!("write {}", path.display()))?;
    Ok(path)
}

fn of(checkout: &Checkout, package: &'static str, target: &'static str) -> anyhow::Result<Value> {
    let crates = notices::crates_within(checkout, &Compiled { package, target: Some(target) })?;
    let lock = fs::read_to_string(checkout.path("Cargo.lock")).context("read Cargo.lock")?;
    let checksums = checksums(&lock);
    let mut components = Vec::new();
    for (name, one) in &crates {
        let (name, version) = name.split_once(' ').context("split the name of a crate from its version")?;
        let purl = format!("pkg:cargo/{name}@{version}");
        let checksum = checksums
            .get(&(name, version))
            .with_context(|| format!("find the checksum of {name} {version} in Cargo.lock"))?;
        let mut component = json!({
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "hashes": [{ "alg": "SHA-256", "content": checksum }],
            // Older crates separate licences by a slash, which SPDX does not know.
            "licenses": [{ "expression": one.license.replace(" / ", " OR ").replace('/', " OR ") }],
            "purl": purl,
        });
        if let (Some(repository), Some(component)) = (&one.repository, component.as_object_mut()) {
            let reference = json!([{ "type": "vcs", "url": repository }]);
            component.insert("externalReferences".to_owned(), reference);
        }
        components.push(component);
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": package,
                "name": package,
                "version": env!("CARGO_PKG_VERSION"),
                "licenses": [{ "expression": "MIT OR Apache-2.0" }],
            },
            "properties": [{ "name": "payonce:target", "value": target }],
        },
        "components": components,
    }))
}

/// The checksums in Cargo.lock, by name and version.
fn checksums(lock: &str) -> BTreeMap<(&str, &str), &str> {
    let member = |block: &str, name: &str| {
        let start = block.find(&format!("\n{name} = \""))? + name.len() + 5;
        let end = start + block.get(start..)?.find('"')?;
        Some(start..end)
    };
    lock.split("\n[[package]]")
        .filter_map(|block| {
            let of = |name| block.get(member(block, name)?);
            Some(((of("name")?, of("version")?), of("checksum")?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_of_the_extension_module_names_each_crate_with_its_checksum() {
        let checkout = Checkout::find().unwrap();
        let bill = of(&checkout, "payonce-python", "x86_64-unknown-linux-gnu").unwrap();
        let components = bill["components"].as_array().unwrap();
        let ring = components.iter().find(|component| component["name"] == "ring").unwrap();
        assert_eq!(ring["purl"], format!("pkg:cargo/ring@{}", ring["version"].as_str().unwrap()));
        assert!(components.iter().all(|component| {
            component["hashes"][0]["content"].as_str().is_some_and(|checksum| checksum.len() == 64)
        }));
        assert!(!components.iter().any(|component| component["name"] == "payonce-core"));
        assert!(!bill.to_string().contains(&*checkout.root().to_string_lossy()));
    }
}
