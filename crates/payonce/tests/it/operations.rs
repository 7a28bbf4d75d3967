//! Does every declared operation once against the simulator, which shares no code with the declarations: both read the
//! same public sources, so that a name or a place that one of them got wrong shows here.

use std::collections::{BTreeMap, BTreeSet};

use payonce::{Driver, Kind};
use payonce_core::spec::operation::Operation;
use payonce_core::spec::types::{FieldType, Model};
use payonce_core::{CallOptions, CaseStyle, Provider, ffi};
use payonce_sandbox::{Config, ProviderId, Sandbox};
use serde_json::{Map, Value, json};

/// What an operation comes to.
enum Expected {
    /// It succeeds.
    Success,
    /// The provider refuses it as documented.
    Refusal(Kind),
}

/// One operation and its arguments. A string such as `@create_intent/intent_id` is a value in the result of an earlier
/// operation.
struct Step(&'static str, Value, Expected);

fn does(operation: &'static str, arguments: Value) -> Step {
    Step(operation, arguments, Expected::Success)
}

fn refused(operation: &'static str, arguments: Value, kind: Kind) -> Step {
    Step(operation, arguments, Expected::Refusal(kind))
}

#[tokio::test]
async fn agentpay() {
    let key = "agentpay_sandbox_user_key";
    let steps = [
        does("validate_api_key", json!({"api_key": key})),
        does("consume", json!({"api_key": key, "amount_cents": 25, "usage_event_id": "evt_1"})),
    ];
    run(Provider::AGENTPAY, ProviderId::AgentPay, &steps, &[]).await;
}

#[tokio::test]
async fn agenttech() {
    let intent = json!({"recipient": "0xRecipientAddress", "amount": "10.50", "payer_chain": "base",
        "target_chain": "polygon", "payer_asset": "usdc", "target_asset": "usdt", "payer_address": "0xPayer"});
    let swap = json!({"chain": "base", "from_token": "0xin", "to_token": "0xout", "from_amount": "1000000",
        "slippage_bps": 100, "to_chain": "polygon"});
    let steps = [
        does("get_me", json!({})),
        does("list_supported_chains", json!({})),
        does("create_intent", intent),
        does("execute_intent", json!({"intent_id": "@create_intent/intent_id"})),
        does("get_intent", json!({"intent_id": "@create_intent/intent_id"})),
        does("list_intents", json!({"page": 1, "page_size": 1})),
        refused(
            "submit_proof",
            json!({"intent_id": "@create_intent/intent_id", "settle_proof": "0xproof"}),
            Kind::InvalidArgument,
        ),
        does(
            "public.create_intent",
            json!({"email": "payee@example.com", "to_amount": "0.02", "payer_chain": "solana-mainnet-beta"}),
        ),
        does(
            "public.submit_proof",
            json!({"intent_id": "@public.create_intent/intent_id", "settle_proof": "0xproof"}),
        ),
        does("public.get_intent", json!({"intent_id": "@public.create_intent/intent_id"})),
        does(
            "get_swap_quote",
            json!({"chain": "base", "input_token": "0xin", "output_token": "0xout", "from_amount": "1000000",
                "slippage_bps": 50, "to_chain": "polygon", "user_address": "0xu", "to_user_address": "0xv"}),
        ),
        does("get_swap_tokens", json!({"chains": ["base", "ethereum"], "chain_types": ["EVM"]})),
        does("get_swap_chains", json!({"chain_types": ["EVM"]})),
        does(
            "get_swap_connections",
            json!({"from_chain": "8453", "to_chain": "1", "from_token": "0xin", "to_token": "0xout"}),
        ),
        does(
            "get_swap_approval",
            json!({"chain": "base", "token": "0xin", "token_out": "0xout", "amount": "1000000",
                "user_address": "0xu", "include_gas_info": true}),
        ),
        does("execute_swap", swap),
        does("get_swap_status", json!({"tx_hash": "@execute_swap/tx_hash", "from_chain": "base"})),
        does(
            "register_swap_intent",
            json!({"source_tx_hash": "0xh", "from_chain": "base", "to_chain": "polygon", "from_token": "0xin",
                "to_token": "0xout", "payer_address": "0xu", "recipient_address": "0xv",
                "sending_token_amount": "1.5"}),
        ),
    ];
    run(Provider::AGENTTECH, ProviderId::AgentTech, &steps, &[]).await;
}

#[tokio::test]
async fn payi() {
    let event = json!({"category": "system.openai", "resource": "gpt-4o", "provider_response_id": "chatcmpl-1",
        "units": {"text": {"input": 100, "output": 20}}, "properties": {"team": "ops"},
        "event_timestamp": "2026-03-04T10:00:00Z", "http_status_code": 200});
    let with = |members: Value| more(&event, &members);
    let own = json!({"category": "own", "resource": "llm"});
    let version = json!({"category": "own", "resource": "llm",
        "resource_id": "@categories.resources.create/resource_id"});
    let chat = json!({"use_case_name": "chat"});
    let instance = json!({"use_case_name": "chat", "use_case_id": "@use_cases.create/use_case_id"});
    let by_response = json!({"category": "system.openai", "provider_response_id": "chatcmpl-1"});
    let properties = json!({"properties": {"team": "ops"}});
    let limit = json!({"limit_id": "lim_1"});
    let steps = [
        does(
            "limits.create",
            json!({"limit_name": "team", "max": "12.50", "limit_id": "lim_1", "limit_type": "allow",
                "threshold": 0.9, "properties": {"team": "ops"}}),
        ),
        does("limits.retrieve", limit.clone()),
        does("limits.update", more(&limit, &json!({"limit_name": "all", "max": "20"}))),
        does("limits.properties.update", more(&limit, &properties)),
        does("limits.list", json!({"limit": 1, "limit_name": "all", "sort_ascending": true})),
        does(
            "use_cases.definitions.create",
            json!({"name": "chat", "description": "answers", "logging_enabled": true,
                "limit_config": {"max": "1.50", "limit_type": "allow"}}),
        ),
        does("use_cases.definitions.retrieve", chat.clone()),
        does("use_cases.definitions.update", more(&chat, &json!({"description": "talks"}))),
        does("use_cases.definitions.list", json!({"limit": 1, "use_case_name": "chat"})),
        does("use_cases.definitions.version.increment", chat.clone()),
        does(
            "use_cases.definitions.limit_config.create",
            more(&chat, &json!({"max": 1.5, "limit_type": "block"})),
        ),
        does("use_cases.definitions.limit_config.delete", chat.clone()),
        does(
            "use_cases.definitions.kpis.create",
            more(
                &chat,
                &json!({"name": "solved", "description": "it helped", "kpi_type": "boolean", "goal": 0.9}),
            ),
        ),
        does("use_cases.definitions.kpis.retrieve", more(&chat, &json!({"kpi_name": "solved"}))),
        does("use_cases.definitions.kpis.update", more(&chat, &json!({"kpi_name": "solved", "goal": 0.8}))),
        does("use_cases.definitions.kpis.list", more(&chat, &json!({"limit": 1}))),
        does("use_cases.create", chat.clone()),
        does("use_cases.retrieve", instance.clone()),
        does("use_cases.properties.update", more(&instance, &properties)),
        does("use_cases.kpis.update", more(&instance, &json!({"kpi_name": "solved", "score": true}))),
        does("use_cases.kpis.list", more(&instance, &json!({"limit": 1}))),
        does(
            "ingest.units",
            with(json!({"limit_ids": ["lim_1"], "request_tags": ["a", "b"], "user_id": "user_1",
                "account_name": "acme", "use_case_id": "uc_1", "use_case_name": "chat", "use_case_step": "answer",
                "use_case_version": 1, "resource_scope": "global", "disable_logging": true})),
        ),
        does("requests.request_id.result.retrieve", json!({"request_id": "@ingest.units/request_id"})),
        does(
            "requests.request_id.properties.update",
            more(&properties, &json!({"request_id": "@ingest.units/request_id"})),
        ),
        does("ingest.bulk", json!({"events": [with(json!({"limit_ids": ["lim_1"], "user_id": "user_1"}))]})),
        does("ingest.bulk_upsert", json!({"events": [with(json!({"request_tags": ["a"]}))]})),
        does("requests.response_id.result.retrieve", by_response.clone()),
        does("requests.response_id.properties.update", more(&by_response, &properties)),
        refused("reports.retrieve", json!({"report_id": "rep_1", "from_date": "2026-03-01"}), Kind::NotFound),
        does("categories.list", json!({"active": true, "limit": 1})),
        does("categories.list_resources", json!({"category": "system.openai", "sort_ascending": false})),
        does(
            "categories.resources.create",
            more(
                &own,
                &json!({"units": {"text": {"input_price": "0.000001", "output_price": 0.000002}},
                "max_input_units": 1000}),
            ),
        ),
        does("categories.resources.retrieve", version.clone()),
        does("categories.resources.list", more(&own, &json!({"active": true}))),
        does("categories.resources.delete", version),
        refused("categories.delete_resource", own, Kind::NotFound),
        does("categories.delete", json!({"category": "system.anthropic"})),
        does("limits.reset", more(&limit, &json!({"reset_date": "2026-03-04T10:00:00Z"}))),
        does("limits.delete", limit),
        does("use_cases.delete", instance),
        does("use_cases.definitions.kpis.delete", more(&chat, &json!({"kpi_name": "solved"}))),
        does("use_cases.definitions.delete", chat),
    ];
    run(Provider::PAYI, ProviderId::Payi, &steps, &[]).await;
}

#[tokio::test]
async fn agenticpencil() {
    let steps = [
        does(
            "keywords.research",
            json!({"domain": "example.com", "topic": "coffee", "country": "UK", "language": "en", "limit": 50}),
        ),
        does("keywords.gaps", json!({"domain": "example.com", "competitors": ["rival.com"], "limit": 20})),
        does("content.audit", json!({"domain": "example.com", "max_pages": 10})),
        does(
            "content.recommend",
            json!({"domain": "example.com", "focus_topics": ["coffee"], "brand_context": "a roastery", "limit": 10}),
        ),
        does("content_map.generate", json!({"domain": "example.com", "competitors": ["rival.com"]})),
        does("usage.get", json!({})),
        does("auth.register", json!({"email": "dev@example.com", "name": "CI"})),
        does(
            "billing.checkout",
            json!({"plan": "pro", "billing_cycle": "annual", "success_url": "https://example.com/ok",
                "cancel_url": "https://example.com/no", "metadata": {"team": "ops"}}),
        ),
    ];
    let results = run(Provider::AGENTICPENCIL, ProviderId::AgenticPencil, &steps, &[]).await;
    assert_eq!(results["keywords.research"]["country"], "uk");
    assert_eq!(results["usage.get"]["credits_used"], 5 + 10 + 15 + 15 + 25);
}

#[tokio::test]
async fn agentwallex() {
    let agent = json!({"agent_id": "@agents.create/id"});
    let session = json!({"session_id": "@x402.create_session/id"});
    let policy = json!({"policy_id": "@policies.create/id"});
    let hook = json!({"webhook_id": "@webhooks.create/id"});
    let steps = [
        does(
            "agents.create",
            json!({"name": "buyer", "chain": "eip155:8453", "description": "buys", "metadata": {"team": "ops"}}),
        ),
        does("agents.get", agent.clone()),
        does(
            "agents.list",
            json!({"page_num": 1, "page_size": 1, "status": "active", "chain": "eip155:8453"}),
        ),
        does("agents.freeze", agent.clone()),
        does("agents.unfreeze", agent.clone()),
        does("agents.delete", agent),
        does(
            "payments.send",
            json!({"agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "50.00", "token": "USDC"}),
        ),
        does("payments.get", json!({"transaction_id": "@payments.send/id"})),
        does("payments.list", json!({"page_size": 1, "agent_id": "agent_abc123", "status": "confirmed"})),
        does(
            "policies.create",
            json!({"agent_id": "agent_poor", "type": "spending_limit", "rules": {"daily_limit": "10.00"}}),
        ),
        does("policies.get", policy.clone()),
        does("policies.list", json!({"agent_id": "agent_poor", "page_num": 1})),
        does(
            "policies.update",
            json!({"policy_id": "@policies.create/id", "rules": {"daily_limit": "20.00"}}),
        ),
        does("policies.delete", policy),
        does(
            "webhooks.create",
            json!({"url": "https://example.com/hook", "events": ["payment.completed"], "secret": "whsec_0123456789"}),
        ),
        does("webhooks.get", hook),
        does("webhooks.update", json!({"webhook_id": "@webhooks.create/id", "events": ["payment.failed"]})),
        does("x402.pay", json!({"agent_id": "agent_abc123", "target_url": "https://example.com/data"})),
        does(
            "x402.create_session",
            json!({"agent_id": "agent_abc123", "budget_limit": "5.00", "chain": "eip155:8453", "ttl_seconds": 60,
                "allowed_urls": ["https://example.com/data"]}),
        ),
        does("x402.session_pay", more(&session, &json!({"target_url": "https://example.com/data"}))),
        does("x402.delete_session", session),
    ];
    // No public page shows what these two take.
    run(Provider::AGENTWALLEX, ProviderId::AgentWallex, &steps, &["agents.update", "agents.events"]).await;
}

fn more(base: &Value, members: &Value) -> Value {
    let mut all = base.clone();
    all.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
    all
}

/// Does all steps and returns their results. `undeclared` are operations that only the simulator has.
async fn run(
    provider: Provider,
    id: ProviderId,
    steps: &[Step],
    undeclared: &[&str],
) -> BTreeMap<&'static str, Value> {
    let sandbox = Sandbox::start(Config::default()).await.expect("loopback has a free port");
    let engine = engine(&sandbox, provider, id);
    let mut problems = Vec::new();
    let mut results: BTreeMap<&str, Value> = BTreeMap::new();
    for Step(name, arguments, expected) in steps {
        let operation = provider.operation(name).unwrap_or_else(|| panic!("{name} is not declared"));
        let before = sandbox.requests().len();
        let arguments = filled_in(arguments, &results);
        let arguments = arguments.as_object().expect("arguments are an object");
        let result = engine.call(operation, arguments, CallOptions::default(), None).await;
        match (result, expected) {
            (Ok(success), Expected::Success) => {
                let found = misfits(name, &operation.returns, &success.value, success.status);
                problems.extend(found);
                results.insert(name, success.value);
            }
            (Err(error), Expected::Refusal(kind)) if error.kind() == *kind => {}
            (Ok(success), Expected::Refusal(_)) => problems.push(format!("{name} brought {}", success.value)),
            (Err(error), _) => problems.push(format!("{name} failed: {}", json!(error.payload()))),
        }
        for request in sandbox.requests().iter().skip(before) {
            if !is_of(operation, request.operation.as_deref()) {
                problems.push(format!(
                    "{name} was taken for {:?}: {} {}",
                    request.operation, request.method, request.path
                ));
            }
        }
    }
    let done: BTreeSet<&str> = steps.iter().map(|Step(name, ..)| *name).collect();
    let declared = provider.spec().operations.iter();
    problems.extend(
        declared.filter(|one| !done.contains(one.name)).map(|one| format!("{} is not tried", one.name)),
    );
    let simulated = payonce_sandbox::operations(id).iter().filter(|name| !undeclared.contains(name));
    problems.extend(
        simulated.filter(|name| !done.contains(*name)).map(|name| format!("{name} is only simulated")),
    );
    sandbox.shutdown().await;
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    results
}

fn engine(sandbox: &Sandbox, provider: Provider, id: ProviderId) -> Driver {
    let mut options = sandbox.providers()["providers"][id.as_str()].as_object().cloned().unwrap_or_default();
    options.remove("user_api_key");
    options.insert("max_retries".into(), json!(0));
    let client = ffi::client_from(provider, &options, CaseStyle::Snake, &|_| None).expect("options that fit");
    Driver::new(client, "payonce-tests").expect("a transport")
}

/// The simulator has one name for what is done with keys and without.
fn is_of(operation: &Operation, simulated: Option<&str>) -> bool {
    let name = operation.name.strip_prefix("public.").unwrap_or(operation.name);
    // The chain of the agent that pays is looked up first.
    let looked_up = operation.lookup.map(|lookup| lookup.operation);
    simulated == Some(name) || (simulated.is_some() && simulated == looked_up)
}

fn filled_in(value: &Value, results: &BTreeMap<&str, Value>) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('@').and_then(|place| place.split_once('/')) {
            Some((name, field)) => results.get(name).map(|result| result[field].clone()).unwrap_or_default(),
            None => value.clone(),
        },
        Value::Array(items) => items.iter().map(|item| filled_in(item, results)).collect(),
        Value::Object(members) => Value::Object(
            members.iter().map(|(name, value)| (name.clone(), filled_in(value, results))).collect(),
        ),
        _ => value.clone(),
    }
}

