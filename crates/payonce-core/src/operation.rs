//! How an operation is declared.
//!
//! A provider's `operations.rs` and `types.rs` are data in these types. The request builder, the classifier, the
//! command and the generated clients of every language read the same declaration.

use std::time::Duration;

use crate::vocabulary::{Provider, vocabulary};

vocabulary! {
    /// What may happen when the same request is sent twice.
    Safety {
        /// It changes nothing.
        Read = "read",
        /// Sending it twice has the effect of sending it once.
        Idempotent = "idempotent",
        /// The provider recognises a repetition by a key in the request.
        Keyed = "keyed",
        /// The provider does not recognise a repetition; it can be asked whether the first one took effect.
        Reconcilable = "reconcilable",
        /// The provider neither recognises a repetition nor can be asked.
        Unkeyed = "unkeyed",
    }
}

impl Safety {
    /// Whether the request may go out again while nobody knows if an earlier one took effect.
    #[must_use]
    pub const fn allows_blind_resend(self) -> bool {
        matches!(self, Self::Read | Self::Idempotent | Self::Keyed)
    }
}

/// A text that only documentation needs; empty unless the feature `docs` is on, so that the browser build is small.
#[derive(Debug, Clone, Copy, Default)]
pub struct Doc {
    #[cfg(feature = "docs")]
    text: &'static str,
}

impl Doc {
    /// Keeps the text where documentation is built, and drops it elsewhere.
    #[must_use]
    #[cfg_attr(
        not(feature = "docs"),
        expect(unused_variables, reason = "the browser build carries no texts")
    )]
    pub const fn new(text: &'static str) -> Self {
        #[cfg(feature = "docs")]
        {
            Self { text }
        }
        #[cfg(not(feature = "docs"))]
        {
            Self {}
        }
    }

    /// The text, or nothing where the feature `docs` is off.
    #[must_use]
    pub const fn text(self) -> &'static str {
        #[cfg(feature = "docs")]
        {
            self.text
        }
        #[cfg(not(feature = "docs"))]
        {
            ""
        }
    }
}

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
    /// The method as it stands in the request line.
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

/// The type of an argument or of a field in an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ty {
    /// Nothing, for operations whose answer has no body.
    Nothing,
    /// A text.
    Text,
    /// A text that stands in a path or addresses something: letters, digits, `_`, `-` and `:`.
    Id,
    /// A name that stands in a path and may hold anything but control characters and slashes (`system.openai`).
    Name,
    /// An amount of money as a plain decimal string, for instance `"50.00"`.
    Amount,
    /// A whole number with its smallest and largest value.
    Integer(i64, i64),
    /// A number that is no money: a ratio, a score, a duration.
    Number,
    /// An amount or a price that the provider itself writes as a JSON number. Users give a decimal string, or a number
    /// as in the provider's own SDK.
    AmountNumber,
    /// True or false.
    Flag,
    /// A key or token of somebody; it goes out as it is and stays out of every text.
    Secret,
    /// A time as the provider writes it (RFC 3339 unless said otherwise).
    Time,
    /// An absolute https URL.
    Url,
    /// Any JSON.
    Json,
    /// JSON that the provider takes as a string holding JSON.
    JsonText,
    /// One of these texts today; an answer may bring others.
    Choice(&'static [&'static str]),
    /// A list.
    List(&'static Self),
    /// A map from text, whose keys are the caller's own and are never re-spelled.
    Map(&'static Self),
    /// An object of a declared type.
    Model(&'static Model),
}

/// Where an argument goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Into the `{name}` of the path.
    Path,
    /// Into the query string.
    Query,
    /// Into the JSON body, as a member.
    Body,
    /// The JSON body as a whole.
    WholeBody,
    /// Into the header of this name.
    Header,
}

/// Which amounts a provider takes; both ends are included and are plain decimal strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The smallest amount.
    pub least: &'static str,
    /// The largest amount.
    pub most: &'static str,
    /// The most digits after the point. Without any the amount counts smallest units, and a whole number is taken too.
    pub decimals: usize,
}

