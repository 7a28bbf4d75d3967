//! What callers ask for in a round, and by which names its effects stand in the ledger.

use std::time::Duration;

use payonce::{Provider, Safety};
use payonce_core::CallOptions;
use payonce_sandbox::{Effect, ProviderId};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// The operations that faults strike: those that are asked for, and those that payonce asks for on its own.
pub const STRUCK: &[(ProviderId, &str)] = &[
    (ProviderId::AgentPay, "consume"),
    (ProviderId::Payi, "ingest.bulk_upsert"),
    (ProviderId::AgentWallex, "payments.send"),
    (ProviderId::AgentWallex, "payments.list"),
    (ProviderId::AgentWallex, "agents.get"),
    (ProviderId::AgentWallex, "x402.pay"),
    (ProviderId::AgentTech, "create_intent"),
    (ProviderId::AgentTech, "execute_intent"),
    (ProviderId::AgenticPencil, "keywords.research"),
    (ProviderId::AgenticPencil, "keywords.gaps"),
    (ProviderId::AgenticPencil, "content.audit"),
    (ProviderId::AgenticPencil, "content.recommend"),
];

/// What one new account of AgenticPencil can pay for. Its effects carry no name of the caller's, so that an account
/// does each operation once and is the name itself.
pub const RESEARCH: [&str; 4] = ["keywords.research", "keywords.gaps", "content.audit", "content.recommend"];

/// So often an intent is asked for before the order is given up.
pub const MAX_INTENTS: usize = 5;

/// An address without a listener: the lowest port of this machine belongs to an obsolete service.
pub const UNREACHABLE: &str = "http://127.0.0.1:1";

/// As many callers use one key at the same time.
pub const CROWD: usize = 30;

/// One thing that a caller asks for.
#[derive(Debug, Clone)]
pub struct Order {
    /// Who is asked.
    pub provider: Provider,
    /// For what.
    pub operation: &'static str,
    /// With these arguments, named as in the documentation of Python.
    pub arguments: Value,
    /// What `create_intent` is to be called with first; its response completes the arguments.
    pub intent: Option<Value>,
    /// The account that pays, where the caller needs one of his own.
    pub account: Option<usize>,
    /// The names of its effects in the ledger. The one of an intent or an account is known when it has been made, and
    /// that of a charge without a key of the caller's when payonce has reported the key that it generated.
    pub names: Vec<String>,
    /// The key that the caller hands over as an option.
    pub key: Option<String>,
    /// How many callers ask for this very thing at the same time, under one key.
    pub callers: usize,
    /// Whether they share one client, which then has to keep them apart.
    pub one_client: bool,
    /// Whether connections are refused to these callers, so that nothing of theirs arrives.
    pub refused: bool,
    /// When the caller loses patience and cancels.
    pub patience: Option<Duration>,
    /// Whether the caller has opted in to repeating what may have happened.
    pub careless: bool,
}

impl Order {
    fn new(provider: Provider, operation: &'static str, arguments: Value, names: Vec<String>) -> Self {
        Self {
            provider,
            operation,
            arguments,
            intent: None,
            account: None,
            names,
            key: None,
            callers: 1,
            one_client: false,
            refused: false,
            patience: None,
            careless: false,
        }
    }

    /// Whether its outcome can be found out later, by looking or by repeating it.
    #[must_use]
    pub fn can_be_settled(&self) -> bool {
        let safety = self.provider.operation(self.operation).map(|operation| operation.safety());
        safety.is_some_and(|safety| safety != Safety::Unkeyed)
    }

    /// Whether nothing but a search of the provider's lists can settle it.
    #[must_use]
    pub fn is_searched_for(&self) -> bool {
        let safety = self.provider.operation(self.operation).map(|operation| operation.safety());
        safety == Some(Safety::Reconcilable)
    }

    /// The options of the call.
    #[must_use]
    pub fn typed_options(&self) -> CallOptions {
        let mut options = CallOptions::default();
        options.idempotency_key.clone_from(&self.key);
        options.allow_duplicate = self.careless;
        options
    }

