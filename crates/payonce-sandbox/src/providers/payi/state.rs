//! What the service remembers.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::money::Cost;

#[derive(Debug)]
pub(crate) struct Service {
    pub(super) limits: Vec<Limit>,
    pub(super) events: Vec<Event>,
    pub(super) resources: Vec<Resource>,
    pub(super) definitions: Vec<Definition>,
    pub(super) instances: Vec<Instance>,
}

#[derive(Debug, Clone)]
pub(super) struct Limit {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) max: Decimal,
    pub(super) threshold: Decimal,
    pub(super) blocks: bool,
    pub(super) properties: Map<String, Value>,
    pub(super) created: String,
    pub(super) updated: String,
    pub(super) cost: Cost,
    pub(super) requests: Requests,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Requests {
    pub(super) ok: u64,
    pub(super) exceeded: u64,
    pub(super) overrun: u64,
    pub(super) blocked: u64,
    pub(super) blocked_external: u64,
}

/// An event that was counted.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) request_id: String,
    pub(super) category: String,
    pub(super) response_id: Option<String>,
    pub(super) limit_ids: Vec<String>,
    pub(super) cost: Cost,
    pub(super) result: Value,
    pub(super) properties: Map<String, Value>,
}

#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) id: String,
    pub(super) category: String,
    pub(super) name: String,
    pub(super) start: String,
    /// Input and output price of each kind of unit.
    pub(super) prices: Vec<(String, Decimal, Decimal)>,
    /// What the client gave beside, repeated as it came.
    pub(super) extra: Map<String, Value>,
}

#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) logging: bool,
    pub(super) limit_config: Option<Value>,
    pub(super) version: u64,
    pub(super) kpis: Vec<Kpi>,
}

#[derive(Debug, Clone)]
pub(super) struct Kpi {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) kind: String,
    pub(super) goal: Value,
    pub(super) created: String,
    pub(super) updated: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Instance {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) version: u64,
    pub(super) properties: Map<String, Value>,
    pub(super) scores: Vec<(String, Value, String)>,
}
