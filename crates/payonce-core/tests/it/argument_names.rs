//! What is refused is named as the caller's language spells it.

use payonce_core::{CaseStyle, Client, Error, Kind, Provider, ffi};
use serde_json::{Value, json};

const ENTROPY: [u8; 16] = [7; 16];

fn client(provider: Provider, style: CaseStyle, options: &Value) -> Result<Client, Error> {
    ffi::client_from(provider, options.as_object().unwrap(), style, &|_| None)
}

/// The field and the message of a refused client.
fn refused_client(provider: Provider, style: CaseStyle, options: &Value) -> (String, String) {
    told(&client(provider, style, options).unwrap_err(), style)
}

/// The field and the message of a refused call.
fn refused_call(
    provider: Provider,
    style: CaseStyle,
    (operation, arguments, options): (&str, &Value, &Value),
) -> (String, String) {
    let keys = match provider.as_str() {
        "agentpay" => json!({"service_token": "st_0000000000000000"}),
        "agenttech" => json!({"api_key": "k_0000000000000000", "secret_key": "s_0000000000000000"}),
        _ => json!({"api_key": "k_0000000000000000"}),
    };
    let client = client(provider, style, &keys).unwrap();
    let operation = ffi::operation(provider, operation).unwrap();
    let (arguments, options) = (arguments.as_object().unwrap(), options.as_object().unwrap());
    match ffi::call_from(&client, operation, arguments, options, style, ENTROPY) {
        Err(error) => told(&error, style),
        Ok(_) => panic!("{} was not refused", operation.name),
    }
}

fn told(error: &Error, style: CaseStyle) -> (String, String) {
    let payload = ffi::payload(error, style);
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap().to_owned();
    let (field, message) = (text(payload.pointer("/details/field")), text(payload.get("message")));
    assert!(message.starts_with(&format!("{field}: ")), "{message}");
    (field, message)
}

fn field(told: &(String, String)) -> &str {
    &told.0
}

#[test]
fn a_refused_option_of_a_client() {
    let key = "k_0000000000000000";
    let cases = [
        (Provider::PAYI, json!({"apiKey": key, "baseUrl": "http://example.com"}), "base_url", "baseUrl"),
        (
            Provider::PAYI,
            json!({"apiKey": key, "allowInsecureHttp": "yes"}),
            "allow_insecure_http",
            "allowInsecureHttp",
        ),
        (
            Provider::PAYI,
            json!({"apiKey": key, "poolIdleTimeoutMs": -1}),
            "pool_idle_timeout_ms",
            "poolIdleTimeoutMs",
        ),
        (Provider::PAYI, json!({"apiKey": key, "maxRetries": -1}), "max_retries", "maxRetries"),
        (Provider::PAYI, json!({"apiKey": key, "maxBodyBytes": "x"}), "max_body_bytes", "maxBodyBytes"),
        (Provider::PAYI, json!({"apiKey": key, "timeout": 0}), "timeout", "timeout"),
        (Provider::PAYI, json!({"apiKey": key, "timeoutMs": 0}), "timeout_ms", "timeoutMs"),
        (Provider::PAYI, json!({"apiKey": key, "timeoutMs": "x"}), "timeout_ms", "timeoutMs"),
        (
            Provider::PAYI,
            json!({"apiKey": key, "retry": {"baseDelayMs": -1}}),
            "retry.base_delay_ms",
            "retry.baseDelayMs",
        ),
        (
            Provider::PAYI,
            json!({"apiKey": key, "retry": {"maxRetries": "x"}}),
            "retry.max_retries",
            "retry.maxRetries",
        ),
        (
            Provider::PAYI,
            json!({"apiKey": key, "defaultHeaders": {"x_y": 1}}),
            "default_headers.x_y",
            "defaultHeaders.x_y",
        ),
        (
            Provider::PAYI,
            json!({"apiKey": key, "userMessages": {"rate_limited": 1}}),
            "user_messages.rate_limited",
            "userMessages.rate_limited",
        ),
        (Provider::PAYI, json!({}), "api_key", "apiKey"),
        (Provider::AGENTPAY, json!({}), "service_token", "serviceToken"),
        (Provider::AGENTTECH, json!({"apiKey": key}), "secret_key", "secretKey"),
        (Provider::AGENTWALLEX, json!({"apiKey": "broken\nkey"}), "api_key", "apiKey"),
    ];
    for (provider, options, snake, camel) in cases {
        assert_eq!(field(&refused_client(provider, CaseStyle::Snake, &options)), snake, "{options}");
        assert_eq!(field(&refused_client(provider, CaseStyle::Camel, &options)), camel, "{options}");
    }
}

