//! The npm packages: `payonce` with the JavaScript and the wasm module, and one package for each platform with the addon.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::platforms::{PLATFORMS, Platform};
use crate::checkout::Checkout;
use crate::notices::{self, Compiled};
use crate::{guides, setup};

/// The name of the addon in its package.
const ADDON: &str = "payonce.node";

/// Packs `payonce` as npm publishes it and returns where the archive is.
pub(crate) fn main_package(checkout: &Checkout, folder: &Path) -> anyhow::Result<PathBuf> {
    let staged = stage(checkout, "payonce")?;
    let mut manifest = manifest(checkout)?;
    let version = manifest.get("version").cloned().context("find the version in js/package.json")?;
    let platforms = PLATFORMS.iter().map(|platform| (platform.package(), version.clone()));
    // Only in the published package: npm could not install a checkout whose version is not published yet.
    manifest.insert("optionalDependencies".to_owned(), Value::Object(platforms.collect()));
    manifest.remove("devDependencies");
    manifest.remove("scripts");
    write_manifest(&staged, manifest)?;
    copy_folder(&checkout.path("js/dist"), &staged.join("dist"))?;
    fs::copy(checkout.path("js/README.md"), staged.join("README.md")).context("copy js/README.md")?;
    let compiled = [Compiled { package: "payonce-wasm", target: Some("wasm32-unknown-unknown") }];
    notices::write(checkout, &staged, &compiled)?;
    guides::write(checkout, &staged)?;
    pack(checkout, &staged, folder)
}

/// Packs the addon of a platform and returns where the archive is.
pub(crate) fn platform_package(
    checkout: &Checkout,
    platform: &Platform,
    addon: &Path,
    folder: &Path,
) -> anyhow::Result<PathBuf> {
    let staged = stage(checkout, platform.npm)?;
    write_manifest(&staged, platform_manifest(&manifest(checkout)?, platform)?)?;
    fs::copy(addon, staged.join(ADDON)).with_context(|| format!("copy {}", addon.display()))?;
    let name = platform.package();
    fs::write(
        staged.join("README.md"),
        format!(
            "# {name}\n\nThe native addon of [payonce](https://www.npmjs.com/package/payonce) for {}. npm installs it with `payonce`; \
             do not install it yourself.\n",
            platform.target
        ),
    )
    .context("write the README of the addon")?;
    notices::write(
        checkout,
        &staged,
        &[Compiled { package: "payonce-node", target: Some(platform.target) }],
    )?;
    pack(checkout, &staged, folder)
}

fn platform_manifest(main: &Map<String, Value>, platform: &Platform) -> anyhow::Result<Map<String, Value>> {
    let mut manifest = Map::new();
    let mut set = |name: &str, value: Value| manifest.insert(name.to_owned(), value);
    set("name", platform.package().into());
    for name in ["version", "license", "repository", "engines"] {
        set(name, main.get(name).cloned().with_context(|| format!("find {name} in js/package.json"))?);
    }
    set("description", format!("The native addon of payonce for {}.", platform.target).into());
    set("main", ADDON.into());
    set("files", json!([ADDON, "LICENSE-MIT", "LICENSE-APACHE", notices::NOTICES]));
    set("os", json!([platform.os]));
    set("cpu", json!([platform.cpu]));
    if let Some(libc) = platform.libc {
        set("libc", json!([libc]));
    }
    // Node cannot load a library from inside an archive, where Yarn would leave it.
    set("preferUnplugged", true.into());
    Ok(manifest)
}

fn manifest(checkout: &Checkout) -> anyhow::Result<Map<String, Value>> {
    let path = checkout.path("js/package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("read {}", path.display()))
}

fn write_manifest(folder: &Path, manifest: Map<String, Value>) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(&Value::Object(manifest))?;
    fs::write(folder.join("package.json"), text + "\n").context("write package.json")
}

/// An empty folder in which a package is put together.
fn stage(checkout: &Checkout, name: &str) -> anyhow::Result<PathBuf> {
    let folder = checkout.scratch("npm")?.join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("remove {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
    Ok(folder)
}

fn pack(checkout: &Checkout, staged: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
    let manifest: Value = serde_json::from_slice(&fs::read(staged.join("package.json"))?)?;
    let member = |name: &str| manifest.get(name).and_then(Value::as_str).unwrap_or_default();
    // The name that npm gives the archive.
    let scope = member("name").trim_start_matches('@').replace('/', "-");
    let archive = folder.join(format!("{scope}-{}.tgz", member("version")));
    setup::npm_in(
        checkout,
        staged,
        &["pack", "--ignore-scripts", "--pack-destination", &folder.to_string_lossy()],
    )?;
    anyhow::ensure!(archive.is_file(), "npm pack did not write {}", archive.display());
    Ok(archive)
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("create {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("list {}", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).with_context(|| format!("copy {}", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_of_a_platform_names_what_npm_selects_it_by() {
        let checkout = Checkout::find().unwrap();
        let main = manifest(&checkout).unwrap();
        for platform in &PLATFORMS {
            let manifest = Value::Object(platform_manifest(&main, platform).unwrap());
            assert_eq!(manifest["name"], platform.package());
            assert_eq!(manifest["version"], main["version"]);
            assert_eq!(manifest["os"], json!([platform.os]));
            assert_eq!(manifest["cpu"], json!([platform.cpu]));
            assert_eq!(manifest.get("libc").is_some(), platform.os == "linux");
        }
    }
}
