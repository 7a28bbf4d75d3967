//! Operations, their arguments, and the objects that they return.

use super::{KeyWord, PlaceWord, TypeWord, accessor, members, shape};
use crate::model::vocabulary::Evidence;
use crate::provider_file::shape::{COUNT, Shape};
use crate::provider_file::tree::{Content, Tree};
use crate::spec::operation::{After5xx, Method};

/// A type is a word, or a table with the word and its details.
static TYPE_WORD: Shape = Shape::Words(TypeWord::WORDS);
static TYPE_TABLE: Shape = Shape::Group(&TYPE);
/// What a second request does.
const SAFETY_SHAPE: Shape =
    Shape::Either(&Shape::Words(&["read", "idempotent", "unkeyed"]), &Shape::One(&SAFETY));
/// Failed states. A list proves nothing about their effect, a table states what each one proves.
const FAILED_SHAPE: Shape =
    Shape::Either(&Shape::List(&Shape::Text), &Shape::Map(&Shape::Words(Evidence::WORDS)));

members! {
    /// An operation.
    OperationRow, OPERATION {
        /// The name: lower-case words with dots between them, such as `payments.send`.
        "name" name: required_text,
        /// The HTTP method.
        "method" method: required_word(Method, Method::Post),
        /// The path below the base URL, with arguments in braces: `/payments/{id}`.
        "path" path: required_text,
        /// What it does.
        "about" about: text,
        /// The page or the section that documents the operation.
        "source" source: source,
        /// What a second request does: `read`, `idempotent`, `unkeyed` (the default), `keyed` or `reconcilable`.
        "safety" safety_tree: tree(SAFETY_SHAPE),
        /// Why a second POST changes nothing, for a POST that is idempotent.
        "because" because: text,
        /// The arguments by name.
        "params" params: map(ParamRow, PARAM),
        /// Members of the body that are always the same.
        "fixed" fixed: text_map,
        /// Groups of arguments of which exactly one is given.
        "exactly_one" exactly_one: tree(Shape::List(&Shape::List(&Shape::Text))),
        /// The type of the result; by default any JSON.
        "returns" returns: maybe_type,
        /// The member of the response that holds the result.
        "inside" inside: maybe_text,
        /// The argument that the operation can be found by, if it has no key.
        "named_by" named_by: maybe_text,
        /// How the pages of a list are requested.
        "pages" pages_tree: tree(Shape::One(&PAGES)),
        /// The states of what the operation returns, if that is not a declared object.
        "state" state: maybe(StateRow, STATE),
        /// Whether the request carries the key; by default true.
        "authenticated" authenticated: flag_or_true,
    }
}

members! {
    /// What a second request does.
    SafetyTable, SAFETY {
        /// The provider recognizes a second request by its key.
        "keyed" keyed: group(Keyed, KEYED),
        /// The provider does not recognize a second request, but a list shows the first one.
        "reconcilable" reconcilable: group(Reconcilable, RECONCILABLE),
    }
}

members! {
    /// What the provider states about its idempotency keys.
    Keyed, KEYED {
        /// The header field that carries the key.
        "header" header: maybe_text,
        /// The argument that carries the key, if no header field does.
        "argument" argument: maybe_text,
        /// What a key looks like; by default `text`.
        "format" format: word(KeyWord, KeyWord::Text),
        /// The most characters of a key; by default 255.
        "max_length" max_length: maybe_whole(0, COUNT),
        /// How long the provider remembers a key: `24h`, or `forever`.
        "window" window: time_or(&["forever"]),
        /// What the provider does with a key whose first request ended in a 5xx; by default `unknown`.
        "after_5xx" after_5xx: word(After5xx, After5xx::Unknown),
        /// The code that it sends while an earlier request with the same key is running.
        "in_flight" in_flight: maybe_text,
    }
}

