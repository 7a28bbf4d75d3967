//! The values of a provider file, each with its place in the text.
//!
//! Both formats become the same tree, so that members are read, checked and declared by one piece of code. The tree is read
//! through [`members`](crate::provider_file::members), whose table is what the file may contain.

use serde_json::{Map, Number, Value};

use crate::provider_file::problem::Problems;

/// How a provider file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// TOML, for people.
    #[cfg(feature = "toml")]
    Toml,
    /// JSON, for programs and browsers.
    Json,
}

impl FileFormat {
    /// The format of a file of this name: JSON where the name ends so, else TOML where this build reads it.
    #[must_use]
    pub fn of(name: &str) -> Self {
        #[cfg(feature = "toml")]
        if !name.to_ascii_lowercase().ends_with(".json") {
            return Self::Toml;
        }
        let _ = name;
        Self::Json
    }
}

/// A value, and where a problem with it is shown: at the value itself, or at the name of a list or a table.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) at: usize,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Null,
    Flag(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    Table(Vec<Entry>),
}

/// A member of a table.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) name_at: usize,
    pub(crate) value: Tree,
}

impl Entry {
    pub(crate) fn texts(&self) -> (&str, &str) {
        (&self.name, self.value.as_text().unwrap_or_default())
    }
}

/// What is read where a table or a list is left out.
static NOTHING: Tree = Tree { at: 0, content: Content::Table(Vec::new()) };

/// The largest file. The largest that is known has 60 kB; what takes the product of two lists stays short.
const MAX_BYTES: usize = 1 << 20;
/// The most tables and lists in each other.
pub(super) const MAX_DEPTH: usize = 60;

pub(crate) fn read(text: &str, format: FileFormat) -> Result<Tree, Problems> {
    if text.len() > MAX_BYTES {
        return Err(Problems::one(0, "is larger than 1 MiB; a provider file lists facts only".to_owned()));
    }
    match format {
        #[cfg(feature = "toml")]
        FileFormat::Toml => super::toml::read(text),
        FileFormat::Json => super::json::read(text),
    }
}

impl Content {
    pub(super) const fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Table(_))
    }
}

impl Tree {
    /// The value of a member.
    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.table().iter().find(|entry| entry.name == name).map(|entry| &entry.value)
    }

    /// The value of a member, or an empty table.
    #[inline(never)]
    pub(crate) fn part(&self, name: &str) -> &Self {
        self.get(name).unwrap_or(&NOTHING)
    }

    #[inline(never)]
    pub(crate) fn table(&self) -> &[Entry] {
        match &self.content {
            Content::Table(entries) => entries,
            _ => &[],
        }
    }

    #[inline(never)]
    pub(crate) fn list(&self) -> &[Self] {
        match &self.content {
            Content::List(items) => items,
            _ => &[],
        }
    }

    #[inline(never)]
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a member; none where it is left out.
    #[inline(never)]
    pub(crate) fn items(&self, name: &str) -> &[Self] {
        self.part(name).list()
    }

    /// The entries of a member; none where it is left out.
    #[inline(never)]
    pub(crate) fn entries(&self, name: &str) -> &[Entry] {
        self.part(name).table()
    }

    #[inline(never)]
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.part(name).content {
            Content::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn as_whole(&self) -> Option<i64> {
        match &self.content {
            Content::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn whole(&self, name: &str) -> Option<i64> {
        self.part(name).as_whole()
    }

    #[inline(never)]
    pub(crate) fn status(&self, name: &str) -> Option<u16> {
        u16::try_from(self.whole(name)?).ok()
    }

    #[inline(never)]
    pub(crate) fn text_or_empty(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// The text of a member; nothing where it is left out.
    #[inline(never)]
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The texts of a list; none where it is left out.
    #[inline(never)]
    pub(crate) fn texts(&self, name: &str) -> Vec<&str> {
        self.part(name).list().iter().filter_map(Self::as_text).collect()
    }

    /// The number of a word among those that a member may have.
    #[inline(never)]
    pub(crate) fn word(&self, name: &str, words: &[&str]) -> Option<usize> {
        let text = self.text(name)?;
        words.iter().position(|word| *word == text)
    }

    /// Where a problem with a member is shown: at the member, or here where it is left out.
    #[inline(never)]
    pub(crate) fn place(&self, name: &str) -> usize {
        self.get(name).map_or(self.at, |value| value.at)
    }

    /// The value without its places.
    pub(crate) fn to_json(&self) -> Value {
        match &self.content {
            Content::Null => Value::Null,
            Content::Flag(flag) => Value::Bool(*flag),
            Content::Number(number) => Value::Number(number.clone()),
            Content::Text(text) => Value::String(text.clone()),
            Content::List(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            Content::Table(entries) => {
                let mut members = Map::new();
                for entry in entries {
                    members.insert(entry.name.clone(), entry.value.to_json());
                }
                Value::Object(members)
            }
        }
    }
}
