//! Any document as a provider file: the reader ends without a panic, names a place in the text, and loads nothing that it
//! refused.

use payonce_core::{FileFormat, Provider, provider_file};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const ACME: &str = include_str!("../../../../tests/provider_files/acme.toml");

/// The names of all members.
fn names() -> Vec<&'static str> {
    let groups = provider_file::members();
    groups
        .iter()
        .flat_map(|group| &group.members)
        .map(|member| member.name)
        .chain(["Payment", "x", ""])
        .collect()
}

/// Documents of the words of provider files, most of them in the wrong place.
fn documents() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "read",
        "keyed",
        "forever",
        "24h",
        "refused",
        "none",
        "unknown",
        "POST",
        "/payments/{x}",
        "id",
        "object",
        "list",
        "Payment",
        "{api_key}",
        "@base64:a/b",
        "@header:a",
        "https://api.acme.test",
        "\u{1F4B8}",
    ]);
    let scalar = prop_oneof![
        4 => word.prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<String>().prop_map(Value::from),
    ];
    scalar.prop_recursive(6, 60, 6, |inner| {
        let member = (prop::sample::select(names()), inner.clone());
        prop_oneof![
            1 => prop::collection::vec(inner, 0..4).prop_map(Value::from),
            3 => prop::collection::vec(member, 0..6).prop_map(|members| {
                let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect::<Map<_, _>>())
            }),
        ]
    })
}

fn ends(text: &str, format: FileFormat) -> Result<(), TestCaseError> {
    let Err(refused) = provider_file::load(text, format, "any") else { return Ok(()) };
    prop_assert!(!refused.problems.is_empty());
    for problem in &refused.problems {
        let line = text.split('\n').nth(problem.line - 1);
        prop_assert!(line.is_some_and(|line| problem.column <= line.chars().count() + 1), "{problem:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_document_is_read_to_its_end(document in documents()) {
        // With a member that is not known, so that every case is refused.
        let mut file = json!({"payonce": 1, "title": "Any", "unknown_member": true});
        if let (Some(file), Some(members)) = (file.as_object_mut(), document.as_object()) {
            file.extend(members.clone());
        }
        file["id"] = "any_document".into();
        ends(&file.to_string(), FileFormat::Json)?;
        ends(&document.to_string(), FileFormat::Json)?;
        prop_assert!("any_document".parse::<Provider>().is_err());
    }

    #[test]
    fn any_text_is_read_to_its_end(text in any::<String>(), at in 0..ACME.len(), length in 0..40_usize) {
        ends(&text, FileFormat::Toml)?;
        ends(&text, FileFormat::Json)?;
        // A file in which a part is replaced.
        let file = ACME.replace("id = \"acme\"", "id = \"any_text\"");
        if let (Some(before), Some(after)) = (file.get(..at), file.get(at + length..)) {
            ends(&format!("{before}{text}{after}"), FileFormat::Toml)?;
            ends(&format!("{before}{after}"), FileFormat::Toml)?;
        }
    }
}
