//! The details of an error by provider.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use payonce_core::Error;
use serde_json::{Map, Value};

/// The members of an error that only its provider sends.
///
/// ```
/// use payonce::http::{Received, Response};
/// use payonce::{Context, Details, Provider, classify};
///
/// let response = Response {
///     status: 400,
///     body: br#"{"code": "policy_violation", "message": "blocked", "rule": "daily_limit"}"#.to_vec(),
///     ..Response::default()
/// };
/// let error = classify(&Context::new(Provider::AGENTWALLEX), &Received::Response(response)).unwrap();
/// match Details::of(&error) {
///     Details::AgentWallex { rule: Some(rule), .. } => assert_eq!(rule, "daily_limit"),
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Details<'a> {
    /// Of AgentPay.
    #[non_exhaustive]
    AgentPay {
        /// The argument or option that was refused before anything was sent, for instance `amount`.
        field: Option<&'a str>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of AgentTech Pay.
    #[non_exhaustive]
    AgentTech {
        /// The argument or option that was refused before anything was sent, for instance `amount`.
        field: Option<&'a str>,
        /// The vendor's own name for what is wrong, for instance `ErrMissingAuth`.
        sentinel: Option<&'a str>,
        /// The response body as text without secrets.
        body: Option<&'a str>,
        /// The payment intent that failed.
        intent_id: Option<&'a str>,
        /// The final state of the intent, for instance `PARTIAL_SETTLEMENT`.
        status: Option<&'a str>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of Pay-i.
    #[non_exhaustive]
    Payi {
        /// The argument or option that was refused before anything was sent, for instance `amount`.
        field: Option<&'a str>,
        /// The `xproxy_error` of the response: the error of the proxy itself.
        xproxy_error: Option<&'a Map<String, Value>>,
        /// The `xproxy_result` of the response: costs, limits, and what blocked the request.
        xproxy_result: Option<&'a Map<String, Value>>,
        /// The response of the model provider behind the proxy, without the members that Pay-i adds.
        provider_error: Option<&'a Map<String, Value>>,
        /// The limits that blocked the request.
        blocked_limit_ids: Vec<&'a str>,
        /// The limits that applied, by id.
        limits: Option<&'a Map<String, Value>>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of AgenticPencil.
    #[non_exhaustive]
    AgenticPencil {
        /// The credits that the request needs.
        required_credits: Option<i64>,
        /// The credits that are left.
        available_credits: Option<i64>,
        /// Where to buy a larger plan.
        upgrade_url: Option<&'a str>,
        /// The plan of the account.
        current_plan: Option<&'a str>,
        /// The limit of the plan that the request exceeds.
        limit_type: Option<&'a str>,
        /// The argument that is wrong.
        field: Option<&'a str>,
        /// The expected format of that argument.
        expected_format: Option<&'a str>,
        /// The provider's id of the failure, for its support.
        incident_id: Option<&'a str>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of AgentWallex.
    #[non_exhaustive]
    AgentWallex {
        /// The argument or option that was refused before anything was sent, for instance `amount`.
        field: Option<&'a str>,
        /// The rule that refused, if the provider names it. Show it only to the owner of the policy.
        rule: Option<&'a str>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of a provider that this version does not know.
    #[non_exhaustive]
    Other {
        /// Every member.
        all: &'a Map<String, Value>,
    },
}

impl<'a> Details<'a> {
    /// The details of this error.
    #[must_use]
    pub fn of(error: &'a Error) -> Self {
        let all = error.details();
        let string = |name: &str| all.get(name).and_then(Value::as_str);
        let integer = |name: &str| all.get(name).and_then(Value::as_i64);
        let object = |name: &str| all.get(name).and_then(Value::as_object);
        let strings = |name: &str| {
            let items = all.get(name).and_then(Value::as_array);
            items.into_iter().flatten().filter_map(Value::as_str).collect()
        };
        match error.provider().as_str() {
            "agentpay" => Self::AgentPay { field: string("field"), all },
            "agenttech" => Self::AgentTech {
                field: string("field"),
                sentinel: string("sentinel"),
                body: string("body"),
                intent_id: string("intent_id"),
                status: string("status"),
                all,
            },
            "payi" => Self::Payi {
                field: string("field"),
                xproxy_error: object("xproxy_error"),
                xproxy_result: object("xproxy_result"),
                provider_error: object("provider_error"),
                blocked_limit_ids: strings("blocked_limit_ids"),
                limits: object("limits"),
                all,
            },
            "agenticpencil" => Self::AgenticPencil {
                required_credits: integer("required_credits"),
                available_credits: integer("available_credits"),
                upgrade_url: string("upgrade_url"),
                current_plan: string("current_plan"),
                limit_type: string("limit_type"),
                field: string("field"),
                expected_format: string("expected_format"),
                incident_id: string("incident_id"),
                all,
            },
            "agentwallex" => Self::AgentWallex { field: string("field"), rule: string("rule"), all },
            _ => Self::Other { all },
        }
    }

    /// Every member, whatever the provider.
    #[must_use]
    pub fn all(&self) -> &'a Map<String, Value> {
        match self {
            Self::AgentPay { all, .. }
            | Self::AgentTech { all, .. }
            | Self::Payi { all, .. }
            | Self::AgenticPencil { all, .. }
            | Self::AgentWallex { all, .. }
            | Self::Other { all } => all,
        }
    }
}
