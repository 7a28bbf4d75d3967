//! Provider files with one mistake each, from `tests/provider_files/broken.json`: every mistake is reported in the same words
//! in TOML and in JSON, and nothing is loaded.

use std::fmt::Write as _;

use payonce_core::{FileFormat, Provider, provider_file};
use serde_json::Value;

fn data() -> Value {
    let file = format!("{}/../../tests/provider_files/broken.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The file as a person writes it: a line for each member of a row.
fn toml(file: &Value) -> String {
    let is_rows = |value: &Value| {
        value.as_array().is_some_and(|rows| !rows.is_empty() && rows.iter().all(Value::is_object))
    };
    let members = file.as_object().unwrap();
    let mut text = String::new();
    for (name, value) in members.iter().filter(|(_, value)| !is_rows(value)) {
        let _ = writeln!(text, "{} = {}", key(name), inline(value));
    }
    for (name, rows) in members.iter().filter(|(_, value)| is_rows(value)) {
        for row in rows.as_array().unwrap() {
            let _ = writeln!(text, "\n[[{}]]", key(name));
            for (name, value) in row.as_object().unwrap() {
                let _ = writeln!(text, "{} = {}", key(name), inline(value));
            }
        }
    }
    text
}

fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    if is_bare { name.to_owned() } else { Value::from(name).to_string() }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, value)| format!("{} = {}", key(name), inline(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        value => value.to_string(),
    }
}

/// The base with the edits of a case, or the case's own file.
fn broken(base: &Value, case: &Value) -> Value {
    if let Some(whole) = case.get("whole") {
        return whole.clone();
    }
    let mut file = base.clone();
    for edit in case["edits"].as_array().unwrap() {
        let (parent, name) = edit["at"].as_str().unwrap().rsplit_once('/').unwrap();
        let parent = file.pointer_mut(parent).unwrap_or_else(|| panic!("{edit}"));
        match (parent, edit.get("set")) {
            (Value::Object(members), Some(value)) => {
                members.insert(name.to_owned(), value.clone());
            }
            (Value::Object(members), None) => {
                assert!(members.shift_remove(name).is_some(), "{edit}");
            }
            (Value::Array(items), Some(value)) if name == "-" => items.push(value.clone()),
            (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value.clone(),
            _ => panic!("{edit}"),
        }
    }
    assert_ne!(file, *base, "{case}");
    file
}

/// An expected message that ends in `…` is the beginning of one, and a last `…` means any further problems.
fn agrees(expected: &[&str], found: &[String]) -> bool {
    let (expected, is_open) = match expected.split_last() {
        Some((&"…", first)) => (first, true),
        _ => (expected, false),
    };
    (found.len() == expected.len() || is_open && found.len() > expected.len())
        && expected.iter().zip(found).all(|(expected, found)| match expected.strip_suffix('…') {
            Some(beginning) => found.starts_with(beginning),
            None => expected == found,
        })
}

#[test]
fn the_file_without_a_mistake_is_loaded_from_both_formats() {
    let mut base = data()["base"].clone();
    base["id"] = Value::from("acme_sound");
    for (text, format) in [(toml(&base), FileFormat::Toml), (base.to_string(), FileFormat::Json)] {
        let loaded =
            provider_file::load(&text, format, "acme").unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
        assert_eq!(loaded.provider.operation("payments.send").unwrap().safety().as_str(), "keyed");
    }
}

#[test]
fn every_mistake_is_reported_and_nothing_is_loaded() {
    let data = data();
    let cases = data["cases"].as_array().unwrap();
    assert!(cases.len() >= 300, "{}", cases.len());
    let mut wrong = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let messages = |name: &str| -> Option<Vec<&str>> {
            let messages = case.get(name)?.as_array()?;
            Some(messages.iter().map(|message| message.as_str().unwrap()).collect())
        };
        // A reader of one format may use other words where the form itself is wrong.
        let expected = messages("messages").unwrap();
        let of_json = messages("json_messages").unwrap_or_else(|| expected.clone());
        assert!(!expected.is_empty());
        let texts = match (case.get("toml"), case.get("json")) {
            (Some(text), _) => vec![(text.as_str().unwrap().to_owned(), FileFormat::Toml)],
            (_, Some(text)) => vec![(text.as_str().unwrap().to_owned(), FileFormat::Json)],
            (None, None) => {
                let file = broken(&data["base"], case);
                let json = serde_json::to_string_pretty(&file).unwrap();
                vec![(toml(&file), FileFormat::Toml), (json, FileFormat::Json)]
            }
        };
        for (text, format) in texts {
            let refused = match provider_file::load(&text, format, "acme") {
                Ok(_) => {
                    wrong.push(format!("{at}\t{format:?}\tLOADED\t{case}"));
                    continue;
                }
                Err(refused) => refused,
            };
            let found: Vec<String> = refused.problems.iter().map(|problem| problem.message.clone()).collect();
            let expected = if format == FileFormat::Json { &of_json } else { &expected };
            if !agrees(expected, &found) {
                wrong.push(format!("{at}\t{format:?}\t{}\t{case}", serde_json::to_string(&found).unwrap()));
            }
            for problem in &refused.problems {
                let line = text.split('\n').nth(problem.line - 1);
                let is_there = line.is_some_and(|line| problem.column <= line.chars().count() + 1);
                assert!(is_there, "{problem:?} of {case}\n{text}");
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!("acme_broken".parse::<Provider>().is_err(), "a file with a mistake left a provider behind");
}