members! {
    /// Where the provider shows what was done.
    Reconcilable, RECONCILABLE {
        /// The pointer to the member of the body that holds the reference: `/memo`.
        "reference" reference: required_text,
        /// The operation that lists, in numbered pages.
        "list" list: required_text,
        /// The arguments that both operations have and that narrow the list.
        "by" by: texts,
        /// The pointer to the member of an item that shows the reference.
        "found_at" found_at: required_text,
        /// The pointer to the member of an item that shows its time.
        "time_at" time_at: required_text,
        /// The time after which the list shows everything.
        "consistent_after" consistent_after: time,
    }
}

members! {
    /// How the pages of a list are requested.
    PagesTable, PAGES {
        /// By their numbers, from 1.
        "numbered" numbered: group(Numbered, NUMBERED),
        /// By the cursor of the page before.
        "cursor" cursor: group(ByCursor, BY_CURSOR),
        /// By the last item of the page before.
        "after" after: group(ByItem, BY_ITEM),
    }
}

members! {
    /// Numbered pages.
    Numbered, NUMBERED {
        /// The argument of the page number.
        "page" page: required_text,
        /// The argument of the page size.
        "size" size: required_text,
        /// The field of the response that holds the items.
        "items" items: required_text,
    }
}

members! {
    /// Pages by cursor.
    ByCursor, BY_CURSOR {
        /// The argument that takes the cursor.
        "argument" argument: required_text,
        /// The field of the response that holds the cursor of the next page; by default `next_cursor`, or else `cursor`.
        "next" next: maybe_text,
        /// The field of the response that holds the items.
        "items" items: required_text,
    }
}

members! {
    /// Pages after an item.
    ByItem, BY_ITEM {
        /// The argument that takes the id of the last item.
        "argument" argument: required_text,
        /// The field of an item that holds its id.
        "id" id: required_text,
        /// The field of the response that holds the items.
        "items" items: required_text,
    }
}

members! {
    /// A type with its details.
    Type, TYPE {
        /// The type.
        "type" own_word: required_word(TypeWord, TypeWord::Json),
        /// The smallest value of an `integer`.
        "min" min: maybe_whole(i64::MIN, i64::MAX),
        /// The largest value of an `integer`.
        "max" max: maybe_whole(i64::MIN, i64::MAX),
        /// The values of an `enum`.
        "values" values: texts,
        /// The type of the items of a `list` or a `map`.
        "of" of: maybe_type,
        /// The name of an `object`.
        "object" object: maybe_text,
    }
}

impl<'a> Type<'a> {
    /// The object that a value of the type is or holds.
    pub(crate) fn inner_object(self) -> Option<&'a str> {
        match self.word() {
            TypeWord::Object => self.object(),
            TypeWord::List | TypeWord::Map => self.of()?.inner_object(),
            _ => None,
        }
    }

    pub(crate) fn word(self) -> TypeWord {
        let Content::Text(word) = &self.0.content else { return self.own_word() };
        let at = TypeWord::WORDS.iter().position(|known| known == word);
        at.and_then(|at| TypeWord::ALL.get(at).copied()).unwrap_or(TypeWord::Json)
    }
}

members! {
    /// An argument: a type, and where it goes.
    ParamRow, PARAM: TYPE {
        /// Whether a call is refused without it.
        "required" required: flag,
        /// Where it goes; by default into the path if the path names it, into the query of a GET or DELETE, or else into
        /// the body.
        "in" place: maybe_word(PlaceWord),
        /// Its name on the wire; by default its own name.
        "wire" wire: maybe_text,
        /// Other names under which it is accepted.
        "aliases" aliases: texts,
        /// Which amounts are accepted.
        "bounds" bounds: maybe(Bounds, BOUNDS),
        /// Whether its letters are sent in lower case.
        "lower_case" lower_case: flag,
        /// What it means.
        "about" about: text,
    }
}

members! {
    /// Which amounts are accepted; both ends are included.
    Bounds, BOUNDS {
        /// The smallest amount, as a decimal string.
        "min" min: required_text,
        /// The largest amount, as a decimal string.
        "max" max: required_text,
        /// The most digits after the point.
        "decimals" decimals: required_whole(0, COUNT),
    }
}

