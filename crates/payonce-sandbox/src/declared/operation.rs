//! An operation of a provider file: which requests are calls of it, and what its path says of its objects.

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::entries::{OperationEntry, Pages, ParamEntry, Safety, State};
use super::names::kept;

/// An operation.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) method: String,
    pub(crate) path: Vec<Segment>,
    pub(crate) safety: Safety,
    pub(crate) arguments: Vec<Argument>,
    /// Members of the body that are always the same.
    pub(crate) fixed: Map<String, Value>,
    /// The member of the response that holds the result.
    pub(crate) inside: Option<String>,
    pub(crate) pages: Option<Pages>,
    pub(crate) state: Option<State>,
    /// The declared members of the result, if the file declares them.
    pub(crate) fields: Option<Vec<String>>,
    pub(crate) authenticated: bool,
}

/// A segment of a path: text, or text around an argument such as `{payment_id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    Text(String),
    Argument { before: String, name: String, after: String },
}

/// An argument of an operation.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    pub(crate) name: String,
    /// Its name in the request.
    pub(crate) wire: String,
    pub(crate) ty: String,
    pub(crate) required: bool,
    pub(crate) place: Place,
}

/// Where an argument is in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Body,
    WholeBody,
    Header,
}

/// What an operation does to the objects of the provider, as its method and its path suggest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Returns the same each time.
    Fixed,
    /// Reads the objects of a collection.
    List,
    /// Reads the object that the last segment names.
    Get,
    /// Adds an object to a collection.
    Create,
    /// Changes the object that the last segment names; `PUT` creates it if it is missing.
    Update,
    /// Removes the object that the last segment names.
    Delete,
    /// Changes the object that the segment at this place names.
    Act(usize),
}

impl Segment {
    fn read(text: &str) -> Self {
        let argument = text.split_once('{').and_then(|(before, rest)| {
            let (name, after) = rest.split_once('}')?;
            Some(Self::Argument { before: before.to_owned(), name: name.to_owned(), after: after.to_owned() })
        });
        argument.unwrap_or_else(|| Self::Text(text.to_owned()))
    }

    /// The text of the argument in this segment of a request; empty for a segment without one. `None` if they do not match.
    fn matched<'a>(&self, segment: &'a str) -> Option<&'a str> {
        match self {
            Self::Text(text) => (text == segment).then_some(""),
            Self::Argument { before, after, .. } => segment
                .strip_prefix(before.as_str())
                .and_then(|rest| rest.strip_suffix(after.as_str()))
                .filter(|argument| !argument.is_empty()),
        }
    }

    pub(crate) fn is_argument(&self) -> bool {
        matches!(self, Self::Argument { .. })
    }

    /// Whether both match the same texts, whatever the argument is called.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Argument { before, after, .. }, Self::Argument { before: other, after: end, .. }) => {
                before == other && after == end
            }
            _ => self == other,
        }
    }
}

impl Operation {
    pub(super) fn read(
        entry: OperationEntry,
        objects: impl Fn(&str) -> (Option<State>, Vec<String>),
    ) -> Self {
        let path: Vec<Segment> =
            entry.path.split('/').filter(|part| !part.is_empty()).map(Segment::read).collect();
        let object = entry
            .returns
            .as_ref()
            .and_then(|returns| returns.get("object"))
            .and_then(Value::as_str)
            .map(objects);
        let (object_state, fields) = object.map_or((None, None), |(state, fields)| (state, Some(fields)));
        let in_query = matches!(entry.method.as_str(), "GET" | "DELETE");
        let arguments = entry
            .params
            .into_iter()
            .filter_map(|(name, param)| {
                let ParamEntry { ty, required, place, wire } = ParamEntry::deserialize(param).ok()?;
                let is_in_path =
                    path.iter().any(|part| matches!(part, Segment::Argument { name: it, .. } if *it == name));
                let place = match place.as_deref() {
                    Some("path") => Place::Path,
                    Some("query") => Place::Query,
                    Some("body") => Place::Body,
                    Some("whole_body") => Place::WholeBody,
                    Some("header") => Place::Header,
                    _ if is_in_path => Place::Path,
                    _ if in_query => Place::Query,
                    _ => Place::Body,
                };
                Some(Argument { wire: wire.unwrap_or_else(|| name.clone()), name, ty, required, place })
            })
            .collect();
        Self {
            name: kept(&entry.name),
            method: entry.method,
            path,
            safety: entry.safety,
            arguments,
            fixed: entry.fixed,
            inside: entry.inside,
            pages: entry.pages,
            state: entry.state.or(object_state),
            fields,
            authenticated: entry.authenticated,
        }
    }

