//! The secret fields of a response can be read and are not printed.

use std::time::Duration;

use payonce_core::{
    Call, CallOptions, CaseStyle, Client, Error, Headers, Input, Now, Provider, Response, Step, Success, ffi,
    unexpected_response,
};
use serde_json::{Value, json};

const SIGNATURE: &str = "0xplanted";

fn client(style: CaseStyle) -> Client {
    let options = json!({"api_key": "awx_0000000000000000"});
    ffi::client_from(Provider::AGENTWALLEX, options.as_object().unwrap(), style, &|_| None).unwrap()
}

fn paid(client: &Client, status: &str) -> Result<Success, Error> {
    let operation = client.provider().operation("x402.pay").unwrap();
    let arguments = json!({"agent_id": "agent_1", "target_url": "https://example.com/data"});
    let none = json!({});
    let arguments = (arguments.as_object().unwrap(), none.as_object().unwrap());
    let mut call =
        ffi::call_from(client, operation, arguments.0, arguments.1, CaseStyle::Snake, [7; 16]).unwrap();
    let now = Now { monotonic: Duration::ZERO, unix_ms: 0 };
    let Step::Send(_) = call.step(now, Input::Start) else { panic!("nothing was sent") };
    let body = json!({"ledger_id": "ldg_1", "status": status, "payment_signature": SIGNATURE});
    let response = Response { status: 200, headers: Headers::new(), body: body.to_string().into_bytes() };
    let Step::Done(result) = call.step(now, Input::Response(response)) else { panic!("the call goes on") };
    result
}

#[test]
fn a_success_holds_a_secret_field_and_does_not_print_it() {
    let success = paid(&client(CaseStyle::Snake), "completed").unwrap();
    assert_eq!(success.value.get("payment_signature").and_then(Value::as_str), Some(SIGNATURE));
    assert!(!format!("{success:?}").contains("planted"), "{success:?}");
}

#[test]
fn a_failed_payment_does_not_log_a_secret_field() {
    let error = paid(&client(CaseStyle::Snake), "failed").unwrap_err();
    assert_eq!(error.payload().details.get("ledger_id"), Some(&json!("ldg_1")));
    assert!(!format!("{error:?}").contains("planted"), "{error:?}");
}

#[test]
fn an_unexpected_response_is_kept_without_its_secrets() {
    let client = client(CaseStyle::Snake);
    let success = paid(&client, "completed").unwrap();
    let operation = client.provider().operation("x402.pay").unwrap();
    let error = unexpected_response(&client, operation, &success, "as the test wants it");
    let details = json!({"ledger_id": "ldg_1", "status": "completed", "payment_signature": "[redacted]"});
    assert_eq!(Some(&error.payload().details), details.as_object());
}

#[test]
fn a_pending_payment_has_the_same_error_in_every_language() {
    for style in [CaseStyle::Snake, CaseStyle::Camel] {
        let client = client(style);
        let mut envelope: Value =
            serde_json::from_str(&ffi::envelope(&paid(&client, "pending"), style)).unwrap();
        let value = envelope["value"].take();
        assert_eq!(value[style.spelled("ledger_id")], json!("ldg_1"));
        let mut waiter = ffi::waiter(&client, "x402.pay", value, Some(1.0), style).unwrap();
        let error = ffi::waiter_step(&mut waiter, Duration::ZERO, None, style)["envelope"]["error"].take();
        assert_eq!(error["outcome"], json!("pending"));
        assert_eq!(error["reference"]["ledger_id"], json!("ldg_1"));
        let details = json!({"ledger_id": "ldg_1", "status": "pending", "payment_signature": "[redacted]"});
        assert_eq!(error["details"], details);
    }
}

/// Every text of the error of a payment that the provider refuses with an echo of what it was sent.
fn echoed(
    options: &Value,
    call_options: &Value,
    arguments: &Value,
    provider: Provider,
    operation: &str,
) -> String {
    let client =
        ffi::client_from(provider, options.as_object().unwrap(), CaseStyle::Snake, &|_| None).unwrap();
    let operation = provider.operation(operation).unwrap();
    let (arguments, call_options) = (arguments.as_object().unwrap(), call_options.as_object().unwrap());
    let mut call =
        ffi::call_from(&client, operation, arguments, call_options, CaseStyle::Snake, [7; 16]).unwrap();
    let now = Now { monotonic: Duration::ZERO, unix_ms: 0 };
    let Step::Send(attempt) = call.step(now, Input::Start) else { panic!("nothing was sent") };
    let sent =
        format!("{:?} {}", attempt.headers, String::from_utf8_lossy(&attempt.body.unwrap_or_default()));
    let body = json!({"code": "invalid_parameter", "message": sent, "details": {"headers": attempt.headers, "raw": sent}});
    let response = Response { status: 400, headers: Headers::new(), body: body.to_string().into_bytes() };
    let Step::Done(Err(error)) = call.step(now, Input::Response(response)) else {
        panic!("the call goes on")
    };
    format!("{error} {error:?} {}", error.payload().to_value())
}

