//! How an operation is declared.
//!
//! A provider's `operations.rs` and `types.rs` are data in these types. The request builder, the classifier, the
//! command and the generated clients of every language read the same declaration.

use std::time::Duration;

use crate::model::safety::Safety;
use crate::model::vocabulary::vocabulary;
use crate::spec::doc::Doc;
use crate::spec::param::Param;
use crate::spec::types::FieldType;

/// The HTTP method of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// DELETE
    Delete,
}

impl Method {
    /// Every method.
    pub(crate) const ALL: &'static [Self] = &[Self::Get, Self::Post, Self::Put, Self::Delete];
    /// Every method as in the request line, in the same order.
    pub(crate) const WORDS: &'static [&'static str] = &["GET", "POST", "PUT", "DELETE"];

    /// The method as in the request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// An argument that the client supplies by asking the provider once.
#[derive(Debug, Clone, Copy)]
pub struct Lookup {
    /// The argument to supply when the caller left it out.
    pub param: &'static str,
    /// The operation that knows it.
    pub operation: &'static str,
    /// The argument of this operation whose value is the id to look up.
    pub by: &'static str,
    /// The argument of the other operation that takes the id.
    pub takes: &'static str,
    /// Its place in the response, as an RFC 6901 JSON pointer.
    pub pointer: &'static str,
}

/// A list that shows what an operation did, with the client's reference in one of its fields.
#[derive(Debug, Clone, Copy)]
pub struct ListSearch {
    /// The operation that lists, in numbered pages.
    pub operation: &'static str,
    /// The arguments that both operations have and that narrow the list.
    pub by: &'static [&'static str],
    /// The field that holds the reference.
    pub field: &'static str,
    /// The field that holds the time of the operation, in RFC 3339.
    pub time: &'static str,
    /// The time after which the list shows everything that was done, where the provider documents it. Without it, what is
    /// not listed may still have happened, and nothing is sent again.
    pub consistent_after: Option<ConsistentAfter>,
}

/// What a second sending does, and what the client needs to make it safe.
#[derive(Debug, Clone, Copy)]
pub enum SafetySpec {
    /// The operation changes nothing.
    Read,
    /// Sending it twice has the effect of sending it once.
    Idempotent,
    /// The provider recognizes a repeated request by a key.
    Keyed {
        /// The argument that carries the key; none where each item of the body carries its own.
        field: Option<&'static str>,
        /// What the provider says of its keys.
        promise: KeyPromise,
    },
    /// The provider does not recognize a repeated request, but it lists what was done.
    Reconcilable {
        /// The argument that carries the client's reference.
        field: &'static str,
        /// The list to search.
        search: ListSearch,
    },
    /// The provider neither recognizes a repeated request nor lists what was done.
    Unkeyed,
}

/// What a provider says of its idempotency keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPromise {
    /// How long it remembers a key; nothing where it does not say.
    pub window: Option<Duration>,
    /// What it does with a key whose first request ended in a 5xx.
    pub after_5xx: After5xx,
    /// What a key has to look like.
    pub format: KeyFormat,
    /// The code that it sends while an earlier request with the same key is running.
    pub in_flight: Option<&'static str>,
}

impl KeyPromise {
    /// A key counts whatever became of its first request, and may be any text that payonce can mark a request with.
    pub const PLAIN: Self =
        Self { window: None, after_5xx: After5xx::Replayed, format: KeyFormat::Mark, in_flight: None };
}

vocabulary! {
    /// What a provider does with a key whose first request ended in a 5xx.
    After5xx {
        /// A repetition gets the first response again, and has no effect of its own.
        Replayed = "replayed",
        /// A repetition is a new request. Whether the first one took effect then has to be found out in another way.
        Fresh = "fresh",
        /// The provider does not say, so that a repetition may be a new request.
        Unknown = "unknown",
    }
}

