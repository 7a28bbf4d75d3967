//! The five simulated services, and what they have in common: how a request finds its operation, how a request
//! asks for a certain answer, and what a service may do to the ledger.

pub(crate) mod agenticpencil;
pub(crate) mod agentpay;
pub(crate) mod agenttech;
pub(crate) mod agentwallex;
mod envelope;
mod fields;
mod pages;
pub(crate) mod payi;

use std::fmt;

pub(crate) use envelope::{challenge, error};
use fields::FieldError;
use jiff::Timestamp;
pub(crate) use pages::View;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde_json::{Value, json};

use crate::faults::{MemoChange, mix};
use crate::http::{Request, Response};
use crate::ledger::{Entry, Ledger};

/// One of the five services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ProviderId {
    /// AgentPay.
    AgentPay,
    /// AgentTech Pay, also known as Cross402.
    AgentTech,
    /// Pay-i.
    PayI,
    /// AgenticPencil.
    AgenticPencil,
    /// AgentWallex.
    AgentWallex,
}

impl ProviderId {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::AgentPay, Self::AgentTech, Self::PayI, Self::AgenticPencil, Self::AgentWallex];

    /// The id in addresses, ledgers and fault plans.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AgentPay => "agentpay",
            Self::AgentTech => "agenttech",
            Self::PayI => "payi",
            Self::AgenticPencil => "agenticpencil",
            Self::AgentWallex => "agentwallex",
        }
    }

    /// The provider with this id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.as_str() == text)
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Every operation of a provider, by the names that fault plans use.
#[must_use]
pub fn operations(provider: ProviderId) -> &'static [&'static str] {
    match provider {
        ProviderId::AgentPay => agentpay::OPERATIONS,
        ProviderId::AgentTech => agenttech::OPERATIONS,
        ProviderId::PayI => payi::OPERATIONS,
        ProviderId::AgenticPencil => agenticpencil::OPERATIONS,
        ProviderId::AgentWallex => agentwallex::OPERATIONS,
    }
}

/// Where a request goes.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) provider: Option<ProviderId>,
    pub(crate) operation: Option<&'static str>,
    /// The decoded segments after the provider's own.
    path: Vec<String>,
}

impl Route {
    pub(crate) fn of(request: &Request) -> Self {
        let provider = request.segments(0).first().and_then(|first| ProviderId::parse(first));
        let path = request.segments(1);
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let operation = match provider {
            None => None,
            Some(ProviderId::AgentPay) => agentpay::operation(request, &parts),
            Some(ProviderId::AgentTech) => agenttech::operation(request, &parts),
            Some(ProviderId::PayI) => payi::operation(request, &parts),
            Some(ProviderId::AgenticPencil) => agenticpencil::operation(request, &parts),
            Some(ProviderId::AgentWallex) => agentwallex::operation(request, &parts),
        };
        Self { provider, operation, path }
    }
}

/// What faults change in a service while it handles one request.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServiceFaults {
    /// How lists look.
    pub(crate) view: pages::View,
    /// How the service changes a memo, and how many characters it keeps.
    pub(crate) memo: Option<(MemoChange, Option<usize>)>,
}

/// One request on its way to a service.
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static str,
    pub(crate) path: Vec<&'a str>,
    pub(crate) request: &'a Request,
    pub(crate) faults: &'a ServiceFaults,
    /// The answer that the request itself asks for with `sandbox:<code>`.
    pub(crate) wish: Option<String>,
}

impl Call<'_> {
    pub(crate) fn segment(&self, index: usize) -> &str {
        self.path.get(index).copied().unwrap_or_default()
    }

    pub(crate) fn wishes(&self, code: &str) -> bool {
        self.wish.as_deref() == Some(code)
    }
}

/// How the services behave where the vendors leave it open.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    pub(crate) agenticpencil_envelope: agenticpencil::Envelope,
    /// Whether a minute's limit really ends in 429.
    pub(crate) rate_limits: bool,
}

/// What a service needs from outside while it answers.
pub(crate) struct Desk<'a> {
    pub(crate) now: Timestamp,
    pub(crate) ids: &'a mut Ids,
    pub(crate) settings: Settings,
    ledger: &'a mut Ledger,
    provider: ProviderId,
    operation: &'static str,
}

impl Desk<'_> {
    pub(crate) fn record(&mut self, entry: &Entry<'_>) {
        self.ledger.record(self.provider, self.operation, self.now, entry);
    }
}

/// Ids that are new each time and the same in each run.
#[derive(Debug, Default)]
pub(crate) struct Ids(u64);

impl Ids {
    pub(crate) fn next(&mut self, prefix: &str) -> String {
        self.0 += 1;
        format!("{prefix}{:06}", self.0)
    }

    /// Hexadecimal digits that look random.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        self.0 += 1;
        hex_of(self.0, digits)
    }
}

pub(crate) fn hex_of(seed: u64, digits: usize) -> String {
    let mut text = String::with_capacity(digits + 16);
    let mut state = seed;
    while text.len() < digits {
        state = mix(state);
        text.push_str(&format!("{state:016x}"));
    }
    text.truncate(digits);
    text
}

/// What every call may change beside its own service.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) ledger: Ledger,
    pub(crate) ids: Ids,
    pub(crate) settings: Settings,
}

