//! The details of an error by provider.

use payonce_core::{Error, Provider};
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
/// let error = classify(&Context::new(Provider::AgentWallex), &Received::Response(response)).unwrap();
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
        /// The argument that was refused before anything was sent.
        field: Option<&'a str>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of AgentTech Pay.
    #[non_exhaustive]
    AgentTech {
        /// The argument that was refused before anything was sent.
        field: Option<&'a str>,
        /// The name that AgentTech's own SDK reports for that argument.
        sentinel: Option<&'a str>,
        /// The payment intent that failed.
        intent_id: Option<&'a str>,
        /// Its final state, for instance `PARTIAL_SETTLEMENT`.
        status: Option<&'a str>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of Pay-i.
    #[non_exhaustive]
    Payi {
        /// The limits that blocked the call.
        blocked_limit_ids: Vec<&'a str>,
        /// Every limit that was checked, with its state.
        limits: Option<&'a Map<String, Value>>,
        /// Pay-i's own error.
        xproxy_error: Option<&'a Map<String, Value>>,
        /// Pay-i's own result.
        xproxy_result: Option<&'a Map<String, Value>>,
        /// The error of the model provider behind Pay-i.
        provider_error: Option<&'a Map<String, Value>>,
        /// The argument that was refused before anything was sent.
        field: Option<&'a str>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of AgenticPencil.
    #[non_exhaustive]
    AgenticPencil {
        /// The credits that the call needs.
        required_credits: Option<i64>,
        /// The credits that are left.
        available_credits: Option<i64>,
        /// The plan of the account.
        current_plan: Option<&'a str>,
        /// The limits of the plan, if the plan refused the call.
        limit_type: Option<&'a str>,
        /// Where to buy a larger plan.
        upgrade_url: Option<&'a str>,
        /// The number of the incident at AgenticPencil.
        incident_id: Option<&'a str>,
        /// The argument that was refused.
        field: Option<&'a str>,
        /// The expected format.
        expected_format: Option<&'a str>,
        /// Every member.
        all: &'a Map<String, Value>,
    },
    /// Of AgentWallex.
    #[non_exhaustive]
    AgentWallex {
        /// The rule of the policy that refused.
        rule: Option<&'a str>,
        /// The argument that was refused before anything was sent.
        field: Option<&'a str>,
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
        let all = &error.payload().details;
        let text = |name: &str| all.get(name).and_then(Value::as_str);
        let number = |name: &str| all.get(name).and_then(Value::as_i64);
        let object = |name: &str| all.get(name).and_then(Value::as_object);
        match error.payload().provider {
            Provider::AgentPay => Self::AgentPay { field: text("field"), all },
            Provider::AgentTech => Self::AgentTech {
                field: text("field"),
                sentinel: text("sentinel"),
                intent_id: text("intent_id"),
                status: text("status"),
                all,
            },
            Provider::Payi => {
                let ids = all.get("blocked_limit_ids").and_then(Value::as_array);
                Self::Payi {
                    blocked_limit_ids: ids.into_iter().flatten().filter_map(Value::as_str).collect(),
                    limits: object("limits"),
                    xproxy_error: object("xproxy_error"),
                    xproxy_result: object("xproxy_result"),
                    provider_error: object("provider_error"),
                    field: text("field"),
                    all,
                }
            }
            Provider::AgenticPencil => Self::AgenticPencil {
                required_credits: number("required_credits"),
                available_credits: number("available_credits"),
                current_plan: text("current_plan"),
                limit_type: text("limit_type"),
                upgrade_url: text("upgrade_url"),
                incident_id: text("incident_id"),
                field: text("field"),
                expected_format: text("expected_format"),
                all,
            },
            Provider::AgentWallex => Self::AgentWallex { rule: text("rule"), field: text("field"), all },
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
