//! From the members of a checked provider file to a declaration.
//!
//! A declaration lives as long as the process, as those that are built in: errors, operations and calls point into it. The
//! registry keeps one for each content, so that a file that is loaded again and again takes no more memory.

mod client;
mod errors;
mod objects;
mod operations;
mod webhook;

pub(crate) use client::{encoded, placeholders};

use crate::provider_file::declare::objects::Models;
use crate::provider_file::duration::duration;
use crate::provider_file::members::File;
use crate::spec::client::ClientClass;
use crate::spec::provider::{
    FILE_ERROR_CLASS, ProviderName, ProviderSpec, ReadSignals, any_options, class_of_kind, no_sentinel,
};

/// A text that only documentation needs; it is not even read where it would be dropped.
macro_rules! kept_doc {
    ($text:expr) => {{
        #[cfg(feature = "docs")]
        let doc = crate::spec::doc::Doc::new(crate::provider_file::declare::text($text));
        #[cfg(not(feature = "docs"))]
        let doc = {
            let _ = || $text;
            crate::spec::doc::Doc::default()
        };
        doc
    }};
}
use kept_doc;

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn keep_all<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    items.into_iter().collect::<Vec<_>>().leak()
}

#[inline(never)]
fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

#[inline(never)]
fn texts(items: &[&str]) -> &'static [&'static str] {
    keep_all(items.iter().map(|item| text(item)))
}

#[inline(never)]
fn pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'static str, &'static str)> {
    pairs.map(|(one, other)| (text(one), text(other))).collect()
}

/// The declaration of a checked file; `base` is the one that it extends.
pub(crate) fn declare(file: File<'_>, base: Option<&'static ProviderSpec>) -> ProviderSpec {
    match base {
        Some(base) => ProviderSpec { errors: keep(errors::extended(file, base.errors)), ..*base },
        None => declare_new(file),
    }
}

fn declare_new(file: File<'_>) -> ProviderSpec {
    let upper = file.id().to_ascii_uppercase();
    let models = Models::declare(file);
    let operations = keep_all(file.operation().map(|row| operations::declare(file, row, &models)));
    let about = file.about();
    ProviderSpec {
        name: ProviderName {
            id: text(file.id()),
            title: text(file.title()),
            class: FILE_ERROR_CLASS,
            doc: kept_doc!(if about.is_empty() { file.title() } else { about }),
        },
        errors: keep(errors::declare(file)),
        clients: keep_all([ClientClass::new("ProviderClient", "AsyncProviderClient", text(about))]),
        operations,
        models: models.all(operations),
        options: client::options(file, &upper),
        aliases: &[],
        timeout_ms: file.timeout().and_then(duration).map_or(30_000, crate::model::clock::whole_milliseconds),
        refusals_are_results: false,
        should_retry_header: file.read().transient().map(text),
        rate_limits: client::rate_limits(file),
        base_url_env: if file.0.get("base_url_env").is_some() {
            texts(&file.base_url_env())
        } else {
            texts(&[&format!("{upper}_BASE_URL")])
        },
        headers_env: &[],
        base_url: client::base_url(file),
        credentials: client::credentials(file),
        webhook: file.webhook().map(|webhook| webhook::declare(file, webhook, &upper)),
        check: any_options,
        sentinel: no_sentinel,
        read: ReadSignals::Declared(keep(client::places(file.read()))),
        class: class_of_kind,
    }
}
