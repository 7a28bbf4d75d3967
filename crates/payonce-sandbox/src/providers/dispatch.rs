//! Finds the operation of a request, and passes it to its service.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::{agenticpencil, agentpay, agenttech, agentwallex, from_file, payi};
use crate::catalog::ProviderId;
use crate::declared::{Operation, ProviderFile, Responses};
use crate::http::{Request, Response};
use crate::service::{Account, Books, Call, ServiceFaults, Settings, gateway_page};

/// The service and the operation of a request.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) provider: Option<ProviderId>,
    pub(crate) operation: Option<&'static str>,
    /// The decoded segments after the provider's own.
    path: Vec<String>,
    /// The file that describes the service, or extends it.
    file: Option<Arc<ProviderFile>>,
}

impl Route {
    pub(crate) fn of(request: &Request, files: &[Arc<ProviderFile>]) -> Self {
        let name = request.segments(0).into_iter().next().unwrap_or_default();
        let file = files.iter().find(|file| file.id().as_str() == name).cloned();
        let provider = ProviderId::parse(&name).or_else(|| file.as_ref().map(|file| file.id()));
        let path = request.segments(1);
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let operation = match provider {
            None => None,
            Some(ProviderId::File(_)) => file.as_ref().and_then(|file| called(file, request, &path)),
            Some(ProviderId::AgentPay) => agentpay::operation(request, &parts),
            Some(ProviderId::AgentTech) => agenttech::operation(request, &parts),
            Some(ProviderId::Payi) => payi::operation(request, &parts),
            Some(ProviderId::AgenticPencil) => agenticpencil::operation(request, &parts),
            Some(ProviderId::AgentWallex) => agentwallex::operation(request, &parts),
        };
        Self { provider, operation, path, file }
    }

    /// The parameters of the query that choose the page of a list, besides the usual ones.
    pub(crate) fn paging(&self) -> Vec<&str> {
        let file = self.file.as_ref().zip(self.operation);
        file.and_then(|(file, operation)| file.operation(operation))
            .map_or_else(Vec::new, |operation| operation.paging())
    }

    /// Whether the request calls an operation that may change something.
    pub(crate) fn changes_something(&self, request: &Request) -> bool {
        let reads = matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS")
            || self.operation == Some("validate_api_key")
            || self.declared_operation().is_some_and(Operation::is_read);
        self.operation.is_some() && !reads
    }

    /// Whether each request makes a change of its own, so that a second one does not repeat the first.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.declared_operation().is_some_and(Operation::is_idempotent)
    }

    fn declared_operation(&self) -> Option<&Operation> {
        self.file.as_ref().filter(|_| self.is_declared())?.operation(self.operation?)
    }

    /// The responses of the file.
    fn responses(&self) -> Option<Responses<'_>> {
        Some(Responses::of(self.file.as_ref()?, self.operation.unwrap_or_default()))
    }

    /// Whether a file describes the whole service.
    fn is_declared(&self) -> bool {
        matches!(self.provider, Some(ProviderId::File(_)))
    }
}

/// The operation of a file that a request calls: of several that match, the one whose path has the most text.
fn called(file: &ProviderFile, request: &Request, path: &[String]) -> Option<&'static str> {
    let matching =
        file.declared().iter().filter(|operation| operation.matched(&request.method, path).is_some());
    let most = matching.clone().map(|operation| operation.literal_segments()).max()?;
    let mut best = matching.filter(|operation| operation.literal_segments() == most);
    let first = best.clone().next()?;
    // Operations with one address differ in the members of the body that are always the same.
    let body = request.json().unwrap_or_default();
    let has_fixed = |name: &str, value: &Value| body.get(name) == Some(value);
    let fixed = best.find(|operation| {
        !operation.fixed.is_empty() && operation.fixed.iter().all(|(name, value)| has_fixed(name, value))
    });
    Some(fixed.unwrap_or(first).name)
}

