//! A text in which the names of arguments, options and fields are marked.
//!
//! The core spells every name in snake_case. TypeScript spells them in camelCase, and the border of the core (`ffi`) can
//! respell a message only if it knows which words of it are names.

use std::borrow::Cow;
use std::fmt;

/// A text and the names in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Phrase(Vec<Part>);

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// Anything that every language spells alike: words, values, names that the caller chose.
    Text(Cow<'static, str>),
    /// A name of an argument, an option or a field, or a path of such names.
    Name(Cow<'static, str>),
}

impl Part {
    fn as_str(&self) -> &str {
        let (Self::Text(text) | Self::Name(text)) = self;
        text
    }
}

impl Phrase {
    /// A name.
    pub(crate) fn name(name: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Part::Name(name.into())])
    }

    /// The names as a list with commas.
    pub(crate) fn names(names: impl IntoIterator<Item = &'static str>) -> Self {
        let mut list = Self::default();
        for name in names {
            if !list.is_empty() {
                list = list.then(", ");
            }
            list = list.then_name(name);
        }
        list
    }

    /// The phrase, then this text.
    pub(crate) fn then(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(Part::Text(text.into()));
        self
    }

    /// The phrase, then this name.
    pub(crate) fn then_name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(Part::Name(name.into()));
        self
    }

    /// The phrase, then another one.
    pub(crate) fn join(mut self, rest: Self) -> Self {
        self.0.extend(rest.0);
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|part| part.as_str().is_empty())
    }

    pub(crate) fn starts_with(&self, start: &str) -> bool {
        self.0.first().is_some_and(|part| part.as_str().starts_with(start))
    }

    pub(crate) fn has_names(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Name(_)))
    }

    /// The text with its names in another spelling.
    pub(crate) fn spelled(&self, spell: fn(&str) -> String) -> String {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Name(name) => text.push_str(&spell(name)),
            }
        }
        text
    }

    /// The text, without a copy if it has one part.
    pub(crate) fn into_text(mut self) -> String {
        match self.0.pop() {
            Some(Part::Text(text) | Part::Name(text)) if self.0.is_empty() => text.into_owned(),
            Some(last) => {
                self.0.push(last);
                self.to_string()
            }
            None => String::new(),
        }
    }

    /// The phrase with other words between its names, for instance without secrets.
    pub(crate) fn map_texts(&self, change: impl Fn(&str) -> String) -> Self {
        let changed = self.0.iter().map(|part| match part {
            Part::Text(words) => Part::Text(Cow::Owned(change(words))),
            Part::Name(name) => Part::Name(name.clone()),
        });
        Self(changed.collect())
    }
}

impl From<Cow<'static, str>> for Phrase {
    fn from(text: Cow<'static, str>) -> Self {
        Self(vec![Part::Text(text)])
    }
}

impl From<&'static str> for Phrase {
    fn from(text: &'static str) -> Self {
        Self::from(Cow::Borrowed(text))
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::from(Cow::Owned(text))
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| f.write_str(part.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marked_names_are_respelled() {
        let phrase = Phrase::from("differs from ").then_name("agent_id").then(", not from agent_id");
        assert_eq!(phrase.to_string(), "differs from agent_id, not from agent_id");
        assert_eq!(phrase.spelled(str::to_uppercase), "differs from AGENT_ID, not from agent_id");
        assert!(phrase.has_names() && !Phrase::from("agent_id").has_names());
    }

    #[test]
    fn a_changed_text_leaves_names_alone() {
        let phrase = Phrase::name("api_key").then(": planted is not a key");
        let clean = phrase.map_texts(|text| text.replace("planted", "[redacted]").replace("api_key", "?"));
        assert_eq!(clean.to_string(), "api_key: [redacted] is not a key");
        assert_eq!(Phrase::names(["a", "b"]).to_string(), "a, b");
    }
}
