//! The members of errors that only one provider sends, for the templates of every language.

use std::collections::BTreeMap;

use payonce_core::Provider;
use payonce_core::spec::error_details::{DetailType, ErrorDetail};
use serde::Serialize;

/// A provider with the members of its errors.
#[derive(Serialize)]
pub(crate) struct Details {
    id: &'static str,
    /// The name of the variant in Rust.
    variant: String,
    title: &'static str,
    /// The class of its errors in Python and TypeScript.
    class: &'static str,
    members: Vec<Member>,
}

/// A member.
#[derive(Serialize)]
struct Member {
    name: &'static str,
    #[serde(rename = "type")]
    ty: &'static str,
    kind: Option<&'static str>,
    doc: &'static str,
}

pub(crate) fn details() -> Vec<Details> {
    let of = |provider: &Provider| Details {
        id: provider.as_str(),
        variant: provider.class_name().trim_end_matches("Error").to_owned(),
        title: provider.title(),
        class: provider.class_name(),
        members: provider.error_details().iter().map(member).collect(),
    };
    Provider::BUILT_IN.iter().map(of).collect()
}

/// What the members of errors of one kind mean, by kind and name.
pub(crate) fn meanings() -> BTreeMap<&'static str, BTreeMap<&'static str, &'static str>> {
    let mut kinds: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for detail in Provider::BUILT_IN.iter().flat_map(|provider| provider.error_details()) {
        if let Some(kind) = detail.kind {
            kinds.entry(kind.as_str()).or_default().insert(detail.name, detail.doc.text());
        }
    }
    kinds
}

fn member(detail: &ErrorDetail) -> Member {
    let ty = match detail.ty {
        DetailType::String => "string",
        DetailType::Integer => "integer",
        DetailType::Strings => "strings",
        DetailType::Object => "object",
    };
    Member { name: detail.name, ty, kind: detail.kind.map(|kind| kind.as_str()), doc: detail.doc.text() }
}
