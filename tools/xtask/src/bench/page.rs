//! How much a page loads that uses one provider.

use std::fs;

use anyhow::Context as _;
use serde_json::json;

use super::figures::{self, Figure};
use crate::checkout::Checkout;
use crate::process::Command;
use crate::{progress, sizes};

const PAGE: &str = r#"import { AgentWallex } from "payonce";
globalThis.agents = (apiKey) => new AgentWallex({ apiKey }).agents.list();
"#;

/// The size of the bundle of a page after brotli. The module is a text inside of it.
pub(super) fn figures(checkout: &Checkout) -> anyhow::Result<Vec<Figure>> {
    // Inside the package, which finds itself under its own name.
    let source = checkout.path("js/build/page.js");
    let bundle = checkout.scratch("bench")?.join("page.js");
    fs::write(&source, PAGE).context("write the page")?;
    progress::step("bundling a page", || {
        Command::new("node")
            .arg(checkout.path("site/node_modules/esbuild/bin/esbuild"))
            .arg(&source)
            .args(["--bundle", "--minify", "--format=esm", "--platform=browser", "--log-level=warning"])
            .arg(format!("--outfile={}", bundle.display()))
            .quietly(checkout, "bench-page")
    })?;
    let bytes = sizes::of_brotli("page", &bundle)?.bytes();
    let line = json!({
        "group": "Page with one provider: wasm and JavaScript after brotli",
        "what": "payonce",
        "unit": "bytes",
        "least": bytes,
        "median": bytes,
    });
    figures::read(&line.to_string())
}