impl Books {
    fn desk(&mut self, provider: ProviderId, operation: &'static str, now: Timestamp) -> Desk<'_> {
        let Self { ledger, ids, settings } = self;
        Desk { now, ids, settings: *settings, ledger, provider, operation }
    }
}

/// All five services and their state.
#[derive(Debug)]
pub(crate) struct Providers {
    agentpay: agentpay::Service,
    agenttech: agenttech::Service,
    payi: payi::Service,
    agenticpencil: agenticpencil::Service,
    agentwallex: agentwallex::Service,
}

impl Providers {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            agentpay: agentpay::Service::new(),
            agenttech: agenttech::Service::new(),
            payi: payi::Service::new(now),
            agenticpencil: agenticpencil::Service::new(),
            agentwallex: agentwallex::Service::new(now),
        }
    }

    /// Lets the operation take effect and says what the service answers.
    pub(crate) fn answer(
        &mut self,
        route: &Route,
        request: &Request,
        faults: &ServiceFaults,
        now: Timestamp,
        books: &mut Books,
    ) -> Response {
        let Some(provider) = route.provider else {
            let ids: Vec<&str> = ProviderId::ALL.iter().map(|id| id.as_str()).collect();
            let message = format!("no such service here, expected /<{}>/... or /_sandbox/...", ids.join("|"));
            return Response::json(404, &json!({"error": "not_found", "message": message}));
        };
        let wish = wish(request);
        if let Some(status) = wish.as_deref().and_then(|code| code.parse().ok())
            && (400..=599).contains(&status)
        {
            return refusal(Some(provider), status, books.settings);
        }
        let operation = route.operation.unwrap_or_default();
        let path = route.path.iter().map(String::as_str).collect();
        let call = Call { operation, path, request, faults, wish };
        let mut desk = books.desk(provider, operation, now);
        match provider {
            ProviderId::AgentPay => self.agentpay.answer(&call, &mut desk),
            ProviderId::AgentTech => self.agenttech.answer(&call, &mut desk),
            ProviderId::PayI => self.payi.answer(&call, &mut desk),
            ProviderId::AgenticPencil => self.agenticpencil.answer(&call, &mut desk),
            ProviderId::AgentWallex => self.agentwallex.answer(&call, &mut desk),
        }
    }

    /// Puts money or credits on an account; false when there is no such account, or nothing to put on it.
    pub(crate) fn top_up(
        &mut self,
        provider: ProviderId,
        account: &str,
        amount: Decimal,
        now: Timestamp,
        books: &mut Books,
    ) -> bool {
        let whole = amount.is_integer().then(|| amount.to_u64()).flatten();
        match provider {
            ProviderId::AgentPay => {
                // A debt that is paid by this is the effect of the consume that could not be paid.
                let mut desk = books.desk(provider, "consume", now);
                whole.is_some_and(|cents| self.agentpay.top_up(account, cents, &mut desk))
            }
            ProviderId::AgentTech => self.agenttech.top_up(account, amount),
            ProviderId::PayI => false,
            ProviderId::AgenticPencil => {
                whole.is_some_and(|credits| self.agenticpencil.top_up(account, credits))
            }
            ProviderId::AgentWallex => self.agentwallex.top_up(account, amount),
        }
    }
}

/// The error that a service sends with this status; faults use it when the plan gives no body.
pub(crate) fn refusal(provider: Option<ProviderId>, status: u16, settings: Settings) -> Response {
    match provider {
        None => gateway_page(status),
        Some(ProviderId::AgentPay) => agentpay::refusal(status),
        Some(ProviderId::AgentTech) => agenttech::refusal(status),
        Some(ProviderId::PayI) => payi::refusal(status),
        Some(ProviderId::AgenticPencil) => agenticpencil::refusal(status, settings.agenticpencil_envelope),
        Some(ProviderId::AgentWallex) => agentwallex::refusal(status),
    }
}

/// A proxy in front of a service responds with a page, not with the service's JSON.
pub(crate) fn gateway_page(status: u16) -> Response {
    let reason = crate::http::reason(status);
    Response {
        status,
        headers: vec![("Content-Type".to_owned(), "text/html".to_owned())],
        body: format!("<html><body><h1>{status} {reason}</h1></body></html>").into_bytes(),
    }
}

/// The credentials of one service, named as the client's options.
pub(crate) fn credentials(provider: ProviderId) -> Value {
    match provider {
        ProviderId::AgentPay => agentpay::credentials(),
        ProviderId::AgentTech => agenttech::credentials(),
        ProviderId::PayI => payi::credentials(),
        ProviderId::AgenticPencil => agenticpencil::credentials(),
        ProviderId::AgentWallex => agentwallex::credentials(),
    }
}

/// The code in the first `sandbox:<code>` of the query, the path, the body or the header `X-Sandbox-Answer`.
fn wish(request: &Request) -> Option<String> {
    if let Some(code) = request.header("x-sandbox-answer") {
        return Some(code.to_owned());
    }
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    [decode(request.path()), decode(request.query()), request.body_text()].iter().find_map(|text| {
        let (_, after) = text.split_once("sandbox:")?;
        let code: String =
            after.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
        (!code.is_empty()).then_some(code)
    })
}