    /// The options of the call as JSON, for a caller in another language.
    #[must_use]
    pub fn options(&self) -> Map<String, Value> {
        let mut options = Map::new();
        options.extend(self.key.as_ref().map(|key| ("idempotency_key".to_owned(), json!(key))));
        options.extend(self.careless.then(|| ("allow_duplicate".to_owned(), json!(true))));
        options
    }

    /// The intent that is to be executed is there.
    pub fn complete_with(&mut self, intent: String) {
        self.arguments = json!({"intent_id": intent});
        self.names = vec![intent];
    }

    /// Whether payonce has one key for it, given or drawn. The events of `ingest.bulk_upsert` have one each, which are
    /// the caller's own.
    #[must_use]
    pub fn has_a_key(&self) -> bool {
        matches!(self.operation, "consume" | "payments.send" | "execute_intent")
    }
}

/// The orders of the round with this seed, `count` callers' worth of them.
#[must_use]
pub fn of(seed: u64, count: usize) -> Vec<Order> {
    let mut dice = fastrand::Rng::with_seed(seed ^ 0x0bde_55a1);
    let mut orders = Vec::new();
    let mut callers = 0;
    let mut researched = 0;
    while callers < count {
        let number = orders.len();
        let mut order = match dice.u32(0..100) {
            0..28 => charge(number, &mut dice),
            28..46 => usage(number, &mut dice),
            46..74 => payment(number, &mut dice),
            74..82 => purchase(number),
            82..90 => intent(number, &mut dice),
            _ => {
                researched += 1;
                research(researched - 1)
            }
        };
        let has_a_key = !order.names.is_empty() || order.intent.is_some();
        let fits_a_crowd =
            matches!(order.operation, "consume" | "ingest.bulk_upsert" | "payments.send" | "execute_intent");
        if has_a_key && fits_a_crowd && callers + CROWD <= count && dice.u32(0..60) == 0 {
            order.callers = CROWD;
            if order.operation == "payments.send" {
                // AgentWallex knows no key: it is the client that keeps thirty of its callers apart.
                order.key = Some(format!("thirty-callers-{seed}-{number}"));
                order.one_client = true;
            }
        } else if dice.u32(0..25) == 0 {
            order.patience = Some(Duration::from_micros(dice.u64(0..60_000)));
        } else if order.account.is_none() && order.intent.is_none() && dice.u32(0..40) == 0 {
            order.refused = true;
        }
        callers += order.callers;
        orders.push(order);
    }
    orders
}

fn charge(number: usize, dice: &mut fastrand::Rng) -> Order {
    let event = format!("event-{number}");
    let (user, cents) = match dice.u32(0..20) {
        // An agent with little money: some of these are refused, after some were lost.
        0 => ("agentpay_sandbox_poor_user_key", 30),
        1 => ("agentpay_sandbox_revoked_user_key", 1),
        _ => ("agentpay_sandbox_user_key", 1),
    };
    let mut arguments = json!({"api_key": user, "amount_cents": cents});
    let Some(members) = arguments.as_object_mut().filter(|_| dice.u32(0..4) != 0) else {
        return Order::new(Provider::AGENTPAY, "consume", arguments, Vec::new());
    };
    members.insert("usage_event_id".to_owned(), json!(event));
    Order::new(Provider::AGENTPAY, "consume", arguments, vec![event])
}

fn usage(number: usize, dice: &mut fastrand::Rng) -> Order {
    let names: Vec<String> = (0..dice.usize(1..4)).map(|item| format!("response-{number}-{item}")).collect();
    let mut events: Vec<Value> = names
        .iter()
        .map(|name| {
            json!({"category": "system.openai", "resource": "gpt-4o", "provider_response_id": name,
                "units": {"text": {"input": 100, "output": 20}}})
        })
        .collect();
    if dice.u32(0..12) == 0 {
        // Refused, while the others are counted.
        let unknown = json!({"category": "unknown", "resource": "nothing", "provider_response_id": "response",
            "units": {"text": {"input": 1}}});
        events.push(unknown);
    }
    Order::new(Provider::PAYI, "ingest.bulk_upsert", json!({"events": events}), names)
}