/// One argument of an operation.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// The name in Python and Rust; TypeScript spells it in camelCase.
    pub name: &'static str,
    /// The name on the wire.
    pub wire: &'static str,
    /// Where it goes.
    pub place: Place,
    /// Its type.
    pub ty: Ty,
    /// Whether the call is refused without it.
    pub required: bool,
    /// Other names under which it is taken, such as the provider's REST name beside its SDK name, where an operation is
    /// called by its name. A typed method has one name for each argument.
    pub aliases: &'static [&'static str],
    /// Which amounts are taken, where the provider says so.
    pub bounds: Option<&'static Bounds>,
    /// Whether its letters go out in lower case.
    pub lower_case: bool,
    /// What it means, with its unit.
    pub doc: Doc,
}

impl Param {
    const fn new(name: &'static str, place: Place, ty: Ty, doc: &'static str) -> Self {
        Self {
            name,
            wire: name,
            place,
            ty,
            required: false,
            aliases: &[],
            bounds: None,
            lower_case: false,
            doc: Doc::new(doc),
        }
    }

    /// An argument in the path; it is always required.
    #[must_use]
    pub const fn path(name: &'static str, ty: Ty, doc: &'static str) -> Self {
        Self::new(name, Place::Path, ty, doc).required()
    }

    /// An argument in the query string.
    #[must_use]
    pub const fn query(name: &'static str, ty: Ty, doc: &'static str) -> Self {
        Self::new(name, Place::Query, ty, doc)
    }

    /// A member of the JSON body.
    #[must_use]
    pub const fn body(name: &'static str, ty: Ty, doc: &'static str) -> Self {
        Self::new(name, Place::Body, ty, doc)
    }

    /// The JSON body itself.
    #[must_use]
    pub const fn whole_body(name: &'static str, ty: Ty, doc: &'static str) -> Self {
        Self::new(name, Place::WholeBody, ty, doc).required()
    }

    /// An argument in a header.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str, ty: Ty, doc: &'static str) -> Self {
        Self::new(name, Place::Header, ty, doc).on_the_wire(header)
    }

    /// Refuses the call without it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Gives it another name on the wire.
    #[must_use]
    pub const fn on_the_wire(mut self, wire: &'static str) -> Self {
        self.wire = wire;
        self
    }

    /// Takes it under these names too.
    #[must_use]
    pub const fn also(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Takes only these amounts.
    #[must_use]
    pub const fn within(mut self, bounds: &'static Bounds) -> Self {
        self.bounds = Some(bounds);
        self
    }

    /// Sends it in lower case, where the provider takes other letters for something else without a word.
    #[must_use]
    pub const fn lower_case(mut self) -> Self {
        self.lower_case = true;
        self
    }
}

/// One field of an object in an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// The name on the wire, in Python and in Rust.
    pub name: &'static str,
    /// Its type.
    pub ty: Ty,
    /// Whether the provider always sends it.
    pub always: bool,
    /// What it means, with its unit.
    pub doc: Doc,
}

impl PartialEq for Doc {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Field {
    /// A field that is always there.
    #[must_use]
    pub const fn new(name: &'static str, ty: Ty, doc: &'static str) -> Self {
        Self { name, ty, always: true, doc: Doc::new(doc) }
    }