/// Where a response is not what is declared: a field that is missing, of another type, or not declared at all.
fn misfits(place: &str, ty: &FieldType, value: &Value, status: u16) -> Vec<String> {
    let wrong = |fits: bool, what: &str| {
        if fits { Vec::new() } else { vec![format!("{place} is not a {what}: {value}")] }
    };
    match ty {
        _ if value.is_null() && status == 204 => Vec::new(),
        FieldType::Nothing => wrong(value.is_null(), "nothing"),
        FieldType::String
        | FieldType::Id
        | FieldType::Name
        | FieldType::Secret
        | FieldType::Time
        | FieldType::Url
        | FieldType::JsonText => wrong(value.is_string(), "text"),
        FieldType::Enum(known) => {
            wrong(value.as_str().is_some_and(|text| known.contains(&text)), "known text")
        }
        FieldType::Amount | FieldType::AmountNumber => wrong(
            value.as_str().is_some_and(|text| text.chars().all(|c| c.is_ascii_digit() || c == '.')),
            "amount",
        ),
        FieldType::Integer(min, max) => {
            wrong(value.as_i64().is_some_and(|number| (*min..=*max).contains(&number)), "whole number")
        }
        FieldType::Number => wrong(value.is_number(), "number"),
        FieldType::Bool => wrong(value.is_boolean(), "flag"),
        FieldType::Json => Vec::new(),
        FieldType::List(item) => match value.as_array() {
            Some(items) => items
                .iter()
                .enumerate()
                .flat_map(|(at, value)| misfits(&format!("{place}[{at}]"), item, value, status))
                .collect(),
            None => wrong(false, "list"),
        },
        FieldType::Map(item) => match value.as_object() {
            Some(members) => members
                .iter()
                .flat_map(|(name, value)| misfits(&format!("{place}.{name}"), item, value, status))
                .collect(),
            None => wrong(false, "map"),
        },
        FieldType::Model(model) => match value.as_object() {
            Some(members) => misfits_of_object(place, model, members, status),
            None => wrong(false, model.name),
        },
    }
}

fn misfits_of_object(place: &str, model: &Model, members: &Map<String, Value>, status: u16) -> Vec<String> {
    let mut found = Vec::new();
    for field in model.fields {
        match members.get(field.name) {
            None | Some(Value::Null) if !field.always => {}
            Some(value) => {
                found.extend(misfits(&format!("{place}.{}", field.name), &field.ty, value, status));
            }
            None => found.push(format!("{place} has no {}", field.name)),
        }
    }
    let known = |name: &String| model.fields.iter().any(|field| field.name == name);
    found.extend(
        members.keys().filter(|name| !known(name)).map(|name| format!("{place}.{name} is not declared")),
    );
    found
}
