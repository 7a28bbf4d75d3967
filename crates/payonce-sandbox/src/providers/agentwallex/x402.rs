//! x402 payments, alone and out of a session's budget.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::agents::{check_awake, check_chain};
use super::errors::Refusal;
use super::responses::{CallResult, deleted};
use super::rules::Attempt;
use super::state::{Service, Session, Spending};
use crate::clock::rfc3339;
use crate::http::Response;
use crate::ledger::Entry;
use crate::service::{Desk, FieldError, Fields, MISSING, amount_of, hex_of};

/// The price of a target, unless its address sets another one.
const USUAL_PRICE: Decimal = Decimal::from_parts(10, 0, 0, false, 2);
/// In percent.
const FEE_RATE: Decimal = Decimal::from_parts(20, 0, 0, false, 1);
const TOKEN: &str = "USDC";

impl Session {
    fn left(&self) -> Decimal {
        self.budget - self.spent
    }

    fn json(&self, now: Timestamp) -> Value {
        let status = match (self.deleted, self.expires <= now) {
            (true, _) => "deleted",
            (false, true) => "expired",
            (false, false) => "active",
        };
        let mut session = json!({
            "id": self.id,
            "agent_id": self.agent_id,
            "budget_limit": self.budget,
            "budget_spent": self.spent,
            "budget_remaining": self.left(),
            "chain": self.chain,
            "status": status,
            "expires_at": rfc3339(self.expires),
            "created_at": self.created_at,
        });
        if let (Some(urls), Some(fields)) = (&self.allowed_urls, session.as_object_mut()) {
            fields.insert("allowed_urls".to_owned(), json!(urls));
        }
        session
    }
}

/// The price of a target.
struct Price {
    amount: Decimal,
    fee: Decimal,
    /// Where it wants the money: one address per host.
    pay_to: String,
}

/// `?price=0.25` in the target's address sets what it costs.
fn price_of(target: &str) -> Result<Price, Refusal> {
    let wrong = || Refusal::from(FieldError::new("target_url", "must be an http or https URL"));
    let rest =
        target.strip_prefix("https://").or_else(|| target.strip_prefix("http://")).ok_or_else(wrong)?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty()).ok_or_else(wrong)?;
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("price="));
    let amount = match asked {
        Some(text) => amount_of("target_url price", &json!(text))?,
        None => USUAL_PRICE,
    };
    let fee = (amount * FEE_RATE / Decimal::ONE_HUNDRED)
        .round_dp_with_strategy(6, RoundingStrategy::AwayFromZero)
        .normalize();
    let seed = host.bytes().fold(402_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    Ok(Price { amount, fee, pay_to: format!("0x{}", hex_of(seed, 40)) })
}

impl Service {
    pub(super) fn pay(&mut self, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let fields = Fields::of(body);
        let agent_id = fields.needed_text("agent_id")?;
        let target = fields.needed_text("target_url")?;
        let chain = fields.text("chain")?;
        if let Some(session) = fields.text("session_id")? {
            if self.session(session)?.agent_id != agent_id {
                return Err(Refusal::not_found("session", session));
            }
            return self.pay_target(agent_id, target, chain, Some(session), desk);
        }
        self.pay_target(agent_id, target, chain, None, desk)
    }

    pub(super) fn session_pay(&mut self, id: &str, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let target = Fields::of(body).needed_text("target_url")?;
        let session = self.session(id)?;
        let (agent_id, chain) = (session.agent_id.clone(), session.chain.clone());
        self.pay_target(&agent_id, target, Some(&chain), Some(id), desk)
    }