/// What an idempotency key has to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFormat {
    /// 16 to 128 letters, digits, `_` and `-` outside of a JSON body, where any other text is sent as its digest.
    Mark,
    /// Any text of at most so many characters.
    Text(usize),
    /// A UUID of version 4.
    Uuid4,
}

impl SafetySpec {
    /// An operation whose key is this argument.
    #[must_use]
    pub const fn keyed(field: &'static str) -> Self {
        Self::Keyed { field: Some(field), promise: KeyPromise::PLAIN }
    }

    /// The safety without its data. A key that the provider may have forgotten after a 5xx protects no repetition: the response
    /// that was lost may have been one.
    #[must_use]
    pub const fn safety(&self) -> Safety {
        match self {
            Self::Read => Safety::Read,
            Self::Idempotent => Safety::Idempotent,
            Self::Keyed {
                promise: KeyPromise { after_5xx: After5xx::Fresh | After5xx::Unknown, .. },
                ..
            } => Safety::Unkeyed,
            Self::Keyed { .. } => Safety::Keyed,
            Self::Reconcilable { .. } => Safety::Reconcilable,
            Self::Unkeyed => Safety::Unkeyed,
        }
    }
}

/// A provider's word on how far its list may lag behind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConsistentAfter {
    /// The time after which everything that was done is listed.
    pub after: Duration,
    /// The vendor page that says so.
    pub source: Doc,
}

/// How the pages of a list are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// The pages are counted from 1, and `has_more` says whether another one follows; where the provider sends only the
    /// `total`, `has_more` is worked out from it.
    Numbered {
        /// The argument of the page number.
        page: &'static str,
        /// The argument of the page size.
        size: &'static str,
        /// The field that holds the items.
        items: &'static str,
    },
    /// The response carries the cursor of the next page.
    Cursor {
        /// The argument that takes the cursor.
        cursor: &'static str,
        /// The field that holds the cursor of the next page; by default `next_cursor`, or else `cursor`.
        next: Option<&'static str>,
        /// The field that holds the items.
        items: &'static str,
    },
    /// The next page begins after the last item of this one, and `has_more` says whether there is one.
    After {
        /// The argument that takes the id of the last item.
        argument: &'static str,
        /// The field of an item that holds its id.
        id: &'static str,
        /// The field that holds the items.
        items: &'static str,
    },
}

impl Paging {
    /// The field that holds the items.
    #[must_use]
    pub const fn items(self) -> &'static str {
        match self {
            Self::Numbered { items, .. } | Self::Cursor { items, .. } | Self::After { items, .. } => items,
        }
    }
}

/// How the body of a request is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON.
    Json,
    /// As a form, in which a member of a member is written `outer[inner]` and an item of a list `name[0]`.
    Form,
}

/// What a client with keys says to an operation that only a client without keys may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The name under which the provider's own SDK reports it.
    pub sentinel: &'static str,
    /// Why, and what to use instead.
    pub problem: &'static str,
}

/// One operation of one provider.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The name: the method path in every language, for instance `payments.send`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path under the base URL, with `{argument}` where arguments go.
    pub path: &'static str,
    /// What a second sending does.
    pub repeated: SafetySpec,
    /// The arguments, required ones first.
    pub params: &'static [Param],
    /// Members of the body that are always the same.
    pub fixed: &'static [(&'static str, &'static str)],
    /// Arguments of which exactly one is given, group by group.
    pub exactly_one: &'static [&'static [&'static str]],
    /// The type of the result.
    pub returns: FieldType,
    /// The member of the response that holds the result, if it comes in an envelope.
    pub inside: Option<&'static str>,
    /// The argument whose value the operation can be found by, where it has no key.
    pub named_by: Option<&'static str>,
    /// An argument that the client supplies.
    pub lookup: Option<Lookup>,
    /// How its pages are asked for.
    pub paging: Option<Paging>,
    /// How the body of the request is written.
    pub encoding: Encoding,
    /// Whether the request carries the credentials.
    pub authenticated: bool,
    /// What a client with keys says instead of sending it.
    pub keyless: Option<Refusal>,
    /// What it does, the errors that are special to it.
    pub doc: Doc,
    /// The vendor page that says so.
    pub source: Doc,
}

