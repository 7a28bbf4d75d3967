//! How an operation is declared.
//!
//! A provider's `operations.rs` and `types.rs` are data in these types. The request builder, the classifier, the
//! command and the generated clients of every language read the same declaration.

use crate::model::safety::Safety;
use crate::spec::doc::Doc;
use crate::spec::param::Param;
use crate::spec::types::FieldType;
use std::time::Duration;

use crate::model::vocabulary::Provider;

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

/// How to find out whether an operation took effect.
#[derive(Debug, Clone, Copy)]
pub enum Reconcile {
    /// A list holds what was done, with our reference in one of its fields.
    List {
        /// The operation that lists, in numbered pages.
        operation: &'static str,
        /// The arguments that both operations have and that narrow the list.
        by: &'static [&'static str],
        /// The field that holds the reference.
        field: &'static str,
        /// The field that says when it was done, in RFC 3339.
        time: &'static str,
        /// After how long the list shows everything that was done, where the provider documents that. Without it, what is
        /// not listed may still have happened, and nothing is sent again.
        consistent_after: Option<ConsistentAfter>,
    },
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
    /// The answer carries the `cursor` of the next page.
    Cursor {
        /// The argument that takes the cursor.
        cursor: &'static str,
        /// The field that holds the items.
        items: &'static str,
    },
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
    /// The provider.
    pub provider: Provider,
    /// The name: the method path in every language, for instance `payments.send`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path under the base URL, with `{argument}` where arguments go.
    pub path: &'static str,
    /// What a second sending does.
    pub safety: Safety,
    /// The arguments, required ones first.
    pub params: &'static [Param],
    /// Members of the body that are always the same.
    pub fixed: &'static [(&'static str, &'static str)],
    /// Arguments of which exactly one is given, group by group.
    pub exactly_one: &'static [&'static [&'static str]],
    /// What a success answers.
    pub returns: FieldType,
    /// The member of the answer that holds what a success answers, where it comes in an envelope.
    pub inside: Option<&'static str>,
    /// The argument with the key by which the provider recognizes a second request, or with the stored reference.
    pub key: Option<&'static str>,
    /// An argument that the client supplies.
    pub lookup: Option<Lookup>,
    /// How its pages are asked for.
    pub paging: Option<Paging>,
    /// How to find out whether it took effect.
    pub reconcile: Option<Reconcile>,
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
    /// An operation without arguments that answers any JSON.
    #[must_use]
    pub const fn new(
        provider: Provider,
        name: &'static str,
        method: Method,
        path: &'static str,
        safety: Safety,
    ) -> Self {
        Self {
            provider,
            name,
            method,
            path,
            safety,
            params: &[],
            fixed: &[],
            exactly_one: &[],
            returns: FieldType::Json,
            inside: None,
            key: None,
            lookup: None,
            paging: None,
            reconcile: None,
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

    /// Answers this.
    #[must_use]
    pub const fn returns(mut self, returns: FieldType) -> Self {
        self.returns = returns;
        self
    }

    /// Takes what it answers out of this member; the rest of the envelope is kept beside it.
    #[must_use]
    pub const fn inside(mut self, member: &'static str) -> Self {
        self.inside = Some(member);
        self
    }

    /// Names the argument that carries the idempotency key or the reference.
    #[must_use]
    pub const fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
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

    /// Can be found again.
    #[must_use]
    pub const fn reconcile(mut self, reconcile: Reconcile) -> Self {
        self.reconcile = Some(reconcile);
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

    /// What the operation answers, out of its envelope.
    pub(crate) fn value_in<'a>(&self, answer: &'a serde_json::Value) -> Option<&'a serde_json::Value> {
        match self.inside {
            None => Some(answer),
            Some(member) => answer.get(member),
        }
    }
}
