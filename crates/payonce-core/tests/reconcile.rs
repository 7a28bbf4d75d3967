//! What `reconcile` says where looking cannot settle anything.
#![allow(clippy::unwrap_used, reason = "the helpers stand outside of a #[test], yet only serve tests")]

use payonce_core::{Call, Client, KeyStyle, Kind, Payload, Provider, Reference};
use serde_json::{Map, json};

fn refusal(provider: Provider, operation: &str, style: KeyStyle) -> String {
    let keys = match provider {
        Provider::AgentPay => json!({"service_token": "test_00000000000000000000"}),
        Provider::AgentTech => {
            json!({"api_key": "test_00000000000000000000", "secret_key": "test_11111111111111111111"})
        }
        _ => json!({"api_key": "test_00000000000000000000"}),
    };
    let client = Client::new(provider, keys.as_object().unwrap(), style, &|_| None).unwrap();
    let lost = Payload::unheard(provider, operation, Reference::default());
    let refused = Call::reconcile(&client, &lost, &Map::new(), [1; 16]).err().unwrap();
    assert_eq!(refused.kind(), Kind::InvalidArgument);
    refused.payload().message.clone()
}

#[test]
fn an_error_that_looking_cannot_settle_is_refused_with_what_does() {
    for (provider, operation, way) in [
        (
            Provider::AgentPay,
            "consume",
            "is of consume; call it again with the same usage_event_id, which cannot charge twice",
        ),
        (
            Provider::AgentTech,
            "execute_intent",
            "is of execute_intent; call it again with the same intent_id, which cannot charge twice",
        ),
        (
            Provider::Payi,
            "ingest.bulk_upsert",
            "is of ingest.bulk_upsert; call it again with the same arguments, which cannot charge twice",
        ),
        (Provider::AgentWallex, "payments.list", "is of payments.list, which changes nothing; call it again"),
        (
            Provider::AgentWallex,
            "x402.pay",
            "is of x402.pay, which leaves nothing at the provider to find it by; look it up there by hand",
        ),
        (
            Provider::AgentWallex,
            "payments.send",
            "is of payments.send, sent without a reference of ours; look it up at the provider by hand",
        ),
        (Provider::AgentWallex, "payments.sent", "names no operation of this provider"),
    ] {
        assert_eq!(refusal(provider, operation, KeyStyle::Snake), format!("error: {way}"));
    }
}

#[test]
fn the_argument_is_named_as_the_caller_writes_it() {
    assert!(refusal(Provider::AgentPay, "consume", KeyStyle::Camel).contains("the same usageEventId"));
}
