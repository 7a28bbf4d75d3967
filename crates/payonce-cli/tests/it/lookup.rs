//! `payonce explain` without a response at hand: by doc id, by code, and out of pasted text.

use serde_json::{Value, json};

use crate::payonce_command::{Run, run, run_with};

fn explained(arguments: &[&str], stdin: &str) -> String {
    let arguments = [&["explain"], arguments].concat();
    let Run { code, stdout, stderr } = run_with(&arguments, stdin.as_bytes());
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{arguments:?} {stdin}");
    stdout
}

fn refused(arguments: &[&str], stdin: &str) -> String {
    let arguments = [&["explain"], arguments].concat();
    let Run { code, stdout, stderr } = run_with(&arguments, stdin.as_bytes());
    assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?} {stdin}");
    stderr
}

/// An error in its JSON form, as `to_dict()` and `toJSON()` give it.
fn payload() -> Value {
    let body = r#"{"code":"policy_violation","type":"invalid_request_error","message":"over the limit"}"#;
    let given = ["explain", "--provider", "agentwallex", "--operation", "payments.send", "--status", "400"];
    let run = run_with(&[&given[..], &["--body", "-", "--format", "json"]].concat(), body.as_bytes());
    serde_json::from_str(&run.stdout).unwrap()
}

const REFUSED: &str = "No. Nothing took effect.";