#[test]
fn an_unknown_option_is_named_as_written() {
    let key = "k_0000000000000000";
    for style in [CaseStyle::Snake, CaseStyle::Camel] {
        for (options, name) in [
            (json!({"apiKey": key, "baseUri": "x"}), "baseUri"),
            (json!({"apiKey": key, "base_uri": "x"}), "base_uri"),
            (json!({"apiKey": key, "retry": {"maxDelayMS": 1}}), "retry.maxDelayMS"),
            (json!({"apiKey": key, "retry": {"max_tries": 1}}), "retry.max_tries"),
        ] {
            assert_eq!(field(&refused_client(Provider::PAYI, style, &options)), name);
        }
    }
    let options = json!({"apiKey": key, "retry": {"patience": 1}});
    let (_, snake) = refused_client(Provider::PAYI, CaseStyle::Snake, &options);
    let (_, camel) = refused_client(Provider::PAYI, CaseStyle::Camel, &options);
    assert!(snake.contains("max_retries, base_delay, "), "{snake}");
    assert!(camel.contains("maxRetries, baseDelayMs, "), "{camel}");
}

#[test]
fn a_refused_argument_or_option_of_a_call() {
    let send = json!({"agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "50.00", "token": "USDC",
        "chain": "eip155:8453"});
    let spare = json!({});
    let bad_key = json!({"idempotencyKey": "two\nlines"});
    let bad_retry = json!({"retry": {"budget": 1}, "allowDuplicate": true});
    let bad_flag = json!({"allowDuplicate": "yes"});
    let bad_time = json!({"timeoutMs": -1});
    let odd_header = json!({"headers": {"x_y": 1}});
    let no_agent = json!({"to": "0xRecipientAddress", "amount": "50.00", "token": "USDC"});
    let limit = json!({"limit_name": "a", "max": "10", "limit_type": "block", "threshold": "x"});
    let event = json!({"events": [{"category": "c", "resource": "r", "units": {"my_unit": {"input": -1}}}]});
    let unkeyed = json!({"events": [{"category": "c", "resource": "r", "units": {"a": {"input": 1}}}]});
    let cases = [
        (Provider::AGENTWALLEX, ("payments.send", &send, &bad_key), "idempotency_key", "idempotencyKey"),
        (Provider::AGENTWALLEX, ("payments.send", &send, &bad_retry), "retry.budget", "retry.budget"),
        (Provider::AGENTWALLEX, ("payments.send", &send, &bad_flag), "allow_duplicate", "allowDuplicate"),
        (Provider::AGENTWALLEX, ("payments.send", &send, &bad_time), "timeout_ms", "timeoutMs"),
        (Provider::AGENTWALLEX, ("payments.send", &send, &odd_header), "headers.x_y", "headers.x_y"),
        (Provider::AGENTWALLEX, ("payments.send", &no_agent, &spare), "agent_id", "agentId"),
        (Provider::PAYI, ("limits.create", &limit, &spare), "threshold", "threshold"),
        (
            Provider::PAYI,
            ("ingest.bulk", &event, &spare),
            "events[0].units.my_unit.input",
            "events[0].units.my_unit.input",
        ),
        (
            Provider::PAYI,
            ("ingest.bulk_upsert", &unkeyed, &spare),
            "events[0].provider_response_id",
            "events[0].providerResponseId",
        ),
        (Provider::AGENTTECH, ("execute_intent", &spare, &spare), "intent_id", "intentId"),
        (Provider::AGENTTECH, ("submit_proof", &spare, &spare), "submit_proof", "submitProof"),
    ];
    for (provider, call, snake, camel) in cases {
        // TypeScript spells what it hands over; the core takes both.
        assert_eq!(field(&refused_call(provider, CaseStyle::Snake, call)), snake);
        assert_eq!(field(&refused_call(provider, CaseStyle::Camel, call)), camel);
    }
}

