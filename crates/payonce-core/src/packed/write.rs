//! Writes the declarations; it runs in the compiler, which knows neither traits nor iterators there.
//!
//! A text ends with a zero byte, a list begins with its length, and a member of a closed set is its place in the set.
//! What most operations and arguments do without stands behind a bit that says whether it is there.
#![expect(
    clippy::indexing_slicing,
    reason = "the compiler runs it, and reports a place that is not there as an error of the build"
)]

use crate::operation::{
    Bounds, Field, Lookup, Method, Model, Operation, Paging, Param, Place, Reconcile, State, Ty,
};
use crate::providers::{Code, Fallback, Pattern, Profile, Table};
use crate::vocabulary::{Actor, Evidence, Kind};

/// A reference to an object type that stands earlier in the stream, and the definition of another one.
pub(super) const KNOWN_MODEL: u8 = 20;
pub(super) const NEW_MODEL: u8 = 21;

/// How many bytes the declarations take.
pub(super) const fn length(profile: &Profile) -> usize {
    let mut writer = Writer::<0>::new();
    writer.profile(profile);
    writer.length
}

/// The declarations as bytes.
pub(super) const fn declarations<const LENGTH: usize>(profile: &Profile) -> [u8; LENGTH] {
    let mut writer = Writer::<LENGTH>::new();
    writer.profile(profile);
    writer.bytes
}

/// The profile without its declarations.
pub(super) const fn rest(profile: &Profile) -> Profile {
    const NOTHING: &Table =
        &Table { codes: &[], types: &[], statuses: &[], patterns: &[], spellings: &[], prefixes: &[] };
    Profile { errors: NOTHING, operations: &[], models: &[], ..*profile }
}

struct Writer<const LENGTH: usize> {
    bytes: [u8; LENGTH],
    length: usize,
    /// The object types that stand in the stream, each with its name.
    models: [&'static str; 64],
    known: usize,
}

macro_rules! list {
    ($writer:ident, $items:expr, $item:ident => $write:expr) => {{
        let items = $items;
        $writer.count(items.len());
        let mut at = 0;
        while at < items.len() {
            let $item = &items[at];
            $write;
            at += 1;
        }
    }};
}

impl<const LENGTH: usize> Writer<LENGTH> {
    const fn new() -> Self {
        Self { bytes: [0; LENGTH], length: 0, models: [""; 64], known: 0 }
    }

    const fn byte(&mut self, byte: u8) {
        // The first round only counts.
        if LENGTH > 0 {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
    }

    const fn count(&mut self, count: usize) {
        assert!(count < 256, "a list of this length needs two bytes");
        self.byte(count as u8);
    }

    const fn bytes(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while at < bytes.len() {
            self.byte(bytes[at]);
            at += 1;
        }
    }

    const fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.byte(0);
    }

    const fn texts(&mut self, texts: &[&str]) {
        list!(self, texts, text => self.text(text));
    }

    const fn pairs(&mut self, pairs: &[(&str, &str)]) {
        list!(self, pairs, pair => { self.text(pair.0); self.text(pair.1) });
    }

    const fn profile(&mut self, profile: &Profile) {
        list!(self, profile.operations, operation => self.operation(operation));
        list!(self, profile.models, model => self.model(model));
        let Table { codes, types, statuses, patterns, spellings, prefixes } = *profile.errors;
        list!(self, codes, code => self.code(code));
        list!(self, types, row => {
            let Fallback { key, kind, actor, evidence } = *row;
            self.text(key);
            self.facts(kind, actor, evidence);
        });
        list!(self, statuses, row => {
            let Fallback { key, kind, actor, evidence } = *row;
            self.status(key);
            self.facts(kind, actor, evidence);
        });
        list!(self, patterns, pattern => self.pattern(pattern));
        self.pairs(spellings);
        self.pairs(prefixes);
    }

    const fn operation(&mut self, operation: &Operation) {
        let Operation {
            provider: _,
            name,
            method,
            path,
            safety,
            params,
            fixed,
            exactly_one,
            returns,
            inside,
            key,
            lookup,
            paging,
            reconcile,
            authenticated,
            keyless,
            doc: _,
            source: _,
        } = *operation;
        self.text(name);
        self.byte(match method {
            Method::Get => 0,
            Method::Post => 1,
            Method::Put => 2,
            Method::Delete => 3,
        });
        self.text(path);
        self.byte((safety as u8) << 1 | authenticated as u8);
        list!(self, params, param => self.param(param));
        self.ty(&returns);
        self.byte(
            (!fixed.is_empty()) as u8
                | ((!exactly_one.is_empty()) as u8) << 1
                | (inside.is_some() as u8) << 2
                | (key.is_some() as u8) << 3
                | (lookup.is_some() as u8) << 4
                | (paging.is_some() as u8) << 5
                | (reconcile.is_some() as u8) << 6
                | (keyless.is_some() as u8) << 7,
        );
        if !fixed.is_empty() {
            self.pairs(fixed);
        }
        if !exactly_one.is_empty() {
            list!(self, exactly_one, group => self.texts(group));
        }
        if let Some(inside) = inside {
            self.text(inside);
        }
        if let Some(key) = key {
            self.text(key);
        }
        if let Some(Lookup { param, operation, by, takes, pointer }) = lookup {
            self.text(param);
            self.text(operation);
            self.text(by);
            self.text(takes);
            self.text(pointer);
        }
        match paging {
            Some(Paging::Numbered { page, size, items }) => {
                self.text(page);
                self.text(size);
                self.text(items);
            }
            Some(Paging::Cursor { cursor, items }) => {
                self.text(cursor);
                self.text("");
                self.text(items);
            }
            None => {}
        }
        if let Some(Reconcile::List { operation, by, field, time, consistent_after }) = reconcile {
            self.text(operation);
            self.texts(by);
            self.text(field);
            self.text(time);
            // Whole seconds, one more than they are.
            self.count(match consistent_after {
                Some(consistent) => consistent.after.as_secs() as usize + 1,
                None => 0,
            });
        }
        if let Some(refusal) = keyless {
            self.text(refusal.sentinel);
            self.text(refusal.problem);
        }
    }

