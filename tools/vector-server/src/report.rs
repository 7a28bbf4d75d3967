//! What a runner played, and what the server received from it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

/// What a runner played.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The runner.
    pub runner: String,
    /// The names of the cases that it played, with the expected result.
    pub played: Vec<String>,
    /// The names of the cases that it left out, each with the reason in the case.
    pub skipped: BTreeMap<String, String>,
}

/// The requests of one runner, by the name of the case.
pub type Requests = BTreeMap<String, Vec<Sent>>;

/// One request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// Path and query under the base URL.
    pub target: String,
    /// The header fields that a client decides about, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body_base64: String,
}

/// What transports, proxies and browsers add by themselves.
const ADDED: &[&str] = &[
    "host",
    "user-agent",
    "accept-encoding",
    "connection",
    "content-length",
    "transfer-encoding",
    "accept-language",
    "origin",
    "referer",
    "cache-control",
    "pragma",
    "priority",
    "dnt",
    "te",
    "upgrade-insecure-requests",
];

impl Sent {
    /// A request, without what transports and browsers add.
    #[must_use]
    pub fn new(method: &str, target: &str, headers: &[(String, String)], body: &[u8]) -> Self {
        use base64::Engine as _;
        let mut kept: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in headers {
            let name = name.to_ascii_lowercase();
            if ADDED.contains(&name.as_str()) || name.starts_with("sec-") {
                continue;
            }
            kept.entry(name)
                .and_modify(|known| {
                    known.push_str(", ");
                    known.push_str(value);
                })
                .or_insert_with(|| value.clone());
        }
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: kept,
            body_base64: base64::engine::general_purpose::STANDARD.encode(body),
        }
    }
}

impl Report {
    /// Writes it to its place under this folder, such as `target/vectors`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        write(&folder.join(format!("{}.json", self.runner)), self)
    }

    /// Reads the report of a runner.
    ///
    /// # Errors
    /// The report does not exist, or has another format.
    pub fn read(folder: &Path, runner: &str) -> anyhow::Result<Self> {
        read(&folder.join(format!("{runner}.json")))
    }
}

/// Where the requests of a runner are kept.
fn requests_file(folder: &Path, runner: &str) -> PathBuf {
    folder.join("requests").join(format!("{runner}.json"))
}

/// Writes the requests of a runner.
///
/// # Errors
/// The file cannot be written.
pub fn write_requests(folder: &Path, runner: &str, requests: &Requests) -> anyhow::Result<()> {
    write(&requests_file(folder, runner), requests)
}

pub(crate) fn read_requests(folder: &Path, runner: &str) -> anyhow::Result<Requests> {
    read(&requests_file(folder, runner))
}

fn write(file: &Path, value: &impl Serialize) -> anyhow::Result<()> {
    let place = file.parent().context("a file has a folder")?;
    fs::create_dir_all(place).with_context(|| format!("create {}", place.display()))?;
    // A concurrent reader gets the file before or after, never half of it. A second server has a draft of its own.
    let draft = file.with_extension(format!("json.{}.part", std::process::id()));
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    fs::write(&draft, text).with_context(|| format!("write {}", draft.display()))?;
    fs::rename(&draft, file).with_context(|| format!("write {}", file.display()))
}

fn read<T: serde::de::DeserializeOwned>(file: &Path) -> anyhow::Result<T> {
    let text = fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("read {}", file.display()))
}
