//! Registers accounts and sells plans.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::accounts::{Account, Plan};
use super::errors::Failure;
use super::state::Service;
use crate::clock::rfc3339;
use crate::http::Response;
use crate::ledger::Entry;
use crate::service::{Desk, Envelope, Fields};

impl Service {
    pub(super) fn register(&mut self, body: &Value, desk: &mut Desk<'_>) -> Result<Response, Failure> {
        let email =
            Fields::of(body).needed_text("email").map_err(|_| Failure::missing("email", &["email"]))?;
        if !email.contains('@') {
            return Err(Failure::wrong_format("email", &json!(email), "name@example.com"));
        }
        if self.accounts.iter().any(|account| account.email.as_deref() == Some(email)) {
            return Err(Failure::already_exists());
        }
        let mut account = Account::new(&format!("ap_{}", desk.ids.hex(32)), Plan::Free);
        account.email = Some(email.to_owned());
        desk.record(&Entry {
            account: &account.key,
            amount: Decimal::ONE,
            unit: "key",
            key: None,
            reference: Some(email),
        });
        let prefix: String = account.key.chars().take(10).collect();
        let data = json!({
            "api_key": account.key,
            "key_prefix": prefix,
            "plan": "free",
            "credits": 50,
            "rate_limit": "10 requests/minute",
            "warning": "Store this key now, it is not shown again.",
        });
        self.accounts.push(account);
        Ok(Response::json(201, &json!({"success": true, "data": data})))
    }

    pub(super) fn checkout(
        &mut self,
        index: usize,
        body: &Value,
        envelope: Envelope,
        desk: &mut Desk<'_>,
    ) -> Result<Response, Failure> {
        let fields = Fields::of(body);
        let wrong = |error: crate::service::FieldError| {
            Failure::wrong_format(&error.field, &Value::Null, error.problem)
        };
        let plan = fields.text("plan").map_err(wrong)?;
        let (plan, price) = match plan {
            None if envelope == Envelope::Server => (Plan::Pro, 29),
            None => return Err(Failure::missing("plan", &["plan", "success_url", "cancel_url"])),
            Some("pro") => (Plan::Pro, 29),
            Some("scale") => (Plan::Scale, 99),
            Some(_) => {
                return Err(Failure::billing(
                    "INVALID_PLAN",
                    400,
                    "Invalid plan",
                    "Plan must be pro or scale",
                ));
            }
        };
        for name in ["success_url", "cancel_url"] {
            match fields.text(name).map_err(wrong)? {
                None if envelope == Envelope::Server => {}
                None => return Err(Failure::missing(name, &["plan", "success_url", "cancel_url"])),
                Some(url) if url.starts_with("https://") || url.starts_with("http://") => {}
                Some(_) => {
                    return Err(Failure::billing("INVALID_URL", 400, "Invalid URL", "URLs must be absolute"));
                }
            }
        }
        if fields.text("promo_code").map_err(wrong)?.is_some_and(|code| code != "SANDBOX20") {
            let message = "The promo code is invalid or has expired";
            return Err(Failure::billing("PROMO_CODE_INVALID", 400, "Invalid promo code", message));
        }
        let account = self.accounts.get(index).ok_or_else(Failure::invalid_key)?;
        if account.plan == plan {
            let message = "This account already has that plan";
            return Err(Failure::billing("ALREADY_SUBSCRIBED", 409, "Already subscribed", message));
        }
        let session = desk.ids.next("cs_");
        desk.record(&Entry {
            account: &account.key,
            amount: Decimal::ONE,
            unit: "checkout",
            key: None,
            reference: Some(&session),
        });
        let url = format!("https://checkout.invalid/{session}");
        if envelope == Envelope::Server {
            let data = json!({"checkout_url": url, "plan": plan.name(), "price": price});
            return Ok(Response::json(200, &json!({"success": true, "data": data})));
        }
        let cycle = fields.text("billing_cycle").map_err(wrong)?.unwrap_or("monthly");
        let data = json!({
            "checkout_url": url,
            "session_id": session,
            "plan_details": {
                "plan_name": plan.name(),
                "credits_monthly": plan.credits(),
                "rate_limit": format!("{} requests/minute", plan.per_minute()),
                "price": {"amount": price, "currency": "usd", "formatted": format!("${price}.00")},
                "billing_cycle": cycle,
            },
            "expiry_time": rfc3339(desk.now + jiff::SignedDuration::from_hours(24)),
        });
        Ok(Response::json(200, &json!({"status": "success", "data": data})))
    }
}
