//! AgentPay: balances in cents, each usage event charged once, and debts that block a key.
//!
//! The vendor publishes no paths, so these are ours: `POST /v1/consume` and `POST /v1/validate_api_key`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::ledger::Entry;
use crate::service::{Account, Call, Desk, FieldError, Fields, MISSING, gateway_page};

const SERVICE_TOKEN: &str = "agentpay_sandbox_service_token";
const USER_KEY: &str = "agentpay_sandbox_user_key";
/// What a user may spend at each server before paying.
const FREE_CENTS: u64 = 100;

pub(crate) fn credentials() -> Value {
    json!({"service_token": SERVICE_TOKEN, "user_api_key": USER_KEY})
}

pub(crate) fn operation(request: &Request, path: &[&str]) -> Option<&'static str> {
    match (request.method.as_str(), path) {
        ("POST", ["v1", "consume"]) => Some("consume"),
        ("POST", ["v1", "validate_api_key"]) => Some("validate_api_key"),
        _ => None,
    }
}

#[derive(Debug)]
struct User {
    paid_cents: u64,
    free_cents: u64,
    revoked: bool,
    /// The event that could not be paid; until it is, the key is blocked.
    debt: Option<(String, u64)>,
}

impl User {
    fn new(paid_cents: u64, free_cents: u64) -> Self {
        Self { paid_cents, free_cents, revoked: false, debt: None }
    }

    fn balance(&self) -> u64 {
        self.paid_cents.saturating_add(self.free_cents)
    }

    /// Free credit goes first.
    fn charge(&mut self, cents: u64) -> bool {
        if cents > self.balance() {
            return false;
        }
        let free = cents.min(self.free_cents);
        self.free_cents -= free;
        self.paid_cents -= cents - free;
        true
    }
}

#[derive(Debug)]
struct Event {
    user: String,
    cents: u64,
}

#[derive(Debug)]
pub(crate) struct Service {
    users: BTreeMap<String, User>,
    /// What was charged, by usage event.
    events: BTreeMap<String, Event>,
}

/// Why nothing was charged: code and words.
struct Failure(&'static str, &'static str);

const INVALID_KEY: Failure = Failure("INVALID_API_KEY", "The API key is not recognized or was deactivated.");
const SHORT: Failure = Failure("INSUFFICIENT_FUNDS", "The balance is too low for this charge.");
const OWING: Failure =
    Failure("OUTSTANDING_PAYMENT", "An earlier charge is still outstanding, top up to reactivate the key.");
const CONFLICT: Failure =
    Failure("USAGE_EVENT_ID_CONFLICT", "This usage_event_id was already used with other parameters.");
const LIMITED: Failure = Failure("SERVER_RATE_LIMITED", "Too many calls with this service token.");

impl Service {
    pub(crate) fn new() -> Self {
        let revoked = User { revoked: true, ..User::new(1000, 0) };
        let users = [
            (USER_KEY, User::new(100_000, FREE_CENTS)),
            ("agentpay_sandbox_poor_user_key", User::new(0, FREE_CENTS)),
            ("agentpay_sandbox_empty_user_key", User::new(0, 0)),
            ("agentpay_sandbox_revoked_user_key", revoked),
        ];
        Self {
            users: users.into_iter().map(|(key, user)| (key.to_owned(), user)).collect(),
            events: BTreeMap::new(),
        }
    }