fn payment(number: usize, dice: &mut fastrand::Rng) -> Order {
    let name = format!("payment-{number}");
    let (agent, amount, memo) = match dice.u32(0..24) {
        0 => ("agent_poor", "0.30", name.clone()),
        1 => ("agent_frozen", "0.01", name.clone()),
        2 => ("agent_abc123", "0.01", format!("sandbox:policy_violation {name}")),
        3 => ("agent_abc123", "0.01", format!("sandbox:failed {name}")),
        4 => ("agent_abc123", "0.01", format!("sandbox:pending {name}")),
        _ => ("agent_abc123", "0.01", name.clone()),
    };
    let mut arguments = json!({"agent_id": agent, "to": "0xRecipientAddress", "amount": amount, "token": "USDC",
        "memo": memo});
    // Without a chain the agent's own is looked up first, which can fail as well.
    if let (true, Some(members)) = (dice.bool(), arguments.as_object_mut()) {
        members.insert("chain".to_owned(), json!("eip155:8453"));
    }
    Order::new(Provider::AGENTWALLEX, "payments.send", arguments, vec![name])
}

/// The ledger contains only the price of the caller's request, so every purchase has its own.
fn purchase(number: usize) -> Order {
    let price = Decimal::new(i64::try_from(number).unwrap_or(i64::MAX).saturating_add(1), 6);
    let target = format!("https://example.com/data?price={price}");
    let arguments = json!({"agent_id": "agent_abc123", "target_url": target});
    Order::new(Provider::AGENTWALLEX, "x402.pay", arguments, vec![price.normalize().to_string()])
}

fn intent(number: usize, dice: &mut fastrand::Rng) -> Order {
    let wish = if dice.u32(0..15) == 0 { "sandbox:execute_402+" } else { "" };
    let create =
        json!({"email": format!("{wish}payee{number}@example.com"), "amount": "0.05", "payer_chain": "base"});
    let order = Order::new(Provider::AGENTTECH, "execute_intent", json!({}), Vec::new());
    Order { intent: Some(create), ..order }
}

fn research(number: usize) -> Order {
    let operation = RESEARCH.get(number % RESEARCH.len()).copied().unwrap_or("keywords.research");
    let arguments = match operation {
        "keywords.research" => json!({"domain": format!("site{number}.example.com"), "topic": "coffee"}),
        "keywords.gaps" => json!({"domain": "example.com", "competitors": ["rival.com"]}),
        "content.audit" => json!({"domain": "example.com", "max_pages": 10}),
        _ => json!({"domain": "example.com", "focus_topics": ["coffee"]}),
    };
    let order = Order::new(Provider::AGENTICPENCIL, operation, arguments, Vec::new());
    Order { account: Some(number / RESEARCH.len()), ..order }
}

/// The name under which an effect of the ledger was asked for; nothing for an account of one's own.
#[must_use]
pub fn name_of(effect: &Effect) -> Option<String> {
    match (effect.provider, effect.unit.as_str()) {
        (ProviderId::AgenticPencil, "key") => None,
        (ProviderId::AgentTech, "intent") => effect.reference.clone(),
        (ProviderId::AgenticPencil, _) => Some(effect.account.clone()),
        (ProviderId::AgentWallex, _) if effect.operation == "x402.pay" => {
            Some(effect.amount.normalize().to_string())
        }
        (ProviderId::AgentWallex, _) => Some(name_in_memo(effect.reference.as_deref().unwrap_or_default())),
        _ => Some(effect.key.clone().unwrap_or_default()),
    }
}

/// The name in a memo as it was sent: the caller's own, with payonce's reference in brackets behind it.
#[must_use]
pub fn name_in_memo(memo: &str) -> String {
    let own = memo.split(" [").next().unwrap_or(memo);
    own.rsplit(' ').next().unwrap_or(own).to_owned()
}
