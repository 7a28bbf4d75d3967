//! What the members of a provider file may hold, and what is wrong with one that holds something else.

use crate::provider_file::duration::duration;
use crate::provider_file::problem::{Problems, hint};
use crate::provider_file::tree::{Content, Tree};
use crate::spec::doc::Doc;

/// The largest count, for instance of requests in a minute.
pub(crate) const COUNT: i64 = u32::MAX as i64;

/// What a value has to be.
#[derive(Debug)]
pub(crate) enum Shape {
    Text,
    Flag,
    /// A whole number from the first to the second one.
    Whole(i64, i64),
    /// An HTTP status.
    Status,
    /// A time with its unit, or one of these words.
    Time(&'static [&'static str]),
    /// One of these words.
    Words(&'static [&'static str]),
    /// The page or the section that states a fact; it must not be left out or empty.
    Source,
    List(&'static Self),
    /// A table whose names are the author's own.
    Map(&'static Self),
    Group(&'static Group),
    /// A table with exactly one member of the group, which names what it is.
    One(&'static Group),
    /// The first shape, or the second one, which is a table.
    Either(&'static Self, &'static Self),
    Any,
}

/// The members of a table.
#[derive(Debug)]
pub(crate) struct Group {
    /// What the table describes.
    #[cfg_attr(
        not(feature = "docs"),
        expect(dead_code, reason = "only the schema and the page of members need it")
    )]
    pub(crate) doc: Doc,
    pub(crate) members: &'static [Member],
    /// A group whose members the table may have as well.
    pub(crate) base: Option<&'static Self>,
}

#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) is_required: bool,
    /// What the member means.
    #[cfg_attr(
        not(feature = "docs"),
        expect(dead_code, reason = "only the schema and the page of members need it")
    )]
    pub(crate) doc: Doc,
}

impl Group {
    /// The members, those of the base first.
    #[inline(never)]
    pub(crate) fn all(&self) -> Vec<&'static Member> {
        let mut all = self.base.map(Self::all).unwrap_or_default();
        all.extend(self.members);
        all
    }

    fn names(&self) -> Vec<&'static str> {
        self.all().iter().map(|member| member.name).collect()
    }

    /// Adds what is wrong with the members of a table.
    fn problems(&self, tree: &Tree, problems: &mut Problems) {
        let members = self.all();
        let mut has_unknown = false;
        for entry in tree.table() {
            match members.iter().find(|member| member.name == entry.name) {
                Some(member) => member.shape.problems(&entry.value, problems),
                None => {
                    has_unknown = true;
                    problems.add(entry.name_at, &unknown("member", &entry.name, &self.names()));
                }
            }
        }
        for member in members {
            let value = tree.get(member.name);
            if matches!(member.shape, Shape::Source) {
                if value.is_none_or(|value| value.as_text().is_some_and(|text| text.trim().is_empty())) {
                    problems.add(
                        tree.at,
                        "has no `source`; name the page or the section of the provider's documentation that says so",
                    );
                }
            // It is probably there under the name that is not known.
            } else if member.is_required && value.is_none() && !has_unknown {
                problems.add(tree.at, &["\"", member.name, "\" is missing"].concat());
            }
        }
    }
}

impl Shape {
    /// Adds what is wrong with a value.
    pub(crate) fn problems(&self, tree: &Tree, problems: &mut Problems) {
        match (self, &tree.content) {
            (Self::Any | Self::Text | Self::Source, Content::Text(_))
            | (Self::Any, _)
            | (Self::Flag, Content::Flag(_)) => {}
            (Self::Whole(min, max), _)
                if tree.as_whole().is_some_and(|found| (*min..=*max).contains(&found)) => {}
            (Self::Status, _) if tree.as_whole().is_some_and(|found| (200..600).contains(&found)) => {}
            (Self::Time(words), Content::Text(text)) => {
                if !words.contains(&text.as_str()) && duration(text).is_none_or(|time| time.is_zero()) {
                    let message = format!(
                        "\"{text}\" is not a time; write it with its unit, such as \"30s\", \"5m\" or \"24h\""
                    );
                    problems.add(tree.at, &message);
                }
            }
            (Self::Words(words), Content::Text(text)) => {
                if !words.contains(&text.as_str()) {
                    problems.add(tree.at, &unknown("word", text, words));
                }
            }
            (Self::List(shape), Content::List(items)) => {
                for item in items {
                    shape.problems(item, problems);
                }
            }
            (Self::Map(shape), Content::Table(entries)) => {
                for entry in entries {
                    shape.problems(&entry.value, problems);
                }
            }
            (Self::Group(group), Content::Table(_)) => group.problems(tree, problems),
            (Self::One(group), Content::Table(entries)) => {
                group.problems(tree, problems);
                if entries.len() != 1 {
                    problems.add(tree.at, &format!("must have one member: {}", group.names().join(" or ")));
                }
            }
            (Self::Either(_, table), Content::Table(_)) => table.problems(tree, problems),
            // Of two shapes, the other one is a table.
            (Self::Either(list @ Self::List(_), _), Content::List(_)) => list.problems(tree, problems),
            (Self::Either(Self::Words(words), table), Content::Text(text)) => {
                let tables = if let Self::One(group) = table { group.names() } else { Vec::new() };
                if tables.contains(&text.as_str()) {
                    problems.add(
                        tree.at,
                        &format!("needs the members of \"{text}\": write {{ {text} = {{ ... }} }}"),
                    );
                } else if !words.contains(&text.as_str()) {
                    problems.add(tree.at, &unknown("word", text, &[words, tables.as_slice()].concat()));
                }
            }
            _ => problems.add(tree.at, &format!("must be {}", self.expected())),
        }
    }

    /// What the value has to be, in words.
    pub(crate) fn expected(&self) -> String {
        match self {
            Self::Text | Self::Source => "a string".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Whole(i64::MIN, i64::MAX) => "a whole number".to_owned(),
            Self::Whole(0, COUNT) => "a whole number that is not negative".to_owned(),
            Self::Whole(min, max) => format!("a whole number from {min} to {max}"),
            Self::Status => "an HTTP status from 200 to 599".to_owned(),
            Self::Time(_) => "a time with its unit, such as \"30s\"".to_owned(),
            Self::Words(words) if words.len() > 6 => "a word".to_owned(),
            Self::Words(words) => format!("one of {}", words.join(", ")),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) | Self::Group(_) => "a table".to_owned(),
            Self::One(group) => format!("a table with {}", group.names().join(" or ")),
            Self::Either(one, other) => format!("{} or {}", one.expected(), other.expected()),
            Self::Any => "any value".to_owned(),
        }
    }
}

fn unknown(what: &str, wrong: &str, known: &[&str]) -> String {
    let hint = hint(wrong, known, "the words here are");
    ["\"", wrong, "\" is not a ", what, " that a provider file knows here", &hint].concat()
}