/// All services and their state.
#[derive(Debug)]
pub(crate) struct Providers {
    agentpay: agentpay::Service,
    agenttech: agenttech::Service,
    payi: payi::Service,
    agenticpencil: agenticpencil::Service,
    agentwallex: agentwallex::Service,
    files: BTreeMap<ProviderId, from_file::Service>,
}

impl Providers {
    pub(crate) fn new(now: Timestamp, files: &[Arc<ProviderFile>]) -> Self {
        let files = files.iter().filter(|file| !file.extends_built_in());
        Self {
            files: files.map(|file| (file.id(), from_file::Service::new(Arc::clone(file)))).collect(),
            agentpay: agentpay::Service::new(),
            agenttech: agenttech::Service::new(),
            payi: payi::Service::new(now),
            agenticpencil: agenticpencil::Service::new(),
            agentwallex: agentwallex::Service::new(now),
        }
    }

    /// Marks a request whose response takes time as running.
    pub(crate) fn begin(&mut self, route: &Route, request: &Request, number: u64, now: Timestamp) {
        if let Some((service, operation)) = self.declared(route) {
            service.begin(operation, request, &route.path, number, now);
        }
    }

    /// The request with this number does not run any more.
    pub(crate) fn end(&mut self, route: &Route, number: u64) {
        if let Some((service, _)) = self.declared(route) {
            service.end(number);
        }
    }

    /// The request took effect, and its service responds with this 5xx.
    pub(crate) fn failed(&mut self, route: &Route, request: &Request, response: &Response) {
        if let Some((service, operation)) = self.declared(route) {
            service.failed(operation, request, &route.path, response);
        }
    }

    fn declared(&mut self, route: &Route) -> Option<(&mut from_file::Service, &'static str)> {
        Some((self.files.get_mut(&route.provider?)?, route.operation?))
    }

    /// Runs the operation and returns the response of its service. `number` is that of the request.
    pub(crate) fn respond(
        &mut self,
        route: &Route,
        (request, number): (&Request, u64),
        faults: &ServiceFaults,
        now: Timestamp,
        books: &mut Books,
    ) -> Response {
        let Some(provider) = route.provider else {
            let ids = ProviderId::ALL.iter().chain(self.files.keys());
            let ids: Vec<&str> = ids.map(|id| id.as_str()).collect();
            let message = format!("no such service here, expected /<{}>/... or /_sandbox/...", ids.join("|"));
            return Response::json(404, &json!({"error": "not_found", "message": message}));
        };
        let wish = wish(request, route.is_declared());
        if let Some(status) = wish.as_deref().and_then(|code| code.parse().ok())
            && (400..=599).contains(&status)
        {
            return refusal(route, status, books.settings);
        }
        if let (false, Some(responses), Some(code)) =
            (route.is_declared(), route.responses(), wish.as_deref())
            && let Some(response) = responses.with_code(code)
        {
            return response;
        }
        let operation = route.operation.unwrap_or_default();
        let path = route.path.iter().map(String::as_str).collect();
        let call = Call { number, operation, path, request, faults, wish };
        let mut desk = books.desk(provider, operation, now);
        match provider {
            ProviderId::AgentPay => self.agentpay.respond(&call, &mut desk),
            ProviderId::AgentTech => self.agenttech.respond(&call, &mut desk),
            ProviderId::Payi => self.payi.respond(&call, &mut desk),
            ProviderId::AgenticPencil => self.agenticpencil.respond(&call, &mut desk),
            ProviderId::AgentWallex => self.agentwallex.respond(&call, &mut desk),
            ProviderId::File(_) => match self.files.get_mut(&provider) {
                Some(service) => service.respond(&call, &mut desk),
                None => gateway_page(404),
            },
        }
    }

