//! An error as data, and everything its operation can be found by.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::model::body::text;
use crate::model::json::{Members, serialized_as_value};
use crate::model::vocabulary::{Actor, Advice, Kind, Outcome, Phase};
use crate::spec::provider::Provider;

/// Everything the operation can be found by; set before the first byte is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// The idempotency key of the call.
    pub idempotency_key: Option<String>,
    /// Our own mark, put into a field that the provider stores and lists.
    pub reference: Option<String>,
    /// The provider's id of the operation.
    pub id: Option<String>,
    /// The hash of the transaction on its chain.
    pub hash: Option<String>,
    /// The id in the provider's ledger.
    pub ledger_id: Option<String>,
    /// The id of the payment intent.
    pub intent_id: Option<String>,
    /// When the first request was sent, in milliseconds since 1970: nothing older can be the operation.
    pub sent_at_ms: Option<u64>,
}

/// An error as data: the same members in every language, in this order.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ErrorPayload {
    /// The provider.
    pub provider: Provider,
    /// What went wrong, in the words that all providers share.
    pub kind: Kind,
    /// The class that a Python or TypeScript user sees.
    pub class: String,
    /// The provider's machine code, verbatim.
    pub code: Option<String>,
    /// The provider's own category.
    pub category: Option<String>,
    /// The HTTP status that the provider sent.
    pub status: Option<u16>,
    /// How far the call got.
    pub phase: Phase,
    /// The provider's text without secrets.
    pub message: String,
    /// A text that may be shown to an end user.
    pub user_message: String,
    /// Who can fix it.
    pub actor: Actor,
    /// The next step.
    pub advice: Advice,
    /// Whether sending the very same request again can help and cannot take effect twice.
    pub retryable: bool,
    /// How long the provider asked to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// Whether the call took effect.
    pub outcome: Outcome,
    /// The status with which a server should respond to its own client.
    pub respond_status: u16,
    /// Everything the operation can be found by.
    pub reference: Reference,
    /// The provider's id of the request.
    pub request_id: Option<String>,
    /// The operation, for instance `payments.send`.
    pub operation: Option<String>,
    /// How many requests the call sent.
    pub attempts: Option<u32>,
    /// The id of this error's page in the error reference.
    pub doc: String,
    /// The provider's structured rest.
    pub details: Map<String, Value>,
}

impl Reference {
    /// The reference, completed with the names in a response.
    #[must_use]
    pub(crate) fn completed_from(self, response: &Map<String, Value>) -> Self {
        let text = |name: &str| text(response, name).map(ToOwned::to_owned);
        Self {
            id: self.id.or_else(|| text("id")),
            hash: self.hash.or_else(|| text("hash")),
            ledger_id: self.ledger_id.or_else(|| text("ledger_id")),
            intent_id: self.intent_id.or_else(|| text("intent_id")),
            ..self
        }
    }

    /// The reference as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.maybe_text("idempotency_key", self.idempotency_key.as_deref());
        members.maybe_text("reference", self.reference.as_deref());
        members.maybe_text("id", self.id.as_deref());
        members.maybe_text("hash", self.hash.as_deref());
        members.maybe_text("ledger_id", self.ledger_id.as_deref());
        members.maybe_text("intent_id", self.intent_id.as_deref());
        members.maybe_number("sent_at_ms", self.sent_at_ms);
        members.into_value()
    }

    /// Reads what [`to_value`](Self::to_value) writes; members may be missing.
    ///
    /// # Errors
    /// The first member that is malformed.
    pub(crate) fn from_members(members: &Map<String, Value>) -> Result<Self, &'static str> {
        let mut from = Reader { members, wrong: None };
        let reference = Self::read(&mut from);
        from.wrong.map_or(Ok(reference), Err)
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self {
            idempotency_key: from.maybe_text("idempotency_key"),
            reference: from.maybe_text("reference"),
            id: from.maybe_text("id"),
            hash: from.maybe_text("hash"),
            ledger_id: from.maybe_text("ledger_id"),
            intent_id: from.maybe_text("intent_id"),
            sent_at_ms: from.maybe_number("sent_at_ms", u64::MAX),
        }
    }
}

