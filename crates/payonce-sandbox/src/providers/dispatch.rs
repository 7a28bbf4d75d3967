//! Finds the operation of a request, and passes it to its service.

use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::{agenticpencil, agentpay, agenttech, agentwallex, payi};
use crate::catalog::ProviderId;
use crate::http::{Request, Response};
use crate::service::{Books, Call, ServiceFaults, Settings, gateway_page};

/// The service and the operation of a request.
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
            Some(ProviderId::Payi) => payi::operation(request, &parts),
            Some(ProviderId::AgenticPencil) => agenticpencil::operation(request, &parts),
            Some(ProviderId::AgentWallex) => agentwallex::operation(request, &parts),
        };
        Self { provider, operation, path }
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

    /// Runs the operation and returns the response of its service.
    pub(crate) fn respond(
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
            ProviderId::AgentPay => self.agentpay.respond(&call, &mut desk),
            ProviderId::AgentTech => self.agenttech.respond(&call, &mut desk),
            ProviderId::Payi => self.payi.respond(&call, &mut desk),
            ProviderId::AgenticPencil => self.agenticpencil.respond(&call, &mut desk),
            ProviderId::AgentWallex => self.agentwallex.respond(&call, &mut desk),
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
            ProviderId::Payi => false,
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
        Some(ProviderId::Payi) => payi::refusal(status),
        Some(ProviderId::AgenticPencil) => agenticpencil::refusal(status, settings.agenticpencil_envelope),
        Some(ProviderId::AgentWallex) => agentwallex::refusal(status),
    }
}

/// The credentials of one service, named as the client's options.
pub(crate) fn credentials(provider: ProviderId) -> Value {
    match provider {
        ProviderId::AgentPay => agentpay::credentials(),
        ProviderId::AgentTech => agenttech::credentials(),
        ProviderId::Payi => payi::credentials(),
        ProviderId::AgenticPencil => agenticpencil::credentials(),
        ProviderId::AgentWallex => agentwallex::credentials(),
    }
}

/// The code in the first `sandbox:<code>` of the query, the path, the body or the header `X-Sandbox-Response`.
fn wish(request: &Request) -> Option<String> {
    if let Some(code) = request.header("x-sandbox-response") {
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
