//! How the errors of a provider are declared, and what its module reads from a response.

use serde_json::{Map, Value};

use crate::model::body::Body;
use crate::model::headers::Headers;
use crate::model::json::{Json, Object};
use crate::model::user_message::Text;
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::spec::doc::Doc;
use crate::spec::operation::Operation;
use crate::spec::types::is_word;

/// What one machine code of a provider means.
#[derive(Debug, Clone, Copy)]
pub struct ErrorCode {
    /// The code, verbatim.
    pub code: &'static str,
    /// The HTTP status that the provider documents for it.
    pub status: Option<u16>,
    /// What went wrong.
    pub kind: Kind,
    /// Who can fix it.
    pub actor: Actor,
    /// What the response proves about its effect.
    pub evidence: Evidence,
    /// What it means, for the operator of the program.
    pub meaning: &'static str,
    /// What an end user may read, where the text of the kind is not the best one.
    pub user: Option<Text>,
    /// Where the provider says so.
    pub source: Doc,
}

/// A row of a code for a refusal whose HTTP status no public page documents.
#[must_use]
pub const fn refused(
    code: &'static str,
    kind: Kind,
    actor: Actor,
    source: &'static str,
    meaning: &'static str,
) -> ErrorCode {
    ErrorCode {
        code,
        status: None,
        kind,
        actor,
        evidence: Evidence::Refused,
        meaning,
        user: None,
        source: Doc::new(source),
    }
}

/// What a category or a status means where no code says more.
#[derive(Debug, Clone, Copy)]
pub struct ErrorFallback<Key> {
    /// The category or the status.
    pub key: Key,
    /// What went wrong.
    pub kind: Kind,
    /// Who can fix it.
    pub actor: Actor,
    /// What the response proves about its effect.
    pub evidence: Evidence,
}

/// What a text means, for a provider that sends no codes.
#[derive(Debug, Clone, Copy)]
pub struct MessagePattern {
    /// A part of the message, in lower case.
    pub contains: &'static str,
    /// The status that the message comes with.
    pub status: u16,
    /// What went wrong.
    pub kind: Kind,
    /// Who can fix it.
    pub actor: Actor,
    /// What it means, for the operator of the program.
    pub meaning: &'static str,
    /// Where the provider says so.
    pub source: Doc,
}

/// The errors of one provider.
#[derive(Debug, Clone, Copy)]
pub struct ErrorTable {
    /// One row per code.
    pub codes: &'static [ErrorCode],
    /// One row per category.
    pub types: &'static [ErrorFallback<&'static str>],
    /// One row per status that differs from [`STATUSES`].
    pub statuses: &'static [ErrorFallback<u16>],
    /// Texts, where there are no codes.
    pub patterns: &'static [MessagePattern],
    /// Codes in other spellings: lower case, without prefix, or a typing error of the provider's own page.
    pub spellings: &'static [(&'static str, &'static str)],
    /// Where the provider says what its statuses and categories mean.
    pub source: Doc,
    /// What proves that a refusal beside a 5xx had no effect, for a provider whose rows say so.
    pub proof: Doc,
    /// Beginnings of codes whose full spelling no public source shows, in upper case, each with the code that it is
    /// read as.
    pub prefixes: &'static [(&'static str, &'static str)],
}

