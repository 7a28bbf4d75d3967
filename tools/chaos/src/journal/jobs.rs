//! The jobs of the queue, and how a client does them.

use std::sync::Arc;

use anyhow::Context as _;
use payonce::journal::{Journal, JournalStore, Postgres, Redis, Sqlite, StoreFailure};
use payonce::{CallOptions, Error, Provider, UntypedClient};
use payonce_sandbox::{Fault, FaultPlan, ListFault, ProviderId, Rule, Sandbox, When};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// How long a request may take, in seconds.
pub(super) const TIMEOUT_S: f64 = 0.2;

/// One payment.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// A payment that can be looked for, a charge that the provider counts once, or a purchase that the provider cannot be
    /// asked about.
    pub(super) operation: &'static str,
    /// Its key.
    pub(super) key: String,
    /// The name of its effect in the ledger.
    pub(super) name: String,
}

impl Job {
    /// `run` keeps the keys of runs apart that share a store.
    pub(super) fn new(run: &str, number: usize) -> Self {
        let key = format!("job_{number}_{run}");
        let (operation, name) = match number % 10 {
            0..6 => ("payments.send", format!("payment-{number}")),
            6..9 => ("consume", key.clone()),
            _ => ("x402.pay", price(number)),
        };
        Self { operation, key, name }
    }

    pub(super) fn provider(&self) -> Provider {
        if self.operation == "consume" { Provider::AGENTPAY } else { Provider::AGENTWALLEX }
    }

    pub(super) fn arguments(&self) -> Map<String, Value> {
        let arguments = match self.operation {
            "payments.send" => json!({
                "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "0.01", "token": "USDC",
                "chain": "eip155:8453", "memo": self.name,
            }),
            "consume" => {
                json!({"api_key": "agentpay_sandbox_user_key", "amount_cents": 1, "usage_event_id": self.key})
            }
            _ => json!({
                "agent_id": "agent_abc123", "target_url": format!("https://example.com/data?price={}", self.name),
            }),
        };
        match arguments {
            Value::Object(arguments) => arguments,
            _ => Map::new(),
        }
    }
}

/// The ledger contains only the price of a purchase, so every purchase has its own.
fn price(number: usize) -> String {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    Decimal::new(number.saturating_add(1), 6).normalize().to_string()
}

/// The clients of a process.
pub(super) struct Payer {
    wallet: UntypedClient,
    pay: UntypedClient,
    keeps_keys: bool,
}

impl Payer {
    /// Clients of the simulator at these addresses, with this journal or without one.
    pub(super) fn new(
        wallet: &str,
        pay: &str,
        store: Option<&Arc<dyn JournalStore>>,
        deadline_s: f64,
    ) -> anyhow::Result<Self> {
        let open = |provider, credential: &str, secret: &str, url: &str| {
            let options = json!({
                credential: secret, "base_url": url, "timeout": TIMEOUT_S, "journal": null,
                "retry": {"base_delay": 0.005, "max_delay": 0.05, "deadline": deadline_s},
            });
            let client = UntypedClient::open(provider, options.as_object().context("options")?)?;
            anyhow::Ok(match store {
                Some(store) => client.with_journal(Arc::clone(store)),
                None => client,
            })
        };
        let keeps_keys = store.is_some();
        Ok(Self {
            wallet: open(Provider::AGENTWALLEX, "api_key", "awx_sandbox_key_that_moves_no_money", wallet)?,
            pay: open(Provider::AGENTPAY, "service_token", "agentpay_sandbox_service_token", pay)?,
            keeps_keys,
        })
    }

    /// Pays.
    pub(super) async fn pay(&self, job: &Job) -> Result<(), Error> {
        let mut options = CallOptions::new();
        // Without a journal, a client takes a key only where the provider can recognize it.
        if job.operation == "payments.send" || (job.operation == "x402.pay" && self.keeps_keys) {
            options = options.idempotency_key(&job.key);
        }
        self.client(job.provider()).call::<Value>(job.operation, &job.arguments(), options).await?;
        Ok(())
    }

    /// The journals of both accounts.
    pub(super) fn journals(&self) -> Result<[Journal; 2], Error> {
        Ok([self.wallet.journal()?, self.pay.journal()?])
    }

    /// The journal that has the entry of this job.
    pub(super) fn journal(&self, job: &Job) -> Result<Journal, Error> {
        self.client(job.provider()).journal()
    }

    fn client(&self, provider: Provider) -> &UntypedClient {
        if provider == Provider::AGENTPAY { &self.pay } else { &self.wallet }
    }
}

/// Opens the journal of this name: a URL of PostgreSQL or Redis, or the path of an SQLite file.
pub(super) async fn open(store: &str) -> anyhow::Result<Arc<dyn JournalStore>> {
    let failed = |failure: StoreFailure| anyhow::anyhow!("open the journal: {}", failure.0);
    if store.starts_with("postgres") {
        let (client, connection) = tokio_postgres::connect(store, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        Ok(Arc::new(Postgres::new(Arc::new(client))))
    } else if store.starts_with("redis") {
        Ok(Arc::new(Redis::new(redis::aio::ConnectionManager::new(redis::Client::open(store)?).await?)))
    } else {
        Ok(Arc::new(Sqlite::open(store).map_err(failed)?))
    }
}

/// Makes what the workers of a round need to exist.
pub(super) async fn prepare(store: &str) -> anyhow::Result<()> {
    if store.starts_with("postgres") {
        let (client, connection) = tokio_postgres::connect(store, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        // Two lanes may create it at the same time, which PostgreSQL answers with an error for one of them.
        let _ = Postgres::new(Arc::new(client)).create_table().await;
    }
    Ok(())
}

/// What the provider does wrong, to about every fourth request.
pub(super) fn faults(seed: u64) -> FaultPlan {
    let mut rules = Vec::new();
    let wallet = ProviderId::AgentWallex;
    for (provider, operation) in
        [(wallet, "payments.send"), (wallet, "x402.pay"), (ProviderId::AgentPay, "consume")]
    {
        let code = if provider == wallet { "internal_error" } else { "INTERNAL_ERROR" };
        let late = Fault::LateEffect { ms: 150, status: 503, code: Some(json!(code)) };
        let faults = [
            Fault::Drop { when: When::Before },
            Fault::Drop { when: When::After },
            Fault::Hang { when: When::Before },
            Fault::Hang { when: When::After },
            Fault::Delay { ms: 60, when: When::Before },
            Fault::Delay { ms: 60, when: When::After },
            Fault::status(500),
            Fault::status_after(500),
            Fault::status(503),
            Fault::status_after(504),
            Fault::Garbage,
            late,
        ];
        rules.extend(faults.map(|fault| Rule::new(fault).on(provider, operation).probability(0.02)));
    }
    for hours in [-1, 1] {
        // The provider's clock is wrong, and half of the time it does not say so.
        for date in [true, false] {
            let clock = Fault::Clock { offset_s: hours * 3_600, date };
            rules.push(Rule::new(clock).on(wallet, "payments.send").probability(0.04));
        }
    }
    let lag = ListFault { lag_ms: Some(300), ..ListFault::default() };
    rules.push(Rule::new(Fault::List(lag)).on(wallet, "payments.list").probability(0.1));
    rules.push(Rule::new(Fault::Drop { when: When::Before }).on(wallet, "payments.list").probability(0.05));
    FaultPlan::new(seed, rules)
}

/// The addresses of the two providers.
pub(super) fn addresses(sandbox: &Sandbox) -> (String, String) {
    (sandbox.base_url(ProviderId::AgentWallex), sandbox.base_url(ProviderId::AgentPay))
}