#[test]
fn every_doc_id_and_every_code_is_found() {
    let rows: Vec<Value> = serde_json::from_str(&run(&["codes", "--format", "json"]).stdout).unwrap();
    let mut seen = 0;
    for row in rows.iter().filter(|row| row["by"] == "code") {
        let (provider, code) = (row["provider"].as_str().unwrap(), row["code"].as_str().unwrap());
        // One in five, and each provider: the command starts anew for each.
        seen += 1;
        if seen % 5 != 1 {
            continue;
        }
        let doc = format!("{provider}/{}", code.to_ascii_lowercase());
        let found = explained(&[&doc, "--format", "json"], "");
        let found: Vec<Value> = serde_json::from_str(&found).unwrap();
        assert_eq!((found.len(), &found[0]["code"]), (1, &row["code"]), "{doc}");
    }
    let page = explained(&["agentwallex/policy_violation"], "");
    for part in ["AgentWallex: policy_violation, HTTP 400", REFUSED, "PolicyViolationError", "docs/errors/"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let timeout = explained(&["agentpay/timeout"], "");
    assert!(timeout.contains("AgentPay: timeout") && timeout.contains("ApiTimeoutError"), "{timeout}");
    assert!(explained(&["agentwallex/policy_violation", "--lang", "es"], "").contains("Nada tuvo efecto"));
}

#[test]
fn a_bare_code_is_found_for_all_providers_that_have_it() {
    let page = explained(&["insufficient_funds"], "");
    for title in ["AgentPay: INSUFFICIENT_FUNDS", "AgentWallex: insufficient_funds"] {
        assert!(page.contains(title), "{page}");
    }
    let one = explained(&["INSUFFICIENT_FUNDS", "--provider", "agentpay"], "");
    assert!(one.contains("AgentPay") && !one.contains("AgentWallex"), "{one}");
    assert!(explained(&["invalid_request_error"], "").contains("AgentWallex"), "a category");
    assert!(explained(&["decode"], "").contains("The response cannot be read."), "a kind");
}

#[test]
fn a_similar_code_is_suggested() {
    let cases: [(&[&str], &str); 6] = [
        (&["policy_violaton"], "did you mean \"policy_violation\""),
        (&["agentwallex/insufficient_fund"], "did you mean \"insufficient_funds\""),
        (&["agentwalex/policy_violation"], "did you mean \"agentwallex\""),
        (&["--provider", "agentwalex", "--status", "400"], "'agentwallex'"),
        (
            &["--provider", "agentwallex", "--operation", "payment.send", "--status", "400"],
            "did you mean \"payments.send\"",
        ),
        (&["zzzzzz"], "`payonce codes` lists them all"),
    ];
    for (arguments, hint) in cases {
        let said = refused(arguments, "");
        assert!(said.contains(hint), "{arguments:?}: {said}");
    }
}

#[test]
fn the_json_of_an_error_is_found_in_every_kind_of_log() {
    let payload = payload();
    let text = payload.to_string();
    let nested =
        json!({"level": "error", "time": 1, "err": {"type": "PolicyViolationError", "payonce": payload}});
    let quoted = json!({"msg": format!("payment failed: {text}"), "level": 50});
    let pretty = serde_json::to_string_pretty(&payload).unwrap();
    for pasted in [
        text.clone(),
        pretty,
        format!("2026-11-26T10:00:00Z ERROR worker[7] {{not json}} payment failed {text} retry=no\n"),
        nested.to_string(),
        quoted.to_string(),
        format!("[1]\n{text}"),
    ] {
        for arguments in [&["-"][..], &["--body", "-"]] {
            let page = explained(arguments, &pasted);
            assert!(page.contains(REFUSED) && page.contains("payments.send"), "{pasted}: {page}");
        }
        let json: Value = serde_json::from_str(&explained(&["-", "--format", "json"], &pasted)).unwrap();
        assert_eq!(json, payload, "{pasted}");
    }
    let problem: Value = serde_json::from_str(&explained(&["-", "--format", "problem"], &text)).unwrap();
    assert_eq!(problem["status"], 503);
}

#[test]
fn the_flat_record_of_a_logger_is_read() {
    let record = json!({
        "provider": "agentwallex", "operation": "payments.send", "kind": "timeout", "class": "ApiTimeoutError",
        "phase": "waiting", "outcome": "unknown", "retryable": false, "advice": "reconcile", "actor": "none",
        "respond_status": 502, "attempts": 1, "reference": "po_0123456789", "doc": "agentwallex/timeout",
        "details.rule": "daily_limit",
    });
    let page = explained(&["-"], &record.to_string());
    for part in ["It is not known.", "reference: po_0123456789", "rule: daily_limit"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn a_json_rpc_error_and_a_tool_result_are_opened() {
    let refusal = r#"{"code":"policy_violation","message":"over the limit"}"#;
    let in_a_text = serde_json::to_string(refusal).unwrap();
    for message in [
        format!(r#"{{"jsonrpc":"2.0","id":1,"error":{{"code":-32000,"message":"m","data":{refusal}}}}}"#),
        format!(r#"{{"content":[{{"type":"text","text":{in_a_text}}}],"isError":true}}"#),
    ] {
        let error = explained(&["-", "--format", "json"], &message);
        let error: serde_json::Value = serde_json::from_str(&error).unwrap();
        assert_eq!(error["code"], "policy_violation", "{message}");
        assert_eq!((&error["status"], &error["outcome"]), (&serde_json::Value::Null, &"not_applied".into()));
    }
    let unclear = r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error"}}"#;
    let page = explained(&["-", "--provider", "agentwallex", "--operation", "payments.send"], unclear);
    assert!(page.contains("-32603") && page.contains("It is not known."), "{page}");
    let paid = r#"{"content":[{"type":"text","text":"paid"}],"isError":false}"#;
    let page = explained(&["-", "--provider", "agentwallex"], paid);
    assert!(page.contains("this is a success"), "{page}");
}

#[test]
fn the_output_of_curl_is_read_with_its_status_and_header_fields() {
    let body = r#"{"code":"rate_limit_exceeded","type":"rate_limit_error","message":"slow down"}"#;
    let plain =
        format!("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nX-Request-Id: req_7\r\n\r\n{body}");
    let second =
        format!("HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 429 \r\nretry-after: 7\r\n\r\n{body}\n");
    let continued = format!("HTTP/1.1 100 Continue\n\nHTTP/1.1 429 \nRetry-After: 7\n\n{body}");
    let verbose = format!(
        "* Connected to localhost\n> POST /transactions HTTP/1.1\n> Host: localhost\n>\n< HTTP/1.1 429 Too Many\n\
         < Retry-After: 7\n<\n{body}"
    );
    for pasted in
        [plain.clone(), second, continued, verbose, format!("$ curl -i https://example.com\n{plain}")]
    {
        let json = explained(&["-", "--provider", "agentwallex", "--format", "json"], &pasted);
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&json["status"], &json["retry_after_ms"]), (&json!(429), &json!(7000)), "{pasted}");
        assert_eq!(json["code"], "rate_limit_exceeded", "{pasted}");
    }
    let guessed = plain.replace("rate_limit_exceeded", "agent_frozen").replace("429", "400");
    assert!(explained(&["-"], &guessed).contains("AgentWallex"), "the only one with this code");
    let nobody = "HTTP/1.1 503 Busy\n\n<html></html>";
    assert!(refused(&["-"], nobody).contains("--provider"));
    assert!(explained(&["-", "--provider", "payi"], nobody).contains("Pay-i"));
    assert!(explained(&["-", "--provider", "payi"], "HTTP/1.1 200 OK\n\n{}").contains("this is a success"));
}

#[test]
fn the_last_line_of_a_traceback_is_read() {
    let python = "Traceback (most recent call last):\n  File \"worker.py\", line 7, in <module>\n    \
                  pay([1])\npayonce.agentwallex.PolicyViolationError: 500 exceeds 100 [policy_violation]\n";
    let page = explained(&["-"], python);
    assert!(page.contains("AgentWallex: policy_violation") && page.contains(REFUSED), "{page}");

    let unknown = "payonce.errors.ApiTimeoutError: no complete response within 30 s (outcome unknown, advice \
                   reconcile, reference po_1)";
    let page = explained(&["-"], unknown);
    assert!(page.contains("This error reported") && page.contains("outcome unknown"), "{page}");
    assert!(page.contains("ApiTimeoutError"), "{page}");

    let node =
        "Uncaught RateLimitedError: slow down [rate_limit_exceeded]\n    at send (file:///app.js:1:7)\n";
    assert!(explained(&["-"], node).contains("rate_limit_exceeded"));
    let rust = "Error: agentwallex policy_violation [max]: over the limit\n";
    assert!(explained(&["-"], rust).contains("policy_violation"));
    assert!(refused(&["-"], "ValueError: nothing of ours").contains("there is no error in this text"));
    assert!(refused(&["-"], "no error").contains("there is no error in this text"));
}

#[test]
fn a_bare_body_is_read_with_the_status_that_its_code_has() {
    let body = r#"{"code":"agent_frozen","type":"invalid_request_error","message":"agent is frozen"}"#;
    for arguments in [&["-"][..], &["--body", "-"], &["-", "--provider", "agentwallex"]] {
        let page = explained(arguments, body);
        assert!(page.contains("HTTP 400") && page.contains(REFUSED), "{page}");
    }
    let with_status = explained(&["--body", "-", "--provider", "agentwallex", "--status", "500"], body);
    assert!(!with_status.contains(REFUSED), "{with_status}");
    assert!(refused(&["-"], r#"{"hello": "world"}"#).contains("--provider"));
}

#[test]
fn the_text_of_a_provider_contains_no_terminal_controls() {
    let evil = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\r\nDid money move   No.";
    let body = json!({
        "code": format!("policy_violation{evil}"), "type": "x", "message": evil, "rule": evil, "request_id": evil,
    });
    let mut payload = payload();
    for member in ["message", "code", "user_message", "class", "doc", "request_id"] {
        payload[member] = json!(evil);
    }
    payload["details"] = json!({evil: evil, "nested": {evil: [evil]}});
    payload["reference"]["reference"] = json!(evil);
    let given = ["--provider", "agentwallex", "--status", "400", "--body", "-"];
    for format in ["text", "json", "problem", "mcp"] {
        for (arguments, text) in [(&given[..], body.to_string()), (&["-"], payload.to_string())] {
            let arguments = [arguments, &["--format", format, "--audience", "owner"]].concat();
            let shown = explained(&arguments, &text);
            let acts = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
            assert!(!shown.contains(acts), "{format}: {shown:?}");
            if format == "text" {
                let forged =
                    shown.lines().filter(|line| line.trim_start().starts_with("Did money move")).count();
                assert_eq!(forged, 1, "{shown}");
            }
        }
    }
    let said = refused(&["nothing\u{1b}[31m"], "");
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn contradicting_options_are_refused() {
    assert!(refused(&["policy_violation", "--format", "mcp"], "").contains("--format text or json"));
    assert!(refused(&["policy_violation", "--body", "-"], "").contains("exclude each other"));
    assert!(refused(&["--status", "400"], "").contains("--provider"));
    assert!(refused(&["policy_violation", "--transport-failure", "waiting"], "").contains("cannot be used"));
}

#[test]
fn a_payload_with_missing_fields_is_completed_from_the_others() {
    for (code, outcome, respond_status) in [
        ("policy_violation", "not_applied", "503"),
        ("policy_violation", "unknown", "502"),
        ("policy_violation", "pending", "503"),
        ("invalid_api_key", "not_applied", "500"),
    ] {
        let kind = if code == "policy_violation" { code } else { "authentication" };
        let short = json!({
            "provider": "agentwallex", "kind": kind, "code": code, "outcome": outcome, "operation": "payments.send",
            "message": "no", "reference": {"reference": "po_0123456789abcdef0123"}, "details": {"rule": "daily_limit"},
        });
        let page = explained(&["-"], &short.to_string());
        assert!(page.contains(&format!("HTTP {respond_status}")), "{page}");
        assert!(page.contains("po_0123456789abcdef0123") && page.contains("rule: daily_limit"), "{page}");
    }
    let refused = json!({"provider": "agentpay", "kind": "insufficient_funds", "code": "INSUFFICIENT_FUNDS",
        "outcome": "not_applied"});
    let page = explained(&["-"], &refused.to_string());
    assert!(page.contains("HTTP 402"), "{page}");
}

#[test]
fn a_page_of_brackets_is_read_in_linear_time() {
    let brackets = [
        "[".repeat(25_000),
        "{\"a\":".repeat(5_000),
        "[".repeat(12_500) + &"]".repeat(12_500),
        (0..5_000).map(|number| format!("[a{number}]")).collect(),
        "[policy_violation]".repeat(1_400),
    ];
    for text in brackets {
        let began = std::time::Instant::now();
        run_with(&["explain", "-"], text.as_bytes());
        let took = began.elapsed();
        assert!(took.as_millis() < 1_500, "{took:?}: {text:.20}");
    }
    // The error behind them is found all the same.
    let after = format!("{}{}", "[".repeat(25_000), payload());
    assert!(explained(&["-"], &after).contains("policy_violation"));
}

#[test]
fn a_name_is_found_as_a_person_writes_it() {
    let page = explained(&["agentwallex/policy_violation"], "");
    for written in [
        &["agentwallex", "policy_violation"][..],
        &["AgentWallex", "Policy-Violation"],
        &["agentwallex policy_violation"],
        &["agentwallex:policy_violation"],
        &[" agentwallex/policy_violation/ "],
        &["policy-violation", "--provider", "agentwallex"],
    ] {
        assert_eq!(explained(written, ""), page, "{written:?}");
    }
    let class = explained(&["payonce.PolicyViolationError"], "");
    assert!(class.starts_with("policy_violation\n"), "{class}");
    assert_eq!(explained(&["PolicyViolation"], ""), class);
    assert!(explained(&["agentpay", "ApiTimeoutError"], "").starts_with("AgentPay: timeout\n"));
}

#[test]
fn a_status_is_found_by_its_number() {
    let one = explained(&["agentwallex", "429"], "");
    assert!(one.starts_with("AgentWallex: 429\n") && one.contains("RateLimitedError"), "{one}");
    let all = explained(&["429"], "");
    for title in ["AgentPay: 429", "AgentTech Pay: 429", "AgentWallex: 429"] {
        assert!(all.contains(title), "{all}");
    }
}

#[test]
fn the_words_of_outcomes_and_advice_are_explained() {
    let unknown = explained(&["unknown"], "");
    for part in ["outcome unknown\n", "docs/unknown-payments.md", "UnknownError"] {
        assert!(unknown.contains(part), "{part}: {unknown}");
    }
    let class = explained(&["payonce.OutcomeUnknownError"], "");
    assert!(class.starts_with("outcome unknown\n"), "{class}");
    assert!(explained(&["not_applied"], "").contains("Nothing took effect."));
    assert!(explained(&["reconcile"], "").contains("find out from the provider"));
}

#[test]
fn a_refusal_names_the_next_command() {
    for (arguments, stdin, hint) in [
        (&["agentwallex"][..], "", "`payonce codes --provider agentwallex` lists its codes"),
        (&["AgentWallexError"], "", "`payonce codes --provider agentwallex` lists its codes"),
        (&[""], "", "nothing to explain"),
        (&["zzzzzz"], "", "no code of any provider is called \"zzzzzz\"; `payonce codes` lists them all"),
        (&["policy_violaton"], "", "did you mean \"policy_violation\"? `payonce codes` lists them all"),
        (&["agentwalex/x"], "", "unknown provider \"agentwalex\"; did you mean \"agentwallex\""),
        (&["-"], "", "the input is empty"),
        (&["-"], " \n\n", "the input is empty"),
        (&["-"], "HTTP/2 429 \r\n\r\nslow down", "the response does not show which provider sent it"),
        (
            &["--provider", "agentwallex", "--operation", "payment.send", "--status", "400"],
            "",
            "did you mean \"payments.send\" or \"payments.get\" or \"payments.list\"? known: ",
        ),
    ] {
        let said = refused(arguments, stdin);
        assert!(said.contains(hint), "{arguments:?}: {said}");
    }
}

#[test]
fn no_sentence_is_repeated_and_each_begins_with_a_capital() {
    let timeout = explained(&["timeout"], "");
    assert_eq!(
        timeout.to_lowercase().matches("no complete response arrived in time").count(),
        1,
        "{timeout}"
    );
    assert!(explained(&["agentwallex/policy_violation"], "").contains(" The policy engine blocked"));
}

#[test]
fn a_reported_outcome_replaces_what_is_not_known_of_a_kind() {
    let printed =
        "payonce.ApiTimeoutError: no complete response arrived in time (outcome unknown, reference po_1)";
    let page = explained(&["-"], printed);
    assert!(page.contains("outcome unknown: it may have happened"), "{page}");
    assert!(!page.contains("does not determine it"), "{page}");
}

#[test]
fn a_flat_record_without_a_text_for_end_users_gets_one() {
    let record =
        r#"{"provider":"agentwallex","kind":"timeout","outcome":"unknown","operation":"payments.send"}"#;
    let page = explained(&["-"], record);
    let shown = page.lines().find(|line| line.contains("Tell end users")).unwrap();
    assert!(shown.trim().len() > "Tell end users".len() + 10, "{page}");
    let json: Value = serde_json::from_str(&explained(&["-", "--format", "json"], record)).unwrap();
    assert_ne!(json["user_message"], "");
}

#[test]
fn links_are_whole_at_any_width() {
    let link = "https://github.com/payonce/payonce/blob/main/docs/errors/agentwallex.md#policy_violation";
    let response = r#"HTTP/2 400

{"code":"policy_violation","message":"over the limit"}"#;
    let by_name = explained(&["agentwallex/policy_violation"], "");
    assert_eq!(by_name.lines().last(), Some(link), "{by_name}");
    let by_response = explained(&["-"], response);
    let links: Vec<&str> = by_response.lines().filter(|line| line.starts_with("https://")).collect();
    let playground = "https://payonce.github.io/payonce/playground/#provider=agentwallex&status=400&body=\
                      %7B%22code%22:%22policy_violation%22,%22message%22:%22over%20the%20limit%22%7D";
    assert_eq!(links, [link, playground], "{by_response}");
}

#[test]
fn every_link_leads_to_a_heading() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let rows: Vec<Value> = serde_json::from_str(&run(&["codes", "--format", "json"]).stdout).unwrap();
    for by in ["code", "type", "status"] {
        // One of each signal and provider: the command starts anew for each.
        let mut seen = std::collections::HashSet::new();
        for row in rows.iter().filter(|row| row["by"] == by && seen.insert(row["provider"].to_string())) {
            let (provider, code) = (row["provider"].as_str().unwrap(), row["code"].as_str().unwrap());
            let page = explained(&[provider, code], "");
            let (address, heading) = page.lines().last().unwrap().split_once('#').unwrap();
            let file = docs.join(address.split_once("/docs/").unwrap().1);
            let text = std::fs::read_to_string(&file).unwrap();
            let found = text.lines().any(|line| line.trim_start_matches('#').trim() == heading);
            assert!(found, "{} has no heading {heading} for {code}", file.display());
        }
    }
    for page in ["unknown-payments.md", "vocabulary.md"] {
        assert!(explained(&["unknown"], "").contains(page) && docs.join(page).is_file(), "{page}");
    }
}

const REFUSAL: &str = r#"{"code":"policy_violation","message":"over the limit"}"#;

#[test]
fn notes_of_curl_and_marks_of_editors_do_not_hide_the_response() {
    let verbose = format!(
        "* Connected to api.agentwallex.com (192.0.2.1) port 443\n> POST /transactions HTTP/2\n> Host: \
         api.agentwallex.com\n>\n}} [44 bytes data]\n< HTTP/2 400 \r\n< content-type: application/json\r\n< \r\n{{ [52 bytes \
         data]\n* Connection #0 left intact\n{REFUSAL}* Connection #0 to host api.agentwallex.com left intact\n"
    );
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(format!("HTTP/1.1 400 Bad Request\r\n\r\n{REFUSAL}").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for pasted in [verbose.into_bytes(), format!("\u{feff}HTTP/2 400 \r\n\r\n{REFUSAL}").into_bytes(), utf16]
    {
        let run = run_with(&["explain", "-", "--format", "json"], &pasted);
        let error: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
        let text = String::from_utf8_lossy(&pasted);
        assert_eq!(
            (&error["code"], &error["status"]),
            (&"policy_violation".into(), &400.into()),
            "{text}{}",
            run.stderr
        );
    }
}

#[test]
fn a_response_that_several_providers_send_is_explained_for_each() {
    let response = "HTTP/2 402 \r\n\r\n{\"code\":\"insufficient_funds\",\"message\":\"too low\"}";
    let page = explained(&["-"], response);
    for title in ["AgentPay: insufficient_funds", "AgentWallex: insufficient_funds"] {
        assert!(page.contains(title), "{title}: {page}");
    }
    // A program has to be told about one.
    assert!(refused(&["-", "--format", "json"], response).contains("pass the provider with --provider"));
}

#[test]
fn a_success_needs_no_provider() {
    let page = explained(&["-"], "HTTP/1.1 204 No Content\r\n\r\n");
    assert!(page.contains("HTTP 204: this is a success"), "{page}");
}