    pub(crate) fn respond(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> Response {
        if call.operation.is_empty() {
            return error(404, "NOT_FOUND", "no such endpoint");
        }
        if call.request.bearer() != Some(SERVICE_TOKEN) || call.wishes("INVALID_SERVICE_TOKEN") {
            return refusal(401);
        }
        let Ok(body) = call.request.json() else {
            return error(400, "INVALID_REQUEST", "the request body is not valid JSON");
        };
        let response = match call.operation {
            "consume" => self.consume(call, Fields::of(&body), desk),
            _ => self.validate(call, Fields::of(&body)),
        };
        response.unwrap_or_else(|wrong| {
            error(400, "INVALID_REQUEST", &format!("{} {}", wrong.field, wrong.problem))
        })
    }

    fn consume(
        &mut self,
        call: &Call<'_>,
        fields: Fields<'_>,
        desk: &mut Desk<'_>,
    ) -> Result<Response, FieldError> {
        let key = fields.needed_text("api_key")?;
        let cents = fields.whole("amount_cents")?.ok_or(FieldError::new("amount_cents", MISSING))?;
        let cents =
            u64::try_from(cents).map_err(|_| FieldError::new("amount_cents", "must not be negative"))?;
        let event = fields.needed_text("usage_event_id")?;
        let wished =
            [INVALID_KEY, SHORT, OWING, CONFLICT, LIMITED].into_iter().find(|failure| call.wishes(failure.0));
        let charged = match wished {
            Some(failure) => Err(failure),
            None => self.charge(key, cents, event, desk),
        };
        Ok(Response::json(
            200,
            &match charged {
                Ok(balance) => json!({
                    "success": true,
                    "remaining_balance_cents": balance,
                    "error_code": null,
                    "error_message": null,
                }),
                Err(Failure(code, message)) => json!({
                    "success": false,
                    "remaining_balance_cents": null,
                    "error_code": code,
                    "error_message": message,
                }),
            },
        ))
    }

    fn charge(&mut self, key: &str, cents: u64, event: &str, desk: &mut Desk<'_>) -> Result<u64, Failure> {
        let user = self.users.get_mut(key).filter(|user| !user.revoked).ok_or(INVALID_KEY)?;
        if let Some(earlier) = self.events.get(event) {
            return if earlier.user == key && earlier.cents == cents {
                Ok(user.balance())
            } else {
                Err(CONFLICT)
            };
        }
        match &user.debt {
            // The same event again is the same refusal, not a second debt.
            Some((owed, amount)) if owed == event => {
                return Err(if *amount == cents { SHORT } else { CONFLICT });
            }
            Some(_) => return Err(OWING),
            None => {}
        }
        if !user.charge(cents) {
            user.debt = Some((event.to_owned(), cents));
            return Err(SHORT);
        }
        let balance = user.balance();
        self.charged(key, cents, event, desk);
        Ok(balance)
    }

    fn charged(&mut self, key: &str, cents: u64, event: &str, desk: &mut Desk<'_>) {
        self.events.insert(event.to_owned(), Event { user: key.to_owned(), cents });
        desk.record(&Entry {
            account: key,
            amount: Decimal::from(cents),
            unit: "cents",
            key: Some(event),
            reference: Some(event),
        });
    }

    pub(crate) fn accounts(&self) -> Vec<Account> {
        let account = |(key, user): (&String, &User)| {
            let label = key.strip_prefix("agentpay_sandbox_").and_then(|rest| rest.strip_suffix("_key"));
            let owed = user.debt.as_ref().map(|(event, cents)| format!("owes {cents} cents for {event}"));
            Account {
                id: key.clone(),
                label: label.unwrap_or("user").to_owned(),
                balance: Some(user.balance().into()),
                unit: "cents".to_owned(),
                note: owed.or_else(|| user.revoked.then(|| "revoked".to_owned())),
                can_top_up: true,
            }
        };
        self.users.iter().map(account).collect()
    }

    /// Puts money on a key; what is owed is paid out of it first.
    pub(crate) fn top_up(&mut self, key: &str, cents: u64, desk: &mut Desk<'_>) -> bool {
        let Some(user) = self.users.get_mut(key) else { return false };
        user.paid_cents = user.paid_cents.saturating_add(cents);
        if let Some((event, owed)) = user.debt.take() {
            if user.charge(owed) {
                self.charged(key, owed, &event, desk);
            } else {
                user.debt = Some((event, owed));
            }
        }
        true
    }

    fn validate(&self, call: &Call<'_>, fields: Fields<'_>) -> Result<Response, FieldError> {
        let key = fields.needed_text("api_key")?;
        let wished = ["invalid_key", "outstanding_payment", "insufficient_balance"]
            .into_iter()
            .find(|reason| call.wishes(reason));
        let reason = wished.or_else(|| match self.users.get(key) {
            None => Some("invalid_key"),
            Some(user) if user.revoked => Some("invalid_key"),
            Some(user) if user.debt.is_some() => Some("outstanding_payment"),
            Some(user) if user.balance() == 0 => Some("insufficient_balance"),
            Some(_) => None,
        });
        Ok(Response::json(200, &json!({"is_valid": reason.is_none(), "invalid_reason": reason})))
    }
}

fn error(status: u16, code: &str, message: &str) -> Response {
    Response::json(status, &json!({"success": false, "error_code": code, "error_message": message}))
}

pub(crate) fn refusal(status: u16) -> Response {
    match status {
        400 => error(400, "INVALID_REQUEST", "the request is invalid"),
        401 => error(401, "INVALID_SERVICE_TOKEN", "the service token is invalid"),
        429 => error(429, LIMITED.0, LIMITED.1).with_header("Retry-After", "1"),
        500 => error(500, "INTERNAL_ERROR", "an internal error occurred"),
        _ => gateway_page(status),
    }
}