    /// A field that may be missing or null.
    #[must_use]
    pub const fn maybe(name: &'static str, ty: Ty, doc: &'static str) -> Self {
        Self { name, ty, always: false, doc: Doc::new(doc) }
    }
}

/// An object type of a provider.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// The class name, for instance `Transaction`.
    pub name: &'static str,
    /// What it stands for.
    pub doc: Doc,
    /// Its fields; answers keep further ones.
    pub fields: &'static [Field],
    /// How its state tells whether it is final.
    pub state: Option<State>,
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Model {
    /// An object type with these fields.
    #[must_use]
    pub const fn new(name: &'static str, doc: &'static str, fields: &'static [Field]) -> Self {
        Self { name, doc: Doc::new(doc), fields, state: None }
    }

    /// Says which field holds the state.
    #[must_use]
    pub const fn with_state(mut self, state: State) -> Self {
        self.state = Some(state);
        self
    }
}

/// Which states of an object are final.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// The field that holds the state.
    pub field: &'static str,
    /// Final, and done.
    pub done: &'static [&'static str],
    /// Final, and failed, with what that proves.
    pub failed: &'static [(&'static str, crate::vocabulary::Evidence)],
    /// The operation that reads the object again, and the argument and field of its id.
    pub read: Option<(&'static str, &'static str, &'static str)>,
}

vocabulary! {
    /// How far an object with a state has come.
    Progress {
        /// It may still change, or its state is one that this version does not know.
        Open = "open",
        /// Final, and done.
        Succeeded = "succeeded",
        /// Final, and failed, or only partly done.
        Failed = "failed",
    }
}

impl Progress {
    /// Whether the object changes no more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Open)
    }
}

impl State {
    /// What this word of the provider's means, in any case and with blanks around it. A word that is not declared, or none
    /// at all, proves nothing.
    #[must_use]
    pub fn progress(&self, word: Option<&str>) -> Progress {
        let Some(word) = word else { return Progress::Open };
        if self.done.iter().any(|done| is_word(done, word)) {
            Progress::Succeeded
        } else if self.failure(word).is_some() {
            Progress::Failed
        } else {
            Progress::Open
        }
    }

    /// The failed state that this word names, and what it proves.
    pub(crate) fn failure(&self, word: &str) -> Option<(&'static str, crate::vocabulary::Evidence)> {
        self.failed.iter().find(|(failed, _)| is_word(failed, word)).copied()
    }
}

/// Whether a provider's text is this word of its documentation.
pub(crate) fn is_word(word: &str, text: &str) -> bool {
    text.trim().eq_ignore_ascii_case(word)
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
    /// Where it stands in the answer, as an RFC 6901 JSON pointer.
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

/// A class of clients, as Python and TypeScript export it.
#[derive(Debug, Clone, Copy)]
pub struct ClientClass {
    /// The class of clients whose methods block in Python, and the only one in TypeScript.
    pub name: &'static str,
    /// The class of clients whose methods are awaited in Python.
    pub async_name: &'static str,
    /// The first part of the names of the operations that only this class has: `public` for `public.create_intent`,
    /// whose method is `create_intent`. Such a class takes no keys.
    pub namespace: Option<&'static str>,
    /// What it is for.
    pub doc: Doc,
}

impl ClientClass {
    /// A class with all operations outside of any namespace.
    #[must_use]
    pub const fn new(name: &'static str, async_name: &'static str, doc: &'static str) -> Self {
        Self { name, async_name, namespace: None, doc: Doc::new(doc) }
    }

    /// Makes it a class without keys, with the operations of this namespace and those that send no credentials.
    #[must_use]
    pub const fn of_namespace(mut self, namespace: &'static str) -> Self {
        self.namespace = Some(namespace);
        self
    }

    /// The name that an operation has in this class, or nothing when the class does not have it.
    #[must_use]
    pub fn method(&self, operation: &Operation) -> Option<&'static str> {
        let (own, name) = match operation.name.split_once('.') {
            Some((first, rest)) if operation.provider.profile().has_namespace(first) => (Some(first), rest),
            _ => (None, operation.name),
        };
        let has = match self.namespace {
            None => own.is_none(),
            Some(_) => own == self.namespace || (own.is_none() && !operation.authenticated),
        };
        has.then_some(name)
    }
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
    pub returns: Ty,
    /// The member of the answer that holds what a success answers, where it comes in an envelope.
    pub inside: Option<&'static str>,
    /// The argument that the provider recognises a repetition by, or stores a reference in.
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
            returns: Ty::Json,
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
    pub const fn returns(mut self, returns: Ty) -> Self {
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
