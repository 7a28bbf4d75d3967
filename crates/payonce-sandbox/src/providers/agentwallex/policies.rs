//! Policies as objects; `rules` decides what they forbid.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::Refusal;
use super::responses::{CallResult, deleted, page_of};
use super::rules::KINDS;
use super::state::{Policy, Rules, Service};
use crate::clock::rfc3339;
use crate::http::Response;
use crate::ledger::Entry;
use crate::service::{Call, Desk, FieldError, Fields, MISSING};

impl Policy {
    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "agent_id": self.agent_id,
            "type": self.kind,
            "rules": self.written,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        })
    }
}

fn read_rules(body: &Value) -> Result<(Rules, Value), Refusal> {
    match Fields::of(body).get("rules") {
        None => Err(FieldError::new("rules", MISSING).into()),
        Some(rules) if rules.is_object() => Ok((Rules::read(rules)?, rules.clone())),
        Some(_) => Err(FieldError::new("rules", "must be an object").into()),
    }
}

impl Service {
    fn policy(&self, id: &str) -> Result<&Policy, Refusal> {
        self.policies.iter().find(|policy| policy.id == id).ok_or_else(|| Refusal::not_found("policy", id))
    }

    pub(super) fn create_policy(&mut self, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let fields = Fields::of(body);
        let agent_id = fields.needed_text("agent_id")?;
        let kind = fields.needed_text("type")?;
        let Some(kind) = KINDS.into_iter().find(|known| *known == kind) else {
            return Err(Refusal::invalid(format!("type must be one of {}", KINDS.join(", "))));
        };
        let (rules, written) = read_rules(body)?;
        self.agent(agent_id)?;
        let at = rfc3339(desk.now);
        let policy = Policy {
            id: desk.ids.next("pol_"),
            agent_id: agent_id.to_owned(),
            kind,
            rules,
            written,
            created_at: at.clone(),
            updated_at: at,
        };
        desk.record(&Entry {
            account: agent_id,
            amount: Decimal::ONE,
            unit: "policy",
            key: None,
            reference: Some(&policy.id),
        });
        let response = Response::json(201, &policy.json());
        self.policies.push(policy);
        Ok(response)
    }

    pub(super) fn get_policy(&self, id: &str) -> CallResult {
        Ok(Response::json(200, &self.policy(id)?.json()))
    }

    pub(super) fn list_policies(&self, call: &Call<'_>) -> CallResult {
        let agent = call.request.query_value("agent_id");
        let policies = self
            .policies
            .iter()
            .rev()
            .filter(|policy| agent.as_deref().is_none_or(|agent| agent == policy.agent_id))
            .map(Policy::json)
            .collect();
        page_of(call, policies)
    }

    pub(super) fn update_policy(&mut self, id: &str, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        self.policy(id)?;
        let (rules, written) = read_rules(body)?;
        let policy = self
            .policies
            .iter_mut()
            .find(|policy| policy.id == id)
            .ok_or_else(|| Refusal::not_found("policy", id))?;
        policy.rules = rules;
        policy.written = written;
        policy.updated_at = rfc3339(desk.now);
        Ok(Response::json(200, &policy.json()))
    }

    pub(super) fn delete_policy(&mut self, id: &str) -> CallResult {
        self.policy(id)?;
        self.policies.retain(|policy| policy.id != id);
        deleted(id)
    }
}