    const fn param(&mut self, param: &Param) {
        let Param { name, wire, place, ty, required, aliases, bounds, lower_case, doc: _ } = *param;
        let renamed = !same(name, wire);
        self.text(name);
        let place = match place {
            Place::Path => 0,
            Place::Query => 1,
            Place::Body => 2,
            Place::WholeBody => 3,
            Place::Header => 4,
        };
        self.byte(
            place
                | (required as u8) << 3
                | (lower_case as u8) << 4
                | (renamed as u8) << 5
                | ((!aliases.is_empty()) as u8) << 6
                | (bounds.is_some() as u8) << 7,
        );
        self.ty(&ty);
        if renamed {
            self.text(wire);
        }
        if !aliases.is_empty() {
            self.texts(aliases);
        }
        if let Some(Bounds { least, most, decimals }) = bounds {
            self.text(least);
            self.text(most);
            self.count(*decimals);
        }
    }

    const fn ty(&mut self, ty: &Ty) {
        match ty {
            Ty::Nothing => self.byte(0),
            Ty::Text => self.byte(1),
            Ty::Id => self.byte(2),
            Ty::Name => self.byte(3),
            Ty::Amount => self.byte(4),
            Ty::Number => self.byte(5),
            Ty::AmountNumber => self.byte(6),
            Ty::Flag => self.byte(7),
            Ty::Secret => self.byte(8),
            Ty::Time => self.byte(9),
            Ty::Url => self.byte(10),
            Ty::Json => self.byte(11),
            Ty::JsonText => self.byte(12),
            Ty::Choice(_) => self.byte(13),
            Ty::Integer(least, most) => {
                self.byte(14);
                self.bytes(&least.to_le_bytes());
                self.bytes(&most.to_le_bytes());
            }
            Ty::List(item) => {
                self.byte(15);
                self.ty(item);
            }
            Ty::Map(item) => {
                self.byte(16);
                self.ty(item);
            }
            Ty::Model(model) => self.model(model),
        }
    }

    const fn model(&mut self, model: &Model) {
        let Model { name, doc: _, fields, state } = *model;
        let mut at = 0;
        while at < self.known {
            if same(self.models[at], name) {
                self.byte(KNOWN_MODEL);
                return self.count(at);
            }
            at += 1;
        }
        self.byte(NEW_MODEL);
        list!(self, fields, field => self.field(field));
        match state {
            None => self.text(""),
            Some(State { field, done, failed, read }) => {
                self.text(field);
                self.texts(done);
                list!(self, failed, state => { self.text(state.0); self.byte(state.1 as u8) });
                let (operation, argument, id) = match read {
                    None => ("", "", ""),
                    Some(read) => read,
                };
                self.text(operation);
                self.text(argument);
                self.text(id);
                self.text(name);
            }
        }
        self.models[self.known] = name;
        self.known += 1;
    }

    const fn field(&mut self, field: &Field) {
        let Field { name, ty, always, doc: _ } = *field;
        self.text(name);
        self.byte(always as u8);
        self.ty(&ty);
    }

    const fn code(&mut self, row: &Code) {
        let Code { code, status, kind, actor, evidence, meaning, user, source: _ } = *row;
        self.text(code);
        self.status(match status {
            None => 0,
            Some(status) => status,
        });
        self.facts(kind, actor, evidence);
        self.text(meaning);
        match user {
            None => self.text(""),
            Some(user) => {
                self.text(user.en);
                self.text(user.es);
            }
        }
    }

    const fn status(&mut self, status: u16) {
        self.bytes(&status.to_le_bytes());
    }

    const fn facts(&mut self, kind: Kind, actor: Actor, evidence: Evidence) {
        self.bytes(&[kind as u8, actor as u8, evidence as u8]);
    }

    const fn pattern(&mut self, row: &Pattern) {
        let Pattern { contains, status, kind, actor, meaning, source: _ } = *row;
        self.text(contains);
        self.status(status);
        // The evidence of a pattern is that of its status.
        self.facts(kind, actor, Evidence::None);
        self.text(meaning);
    }
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