    fn pay_target(
        &mut self,
        agent_id: &str,
        target: &str,
        chain: Option<&str>,
        session: Option<&str>,
        desk: &mut Desk<'_>,
    ) -> CallResult {
        let price = price_of(target)?;
        let agent = self.agent(agent_id)?;
        check_awake(agent)?;
        let chain = chain.unwrap_or(&agent.chain).to_owned();
        check_chain(&chain)?;
        let attempt = Attempt {
            agent_id,
            to: &price.pay_to,
            amount: price.amount,
            token: TOKEN,
            now: desk.now,
            approved: target.contains("sandbox:approved"),
        };
        self.check_policies(&attempt)?;
        match session {
            // The session's money left the wallet when it was made; only the fee is still due.
            Some(id) => {
                self.check_session(id, target, price.amount, desk.now)?;
                self.agent_mut(agent_id)?.withdraw(TOKEN, price.fee)?;
                if let Some(session) = self.sessions.iter_mut().find(|session| session.id == id) {
                    session.spent += price.amount;
                }
            }
            None => self.agent_mut(agent_id)?.withdraw(TOKEN, price.amount + price.fee)?,
        }
        let ledger_id = desk.ids.next("ldg_");
        desk.record(&Entry {
            account: agent_id,
            amount: price.amount,
            unit: TOKEN,
            key: None,
            reference: Some(&ledger_id),
        });
        self.spendings.push(Spending::new(&attempt));
        Ok(Response::json(
            200,
            &json!({
                "ledger_id": ledger_id,
                "amount": price.amount,
                "fee_amount": price.fee,
                "fee_rate": FEE_RATE,
                "token": TOKEN,
                "chain": chain,
                "status": "completed",
                "payment_signature": format!("0x{}", desk.ids.hex(130)),
            }),
        ))
    }

    fn session(&self, id: &str) -> Result<&Session, Refusal> {
        self.sessions
            .iter()
            .find(|session| session.id == id && !session.deleted)
            .ok_or_else(|| Refusal::not_found("session", id))
    }

    fn check_session(&self, id: &str, target: &str, amount: Decimal, now: Timestamp) -> Result<(), Refusal> {
        let session = self.session(id)?;
        if session.expires <= now {
            return Err(Refusal::session_expired(format!("session {id} has expired")));
        }
        if amount > session.left() {
            let left = session.left();
            return Err(Refusal::session_expired(format!("session {id} has {left} left, {amount} is asked")));
        }
        let allowed =
            session.allowed_urls.as_ref().is_none_or(|urls| urls.iter().any(|url| target.starts_with(url)));
        if allowed {
            Ok(())
        } else {
            Err(FieldError::new("target_url", "is not among the session's allowed_urls").into())
        }
    }

    pub(super) fn create_session(&mut self, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let fields = Fields::of(body);
        let agent_id = fields.needed_text("agent_id")?;
        let budget = fields.needed_amount("budget_limit")?;
        let chain = fields.needed_text("chain")?;
        let seconds = fields.whole("ttl_seconds")?.ok_or(FieldError::new("ttl_seconds", MISSING))?;
        if !(1..=365 * 24 * 3600).contains(&seconds) {
            return Err(FieldError::new("ttl_seconds", "must be from 1 second to a year").into());
        }
        let allowed_urls = fields.texts("allowed_urls")?;
        check_chain(chain)?;
        let agent = self.agent_mut(agent_id)?;
        check_awake(agent)?;
        agent.withdraw(TOKEN, budget)?;
        let session = Session {
            id: desk.ids.next("sess_"),
            agent_id: agent_id.to_owned(),
            budget,
            spent: Decimal::ZERO,
            chain: chain.to_owned(),
            allowed_urls,
            expires: desk.now + SignedDuration::from_secs(seconds),
            created_at: rfc3339(desk.now),
            deleted: false,
        };
        desk.record(&Entry {
            account: agent_id,
            amount: Decimal::ONE,
            unit: "session",
            key: None,
            reference: Some(&session.id),
        });
        let response = Response::json(201, &session.json(desk.now));
        self.sessions.push(session);
        Ok(response)
    }

    /// What was not spent goes back to the wallet.
    pub(super) fn delete_session(&mut self, id: &str) -> CallResult {
        let session = self.session(id)?;
        let (agent_id, left) = (session.agent_id.clone(), session.left());
        if let Some(session) = self.sessions.iter_mut().find(|session| session.id == id) {
            session.deleted = true;
        }
        // The agent itself may be gone by now; then so is its wallet.
        if let Ok(agent) = self.agent_mut(&agent_id) {
            agent.deposit(TOKEN, left);
        }
        deleted(id)
    }
}