impl ErrorPayload {
    /// Whether a vendor's own client returns this refusal as a result instead of raising it: nothing happened, and it is in a
    /// 2xx or the end user can fix it. A wrong service token, a rate limit or a failing service concerns the developer.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        is_refusal(self.phase, self.outcome, self.status, self.actor, self.kind)
    }

    /// A number for everything that decides about the class in Python: provider, kind, phase and outcome. Nothing for a provider
    /// from a file, and for an error with another class than its provider's, for instance one of another version.
    #[doc(hidden)]
    #[must_use]
    pub fn class_index(&self) -> Option<usize> {
        if (self.provider.spec().class)(self.kind, self.phase) != self.class {
            return None;
        }
        class_index(self.provider, self.kind, self.phase, self.outcome)
    }

    /// The error as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.text("provider", self.provider.as_str());
        members.text("kind", self.kind.as_str());
        members.text("class", &self.class);
        members.maybe_text("code", self.code.as_deref());
        members.maybe_text("type", self.category.as_deref());
        members.maybe_number("status", self.status.map(u64::from));
        members.text("phase", self.phase.as_str());
        members.text("message", &self.message);
        members.text("user_message", &self.user_message);
        members.text("actor", self.actor.as_str());
        members.text("advice", self.advice.as_str());
        members.flag("retryable", self.retryable);
        members.maybe_number("retry_after_ms", self.retry_after_ms);
        members.text("outcome", self.outcome.as_str());
        members.number("respond_status", self.respond_status.into());
        members.value("reference", self.reference.to_value());
        members.maybe_text("request_id", self.request_id.as_deref());
        members.maybe_text("operation", self.operation.as_deref());
        members.maybe_number("attempts", self.attempts.map(u64::from));
        members.text("doc", &self.doc);
        members.value("details", Value::Object(self.details.clone()));
        members.into_value()
    }

    /// Reads what [`to_value`](Self::to_value) wrote.
    ///
    /// # Errors
    /// The member that is missing or malformed.
    pub fn read(members: &Map<String, Value>) -> Result<Self, &'static str> {
        let mut from = Reader { members, wrong: None };
        let mut reference = from.object("reference");
        let mut payload = Self {
            provider: from.provider("provider"),
            kind: from.choice("kind", Kind::Unknown),
            class: from.text("class").to_owned(),
            code: from.maybe_text("code"),
            category: from.maybe_text("type"),
            status: from.maybe_status("status"),
            phase: from.choice("phase", Phase::Answered),
            message: from.text("message").to_owned(),
            user_message: from.text("user_message").to_owned(),
            actor: from.choice("actor", Actor::None),
            advice: from.choice("advice", Advice::Stop),
            retryable: from.flag("retryable"),
            retry_after_ms: from.maybe_number("retry_after_ms", u64::MAX),
            outcome: from.choice("outcome", Outcome::Unknown),
            respond_status: from.status("respond_status"),
            reference: Reference::default(),
            request_id: from.maybe_text("request_id"),
            operation: from.maybe_text("operation"),
            attempts: from.maybe_attempts("attempts"),
            doc: from.text("doc").to_owned(),
            details: from.object("details").members.clone(),
        };
        payload.reference = Reference::read(&mut reference);
        match from.wrong.or(reference.wrong) {
            None => Ok(payload),
            Some(wrong) => Err(wrong),
        }
    }
}

/// [`ErrorPayload::is_refusal`], from its members.
pub(super) fn is_refusal(
    phase: Phase,
    outcome: Outcome,
    status: Option<u16>,
    actor: Actor,
    kind: Kind,
) -> bool {
    let settled = phase == Phase::Answered && outcome == Outcome::NotApplied;
    let in_a_success = status.is_some_and(|status| (200..300).contains(&status));
    settled && (in_a_success || (actor == Actor::EndUser && kind != Kind::RateLimited))
}

/// [`ErrorPayload::class_index`], for an error with the class of its provider.
pub(super) fn class_index(provider: Provider, kind: Kind, phase: Phase, outcome: Outcome) -> Option<usize> {
    let provider = Provider::BUILT_IN.iter().position(|known| *known == provider)?;
    // Each list has its members in the order of the declaration.
    let index = provider * Kind::ALL.len() + kind as usize;
    Some((index * Phase::ALL.len() + phase as usize) * Outcome::ALL.len() + outcome as usize)
}

serialized_as_value!(ErrorPayload, Reference);

impl<'de> Deserialize<'de> for ErrorPayload {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(&Map::deserialize(from)?).map_err(wrong_member)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::from_members(&Map::deserialize(from)?).map_err(wrong_member)
    }
}

fn wrong_member<E: serde::de::Error>(member: &str) -> E {
    E::custom(format_args!("{member} is missing or malformed"))
}

/// Members that are read one after the other. The first problem is reported at the end, because returning at each of them
/// would need more code.
struct Reader<'a> {
    members: &'a Map<String, Value>,
    /// The first member that is missing or malformed.
    wrong: Option<&'static str>,
}

impl<'a> Reader<'a> {
    #[inline(never)]
    fn is_wrong(&mut self, name: &'static str) {
        self.wrong = self.wrong.or(Some(name));
    }

