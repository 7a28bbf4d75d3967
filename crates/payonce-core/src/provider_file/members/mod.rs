//! The members of a provider file: one table, from which a file is read, checked for its form, described to editors and
//! documented.
//!
//! `members!` makes two things of a table: a group, which knows the names, the shapes and the meanings, and a view, which
//! reads the members of a tree that has the group's shape. A member that is left out reads as its default.

mod file;
mod operation;
mod webhook;
mod words;

pub(crate) use file::{Example, FILE, File, Read};
pub(crate) use operation::{
    Keyed, ObjectRow, OperationRow, Pages, ParamRow, Reconcilable, Safety, StateRow, Type,
};
pub(crate) use webhook::{EventState, Webhook};
pub(crate) use words::{BodyWord, KeyWord, PlaceWord, TypeWord, UnitWord};

/// A group and its view; see the module.
macro_rules! members {
    ($(#[doc = $about:literal])+ $view:ident, $group:ident $(: $base:ident)? {
        $($(#[doc = $doc:literal])+ $name:literal $accessor:ident: $kind:ident $(($($of:tt)*))?,)*
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy)]
        pub(crate) struct $view<'a>(pub(crate) &'a crate::provider_file::tree::Tree);

        pub(crate) static $group: crate::provider_file::shape::Group = crate::provider_file::shape::Group {
            doc: crate::spec::doc::Doc::new(concat!($($about),+)),
            members: &[$(crate::provider_file::shape::Member {
                name: $name,
                shape: crate::provider_file::members::shape!($kind $(($($of)*))?),
                is_required: crate::provider_file::members::is_required!($kind),
                doc: crate::spec::doc::Doc::new(concat!($($doc),+)),
            },)*],
            base: crate::provider_file::members::base!($($base)?),
        };

        #[allow(dead_code, reason = "a fact that only documents needs no reader")]
        impl<'a> $view<'a> {
            $(crate::provider_file::members::accessor!('a $accessor, $name, $kind $(($($of)*))?);)*
        }
    };
}

macro_rules! base {
    () => {
        None
    };
    ($base:ident) => {
        Some(&$base)
    };
}

/// The kinds that must not be left out.
macro_rules! is_required {
    (required_text) => {
        true
    };
    (required_word) => {
        true
    };
    (required_status) => {
        true
    };
    (required_whole) => {
        true
    };
    ($kind:ident) => {
        false
    };
}

macro_rules! shape {
    (required_text) => {
        shape!(text)
    };
    (maybe_text) => {
        shape!(text)
    };
    (text) => {
        crate::provider_file::shape::Shape::Text
    };
    (source) => {
        crate::provider_file::shape::Shape::Source
    };
    (flag) => {
        crate::provider_file::shape::Shape::Flag
    };
    (flag_or_true) => {
        shape!(flag)
    };
    (maybe_flag) => {
        shape!(flag)
    };
    (maybe_whole($min:expr, $max:expr)) => {
        crate::provider_file::shape::Shape::Whole($min, $max)
    };
    (required_whole($min:expr, $max:expr)) => {
        crate::provider_file::shape::Shape::Whole($min, $max)
    };
    (maybe_status) => {
        crate::provider_file::shape::Shape::Status
    };
    (required_status) => {
        crate::provider_file::shape::Shape::Status
    };
    (time) => {
        crate::provider_file::shape::Shape::Time(&[])
    };
    (time_or($words:expr)) => {
        crate::provider_file::shape::Shape::Time($words)
    };
    (word($word:ty, $default:expr)) => {
        crate::provider_file::shape::Shape::Words(<$word>::WORDS)
    };
    (required_word($word:ty, $default:expr)) => {
        crate::provider_file::shape::Shape::Words(<$word>::WORDS)
    };
    (maybe_word($word:ty)) => {
        crate::provider_file::shape::Shape::Words(<$word>::WORDS)
    };
    (texts) => {
        crate::provider_file::shape::Shape::List(&crate::provider_file::shape::Shape::Text)
    };
    (text_map) => {
        crate::provider_file::shape::Shape::Map(&crate::provider_file::shape::Shape::Text)
    };
    (group($view:ident, $group:ident)) => {
        crate::provider_file::shape::Shape::Group(&$group)
    };
    (maybe($view:ident, $group:ident)) => {
        crate::provider_file::shape::Shape::Group(&$group)
    };
    (list($view:ident, $group:ident)) => {
        crate::provider_file::shape::Shape::List(&crate::provider_file::shape::Shape::Group(&$group))
    };
    (map($view:ident, $group:ident)) => {
        crate::provider_file::shape::Shape::Map(&crate::provider_file::shape::Shape::Group(&$group))
    };
    (maybe_type) => {
        crate::provider_file::shape::Shape::Either(&TYPE_WORD, &TYPE_TABLE)
    };
    (tree($shape:expr)) => {
        $shape
    };
    (any) => {
        crate::provider_file::shape::Shape::Any
    };
}

macro_rules! accessor {
    ($a:lifetime $accessor:ident, $name:literal, text) => {
        pub(crate) fn $accessor(self) -> &$a str { self.0.text_or_empty($name) }
    };
    ($a:lifetime $accessor:ident, $name:literal, required_text) => { accessor!($a $accessor, $name, text); };
    ($a:lifetime $accessor:ident, $name:literal, source) => { accessor!($a $accessor, $name, text); };
    ($a:lifetime $accessor:ident, $name:literal, maybe_text) => {
        pub(crate) fn $accessor(self) -> Option<&$a str> { self.0.text($name) }
    };
    ($a:lifetime $accessor:ident, $name:literal, time) => { accessor!($a $accessor, $name, maybe_text); };
    ($a:lifetime $accessor:ident, $name:literal, time_or($words:expr)) => {
        accessor!($a $accessor, $name, maybe_text);
    };
    ($a:lifetime $accessor:ident, $name:literal, flag) => {
        pub(crate) fn $accessor(self) -> bool { self.0.flag($name) == Some(true) }
    };
    ($a:lifetime $accessor:ident, $name:literal, flag_or_true) => {
        pub(crate) fn $accessor(self) -> bool { self.0.flag($name) != Some(false) }
    };
    ($a:lifetime $accessor:ident, $name:literal, maybe_flag) => {
        pub(crate) fn $accessor(self) -> Option<bool> { self.0.flag($name) }
    };
    ($a:lifetime $accessor:ident, $name:literal, maybe_whole($min:expr, $max:expr)) => {
        pub(crate) fn $accessor(self) -> Option<i64> { self.0.whole($name) }
    };
    ($a:lifetime $accessor:ident, $name:literal, required_whole($min:expr, $max:expr)) => {
        pub(crate) fn $accessor(self) -> i64 { self.0.whole($name).unwrap_or_default() }
    };
    ($a:lifetime $accessor:ident, $name:literal, maybe_status) => {
        pub(crate) fn $accessor(self) -> Option<u16> {
            self.0.status($name)
        }
    };
    ($a:lifetime $accessor:ident, $name:literal, required_status) => {
        pub(crate) fn $accessor(self) -> u16 {
            self.0.status($name).unwrap_or_default()
        }
    };
    ($a:lifetime $accessor:ident, $name:literal, word($word:ty, $default:expr)) => {
        pub(crate) fn $accessor(self) -> $word {
            self.0.word($name, <$word>::WORDS).and_then(|at| <$word>::ALL.get(at).copied()).unwrap_or($default)
        }
    };
    ($a:lifetime $accessor:ident, $name:literal, required_word($word:ty, $default:expr)) => {
        accessor!($a $accessor, $name, word($word, $default));
    };
    ($a:lifetime $accessor:ident, $name:literal, maybe_word($word:ty)) => {
        pub(crate) fn $accessor(self) -> Option<$word> {
            self.0.word($name, <$word>::WORDS).and_then(|at| <$word>::ALL.get(at).copied())
        }
    };
    ($a:lifetime $accessor:ident, $name:literal, texts) => {
        pub(crate) fn $accessor(self) -> Vec<&$a str> { self.0.texts($name) }
    };
    ($a:lifetime $accessor:ident, $name:literal, text_map) => {
        pub(crate) fn $accessor(self) -> impl Iterator<Item = (&$a str, &$a str)> {
            self.0.entries($name).iter().map(crate::provider_file::tree::Entry::texts)
        }
    };
    ($a:lifetime $accessor:ident, $name:literal, group($view:ident, $group:ident)) => {
        pub(crate) fn $accessor(self) -> $view<$a> { $view(self.0.part($name)) }
    };
    ($a:lifetime $accessor:ident, $name:literal, maybe($view:ident, $group:ident)) => {
        pub(crate) fn $accessor(self) -> Option<$view<$a>> { self.0.get($name).map($view) }
    };
    ($a:lifetime $accessor:ident, $name:literal, list($view:ident, $group:ident)) => {
        pub(crate) fn $accessor(self) -> impl ExactSizeIterator<Item = $view<$a>> + Clone {
            self.0.items($name).iter().map($view)
        }
    };
    ($a:lifetime $accessor:ident, $name:literal, map($view:ident, $group:ident)) => {
        pub(crate) fn $accessor(self) -> impl ExactSizeIterator<Item = (&$a str, $view<$a>)> + Clone {
            self.0.entries($name).iter().map(|entry| (entry.name.as_str(), $view(&entry.value)))
        }
    };
    ($a:lifetime $accessor:ident, $name:literal, maybe_type) => {
        pub(crate) fn $accessor(self) -> Option<Type<$a>> { self.0.get($name).map(Type) }
    };
    ($a:lifetime $accessor:ident, $name:literal, tree($shape:expr)) => {
        pub(crate) fn $accessor(self) -> &$a crate::provider_file::tree::Tree { self.0.part($name) }
    };
    ($a:lifetime $accessor:ident, $name:literal, any) => {
        pub(crate) fn $accessor(self) -> Option<&$a crate::provider_file::tree::Tree> { self.0.get($name) }
    };
}

use {accessor, base, is_required, members, shape};