    /// The arguments in the path, if a request with this method and these segments can be a call of this operation.
    pub(crate) fn matched(&self, method: &str, segments: &[String]) -> Option<Vec<(String, String)>> {
        if self.method != method || self.path.len() != segments.len() {
            return None;
        }
        let mut arguments = Vec::new();
        for (part, segment) in self.path.iter().zip(segments) {
            let text = part.matched(segment)?;
            if let Segment::Argument { name, .. } = part {
                arguments.push((name.clone(), text.to_owned()));
            }
        }
        Some(arguments)
    }

    pub(crate) fn is_read(&self) -> bool {
        matches!(self.safety, Safety::Read)
    }

    pub(crate) fn is_idempotent(&self) -> bool {
        matches!(self.safety, Safety::Idempotent)
    }

    /// The number of segments without an argument: of two operations that match, the one with more of them is called.
    pub(crate) fn literal_segments(&self) -> usize {
        self.path.iter().filter(|part| !part.is_argument()).count()
    }

    /// The parameters of the query that choose the page.
    pub(crate) fn paging(&self) -> Vec<&str> {
        let names = match &self.pages {
            Some(Pages::Numbered { page, size, .. }) => vec![page, size],
            Some(Pages::Cursor { argument, .. } | Pages::After { argument, .. }) => vec![argument],
            None => Vec::new(),
        };
        let wire = |name: &'_ String| self.argument(name).map(|argument| argument.wire.as_str());
        names.into_iter().filter_map(wire).collect()
    }

    pub(crate) fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }

    /// Whether this operation adds objects to the collection with this path.
    pub(crate) fn creates_in(&self, collection: &[Segment]) -> bool {
        let own = match (self.method.as_str(), self.path.split_last()) {
            ("POST", _) => &self.path[..],
            ("PUT", Some((last, before))) if last.is_argument() => before,
            _ => return false,
        };
        !self.is_read() && is_like(own, collection)
    }

    /// What it does, given all operations of its provider.
    pub(crate) fn role(&self, all: &[Self]) -> Role {
        let has_creator = |path: &[Segment]| all.iter().any(|other| other.creates_in(path));
        let ends_with_argument = self.path.last().is_some_and(Segment::is_argument);
        let before_last = self.path.split_last().map_or(&[][..], |(_, before)| before);
        match self.method.as_str() {
            "GET" if ends_with_argument => Role::Get,
            "GET" if self.pages.is_some() || has_creator(&self.path) || self.is_searched(all) => Role::List,
            "GET" => Role::Fixed,
            _ if self.is_read() => Role::Fixed,
            "DELETE" if ends_with_argument => Role::Delete,
            _ if ends_with_argument && (self.method == "PUT" || has_creator(before_last)) => Role::Update,
            _ => {
                let named = self.path.iter().rposition(Segment::is_argument);
                let is_read = all.iter().any(|other| other.reads_from(&self.path));
                match named {
                    Some(at) if !is_read && self.path.get(..at).is_some_and(has_creator) => Role::Act(at),
                    _ => Role::Create,
                }
            }
        }
    }

    /// Whether this operation reads the objects of the collection with this path.
    fn reads_from(&self, collection: &[Segment]) -> bool {
        let of_one = self
            .path
            .split_last()
            .is_some_and(|(last, before)| last.is_argument() && is_like(before, collection));
        self.method == "GET" && (of_one || is_like(&self.path, collection))
    }

    /// Whether another operation is looked for in this list.
    fn is_searched(&self, all: &[Self]) -> bool {
        all.iter()
            .any(|other| matches!(&other.safety, Safety::Reconcilable(found) if found.list == self.name))
    }
}

fn is_like(one: &[Segment], other: &[Segment]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is_like(other))
}