/// What every status means unless a provider says otherwise (RFC 9110 §15; an unlisted status counts as the x00 of
/// its class, as §15 asks).
pub const STATUSES: &[ErrorFallback<u16>] = &[
    refusal(400, Kind::InvalidRequest, Actor::Developer),
    refusal(401, Kind::Authentication, Actor::Developer),
    refusal(402, Kind::InsufficientFunds, Actor::Operator),
    refusal(403, Kind::Permission, Actor::Operator),
    refusal(404, Kind::NotFound, Actor::Developer),
    ErrorFallback { key: 408, kind: Kind::Timeout, actor: Actor::None, evidence: Evidence::None },
    refusal(409, Kind::Conflict, Actor::Developer),
    refusal(410, Kind::NotFound, Actor::Developer),
    refusal(413, Kind::InvalidRequest, Actor::Developer),
    // Not processed, by definition: RFC 9110 §15.5.20 and RFC 8470 §5.2. On another connection, or once the handshake is
    // over, the same request is fine.
    refusal(421, Kind::Unavailable, Actor::None),
    refusal(422, Kind::InvalidRequest, Actor::Developer),
    refusal(425, Kind::Unavailable, Actor::None),
    refusal(429, Kind::RateLimited, Actor::None),
    // A load balancer reports that its client left.
    ErrorFallback { key: 460, kind: Kind::Timeout, actor: Actor::None, evidence: Evidence::None },
    ErrorFallback { key: 499, kind: Kind::Timeout, actor: Actor::None, evidence: Evidence::None },
    ErrorFallback { key: 500, kind: Kind::Server, actor: Actor::Provider, evidence: Evidence::None },
    ErrorFallback { key: 502, kind: Kind::Upstream, actor: Actor::Provider, evidence: Evidence::None },
    ErrorFallback { key: 503, kind: Kind::Unavailable, actor: Actor::Provider, evidence: Evidence::None },
    ErrorFallback { key: 504, kind: Kind::Upstream, actor: Actor::Provider, evidence: Evidence::None },
];

/// A row of a category or a status with which the provider says that it refused.
#[must_use]
pub const fn refusal<Key: Copy>(key: Key, kind: Kind, actor: Actor) -> ErrorFallback<Key> {
    ErrorFallback { key, kind, actor, evidence: Evidence::Refused }
}

/// Where a response has a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignalPlace {
    /// At this RFC 6901 JSON pointer into the body.
    Pointer(&'static str),
    /// In the header field of this name.
    Header(&'static str),
    /// In a header field that holds JSON in base64, such as `PAYMENT-RESPONSE` of x402.
    Encoded {
        /// The name of the header field, in lower case.
        header: &'static str,
        /// The RFC 6901 JSON pointer into what it holds.
        pointer: &'static str,
    },
    /// In the member of this name, wherever frameworks put it: at the top, in `error`, in `detail` or in the first of
    /// `errors`.
    Member(&'static str),
}

/// A member of a 2xx that says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeniedSuccess {
    /// Where it is.
    pub place: SignalPlace,
    /// What it holds then, as JSON; anything but null where there is none.
    pub equals: Option<&'static str>,
}

/// Where the signals of a failure stand, for a provider whose form is declared. The text for people, the id of the request
/// and waits are also looked for where frameworks put them.
#[derive(Debug, Clone, Copy)]
pub struct SignalPlaces {
    /// The machine code; the first that is present counts, as everywhere here.
    pub code: &'static [SignalPlace],
    /// The category.
    pub category: &'static [SignalPlace],
    /// The text for people.
    pub message: &'static [SignalPlace],
    /// The provider's id of the request.
    pub request_id: &'static [SignalPlace],
    /// Waits, each with the milliseconds of its unit.
    pub retry_after: &'static [(SignalPlace, u64)],
    /// Members that say no in a 2xx.
    pub denied_success: &'static [DeniedSuccess],
    /// Whether a 2xx that says no took effect for all that, or may have: the provider charges for it.
    pub charges_denied_success: bool,
    /// Members that say no more than the error itself.
    pub flags: &'static [&'static str],
}

impl SignalPlaces {
    /// Whether a signal that shows in the details may come from a header field.
    pub(crate) fn read_headers(&self) -> bool {
        let is_header =
            |place: &SignalPlace| matches!(place, SignalPlace::Header(_) | SignalPlace::Encoded { .. });
        [self.code, self.category, self.message, self.request_id].into_iter().flatten().any(is_header)
            || self.denied_success.iter().any(|denied| is_header(&denied.place))
    }
}

