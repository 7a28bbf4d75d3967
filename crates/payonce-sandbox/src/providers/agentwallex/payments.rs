//! Transactions.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::agents::{check_address, check_awake, check_chain, check_token};
use super::errors::Refusal;
use super::responses::{CallResult, page_of};
use super::rules::Attempt;
use super::state::{Service, Spending, Status, Transaction};
use crate::clock::rfc3339;
use crate::faults::MemoChange;
use crate::http::Response;
use crate::ledger::Entry;
use crate::service::{Call, Desk, FieldError, Fields, kept_memo};

/// How long `sandbox:pending` keeps a transaction pending.
const PENDING: SignedDuration = SignedDuration::from_secs(2);

impl Transaction {
    fn status(&self) -> &'static str {
        match self.status {
            Status::Pending { .. } => "pending",
            Status::Confirmed => "confirmed",
            Status::Failed => "failed",
        }
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "hash": self.hash,
            "agent_id": self.agent_id,
            "direction": "outbound",
            "type": "transfer",
            "from_address": self.from_address,
            "to_address": self.to_address,
            "amount": self.amount,
            "token": self.token,
            "chain": self.chain,
            // The simulated account pays its chain fees elsewhere, so that balances stay easy to follow.
            "fee": "0.00",
            "status": self.status(),
            (self.memo_name): self.memo,
            "created_at": self.created_at,
        })
    }
}

impl Service {
    /// Brings pending transactions whose time has come to their end; a failed one gives its money back.
    pub(super) fn settle(&mut self, now: Timestamp) {
        for transaction in &mut self.transactions {
            if let Status::Pending { until: Some(until), fails } = transaction.status
                && until <= now
            {
                transaction.status = if fails { Status::Failed } else { Status::Confirmed };
                if fails && let Some(agent) = self.agents.iter_mut().find(|a| a.id == transaction.agent_id) {
                    agent.deposit(&transaction.token, transaction.amount);
                }
            }
        }
    }

    pub(super) fn send(&mut self, call: &Call<'_>, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let fields = Fields::of(body);
        let agent_id = fields.needed_text("agent_id")?;
        for (name, only) in [("direction", "outbound"), ("type", "transfer")] {
            if fields.needed_text(name)? != only {
                return Err(Refusal::invalid(format!("{name} must be \"{only}\"")));
            }
        }
        let to = fields.needed_text("to_address")?;
        let amount = fields.needed_amount("amount")?;
        let token = fields.needed_text("token")?;
        let chain = fields.needed_text("chain")?;
        let memo = fields.text("memo")?;

        let agent = self.agent(agent_id)?;
        check_awake(agent)?;
        check_chain(chain)?;
        check_token(token, chain)?;
        check_address("to_address", to)?;
        if let Some(from) = fields.text("from_address")?
            && !from.eq_ignore_ascii_case(&agent.address)
        {
            return Err(Refusal::invalid("from_address is not the agent's wallet".into()));
        }
        let address = agent.address.clone();
        let attempt =
            Attempt { agent_id, to, amount, token, now: desk.now, approved: call.wishes("approved") };
        self.check_policies(&attempt)?;

        let later = Some(desk.now + PENDING);
        let status = match call.wish.as_deref() {
            Some("pending") => Status::Pending { until: later, fails: false },
            Some("pending_forever") => Status::Pending { until: None, fails: false },
            Some("pending_failed") => Status::Pending { until: later, fails: true },
            Some("failed") => Status::Failed,
            _ => Status::Confirmed,
        };
        let fails = matches!(status, Status::Failed | Status::Pending { fails: true, .. });
        if status != Status::Failed {
            self.agent_mut(agent_id)?.withdraw(token, amount)?;
        }
        let transaction = Transaction {
            id: desk.ids.next("tx_"),
            hash: format!("0x{}", desk.ids.hex(64)),
            agent_id: agent_id.to_owned(),
            from_address: address,
            to_address: to.to_owned(),
            amount,
            token: token.to_owned(),
            chain: chain.to_owned(),
            status,
            memo: memo.and_then(|memo| kept_memo(memo, call.faults.memo)),
            memo_name: match call.faults.memo {
                Some((MemoChange::Rename, _)) => "note",
                _ => "memo",
            },
            created_at: rfc3339(desk.now),
        };
        // A payment that will fail never reaches a recipient, so it is not an effect, though the money is held for a while.
        if !fails {
            desk.record(&Entry {
                account: agent_id,
                amount,
                unit: token,
                key: None,
                reference: Some(memo.unwrap_or(&transaction.id)),
            });
            self.spendings.push(Spending::new(&attempt));
        }
        let response = Response::json(201, &transaction.json());
        self.transactions.push(transaction);
        Ok(response)
    }

    pub(super) fn get_transaction(&self, id: &str) -> CallResult {
        self.transactions
            .iter()
            .find(|transaction| transaction.id == id)
            .map(|transaction| Response::json(200, &transaction.json()))
            .ok_or_else(|| Refusal::not_found("transaction", id))
    }

    pub(super) fn list_transactions(&self, call: &Call<'_>) -> CallResult {
        let status = call.request.query_value("status");
        if !matches!(status.as_deref(), None | Some("pending" | "confirmed" | "failed")) {
            return Err(FieldError::new("status", "must be pending, confirmed or failed").into());
        }
        let agent = call.request.query_value("agent_id");
        let newest_first = self
            .transactions
            .iter()
            .rev()
            .filter(|transaction| {
                status.as_deref().is_none_or(|status| status == transaction.status())
                    && agent.as_deref().is_none_or(|agent| agent == transaction.agent_id)
            })
            .map(Transaction::json)
            .collect();
        page_of(call, newest_first)
    }
}
