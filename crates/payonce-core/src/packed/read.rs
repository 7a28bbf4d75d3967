//! Reads the declarations that `write.rs` wrote, in the same order.

use std::time::Duration;

use super::write::{KNOWN_MODEL, NEW_MODEL};
use crate::operation::{
    Bounds, ConsistentAfter, Doc, Field, Lookup, Method, Model, Operation, Paging, Param, Place, Reconcile,
    Refusal, Safety, State, Ty,
};
use crate::providers::{Code, Fallback, Pattern, Profile, Table};
use crate::text::Text;
use crate::vocabulary::{Actor, Evidence, Kind, Provider};

/// The profile with its declarations. They live as long as the program, as they do where nothing is packed.
pub(super) fn profile(rest: Profile, declarations: &'static [u8]) -> Profile {
    let mut reader = Reader { rest: declarations, provider: rest.provider, models: Vec::new() };
    Profile {
        operations: reader.list(Reader::operation),
        models: reader.list(Reader::model),
        errors: Box::leak(Box::new(Table {
            codes: reader.list(Reader::code),
            types: reader.list(|reader| {
                let key = reader.text();
                reader.facts(key)
            }),
            statuses: reader.list(|reader| {
                let key = reader.status();
                reader.facts(key)
            }),
            patterns: reader.list(Reader::pattern),
            spellings: reader.list(Reader::pair),
            prefixes: reader.list(Reader::pair),
        })),
        ..rest
    }
}

struct Reader {
    rest: &'static [u8],
    provider: Provider,
    /// The object types that were read so far.
    models: Vec<&'static Model>,
}