impl Operation {
    /// An operation without arguments that returns any JSON.
    #[must_use]
    pub const fn new(name: &'static str, method: Method, path: &'static str, repeated: SafetySpec) -> Self {
        Self {
            name,
            method,
            path,
            repeated,
            params: &[],
            fixed: &[],
            exactly_one: &[],
            returns: FieldType::Json,
            inside: None,
            named_by: None,
            lookup: None,
            paging: None,
            encoding: Encoding::Json,
            authenticated: true,
            keyless: None,
            doc: Doc::new(""),
            source: Doc::new(""),
        }
    }

    /// Takes these arguments.
    #[must_use]
    pub const fn params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    /// Always sends these members.
    #[must_use]
    pub const fn fixed(mut self, fixed: &'static [(&'static str, &'static str)]) -> Self {
        self.fixed = fixed;
        self
    }

    /// Wants exactly one argument of each of these groups.
    #[must_use]
    pub const fn exactly_one(mut self, groups: &'static [&'static [&'static str]]) -> Self {
        self.exactly_one = groups;
        self
    }

    /// Returns this.
    #[must_use]
    pub const fn returns(mut self, returns: FieldType) -> Self {
        self.returns = returns;
        self
    }

    /// Takes its result out of this member; the rest of the envelope is kept beside it.
    #[must_use]
    pub const fn inside(mut self, member: &'static str) -> Self {
        self.inside = Some(member);
        self
    }

    /// Names the argument whose value the operation can be found by.
    #[must_use]
    pub const fn named_by(mut self, argument: &'static str) -> Self {
        self.named_by = Some(argument);
        self
    }

    /// What a second sending does.
    #[must_use]
    pub const fn safety(&self) -> Safety {
        self.repeated.safety()
    }

    /// The argument that carries the idempotency key, the client's reference, or else the id.
    #[must_use]
    pub const fn key(&self) -> Option<&'static str> {
        match self.repeated {
            SafetySpec::Keyed { field, .. } => field,
            SafetySpec::Reconcilable { field, .. } => Some(field),
            SafetySpec::Read | SafetySpec::Idempotent | SafetySpec::Unkeyed => self.named_by,
        }
    }

    /// What the provider says of the key of this operation.
    #[must_use]
    pub const fn key_promise(&self) -> Option<&KeyPromise> {
        match &self.repeated {
            SafetySpec::Keyed { promise, .. } => Some(promise),
            _ => None,
        }
    }

    /// Whether the key of the operation is this argument.
    #[must_use]
    pub fn has_key_argument(&self, name: &str) -> bool {
        matches!(self.repeated, SafetySpec::Keyed { field: Some(field), .. } if field == name)
    }

    /// The list that shows whether the operation took effect.
    #[must_use]
    pub const fn search(&self) -> Option<&ListSearch> {
        match &self.repeated {
            SafetySpec::Reconcilable { search, .. } => Some(search),
            _ => None,
        }
    }

    /// Supplies an argument by asking once.
    #[must_use]
    pub const fn lookup(mut self, lookup: Lookup) -> Self {
        self.lookup = Some(lookup);
        self
    }

    /// Comes in pages.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sends no credentials.
    #[must_use]
    pub const fn public(mut self) -> Self {
        self.authenticated = false;
        self
    }

    /// Is refused to a client with keys.
    #[must_use]
    pub const fn only_without_keys(mut self, refusal: Refusal) -> Self {
        self.keyless = Some(refusal);
        self
    }

    /// Says what it does, and which vendor page says so.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str, source: &'static str) -> Self {
        self.doc = Doc::new(doc);
        self.source = Doc::new(source);
        self
    }

    /// The argument of this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.name == name)
    }
}
