//! `payonce provider`, and provider files in the other commands.

use std::path::PathBuf;

use serde_json::Value;

use crate::payonce_command::{Run, run, run_with};

const GALLERY: [&str; 5] = ["acp", "coinbase_cdp", "mpp", "stripe", "x402_facilitator"];

fn gallery(id: &str) -> String {
    let file = format!("{}/../../providers/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    assert!(PathBuf::from(&file).exists(), "{file}");
    file
}

/// A file of this test alone.
fn written(name: &str, text: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("provider");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

#[test]
fn a_command_takes_the_id_of_a_file_that_comes_with_payonce() {
    let text = std::fs::read_to_string(gallery("stripe")).unwrap();
    assert_eq!(run(&["provider", "export", "stripe"]).stdout, text);
    let json = run(&["provider", "export", "stripe", "--json"]).stdout;
    let json = written("exported_stripe.json", &json);
    let checked = run(&["provider", "check", &json]).stdout;
    assert_eq!(
        checked.replace(&json, "stripe.toml"),
        run(&["provider", "check", &gallery("stripe")]).stdout.replace(&gallery("stripe"), "stripe.toml")
    );
    for arguments in [
        &["explain", "--provider", "stripe", "card_declined"][..],
        &["provider", "try", "stripe", "payment_intents.get", "intent=pi_1", "--dry-run"],
        &["provider", "docs", "stripe"],
    ] {
        let Run { code, stdout, stderr } = run(arguments);
        assert_eq!(code, Some(0), "{arguments:?}\n{stdout}\n{stderr}");
    }
    let Run { code, stderr, .. } = run(&["provider", "check", "strip"]);
    assert_eq!(code, Some(1));
    assert!(
        stderr
            .contains("strip:1:1: payonce comes with no provider file of this id; did you mean \"stripe\"?"),
        "{stderr}"
    );
    let Run { code, stderr, .. } = run(&["provider", "export", "stripe", "--id", "mine"]);
    assert_eq!((code, stderr.contains("change the `id` in the file instead")), (Some(2), true), "{stderr}");
}

#[test]
fn check_reports_what_every_file_of_the_gallery_declares() {
    let files: Vec<String> = GALLERY.iter().map(|id| gallery(id)).collect();
    let arguments: Vec<&str> =
        ["provider", "check"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let Run { code, stdout, stderr } = run(&arguments);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    for part in [
        "stripe.toml: Stripe (stripe)\n",
        "  payment_intents.create: POST /v1/payment_intents\n    keyed: has a key as `Idempotency-Key`, which the provider \
         remembers for 24h; payonce sends it again with the same key\n",
        "  settle: POST /settle\n    unkeyed: has no key; payonce never sends it again while it may have taken effect\n",
        "after a 5xx the same key is a new request, so payonce never sends it again",
        "the provider does not say what becomes of the key after a 5xx",
        "  verify: POST /verify\n    read: changes nothing; payonce sends it again\n",
        "  7 codes, 0 categories, 2 statuses, 0 operations\n",
    ] {
        assert!(stdout.contains(part), "{part}\n{stdout}");
    }
}

#[test]
fn check_reports_every_problem_with_its_place() {
    let broken = std::fs::read_to_string(gallery("stripe"))
        .unwrap()
        .replacen("look = \"payment_intents.get\"", "look = \"payment_intent.get\"", 1)
        .replacen("path = \"/v1/charges\"", "path = \"/../charges\"", 1);
    let file = written("broken.toml", &broken);
    let sound = gallery("mpp");
    let Run { code, stdout, stderr } = run(&["provider", "check", &file, &sound]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stdout.contains("MPP (mpp)") && !stdout.contains("Stripe"), "{stdout}");
    let lines: Vec<&str> = stderr.lines().collect();
    let line = |text: &str| broken.lines().position(|line| line.contains(text)).unwrap() + 1;
    let look = line("payment_intent.get\"");
    let path = line("/../charges");
    assert_eq!(lines.len(), 3, "{stderr}");
    assert!(
        lines[0].starts_with(&format!("{file}:{look}:8: \"payment_intent.get\" is not an operation")),
        "{stderr}"
    );
    assert!(lines[0].ends_with("did you mean \"payment_intents.get\"?"), "{stderr}");
    assert!(lines[1].starts_with(&format!("{file}:{path}:8: must be a path below the base URL")), "{stderr}");
    assert_eq!(lines[2], "error: 1 of 2 files cannot be loaded; fix every problem above");
}

#[test]
fn a_file_that_cannot_be_read_is_reported_by_its_name() {
    let toml = written("no.toml", "payonce = ");
    let json = written("no.json", "{\"payonce\": 1,");
    let bytes = written("bytes.toml", "");
    std::fs::write(&bytes, [0xff, 0xfe]).unwrap();
    for (file, message) in [
        ("missing.toml", "missing.toml: "),
        (toml.as_str(), "no.toml:1:"),
        (json.as_str(), "no.json:1:"),
        (bytes.as_str(), "bytes.toml: is not UTF-8"),
    ] {
        for arguments in [["provider", "check", file], ["provider", "docs", file]] {
            let Run { code, stdout, stderr } = run(&arguments);
            assert_eq!((code, stdout.as_str()), (Some(1), ""), "{file}");
            assert!(stderr.contains(message), "{stderr}");
        }
    }
    assert_eq!(run(&["provider", "check"]).code, Some(2));
    assert_eq!(run(&["provider"]).code, Some(2));
}

#[test]
fn a_message_that_quotes_a_file_contains_no_terminal_controls() {
    let file =
        written("controls.toml", "payonce = 1\nid = \"a\"\ntitle = \"a\"\nextends = \"\\u001b[31mred\"\n");
    let Run { code, stderr, .. } = run(&["provider", "check", &file]);
    assert_eq!(code, Some(1));
    assert!(!stderr.contains('\u{1b}') && stderr.contains("\\u{1b}[31mred"), "{stderr}");
}

#[test]
fn docs_show_each_example_with_its_request_and_its_meaning() {
    let text = "payonce = 1\nid = \"shown\"\ntitle = \"Shown\"\n[read]\ncode = [\"/errors/0/code\", \"/a~1b\"]\n\
        [[code]]\ncode = \"empty\"\nkind = \"insufficient_funds\"\nactor = \"operator\"\nevidence = \"refused\"\n\
        source = \"s\"\n[[operation]]\nname = \"pay\"\nmethod = \"POST\"\npath = \"/pay/{id}\"\nsource = \"s\"\n\
        params = { id = { type = \"id\" } }\n[[example]]\noperation = \"pay\"\nstatus = 402\nbody = { errors = [{ code = \"empty\" }] }\n\
        expect = { kind = \"insufficient_funds\", outcome = \"not_applied\" }\n[[example]]\noperation = \"pay\"\n\
        status = 201\nbody = { id = 7 }\n[[example]]\nstatus = 503\nheaders = { Retry-After = \"3\" }\n\
        expect = { kind = \"unavailable\" }\n";
    let text = text.replace("[read]", "base_url = \"https://api.shown.test\"\n[read]");
    let file = written("shown.toml", &text);
    let Run { code, stdout, stderr } = run(&["provider", "docs", &file]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    for part in [
        "\n`POST /pay/{id}` returns HTTP 402: `insufficient_funds`, outcome `not_applied`, advice `add_funds`; payonce does not \
         retry it. Its name is `shown/empty`.\n\n```json\n{\n  \"errors\": [\n    {\n      \"code\": \"empty\"\n    }\n  ]\n}\n```\n",
        "\n`POST /pay/{id}` returns HTTP 201: a success.\n\n```json\n{\n  \"id\": 7\n}\n```\n",
        "\n### Examples\n\nHTTP 503: `unavailable`, outcome `unknown`, advice `reconcile`; payonce does not retry it. Its name is \
         `shown/unavailable`.\n\n```text\nRetry-After: 3\n```\n",
    ] {
        assert!(stdout.contains(part), "{part}\n{stdout}");
    }
    let Run { code, stdout, .. } = run(&["provider", "docs", &file, "--format", "json"]);
    assert_eq!(code, Some(0));
    let data: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(data["operations"][0]["safety"], "unkeyed");
    assert_eq!(data["errors"][0]["code"], "empty");
    let shown = data["examples"].as_array().unwrap();
    assert_eq!(shown.len(), 3);
    assert_eq!(shown[0]["request"], serde_json::json!({"method": "POST", "path": "/pay/{id}"}));
    assert_eq!(shown[0]["error"]["doc"], "shown/empty");
    assert_eq!((&shown[1]["error"], &shown[1]["response"]["body"]["id"]), (&Value::Null, &Value::from(7)));
    assert_eq!(shown[2]["response"]["headers"]["Retry-After"], "3");
    let refused = run(&["provider", "docs", &file, "--format", "text"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("[possible values: markdown, json]"), "{}", refused.stderr);
}

#[test]
fn docs_print_the_reference_of_every_file_of_the_gallery() {
    for id in GALLERY {
        let Run { code, stdout, stderr } = run(&["provider", "docs", &gallery(id)]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{id}");
        let text = std::fs::read_to_string(gallery(id)).unwrap();
        for line in text.lines().filter_map(|line| line.strip_prefix("code = \"")) {
            let Some(code) = line.strip_suffix('"') else { continue };
            assert!(stdout.contains(&format!("\n### {}\n", code.to_ascii_lowercase())), "{id}: {code}");
        }
        for line in text.lines().filter_map(|line| line.strip_prefix("name = \"")) {
            let name = line.trim_end_matches('"');
            assert!(stdout.contains(&format!("\n### {name}\n")), "{id}: {name}");
        }
    }
    let stripe = run(&["provider", "docs", &gallery("stripe")]).stdout;
    for part in [
        "# Stripe\n",
        "`POST /v1/payment_intents/{intent}/confirm`",
        "| `amount` | integer from 0 | yes |",
        "States in `status`: succeeded `succeeded`; failed `canceled`; every other one is pending.",
        "https://docs.stripe.com/declines/codes",
        "Source: https://docs.stripe.com/api/refunds/create\n",
        "| `api_key` | `STRIPE_API_KEY` | yes |",
    ] {
        assert!(stripe.contains(part), "{part}\n{stripe}");
    }
}

#[test]
fn explain_takes_a_provider_file() {
    let x402 = gallery("x402_facilitator");
    let named = run(&["explain", "--provider", &x402, "settlement_pending"]);
    assert_eq!((named.code, named.stderr.as_str()), (Some(0), ""));
    for part in ["x402 facilitator: settlement_pending", "money may be on its way", "No: check it later."] {
        assert!(named.stdout.contains(part), "{part}: {}", named.stdout);
    }
    assert!(!named.stdout.contains("docs/errors/x402"), "there is no such page: {}", named.stdout);
    let doc = run(&["explain", "--provider", &x402, "x402_facilitator/insufficient_funds"]);
    assert!(doc.stdout.contains("No. Nothing took effect."), "{} {}", doc.stdout, doc.stderr);
    for status in ["200", "202", "402", "500"] {
        let body = br#"{"success": false, "errorReason": "settlement_pending"}"#;
        let arguments = [
            "explain",
            "--provider",
            &x402,
            "--operation",
            "settle",
            "--status",
            status,
            "--body",
            "-",
            "--format",
            "json",
        ];
        let run = run_with(&arguments, body);
        let error: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
        assert_eq!(
            (&error["outcome"], &error["retryable"]),
            (&Value::from("pending"), &Value::from(false)),
            "{status}"
        );
        assert_eq!(error["provider"], "x402_facilitator");
    }
    let similar = run(&["explain", "--provider", &x402, "settlement_pendin"]);
    assert_eq!(similar.code, Some(2));
    assert!(similar.stderr.contains("did you mean \"settlement_pending\""), "{}", similar.stderr);
    let broken = written("broken_for_explain.toml", "payonce = 2\nid = \"a\"\ntitle = \"a\"\n");
    let broken = run(&["explain", "--provider", &broken, "x"]);
    assert_eq!(broken.code, Some(2));
    assert!(broken.stderr.contains("broken_for_explain.toml:1:11: is version 2"), "{}", broken.stderr);
}

#[test]
fn explain_and_codes_take_a_file_that_extends_a_provider() {
    let text = "payonce = 1\nextends = \"agentwallex\"\n[[code]]\ncode = \"wallet_sleeping\"\nkind = \"unavailable\"\n\
                actor = \"none\"\nevidence = \"refused\"\nstatus = 409\nmeaning = \"the wallet sleeps\"\n\
                source = \"https://docs.acme.test/errors\"\n";
    let file = written("more.toml", text);
    for name in ["wallet_sleeping", "agentwallex/wallet_sleeping", "agentwallex/policy_violation"] {
        let Run { code, stdout, stderr } = run(&["explain", "--provider", &file, name]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{name}");
        assert!(stdout.contains("AgentWallex: "), "{stdout}");
    }
    let codes = run(&["codes", "--provider", &file]);
    assert!(codes.stdout.contains(" wallet_sleeping ") && codes.stdout.contains(" policy_violation "));
    assert!(!run(&["codes", "--provider", "agentwallex"]).stdout.contains("wallet_sleeping"));
}

#[test]
fn export_prints_a_built_in_provider_as_a_file_that_loads() {
    let Run { code, stdout, stderr } = run(&["provider", "export", "agenticpencil", "--id", "pencil"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let checked = run(&["provider", "check", &written("pencil.toml", &stdout)]);
    assert_eq!(checked.code, Some(0), "{}", checked.stderr);
    assert!(checked.stdout.contains("AgenticPencil (pencil)"), "{}", checked.stdout);
    let Run { code, stdout, stderr } = run(&["provider", "export", "payi"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with("# not in this file: ") && stdout.contains("id = \"my_payi\""), "{stdout}");
    assert!(stderr.contains("keys in each item of a list"), "{stderr}");
    let Run { code, stdout, .. } = run(&["provider", "export", "agentpay", "--json"]);
    assert_eq!(code, Some(0));
    assert_eq!(serde_json::from_str::<Value>(&stdout).unwrap()["id"], "my_agentpay");
    let taken = run(&["provider", "export", "agentpay", "--id", "payi"]);
    assert_eq!(taken.code, Some(1));
    assert!(taken.stderr.contains("is a built-in provider"), "{}", taken.stderr);
}
