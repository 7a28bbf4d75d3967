//! How an argument is declared.

use crate::spec::doc::Doc;
use crate::spec::types::FieldType;

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
    pub min: &'static str,
    /// The largest amount.
    pub max: &'static str,
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
    pub ty: FieldType,
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
    const fn new(name: &'static str, place: Place, ty: FieldType, doc: &'static str) -> Self {
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
    pub const fn path(name: &'static str, ty: FieldType, doc: &'static str) -> Self {
        Self::new(name, Place::Path, ty, doc).required()
    }

    /// An argument in the query string.
    #[must_use]
    pub const fn query(name: &'static str, ty: FieldType, doc: &'static str) -> Self {
        Self::new(name, Place::Query, ty, doc)
    }

    /// A member of the JSON body.
    #[must_use]
    pub const fn body(name: &'static str, ty: FieldType, doc: &'static str) -> Self {
        Self::new(name, Place::Body, ty, doc)
    }

    /// The JSON body itself.
    #[must_use]
    pub const fn whole_body(name: &'static str, ty: FieldType, doc: &'static str) -> Self {
        Self::new(name, Place::WholeBody, ty, doc).required()
    }

    /// An argument in a header.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str, ty: FieldType, doc: &'static str) -> Self {
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