    #[inline(never)]
    fn text(&mut self, name: &'static str) -> &'a str {
        let text = self.members.get(name).and_then(Value::as_str);
        text.unwrap_or_else(|| {
            self.is_wrong(name);
            ""
        })
    }

    fn choice<T: std::str::FromStr>(&mut self, name: &'static str, otherwise: T) -> T {
        self.text(name).parse().unwrap_or_else(|_| {
            self.is_wrong(name);
            otherwise
        })
    }

    /// The provider; also one whose file this process has not loaded.
    fn provider(&mut self, name: &'static str) -> Provider {
        Provider::named(self.text(name)).unwrap_or_else(|_| {
            self.is_wrong(name);
            Provider::AGENTPAY
        })
    }

    /// A member that may be missing.
    #[inline(never)]
    fn maybe(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    #[inline(never)]
    fn maybe_text(&mut self, name: &'static str) -> Option<String> {
        let value = self.maybe(name)?;
        if !value.is_string() {
            self.is_wrong(name);
        }
        value.as_str().map(ToOwned::to_owned)
    }

    #[inline(never)]
    fn maybe_number(&mut self, name: &'static str, max: u64) -> Option<u64> {
        let number = self.maybe(name)?.as_u64().filter(|number| *number <= max);
        if number.is_none() {
            self.is_wrong(name);
        }
        number
    }

    fn maybe_status(&mut self, name: &'static str) -> Option<u16> {
        self.maybe_number(name, u16::MAX.into()).and_then(|status| u16::try_from(status).ok())
    }

    fn maybe_attempts(&mut self, name: &'static str) -> Option<u32> {
        self.maybe_number(name, u32::MAX.into()).and_then(|attempts| u32::try_from(attempts).ok())
    }

    fn status(&mut self, name: &'static str) -> u16 {
        self.maybe_status(name).unwrap_or_else(|| {
            self.is_wrong(name);
            0
        })
    }

    fn flag(&mut self, name: &'static str) -> bool {
        self.members.get(name).and_then(Value::as_bool).unwrap_or_else(|| {
            self.is_wrong(name);
            false
        })
    }

    fn object(&mut self, name: &'static str) -> Self {
        let members = self.members.get(name).and_then(Value::as_object);
        let members = members.unwrap_or_else(|| {
            self.is_wrong(name);
            self.members
        });
        Self { members, wrong: None }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_payload_is_written_and_read_field_by_field() {
        let payload = ErrorPayload {
            provider: Provider::PAYI,
            kind: Kind::LimitReached,
            class: "PayiError".to_owned(),
            code: Some("limit".to_owned()),
            category: Some("type".to_owned()),
            status: Some(429),
            phase: Phase::Answered,
            message: "no".to_owned(),
            user_message: "No.".to_owned(),
            actor: Actor::Operator,
            advice: Advice::ChangeLimit,
            retryable: false,
            retry_after_ms: None,
            outcome: Outcome::NotApplied,
            respond_status: 503,
            reference: Reference { id: Some("tx_1".to_owned()), sent_at_ms: Some(7), ..Reference::default() },
            request_id: None,
            operation: Some("ingest".to_owned()),
            attempts: Some(2),
            doc: "payi/limit".to_owned(),
            details: [("limits".to_owned(), json!({"a": 1.5}))].into_iter().collect(),
        };
        let text = concat!(
            r#"{"provider":"payi","kind":"limit_reached","class":"PayiError","code":"limit","type":"type","#,
            r#""status":429,"phase":"answered","message":"no","user_message":"No.","actor":"operator","#,
            r#""advice":"change_limit","retryable":false,"retry_after_ms":null,"outcome":"not_applied","#,
            r#""respond_status":503,"reference":{"idempotency_key":null,"reference":null,"id":"tx_1","#,
            r#""hash":null,"ledger_id":null,"intent_id":null,"sent_at_ms":7},"request_id":null,"#,
            r#""operation":"ingest","attempts":2,"doc":"payi/limit","details":{"limits":{"a":1.5}}}"#,
        );
        assert_eq!(serde_json::to_string(&payload).unwrap(), text);
        assert_eq!(serde_json::from_str::<ErrorPayload>(text).unwrap(), payload);
        let may_be_missing =
            ["code", "type", "status", "retry_after_ms", "request_id", "operation", "attempts"];
        let value = payload.to_value();
        for name in value.as_object().unwrap().keys() {
            let mut members = value.as_object().unwrap().clone();
            members.remove(name);
            let read = serde_json::from_value::<ErrorPayload>(Value::Object(members.clone()));
            assert_eq!(read.is_ok(), may_be_missing.contains(&name.as_str()), "{name}");
            members.insert(name.clone(), json!([1]));
            let refused =
                serde_json::from_value::<ErrorPayload>(Value::Object(members)).unwrap_err().to_string();
            assert_eq!(refused, format!("{name} is missing or malformed"));
        }
    }

    #[test]
    fn a_reference_can_be_incomplete() {
        let reference: Reference = serde_json::from_str(r#"{"reference": "po_1"}"#).unwrap();
        assert_eq!(reference.reference.as_deref(), Some("po_1"));
        let refused = serde_json::from_str::<Reference>(r#"{"sent_at_ms": -1}"#).unwrap_err().to_string();
        assert_eq!(refused, "sent_at_ms is missing or malformed");
    }
}