/// What a provider's response says about its failure, before any judgement.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Signals {
    /// The machine code, verbatim.
    pub(crate) code: Option<String>,
    /// The category, verbatim.
    pub(crate) category: Option<String>,
    /// The text for people.
    pub(crate) message: Option<String>,
    /// The waits that the body asks for, each with the milliseconds of its unit.
    pub(crate) retry_after: Vec<(u64, Value)>,
    /// The provider's id of the request.
    pub(crate) request_id: Option<String>,
    /// The structured rest, where [`ProviderResponse::wants_details`] is set.
    pub(crate) details: Map<String, Value>,
    /// The code whose row applies where the response sends none or an unknown one, and is clear without it.
    pub(crate) read_as: Option<&'static str>,
    /// What the body as a whole says, where that is more than its code, its category or its status.
    pub(crate) override_by_body: Option<Override>,
    /// What went wrong at the service behind the provider, where the provider only passes that on.
    pub(crate) upstream_kind: Option<Kind>,
    /// Whether the response came without a status of its own, inside of another protocol: as under a 2xx, its body refuses.
    pub(crate) is_enclosed: bool,
    /// Whether what carries the response contradicts itself.
    pub(crate) proves_nothing: bool,
}

/// What a body says as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Override {
    pub(crate) kind: Kind,
    pub(crate) actor: Actor,
    pub(crate) evidence: Evidence,
}

/// Everything in a body that the error has no place of its own for. The members of a `details` object come up one
/// level, since they are what an error's own details mean.
pub(crate) fn rest(body: &Object<'_>, common: &[&str]) -> Map<String, Value> {
    let mut rest = Map::new();
    for (name, value) in body.iter().filter(|(name, _)| !common.contains(name)) {
        match (name, value) {
            ("details", Json::Object(members)) => rest.extend(members.to_map()),
            ("details", Json::Null) => {}
            _ => {
                rest.insert(name.to_owned(), value.to_value());
            }
        }
    }
    rest
}

/// One response of a provider, as its module sees it.
pub(crate) struct ProviderResponse<'a> {
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) errors: &'static ErrorTable,
    pub(crate) headers: &'a Headers,
    pub(crate) status: u16,
    pub(crate) body: &'a Body<'a>,
    /// The body as it came; nothing of it when it is larger than the limit or never arrived.
    pub(crate) raw: &'a [u8],
    /// Whether [`Signals::details`] are wanted. To make them costs more than all other signals together.
    pub(crate) wants_details: bool,
}

impl ProviderResponse<'_> {
    pub(crate) const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }
}

impl ErrorTable {
    /// The row of a code, in any spelling that the provider is known to use.
    #[must_use]
    pub fn code(&self, code: &str) -> Option<&'static ErrorCode> {
        let code = self.spellings.iter().find(|(other, _)| *other == code).map_or(code, |(_, code)| *code);
        let row = |code: &str| self.codes.iter().find(|row| row.code.eq_ignore_ascii_case(code));
        row(code).or_else(|| {
            let (_, code) = self.prefixes.iter().find(|(beginning, _)| {
                code.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
            })?;
            row(code)
        })
    }

    pub(crate) fn category(&self, category: &str) -> Option<&'static ErrorFallback<&'static str>> {
        self.types.iter().find(|row| is_word(row.key, category))
    }

    pub(crate) fn status(&self, status: u16) -> &'static ErrorFallback<u16> {
        let find = |status: u16| {
            self.statuses
                .iter()
                .find(|row| row.key == status)
                .or_else(|| STATUSES.iter().find(|row| row.key == status))
        };
        // A provider's statement about its own 500 does not apply to a 524 of a proxy in front of it.
        let of_class = || STATUSES.iter().find(|row| row.key == status / 100 * 100);
        find(status).or_else(of_class).unwrap_or(&NO_STATUS)
    }
}

/// A redirect, which is not followed, a status outside of HTTP, or none at all: it proves nothing.
pub(crate) const NO_STATUS: ErrorFallback<u16> =
    ErrorFallback { key: 0, kind: Kind::Unknown, actor: Actor::Provider, evidence: Evidence::None };