#[test]
fn header_values_that_a_provider_echoes_are_redacted() {
    let options = json!({
        "api_key": "awx_0000000000000000",
        "default_headers": {"X-Gateway-Token": "planted-of-the-client", "Accept-Language": "es"},
    });
    let call_options =
        json!({"headers": {"X-Tenant": "planted-of-the-call-1", "Cookie": "session=planted-cookie-1"}});
    let arguments = json!({"agent_id": "agent_1", "to": "0x1", "amount": "1.00", "token": "USDC", "chain": "eip155:8453"});
    let shown = echoed(&options, &call_options, &arguments, Provider::AGENTWALLEX, "payments.send");
    assert!(!shown.contains("planted"), "{shown}");
    assert!(shown.contains("Accept-Language") && shown.contains("application/json"), "{shown}");
}

#[test]
fn the_header_fields_of_a_success_contain_no_key() {
    let key = "awx_0000000000000000";
    let options = json!({"api_key": key});
    let client =
        ffi::client_from(Provider::AGENTWALLEX, options.as_object().unwrap(), CaseStyle::Snake, &|_| None)
            .unwrap();
    let operation = Provider::AGENTWALLEX.operation("payments.get").unwrap();
    let arguments = json!({"transaction_id": "tx_1"});
    let mut call =
        Call::new(&client, operation, arguments.as_object().unwrap(), CallOptions::default(), [7; 16])
            .unwrap();
    let now = Now { monotonic: std::time::Duration::ZERO, unix_ms: 1_700_000_000_000 };
    assert!(matches!(call.step(now, Input::Start), Step::Send(_)));
    let headers: Headers = [
        ("X-Debug".to_owned(), format!("key={key}")),
        ("X-Request-Id".to_owned(), key.to_owned()),
        ("Content-Type".to_owned(), "application/json".to_owned()),
        (format!("X-{key}"), "1".to_owned()),
    ]
    .into_iter()
    .collect();
    let body = json!({"id": "tx_1", "status": "confirmed"}).to_string().into_bytes();
    let Step::Done(Ok(success)) = call.step(now, Input::Response(Response { status: 200, headers, body }))
    else {
        panic!("the read should succeed");
    };
    let shown: Vec<(&str, &str)> = success.headers.iter().collect();
    let expected = [
        ("X-Debug", "key=[redacted]"),
        ("X-Request-Id", "[redacted]"),
        ("Content-Type", "application/json"),
        ("X-[redacted]", "1"),
    ];
    assert_eq!((shown.as_slice(), success.request_id.as_deref()), (&expected[..], Some("[redacted]")));
}

#[test]
fn header_values_that_are_reported_to_payi_are_redacted() {
    let options = json!({"api_key": "payi_0000000000000000"});
    let headers = json!([
        {"name": "Authorization", "value": "Bearer planted-of-another-provider"},
        {"name": "Content-Type", "value": "application/json"},
    ]);
    let event = json!({
        "category": "system.openai", "units": {"text": {"input": 1, "output": 1}}, "provider_request_headers": headers,
        "provider_response_headers": [{"name": "Set-Cookie", "value": "sid=planted-cookie-2"}],
    });
    let mut single = event.clone();
    single.as_object_mut().unwrap().insert("resource".into(), "gpt-4o".into());
    let shown = echoed(&options, &json!({}), &single, Provider::PAYI, "ingest.units");
    assert!(!shown.contains("planted") && shown.contains("application/json"), "{shown}");
    let shown = echoed(&options, &json!({}), &json!({"events": [event]}), Provider::PAYI, "ingest.bulk");
    assert!(!shown.contains("planted"), "{shown}");
}

#[test]
fn a_refused_constructor_shows_no_header_value() {
    let options = json!({
        "api_key": "awx_0000000000000000", "timeout": 0,
        "default_headers": {"X-Gateway": "planted-of-the-client-1", "X planted-of-the-client-1": "x"},
    });
    let error =
        ffi::client_from(Provider::AGENTWALLEX, options.as_object().unwrap(), CaseStyle::Snake, &|_| None);
    let error = error.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("planted"), "{error:?}");
}
