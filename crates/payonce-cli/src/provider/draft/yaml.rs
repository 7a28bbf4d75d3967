//! A YAML document as JSON: OpenAPI documents are written in both.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};
use serde_json::{Map, Number, Value};

/// Deeper documents and documents with more values than this are refused: aliases let a short text contain any number of
/// values.
const DEEPEST: usize = 128;
const MOST_NODES: usize = 2_000_000;

/// Reads the first document of a text.
///
/// # Errors
/// `LINE:COLUMN: MESSAGE`
pub(super) fn read(text: &str) -> Result<Value, String> {
    read_up_to(text, MOST_NODES)
}

fn read_up_to(text: &str, most: usize) -> Result<Value, String> {
    let mut reader = Reader { events: Parser::new_from_str(text), anchors: HashMap::new(), nodes: 0, most };
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
            (Event::StreamEnd | Event::DocumentEnd, _) => return Ok(Value::Null),
            (event, place) => return reader.node(event, place, 0).map(|(value, _)| value),
        }
    }
}

struct Reader<'t> {
    events: Parser<'t, saphyr_parser::StrInput<'t>>,
    /// What an anchor names, and how many values that is.
    anchors: HashMap<usize, (Value, usize)>,
    nodes: usize,
    /// The most values.
    most: usize,
}

fn at(place: Span, message: &str) -> String {
    // The parser counts columns from 0.
    format!("{}:{}: {message}", place.start.line(), place.start.col().saturating_add(1))
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), String> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(wrong)) => {
                let place = wrong.marker();
                Err(format!("{}:{}: {}", place.line(), place.col().saturating_add(1), wrong.info()))
            }
            None => Err("1:1: the document breaks off".to_owned()),
        }
    }

    /// The value that begins with this event, and how many values it consists of.
    fn node(&mut self, event: Event<'t>, place: Span, depth: usize) -> Result<(Value, usize), String> {
        if depth > DEEPEST {
            return Err(at(place, "is nested too deeply"));
        }
        let (anchor, value, nodes) = match event {
            Event::Scalar(text, style, anchor, tag) => (anchor, scalar(&text, style, tag.as_deref()), 1),
            Event::Alias(anchor) => {
                let Some((value, nodes)) = self.anchors.get(&anchor) else {
                    return Err(at(place, "is an alias of itself"));
                };
                let found = (value.clone(), *nodes);
                self.count(found.1, place)?;
                return Ok(found);
            }
            Event::SequenceStart(anchor, _) => {
                let (items, nodes) = self.sequence(depth)?;
                (anchor, Value::Array(items), nodes)
            }
            Event::MappingStart(anchor, _) => {
                let (members, nodes) = self.mapping(depth)?;
                (anchor, Value::Object(members), nodes)
            }
            _ => return Err(at(place, "has no value here")),
        };
        self.count(1, place)?;
        if anchor > 0 {
            self.anchors.insert(anchor, (value.clone(), nodes));
        }
        Ok((value, nodes))
    }

    fn count(&mut self, nodes: usize, place: Span) -> Result<(), String> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > self.most { Err(at(place, "has too many values")) } else { Ok(()) }
    }

    fn sequence(&mut self, depth: usize) -> Result<(Vec<Value>, usize), String> {
        let (mut items, mut nodes) = (Vec::new(), 1_usize);
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok((items, nodes)),
                (event, place) => {
                    let (item, inside) = self.node(event, place, depth.saturating_add(1))?;
                    nodes = nodes.saturating_add(inside);
                    items.push(item);
                }
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<(Map<String, Value>, usize), String> {
        let (mut members, mut nodes) = (Map::new(), 1_usize);
        let mut merged = Vec::new();
        loop {
            let (name, place) = match self.next()? {
                (Event::MappingEnd, _) => break,
                // A status is a number in YAML and a name in JSON.
                (Event::Scalar(name, ..), place) => (name.into_owned(), place),
                (_, place) => return Err(at(place, "is not a name")),
            };
            let (event, value_place) = self.next()?;
            let (value, inside) = self.node(event, value_place, depth.saturating_add(1))?;
            nodes = nodes.saturating_add(inside);
            if name == "<<" && (value.is_object() || value.is_array()) {
                merged.push(value);
            } else if members.insert(name.clone(), value).is_some() {
                return Err(at(place, &format!("{name:?} is there twice")));
            }
        }
        for value in merged {
            let maps = if let Value::Array(maps) = value { maps } else { vec![value] };
            for (name, value) in maps.iter().filter_map(Value::as_object).flatten() {
                members.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        Ok((members, nodes))
    }
}

/// A scalar by the core schema of YAML 1.2.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    if style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str") {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// The text as a number with its digits, if it is one.
fn number(text: &str) -> Option<Number> {
    let radix = |prefix: &str, radix| {
        text.strip_prefix(prefix).and_then(|digits| i64::from_str_radix(digits, radix).ok())
    };
    if let Some(whole) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        return Some(whole.into());
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    unsigned.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_reads_as_its_json() {
        let text = "openapi: 3.1.0\npaths:\n  /a: &a\n    get: {responses: {200: {description: yes}}}\n  /b: *a\n\
                    x: ['1', 1, 1.5, ~, true, \"true\", 0x10, !!str 7]\n\
                    y: |\n  two\n  lines\nz:\n  <<: {q: 1, r: 2}\n  q: 3\n";
        let path = json!({"get": {"responses": {"200": {"description": "yes"}}}});
        // A number keeps its digits.
        assert_eq!(read("1.50").unwrap().to_string(), "1.50");
        let whole = json!({
            "openapi": "3.1.0",
            "paths": {"/a": path, "/b": path},
            "x": ["1", 1, 1.5, null, true, "true", 16, "7"],
            "y": "two\nlines\n",
            "z": {"q": 3, "r": 2},
        });
        assert_eq!(read(text).unwrap(), whole);
        assert_eq!(read("").unwrap(), Value::Null);
    }

    #[test]
    fn a_broken_document_is_refused_with_its_place() {
        for (text, message) in [
            ("a: [1", "2:1: "),
            ("a: 1\na: 2\n", "2:1: \"a\" is there twice"),
            ("a: *b\n", "1:4: "),
            ("a: &a [*a]\n", "1:8: is an alias of itself"),
            ("? [1]\n: 2\n", "1:3: is not a name"),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.starts_with(message), "{text:?}: {refused}");
        }
        let deep = "[".repeat(200) + &"]".repeat(200);
        assert!(read(&deep).unwrap_err().ends_with("is nested too deeply"));
    }

    #[test]
    fn aliases_cannot_multiply_without_end() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for at in 1..12 {
            let before = format!("*a{}", at - 1);
            let items = vec![before; 10].join(", ");
            text.push_str(&format!("a{at}: &a{at} [{items}]\n"));
        }
        assert!(read_up_to(&text, 100_000).unwrap_err().ends_with("has too many values"));
    }
}