#[test]
fn a_message_spells_other_names_in_the_same_case() {
    let keys = json!({"service_token": "st_0000000000000000"});
    let consume =
        json!({"api_key": "user_key_00000000", "amount_cents": 5, "usage_event_id": "one_0000000000000"});
    let options = json!({"idempotency_key": "two_0000000000000"});
    for (style, name) in [(CaseStyle::Snake, "usage_event_id"), (CaseStyle::Camel, "usageEventId")] {
        let client = client(Provider::AGENTPAY, style, &keys).unwrap();
        let operation = ffi::operation(Provider::AGENTPAY, "consume").unwrap();
        let (arguments, options) = (consume.as_object().unwrap(), options.as_object().unwrap());
        let error = ffi::call_from(&client, operation, arguments, options, style, ENTROPY).err().unwrap();
        let (_, message) = told(&error, style);
        assert!(message.contains(&format!("differs from {name};")), "{message}");
    }
}

#[test]
fn a_malformed_reference() {
    let keys = json!({"api_key": "k_0000000000000000"});
    let lost = r#"{"error": {"operation": "payments.send", "reference": {"sentAtMs": "noon"}}}"#;
    for (style, name) in [(CaseStyle::Snake, "sent_at_ms"), (CaseStyle::Camel, "sentAtMs")] {
        let client = client(Provider::AGENTWALLEX, style, &keys).unwrap();
        let error = ffi::call(&client, ffi::RECONCILE, lost, "{}", style, ENTROPY).err().unwrap();
        let (_, message) = told(&error, style);
        assert!(message.contains(&format!("{name} is missing or malformed")), "{message}");
    }
}

#[test]
fn the_refusal_of_plain_http_names_the_option_that_accepts_it() {
    let open = |style, options: Value| client(Provider::AGENTWALLEX, style, &options);
    for url in
        ["http://sandbox:4010", "http://10.0.0.7/agentwallex", "http://[fd00::1]:4010", "http://example.com"]
    {
        let mut options = json!({"api_key": "k_0000000000000000", "base_url": url});
        for (style, name) in
            [(CaseStyle::Snake, "allow_insecure_http"), (CaseStyle::Camel, "allowInsecureHttp")]
        {
            let (_, message) = told(&open(style, options.clone()).unwrap_err(), style);
            assert!(message.contains(&format!("set {name}")), "{message}");
        }
        options["allow_insecure_http"] = false.into();
        assert!(open(CaseStyle::Snake, options.clone()).is_err(), "{url}");
        options["allow_insecure_http"] = true.into();
        assert_eq!(open(CaseStyle::Snake, options).unwrap().base_url(), url);
    }
    // Everything else about a base URL is checked as ever.
    for url in ["ftp://sandbox", "http://user:pass@sandbox", "http://sandbox?x=1", "http://", "sandbox:4010"]
    {
        let options = json!({"api_key": "k_0000000000000000", "base_url": url, "allow_insecure_http": true});
        assert!(open(CaseStyle::Snake, options).is_err(), "{url}");
    }
    // The address of a webhook has no such option.
    let arguments = json!({"url": "http://example.com/hook", "events": ["payment.completed"]});
    let refused =
        refused_call(Provider::AGENTWALLEX, CaseStyle::Snake, ("webhooks.create", &arguments, &json!({})));
    assert!(refused.1.contains("must be https") && !refused.1.contains("insecure"), "{}", refused.1);
}

#[test]
fn an_idle_connection_is_kept_for_four_seconds_by_default() {
    use std::time::Duration;
    let idle = |options: Value| {
        let mut all = json!({"api_key": "k_0000000000000000"});
        all.as_object_mut().unwrap().extend(options.as_object().cloned().unwrap());
        client(Provider::AGENTWALLEX, CaseStyle::Snake, &all).unwrap().pool_idle_timeout()
    };
    assert_eq!(idle(json!({})), Duration::from_secs(4));
    assert_eq!(idle(json!({"pool_idle_timeout": 0})), Duration::ZERO);
    assert_eq!(idle(json!({"pool_idle_timeout": 1.5})), Duration::from_millis(1500));
    assert_eq!(idle(json!({"poolIdleTimeoutMs": 250})), Duration::from_millis(250));
}

#[test]
fn an_argument_under_both_spellings_is_refused_under_the_callers() {
    let arguments =
        json!({"agent_id": "agent_1", "agentId": "agent_2", "to": "0x1", "amount": "1", "token": "USDC"});
    let call = ("payments.send", &arguments, &json!({}));
    let (field, message) = refused_call(Provider::AGENTWALLEX, CaseStyle::Camel, call);
    assert_eq!((field.as_str(), message.as_str()), ("agentId", "agentId: is given twice under two names"));
    let (field, message) = refused_call(Provider::AGENTWALLEX, CaseStyle::Snake, call);
    assert_eq!(field, "agentId");
    assert!(message.contains("is not an argument of payments.send; it takes agent_id, "), "{message}");
}

