//! What a fresh machine lacks. Everything but system packages goes inside the checkout.

mod chromium;
mod node;
mod python;
mod runtimes;
mod system;
mod wasm;

pub(crate) use chromium::ensure as chromium;
pub(crate) use node::{ensure as node, npm, npm_in};
pub(crate) use python::ensure as python;
pub(crate) use runtimes::ensure as runtimes;
pub(crate) use wasm::{Toolchain, ensure as wasm};

use crate::checkout::Checkout;

pub(crate) fn everything(checkout: &Checkout) -> anyhow::Result<()> {
    python(checkout)?;
    node(checkout)?;
    wasm(checkout)?;
    chromium()?;
    runtimes(checkout)?;
    Ok(())
}

/// Generated files are laid out by each language's own formatter.
pub(crate) fn formatters(checkout: &Checkout) -> anyhow::Result<()> {
    python(checkout)?;
    node(checkout)
}