impl Reader {
    #[inline(never)]
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    #[inline(never)]
    fn text(&mut self) -> &'static str {
        let (start, mut length) = (self.rest, 0);
        while self.byte() != 0 {
            length += 1;
        }
        start.get(..length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> T) -> &'static [T] {
        let length = self.byte().into();
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(item(self));
        }
        items.leak()
    }

    #[inline(never)]
    fn texts(&mut self) -> &'static [&'static str] {
        self.list(Self::text)
    }

    fn pair(&mut self) -> (&'static str, &'static str) {
        (self.text(), self.text())
    }

    fn status(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    fn number(&mut self) -> i64 {
        let mut bytes = [0; 8];
        bytes.iter_mut().for_each(|byte| *byte = self.byte());
        i64::from_le_bytes(bytes)
    }

    fn member<T: Copy>(&mut self, set: &[T], otherwise: T) -> T {
        set.get(usize::from(self.byte())).copied().unwrap_or(otherwise)
    }

    fn operation(&mut self) -> Operation {
        const METHODS: &[Method] = &[Method::Get, Method::Post, Method::Put, Method::Delete];
        let name = self.text();
        let method = self.member(METHODS, Method::Post);
        let path = self.text();
        let safety = self.byte();
        let params = self.list(Self::param);
        let returns = self.ty();
        let has = self.byte();
        let has = |bit: u8| has & 1 << bit != 0;
        Operation {
            provider: self.provider,
            name,
            method,
            path,
            safety: Safety::ALL.get(usize::from(safety >> 1)).copied().unwrap_or(Safety::Unkeyed),
            params,
            returns,
            fixed: if has(0) { self.list(Self::pair) } else { &[] },
            exactly_one: if has(1) { self.list(Self::texts) } else { &[] },
            inside: has(2).then(|| self.text()),
            key: has(3).then(|| self.text()),
            lookup: has(4).then(|| Lookup {
                param: self.text(),
                operation: self.text(),
                by: self.text(),
                takes: self.text(),
                pointer: self.text(),
            }),
            paging: has(5).then(|| match (self.text(), self.text(), self.text()) {
                (cursor, "", items) => Paging::Cursor { cursor, items },
                (page, size, items) => Paging::Numbered { page, size, items },
            }),
            reconcile: has(6).then(|| Reconcile::List {
                operation: self.text(),
                by: self.texts(),
                field: self.text(),
                time: self.text(),
                consistent_after: self.byte().checked_sub(1).map(|seconds| ConsistentAfter {
                    after: Duration::from_secs(seconds.into()),
                    source: Doc::new(""),
                }),
            }),
            authenticated: safety & 1 != 0,
            keyless: has(7).then(|| Refusal { sentinel: self.text(), problem: self.text() }),
            doc: Doc::new(""),
            source: Doc::new(""),
        }
    }

    fn param(&mut self) -> Param {
        const PLACES: &[Place] = &[Place::Path, Place::Query, Place::Body, Place::WholeBody, Place::Header];
        let name = self.text();
        let has = self.byte();
        let ty = self.ty();
        Param {
            name,
            wire: if has & 1 << 5 != 0 { self.text() } else { name },
            place: PLACES.get(usize::from(has & 7)).copied().unwrap_or(Place::Body),
            ty,
            required: has & 1 << 3 != 0,
            aliases: if has & 1 << 6 != 0 { self.texts() } else { &[] },
            bounds: (has & 1 << 7 != 0).then(|| -> &'static Bounds {
                Box::leak(Box::new(Bounds {
                    least: self.text(),
                    most: self.text(),
                    decimals: self.byte().into(),
                }))
            }),
            lower_case: has & 1 << 4 != 0,
            doc: Doc::new(""),
        }
    }

    #[inline(never)]
    fn ty(&mut self) -> Ty {
        const PLAIN: &[Ty] = &[
            Ty::Nothing,
            Ty::Text,
            Ty::Id,
            Ty::Name,
            Ty::Amount,
            Ty::Number,
            Ty::AmountNumber,
            Ty::Flag,
            Ty::Secret,
            Ty::Time,
            Ty::Url,
            Ty::Json,
            Ty::JsonText,
            Ty::Choice(&[]),
        ];
        match self.byte() {
            14 => Ty::Integer(self.number(), self.number()),
            15 => Ty::List(Box::leak(Box::new(self.ty()))),
            16 => Ty::Map(Box::leak(Box::new(self.ty()))),
            KNOWN_MODEL => {
                let place = usize::from(self.byte());
                self.models.get(place).map_or(Ty::Json, |model| Ty::Model(model))
            }
            NEW_MODEL => Ty::Model(self.new_model()),
            plain => PLAIN.get(usize::from(plain)).copied().unwrap_or(Ty::Json),
        }
    }

    fn new_model(&mut self) -> &'static Model {
        let fields = self.list(|reader| Field {
            name: reader.text(),
            always: reader.byte() != 0,
            ty: reader.ty(),
            doc: Doc::new(""),
        });
        let state = Some(self.text()).filter(|field| !field.is_empty()).map(|field| State {
            field,
            done: self.texts(),
            failed: self.list(|reader| (reader.text(), reader.member(Evidence::ALL, Evidence::None))),
            read: Some((self.text(), self.text(), self.text()))
                .filter(|(operation, _, _)| !operation.is_empty()),
        });
        // By its name a client asks what a state means.
        let name = state.map_or("", |_| self.text());
        let model = Box::leak(Box::new(Model { name, doc: Doc::new(""), fields, state }));
        self.models.push(model);
        model
    }

    fn model(&mut self) -> &'static Model {
        const NONE: &Model = &Model::new("", "", &[]);
        match self.ty() {
            Ty::Model(model) => model,
            _ => NONE,
        }
    }

    fn code(&mut self) -> Code {
        let code = self.text();
        let status = Some(self.status()).filter(|status| *status != 0);
        let Fallback { kind, actor, evidence, .. } = self.facts(());
        let meaning = self.text();
        let en = self.text();
        let user = (!en.is_empty()).then(|| Text { en, es: self.text() });
        Code { code, status, kind, actor, evidence, meaning, user, source: Doc::new("") }
    }

    #[inline(never)]
    fn proven(&mut self) -> (Kind, Actor, Evidence) {
        (
            self.member(Kind::ALL, Kind::Unknown),
            self.member(Actor::ALL, Actor::Provider),
            self.member(Evidence::ALL, Evidence::None),
        )
    }

    fn facts<Key>(&mut self, key: Key) -> Fallback<Key> {
        let (kind, actor, evidence) = self.proven();
        Fallback { key, kind, actor, evidence }
    }

    fn pattern(&mut self) -> Pattern {
        let contains = self.text();
        let status = self.status();
        let (kind, actor, _) = self.proven();
        Pattern { contains, status, kind, actor, meaning: self.text(), source: Doc::new("") }
    }
}
