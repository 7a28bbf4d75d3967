//! `payonce explain`, run as a user runs it.

use serde_json::{Value, json};

use crate::payonce_command::{run, run_with};

const POLICY: &str = r#"{"code":"policy_violation","type":"invalid_request_error",
    "message":"5000 USDC exceeds the limit of 100","rule":"max_transaction_amount"}"#;

fn json_of(arguments: &[&str], body: &str) -> Value {
    let run = run_with(arguments, body.as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    serde_json::from_str(&run.stdout).unwrap()
}

const PAYMENT: [&str; 9] = [
    "explain",
    "--provider",
    "agentwallex",
    "--operation",
    "payments.send",
    "--status",
    "400",
    "--body",
    "-",
];

fn payment(format: &str) -> Vec<&str> {
    [&PAYMENT[..], &["--format", format]].concat()
}

#[test]
fn json_is_the_payload_on_one_line() {
    let payload = json_of(&payment("json"), POLICY);
    assert_eq!(payload["kind"], "policy_violation");
    assert_eq!(payload["class"], "PolicyViolationError");
    assert_eq!(payload["details"], json!({"rule": "max_transaction_amount"}));
    assert_eq!((&payload["outcome"], &payload["retryable"]), (&json!("not_applied"), &json!(false)));
    assert_eq!(payload["doc"], "agentwallex/policy_violation");
}

#[test]
fn the_page_states_whether_money_moved_in_both_languages() {
    let english = run_with(&PAYMENT, POLICY.as_bytes());
    assert_eq!(english.code, Some(0));
    for line in ["Did money move   No. Nothing took effect.", "rule: max_transaction_amount"] {
        assert!(english.stdout.contains(line), "{}", english.stdout);
    }
    let spanish = run_with(&[&PAYMENT[..], &["--lang", "es"]].concat(), POLICY.as_bytes());
    assert!(spanish.stdout.contains("No. Nada tuvo efecto."), "{}", spanish.stdout);
    assert!(spanish.stdout.contains("Este pago no está permitido."), "{}", spanish.stdout);
}

#[test]
fn only_the_owner_sees_the_rule() {
    for format in ["problem", "mcp"] {
        let public = json_of(&payment(format), POLICY).to_string();
        assert!(!public.contains("max_transaction_amount") && !public.contains("5000"), "{public}");
        let owner = json_of(&[&payment(format)[..], &["--audience", "owner"]].concat(), POLICY).to_string();
        assert!(owner.contains("max_transaction_amount"), "{owner}");
    }
    assert_eq!(json_of(&payment("problem"), POLICY)["status"], 503);
    assert_eq!(json_of(&payment("mcp"), POLICY)["isError"], true);
}

#[test]
fn a_success_is_null_and_exits_with_0() {
    for format in ["json", "problem", "mcp"] {
        let explained =
            json_of(&["explain", "--provider", "payi", "--status", "200", "--format", format], "");
        assert_eq!(explained, Value::Null);
    }
    let page = run(&["explain", "--provider", "payi", "--status", "200"]);
    assert_eq!(page.code, Some(0));
    assert!(page.stdout.contains("this is a success"), "{}", page.stdout);
}

#[test]
fn a_lost_response_is_classified_by_phase_and_safety() {
    let outcome = |extra: &[&str]| {
        let given = [&["explain", "--provider", "agentwallex", "--format", "json"], extra].concat();
        json_of(&given, "")["outcome"].clone()
    };
    assert_eq!(outcome(&["--transport-failure", "waiting"]), "unknown");
    assert_eq!(outcome(&["--transport-failure", "before_send"]), "not_applied");
    assert_eq!(outcome(&["--transport-failure", "waiting", "--safety", "read"]), "not_applied");
    assert_eq!(outcome(&["--transport-failure", "reading", "--operation", "payments.send"]), "unknown");
}

#[test]
fn header_fields_are_read_and_can_repeat() {
    let limited = ["explain", "--provider", "agentwallex", "--status", "429", "--format", "json"];
    let headers = ["--header", "X-Request-Id: req_7", "--header", "retry-after:  7 "];
    let payload = json_of(&[&limited[..], &headers].concat(), "");
    assert_eq!((&payload["retry_after_ms"], &payload["request_id"]), (&json!(7000), &json!("req_7")));
}

#[test]
fn a_body_is_read_from_a_file_and_its_keys_are_not_printed() {
    let path = std::env::temp_dir().join(format!("payonce-explain-{}.json", std::process::id()));
    std::fs::write(&path, r#"{"code":"x","message":"bad key awx_live_0123456789abcdef"}"#).unwrap();
    let file = path.to_str().unwrap();
    let run =
        run(&["explain", "--provider", "agentwallex", "--status", "401", "--body", file, "--format", "json"]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("[redacted]") && !run.stdout.contains("0123456789"), "{}", run.stdout);
}

#[test]
fn a_huge_body_is_read_up_to_the_limit() {
    let body = vec![b'['; 11 * 1024 * 1024];
    let run = run_with(&payment("json"), &body);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("larger than the limit"), "{}", run.stdout);
}

#[test]
fn invalid_arguments_exit_with_2_and_a_message_that_says_what_to_do() {
    let cases: &[(&[&str], &str)] = &[
        (&["explain"], "--provider"),
        (&["explain", "--provider", "paypal", "--status", "400"], "agentwallex"),
        (&["explain", "--provider", "payi"], "--transport-failure"),
        (&["explain", "--provider", "payi", "--status", "99"], "100..=999"),
        (
            &["explain", "--provider", "payi", "--status", "400", "--transport-failure", "waiting"],
            "cannot be used",
        ),
        (&["explain", "--provider", "payi", "--transport-failure", "answered"], "before_send"),
        (&["explain", "--provider", "payi", "--status", "400", "--header", "nope"], "'Name: value'"),
        (&["explain", "--provider", "payi", "--status", "400", "--body", "/no/such/file"], "/no/such/file"),
        (&["explain", "--provider", "agentwallex", "--status", "400", "--operation", "pay"], "payments.send"),
        (
            &["explain", "--provider", "payi", "--status", "400", "--operation", "a", "--safety", "read"],
            "cannot be used",
        ),
        (&["explain", "--provider", "payi", "--status", "400", "--lang", "fr"], "[possible values: en, es]"),
    ];
    for (arguments, hint) in cases {
        let run = run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(run.stderr.contains(hint), "{arguments:?}: {}", run.stderr);
    }
}