    /// The accounts of all services, in the order of the services.
    pub(crate) fn accounts(&self) -> Vec<(ProviderId, Account)> {
        let of =
            |provider, accounts: Vec<Account>| accounts.into_iter().map(move |account| (provider, account));
        of(ProviderId::AgentWallex, self.agentwallex.accounts())
            .chain(of(ProviderId::AgentPay, self.agentpay.accounts()))
            .chain(of(ProviderId::AgentTech, self.agenttech.accounts()))
            .chain(of(ProviderId::AgenticPencil, self.agenticpencil.accounts()))
            .chain(of(ProviderId::Payi, self.payi.accounts()))
            .collect()
    }

    /// The credentials that requests can have, all of them the simulator's own.
    pub(crate) fn credentials(&self) -> Vec<String> {
        let announced = ProviderId::ALL.into_iter().map(credentials);
        let values = announced.flat_map(|options| match options {
            Value::Object(options) => options.into_iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        });
        let texts = values.filter_map(|value| value.as_str().map(str::to_owned));
        let keys = self.accounts().into_iter().map(|(_, account)| account.id);
        let of_files = self.files.values().filter_map(|service| service.credential().map(str::to_owned));
        let read_only = std::iter::once(agentwallex::READ_ONLY_KEY.to_owned());
        texts.chain(keys).chain(self.agenttech.credentials()).chain(of_files).chain(read_only).collect()
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
            ProviderId::Payi | ProviderId::File(_) => false,
            ProviderId::AgenticPencil => {
                whole.is_some_and(|credits| self.agenticpencil.top_up(account, credits))
            }
            ProviderId::AgentWallex => self.agentwallex.top_up(account, amount),
        }
    }
}

/// The error that a service sends with this status; faults use it when the plan gives no body.
pub(crate) fn refusal(route: &Route, status: u16, settings: Settings) -> Response {
    match route.provider {
        None => gateway_page(status),
        Some(ProviderId::File(_)) => {
            route.responses().map_or_else(|| gateway_page(status), |responses| responses.refusal(status))
        }
        Some(ProviderId::AgentPay) => agentpay::refusal(status),
        Some(ProviderId::AgentTech) => agenttech::refusal(status),
        Some(ProviderId::Payi) => payi::refusal(status),
        Some(ProviderId::AgenticPencil) => agenticpencil::refusal(status, settings.agenticpencil_envelope),
        Some(ProviderId::AgentWallex) => agentwallex::refusal(status),
    }
}

/// The error of a service that a file describes, with what a fault plan gives of it. Nothing for the five services.
pub(super) fn declared_error(
    route: &Route,
    status: u16,
    code: Option<&Value>,
    message: Option<&Value>,
) -> Option<Response> {
    let responses = route.responses().filter(|_| route.is_declared())?;
    Some(responses.error(status, code, message))
}

/// The credentials of one of the five services, named as the client's options.
pub(crate) fn credentials(provider: ProviderId) -> Value {
    match provider {
        ProviderId::File(_) => json!({}),
        ProviderId::AgentPay => agentpay::credentials(),
        ProviderId::AgentTech => agenttech::credentials(),
        ProviderId::Payi => payi::credentials(),
        ProviderId::AgenticPencil => agenticpencil::credentials(),
        ProviderId::AgentWallex => agentwallex::credentials(),
    }
}

/// The code in the first `sandbox:<code>` of the query, the path, the body or the header `X-Sandbox-Response`. The body of a
/// service from a file can be a form, and its codes can contain `-` and `.`.
fn wish(request: &Request, is_declared: bool) -> Option<String> {
    if let Some(code) = request.header("x-sandbox-response") {
        return Some(code.to_owned());
    }
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let body = request.body_text();
    let body = if is_declared { decode(&body) } else { body };
    let is_letter = |letter: &char| {
        letter.is_ascii_alphanumeric() || *letter == '_' || (is_declared && matches!(letter, '-' | '.'))
    };
    [decode(request.path()), decode(request.query()), body].iter().find_map(|text| {
        let (_, after) = text.split_once("sandbox:")?;
        let code: String = after.chars().take_while(is_letter).collect();
        (!code.is_empty()).then_some(code)
    })
}