#[test]
fn an_unknown_argument_is_named_with_the_known_ones() {
    let arguments = json!({"agentID": "agent_1"});
    let call = ("payments.send", &arguments, &json!({}));
    let (field, message) = refused_call(Provider::AGENTWALLEX, CaseStyle::Camel, call);
    assert_eq!(field, "agentID");
    assert!(message.contains("it takes agentId, "), "{message}");
}

#[test]
fn a_message_without_secrets_stays_without_them_in_every_spelling() {
    let client =
        client(Provider::AGENTWALLEX, CaseStyle::Camel, &json!({"apiKey": "planted_0123456789abcdef"}));
    let client = client.unwrap();
    let operation = ffi::operation(Provider::AGENTWALLEX, "payments.send").unwrap();
    let arguments = json!({"planted_0123456789abcdef": 1});
    let arguments = arguments.as_object().unwrap();
    let options = serde_json::Map::new();
    let refused = ffi::call_from(&client, operation, arguments, &options, CaseStyle::Camel, ENTROPY);
    let payload = ffi::payload(&refused.err().unwrap(), CaseStyle::Camel).to_string();
    assert!(!payload.contains("planted") && payload.contains("agentId"), "{payload}");
}

#[test]
fn a_refused_timeout_is_named_with_the_unit_that_was_given() {
    let arguments = json!({"timeoutMs": "soon"});
    let call = ("payments.send", &json!({}), &arguments);
    assert_eq!(field(&refused_call(Provider::AGENTWALLEX, CaseStyle::Camel, call)), "timeoutMs");
    for (options, name) in [(json!({"timeoutMs": 0}), "timeoutMs"), (json!({"timeout": 0}), "timeout")] {
        let call = ("payments.send", &json!({}), &options);
        assert_eq!(field(&refused_call(Provider::AGENTWALLEX, CaseStyle::Camel, call)), name);
    }
}

#[test]
fn a_page_without_its_list_names_the_list_in_the_case_of_the_language() {
    for (style, name) in [(CaseStyle::Snake, "next_page"), (CaseStyle::Camel, "nextPage")] {
        let client = client(Provider::PAYI, style, &json!({"apiKey": "k_0000000000000000"})).unwrap();
        let mut pager = ffi::pager(&client, "limits.list", "{}", style).unwrap();
        let first = json!({"items": [{"id": 1}], style.spelled("next_cursor"): name, style.spelled("has_more"): true});
        let turn = ffi::page_turn(&mut pager, first, 200, style);
        assert_eq!(turn["next"], json!({"cursor": name}));
        let turn = ffi::page_turn(&mut pager, json!({}), 200, style);
        assert!(turn["error"]["message"].as_str().unwrap().contains("no list \"items\""), "{turn}");
    }
    let client =
        client(Provider::AGENTWALLEX, CaseStyle::Camel, &json!({"apiKey": "k_0000000000000000"})).unwrap();
    let mut pager = ffi::pager(&client, "payments.list", r#"{"pageNum": 2}"#, CaseStyle::Camel).unwrap();
    let turn =
        ffi::page_turn(&mut pager, json!({"data": [{"id": 1}], "hasMore": true}), 200, CaseStyle::Camel);
    assert_eq!(turn["next"], json!({"pageNum": 3}));
}

/// A text that is one of a known few, and goes out in a header field.
#[test]
fn a_text_for_a_header_field_keeps_to_its_line() {
    let options = json!({"api_key": "a_key"});
    let client =
        ffi::client_from(Provider::PAYI, options.as_object().unwrap(), CaseStyle::Snake, &|_| None).unwrap();
    let call = |scope: &str| {
        let arguments =
            json!({"category": "system.openai", "resource": "gpt-4o", "units": {}, "resource_scope": scope});
        ffi::call(&client, "ingest.units", &arguments.to_string(), "{}", CaseStyle::Snake, [7; 16])
    };
    for scope in ["region", "a-new-one"] {
        assert!(call(scope).is_ok(), "{scope}");
    }
    for scope in ["region\nx-other: 1", "re\0gion", "région"] {
        let refused = call(scope).err().unwrap();
        assert_eq!(refused.kind(), Kind::InvalidArgument, "{scope:?}");
        assert_eq!(refused.details().get("field"), Some(&json!("resource_scope")), "{scope:?}");
    }
}
