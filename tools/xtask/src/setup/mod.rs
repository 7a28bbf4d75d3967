//! What a fresh machine lacks. Everything goes inside the checkout; only `system_packages` changes the system.

mod bundlers;
mod chromium;
pub(crate) mod databases;
mod node;
mod python;
mod runtimes;
mod system;
mod valgrind;
mod wasm;

pub(crate) use bundlers::{BUNDLER_GROUPS, ensure as bundlers};
pub(crate) use chromium::ensure as chromium;
pub(crate) use node::{ensure as node, ensure_site as site, npm_in};
pub(crate) use python::{
    FRAMEWORKS, ensure as python, ensure_frameworks as python_frameworks,
    ensure_release_tools as release_tools,
};
pub(crate) use runtimes::ensure as runtimes;
pub(crate) use valgrind::is_installed as has_valgrind;
pub(crate) use wasm::{Toolchain, ensure as wasm};

use crate::checkout::Checkout;
use crate::progress;

pub(crate) fn everything(checkout: &Checkout) -> anyhow::Result<()> {
    python(checkout)?;
    node(checkout)?;
    site(checkout)?;
    wasm(checkout)?;
    chromium()?;
    runtimes(checkout)?;
    Ok(())
}

/// Installs what the system lacks. What cannot be installed is reported; the parts that need it fail, or do without.
pub(crate) fn system_packages(checkout: &Checkout) {
    let lacks =
        [python::lacks(), wasm::lacks(checkout), chromium::lacks(), databases::lacks(), valgrind::lacks()];
    for requirement in lacks.into_iter().flatten() {
        if let Err(error) = requirement.install() {
            progress::note(&format!("{error:#}"));
        }
    }
}

/// Generated files are laid out by each language's own formatter.
pub(crate) fn formatters(checkout: &Checkout) -> anyhow::Result<()> {
    python(checkout)?;
    node(checkout)
}