members! {
    /// An object that operations return.
    ObjectRow, OBJECT {
        /// What it represents.
        "about" about: text,
        /// Which of its states are final.
        "state" state: maybe(StateRow, STATE),
        /// The fields by name.
        "fields" fields: map(FieldRow, FIELD),
    }
}

members! {
    /// A field of an object: a type, and whether it is always there.
    FieldRow, FIELD: TYPE {
        /// Whether the provider always sends it.
        "always" always: flag,
        /// What it means.
        "about" about: text,
    }
}

members! {
    /// Which states are final.
    StateRow, STATE {
        /// The field that holds the state, as a pointer: `/status`. Of an operation without `returns`, it may be in JSON in base64 in
        /// a header field, `@base64:payment-response/success`: the result has it as `payment_response_success`.
        "pointer" pointer: required_text,
        /// States that may still change.
        "pending" pending: texts,
        /// Final states of success.
        "succeeded" succeeded: texts,
        /// Final states of failure: a list, or a table with the evidence of each state.
        "failed" failed: tree(FAILED_SHAPE),
        /// The operation that reads the object again.
        "look" look: maybe_text,
        /// The argument of that operation that takes the id; by default its first one.
        "look_by" look_by: maybe_text,
        /// The field of the object that holds its id, or a place in a header field as for `pointer`; by default `id`.
        "id" id: maybe_text,
    }
}

/// What a second request does.
#[derive(Clone, Copy)]
pub(crate) enum Safety<'a> {
    Read,
    Idempotent,
    Unkeyed,
    Keyed(Keyed<'a>),
    Reconcilable(Reconcilable<'a>),
}

/// How the pages of a list are requested.
#[derive(Clone, Copy)]
pub(crate) enum Pages<'a> {
    Numbered(Numbered<'a>),
    Cursor(ByCursor<'a>),
    After(ByItem<'a>),
}

impl<'a> OperationRow<'a> {
    pub(crate) fn safety(self) -> Safety<'a> {
        let tree = self.safety_tree();
        let table = SafetyTable(tree);
        match tree.as_text() {
            Some("read") => Safety::Read,
            Some("idempotent") => Safety::Idempotent,
            _ if tree.get("keyed").is_some() => Safety::Keyed(table.keyed()),
            _ if tree.get("reconcilable").is_some() => Safety::Reconcilable(table.reconcilable()),
            _ => Safety::Unkeyed,
        }
    }

    pub(crate) fn pages(self) -> Option<Pages<'a>> {
        let table = PagesTable(self.pages_tree());
        Some(match table.0.table().first()?.name.as_str() {
            "numbered" => Pages::Numbered(table.numbered()),
            "cursor" => Pages::Cursor(table.cursor()),
            _ => Pages::After(table.after()),
        })
    }

    pub(crate) fn param(self, name: &str) -> Option<ParamRow<'a>> {
        self.0.part("params").get(name).map(ParamRow)
    }
}

impl<'a> ParamRow<'a> {
    pub(crate) fn ty(self) -> Type<'a> {
        Type(self.0)
    }
}

impl<'a> FieldRow<'a> {
    pub(crate) fn ty(self) -> Type<'a> {
        Type(self.0)
    }
}

impl<'a> StateRow<'a> {
    /// The failed states, each with what it proves.
    pub(crate) fn failures(self) -> Vec<(&'a str, Evidence)> {
        let tree: &'a Tree = self.failed();
        let mut failures = Vec::new();
        for item in tree.list() {
            failures.push((item.as_text().unwrap_or_default(), Evidence::None));
        }
        for entry in tree.table() {
            let at = tree.word(&entry.name, Evidence::WORDS);
            let evidence = at.and_then(|at| Evidence::ALL.get(at).copied()).unwrap_or(Evidence::None);
            failures.push((entry.name.as_str(), evidence));
        }
        failures
    }
}
