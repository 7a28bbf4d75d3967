//! `payonce provider draft`.

use std::path::PathBuf;

use crate::payonce_command::{Run, run, run_with};

fn document() -> String {
    format!("{}/tests/documents/acme.yaml", env!("CARGO_MANIFEST_DIR"))
}

/// A file of this test alone, which does not exist yet.
fn fresh(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("draft");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    let _ = std::fs::remove_file(&file);
    file.display().to_string()
}

fn drafted(name: &str, more: &[&str]) -> (String, String) {
    let file = fresh(name);
    let document = document();
    let arguments = ["provider", "draft", "--openapi", &document, "-o", &file];
    let Run { code, stdout, stderr } = run(&[&arguments, more].concat());
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    let checked = run(&["provider", "check", &file]);
    assert_eq!((checked.code, checked.stderr.as_str()), (Some(0), ""));
    (std::fs::read_to_string(file).unwrap(), stdout)
}

/// The part of the file that begins like this.
fn block<'a>(text: &'a str, begins: &str) -> &'a str {
    let found = text.split("\n\n").find(|block| block.contains(begins));
    found.unwrap_or_else(|| panic!("{begins}: {text}"))
}

/// The part of the file about an operation.
fn operation<'a>(text: &'a str, name: &str) -> &'a str {
    block(text, &format!("[[operation]]\nname = \"{name}\"\n"))
}

#[test]
fn a_draft_states_what_the_document_states() {
    let (text, report) = drafted("stated.toml", &[]);
    for part in [
        "id = \"acme_pay\"\ntitle = \"Acme Pay\"\nabout = \"Payments between wallets.\"\n",
        "base_url = \"https://api.acme.test/v1\"\n",
        "auth = { header = \"Authorization\", value = \"Bearer {api_key}\", env = \"ACME_PAY_API_KEY\" }\n",
        "code = [\"/error/code\"]\nmessage = [\"/error/message\"]\nrequest_id = [\"@header:x-request-id\"]\n\
         retry_after = [{ header = \"Retry-After\" }]\n",
        "[object.Payment]\n",
        "id = { type = \"string\", always = true }\n",
        "note = { type = \"string\" }\n",
        "refund_of = { type = \"json\" }\n",
        "wallets = { type = \"list\", of = \"json\" }\n",
        "# state = { pointer = \"/status\", pending = [\"pending\", \"paid\", \"failed\"], succeeded = [], failed = [] }\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let list = operation(&text, "payments.list");
    for part in [
        "method = \"GET\"\npath = \"/payments\"\n",
        "safety = \"read\"\n",
        "pages = { after = { argument = \"starting_after\", id = \"id\", items = \"data\" } }\n",
        "limit = { type = \"integer\", min = 1, max = 100 }\n",
        "status = { type = \"enum\", values = [\"pending\", \"paid\", \"failed\"] }\n",
    ] {
        assert!(list.contains(part), "{part}\n{list}");
    }
    assert!(!list.contains("tags"), "a list that repeats its name cannot be sent: {list}");
    let create = operation(&text, "payments.create");
    for part in [
        "about = \"Pays a wallet.\"\n",
        "source = \"acme.yaml#/paths/~1payments/post\"\n",
        "to = { type = \"string\", required = true }\n",
        "timeout_argument = { type = \"integer\", wire = \"timeout\", about = \"Seconds until it expires.\" }\n",
        "returns = { type = \"object\", object = \"Payment\" }\n",
    ] {
        assert!(create.contains(part), "{part}\n{create}");
    }
    assert!(!create.contains("created"), "only the provider sets it: {create}");
    let get = operation(&text, "payments.get");
    assert!(
        get.contains("path = \"/payments/{payment_id}\"\n") && get.contains("payment_id = { type = \"id\" }"),
        "{get}"
    );
    assert!(operation(&text, "rates.list").contains("authenticated = false\n"));
    assert!(operation(&text, "rates.list").contains("returns = { type = \"map\", of = \"number\" }"));
    assert!(operation(&text, "payments_cancel").contains("method = \"DELETE\"\n"));
    assert!(operation(&text, "payments.capture").contains("wire = \"PayAcme-Request-Id\", required = true"));
    for what in
        ["PATCH /payments/{paymentId}: ", "POST /payments/{paymentId}/receipt: ", "the operation odd:path"]
    {
        let found = report.contains(what) || what.starts_with("the operation");
        assert!(found, "{what}\n{report}");
    }
    assert!(
        text.contains("# Not in this file:\n# - PATCH /payments/{paymentId}: a provider file has only"),
        "{text}"
    );
    assert!(
        report.contains("left out: the operation odd_path.get: must be a path below the base URL"),
        "{report}"
    );
}

#[test]
fn nothing_that_changes_something_is_repeatable_in_a_draft() {
    let (text, _) = drafted("unkeyed.toml", &[]);
    let safeties: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("safety = ")).collect();
    assert_eq!(safeties.len(), 7, "{text}");
    for block in text.split("[[operation]]\n").skip(1) {
        let is_get = block.contains("method = \"GET\"\n");
        let safety = if is_get { "safety = \"read\"\n" } else { "safety = \"unkeyed\"\n" };
        assert!(block.contains(safety), "{block}");
        let asks = block.contains("# TODO ");
        assert!(is_get || asks, "{block}");
    }
    let create = operation(&text, "payments.create");
    let keyed = "# safety = { keyed = { header = \"Idempotency-Key\", format = \"text\", max_length = 64, window = \"24h\", \
                 after_5xx = \"unknown\" } }\nsafety = \"unkeyed\"\n";
    assert!(create.contains(keyed) && create.contains("How long does the provider remember"), "{create}");
    assert!(
        create.contains("# The document says of Idempotency-Key: Makes the request idempotent.\n"),
        "{create}"
    );
    // The answer to the question is a working file.
    let answered =
        text.replacen(keyed, &keyed.lines().next().map(|line| line.replacen("# ", "", 1) + "\n").unwrap(), 1);
    let file = fresh("answered.toml");
    std::fs::write(&file, answered).unwrap();
    let checked = run(&["provider", "check", &file]);
    assert_eq!((checked.code, checked.stderr.as_str()), (Some(0), ""));
    assert!(
        checked.stdout.contains("has a key as `Idempotency-Key`, which the provider remembers for 24h"),
        "{}",
        checked.stdout
    );
}

#[test]
fn a_code_of_a_draft_proves_nothing_until_a_person_answers() {
    let (text, report) = drafted("codes.toml", &[]);
    for (code, kind, status) in
        [("insufficient_funds", "insufficient_funds", 402), ("outage", "unavailable", 503)]
    {
        let row = format!("[[code]]\ncode = \"{code}\"\nkind = \"{kind}\"\n");
        let block = block(&text, &row);
        assert!(
            block.contains("evidence = \"none\"\n") && block.contains(&format!("status = {status}\n")),
            "{block}"
        );
        assert!(block.contains(&format!("/responses/{status}\"")), "{block}");
    }
    assert!(report.contains("codes without one status: never_shown"), "{report}");
    let examples: Vec<&str> = text.split("[[example]]\n").skip(1).collect();
    assert_eq!(examples.len(), 4, "{text}");
    assert!(examples[0].contains(
        "body = { data = [{ id = \"pay_1\", status = \"paid\", amount = \"1.00\" }], has_more = false }"
    ));
    assert!(
        examples
            .iter()
            .any(|example| example.contains("status = 402\n") && example.contains("outcome = \"unknown\""))
    );
    assert!(report.contains("the example of payments.create with HTTP 201: TOML has no null"), "{report}");
}

#[test]
fn the_questions_are_numbered_in_the_file_and_listed_at_the_end() {
    let (text, report) = drafted("questions.toml", &[]);
    let count = report.lines().find_map(|line| line.strip_suffix(" questions to answer:")).unwrap();
    let count: usize = count.parse().unwrap();
    for number in 1..=count {
        let line = text.lines().position(|line| line.starts_with(&format!("# TODO {number}: "))).unwrap() + 1;
        assert!(
            report.contains(&format!("{number:>3}. ")) && report.contains(&format!("questions.toml:{line}")),
            "{number} {line}\n{report}"
        );
    }
    assert!(!text.contains(&format!("# TODO {}: ", count + 1)));
    assert!(
        report.ends_with("questions.toml\n") && report.contains("then run: payonce provider check "),
        "{report}"
    );
}

#[test]
fn a_draft_goes_to_stdout_and_its_questions_to_stderr() {
    let document = document();
    let Run { code, stdout, stderr } =
        run(&["provider", "draft", "--openapi", &document, "--id", "acme", "--only", "/rates"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.contains("id = \"acme\"\n") && stdout.contains("ACME_API_KEY"), "{stdout}");
    assert_eq!(stdout.matches("[[operation]]").count(), 1);
    assert!(
        stderr.contains("1 operation, 0 of them unkeyed, 0 codes") && stderr.contains("questions to answer:"),
        "{stderr}"
    );
    let text = std::fs::read(&document).unwrap();
    let piped = run_with(&["provider", "draft", "--openapi", "-", "--id", "acme", "--only", "/rates"], &text);
    assert_eq!(piped.code, Some(0));
}

#[test]
fn json_drafts_the_same_file_as_yaml() {
    let as_json = r##"{"openapi": "3.0.3", "info": {"title": "J"}, "servers": [{"url": "https://api.j.test"}],
      "paths": {"/pay": {"post": {"requestBody": {"$ref": "#/components/requestBodies/Pay"},
        "responses": {"200": {"description": "ok"}}}}},
      "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "requestBodies": {"Pay": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object",
          "properties": {"idempotency_key": {"type": "string"}, "amount": {"type": "integer", "nullable": true}}}}}}}}}"##;
    let Run { code, stdout, stderr } = run_with(&["provider", "draft", "--openapi", "-"], as_json.as_bytes());
    assert_eq!(code, Some(0), "{stderr}");
    for part in [
        "body = \"form\"\n",
        "auth = { header = \"X-Key\", value = \"{api_key}\", env = \"J_API_KEY\" }\n",
        "name = \"pay.create\"\n",
        "# safety = { keyed = { argument = \"idempotency_key_argument\", window = \"24h\", after_5xx = \"unknown\" } }\n",
        "idempotency_key_argument = { type = \"string\", wire = \"idempotency_key\" }\n",
    ] {
        assert!(stdout.contains(part), "{part}\n{stdout}");
    }
    let Run { stdout: basic, .. } = run_with(
        &["provider", "draft", "--openapi", "-"],
        as_json
            .replace(
                r#"{"type": "apiKey", "in": "header", "name": "X-Key"}"#,
                r#"{"type": "http", "scheme": "basic"}"#,
            )
            .as_bytes(),
    );
    let file = fresh("basic.toml");
    std::fs::write(&file, &basic).unwrap();
    assert!(basic.contains("value = \"Basic {username}:{password}\", base64 = true"), "{basic}");
    assert_eq!(run(&["provider", "check", &file]).code, Some(0));
}

#[test]
fn keys_and_cursors_are_found_under_the_names_that_providers_give_them() {
    let schema = serde_json::json!({"type": "string"});
    let pay = |name: &str| {
        let key = serde_json::json!({"name": name, "in": "header", "schema": schema});
        serde_json::json!({"post": {"operationId": "pay", "parameters": [key]}})
    };
    for name in [
        "Idempotency-Key",
        "X-Idempotency-Key",
        "Idempotence-Key",
        "X-idempotence-uuid",
        "Cko-Idempotency-Key",
        "PayPal-Request-Id",
        "Repeatability-Request-ID",
    ] {
        let document = serde_json::json!({"openapi": "3.1.0", "paths": {"/pay": pay(name)}}).to_string();
        let Run { code, stdout, .. } =
            run_with(&["provider", "draft", "--openapi", "-"], document.as_bytes());
        assert_eq!(code, Some(0));
        let keyed = format!("# safety = {{ keyed = {{ header = \"{name}\", ");
        assert!(stdout.contains(&keyed) && stdout.contains("safety = \"unkeyed\""), "{name}\n{stdout}");
    }
    let document =
        serde_json::json!({"openapi": "3.1.0", "paths": {"/pay": pay("X-Request-Id")}}).to_string();
    let traced = run_with(&["provider", "draft", "--openapi", "-"], document.as_bytes()).stdout;
    assert!(
        !traced.contains("keyed = { header") && traced.contains("declares no idempotency key"),
        "{traced}"
    );

    for (next, argument, pages) in [
        (
            "nextPageToken",
            "pageToken",
            "cursor = { argument = \"page_token\", next = \"nextPageToken\", items = \"rows\" }",
        ),
        (
            "next_token",
            "next_token",
            "cursor = { argument = \"next_token\", next = \"next_token\", items = \"rows\" }",
        ),
        ("next_cursor", "cursor", "cursor = { argument = \"cursor\", items = \"rows\" }"),
    ] {
        let rows = serde_json::json!({"type": "array", "items": {"type": "object"}});
        let page = serde_json::json!({"type": "object", "properties": {"rows": rows, next: schema}});
        let document = serde_json::json!({"openapi": "3.1.0", "paths": {"/rows": {"get": {
            "parameters": [{"name": argument, "in": "query", "schema": schema}],
            "responses": {"200": {"content": {"application/json": {"schema": page}}}},
        }}}});
        let Run { stdout, .. } =
            run_with(&["provider", "draft", "--openapi", "-"], document.to_string().as_bytes());
        assert!(stdout.contains(&format!("pages = {{ {pages} }}\n")), "{next}\n{stdout}");
        let file = fresh("pages.toml");
        std::fs::write(&file, &stdout).unwrap();
        let checked = run(&["provider", "check", &file]);
        assert_eq!((checked.code, checked.stderr.as_str()), (Some(0), ""));
    }
}

#[test]
fn what_the_document_leaves_open_is_a_question() {
    let bare = br#"{"openapi": "3.1.0", "servers": [{"url": "/v1"}], "paths": {"/a/{x}": {"get": {}},
      "/b/{id}": {"parameters": [{"name": "id", "in": "path"}], "post": {"security": [{"no": []}]}}}}"#;
    let Run { code, stdout, stderr } = run_with(&["provider", "draft", "--openapi", "-"], bare);
    assert_eq!(code, Some(0), "{stderr}");
    for part in ["base_url = \"https://api.example.invalid\"\n", "id = \"api\"\n", "name = \"b.create\"\n"] {
        assert!(stdout.contains(part), "{part}\n{stdout}");
    }
    for part in [
        "Which base URL does the API have? The document names \"/v1\"",
        "How does a request carry the API key?",
        "left out: GET /a/{x}: its path has a part that the document does not declare",
    ] {
        assert!(stderr.contains(part), "{part}\n{stderr}");
    }
}

#[test]
fn a_document_that_cannot_be_drafted_is_refused_with_the_reason() {
    for (text, message) in [
        ("", "is not an OpenAPI document: it has no `openapi`"),
        ("{\"swagger\": \"2.0\"}", "is a Swagger 2.0 document; convert it to OpenAPI 3 first"),
        ("openapi: 4.0.0", "is OpenAPI 4.0.0; this version reads OpenAPI 3"),
        ("openapi: 3.1.0", "declares no operations"),
        ("{\"openapi\": \"3.1.0\",", "1:"),
        ("openapi: [", "1:"),
        ("openapi: 3.1.0\npaths: {/a: {get: {}}, /a: {get: {}}}", "2:24: \"/a\" is there twice"),
    ] {
        let Run { code, stdout, stderr } =
            run_with(&["provider", "draft", "--openapi", "-"], text.as_bytes());
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{text}");
        assert!(stderr.contains(message), "{text}: {stderr}");
    }
    let document = document();
    for (more, message, exit) in [
        (["--id", "Acme"], "--id Acme: must be lower-case letters", 1),
        (["--id", "payi"], "is a built-in provider", 1),
        (["--only", "/nothing"], "has no path that begins with /nothing", 1),
        (["-o", "draft.json"], "must end in .toml", 2),
        (["--id", "acme"], "", 0),
    ] {
        let run = run(&[&["provider", "draft", "--openapi", &document], more.as_slice()].concat());
        assert_eq!(run.code, Some(exit), "{more:?}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
    let file = fresh("exists.toml");
    std::fs::write(&file, "mine").unwrap();
    let arguments = ["provider", "draft", "--openapi", document.as_str(), "-o", file.as_str()];
    let refused = run(&arguments);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("exists; name another file, or pass --force"), "{}", refused.stderr);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(run(&[&arguments, ["--force"].as_slice()].concat()).code, Some(0));
}

#[test]
fn a_document_cannot_write_into_the_file_or_the_terminal() {
    let hostile = serde_json::json!({
        "openapi": "3.1.0",
        "info": {"title": "x\"\nauth = {}\u{1b}[31m", "description": "a\u{1}0\nid = \"evil\""},
        "servers": [{"url": "https://api.x.test\"\nid = \"evil\""}],
        "paths": {"/a\u{1b}[2J": {"post": {"summary": "\u{1}0\n[[code]]", "operationId": "a\"\n[[operation]]"}},
                  "/ok": {"get": {"externalDocs": {"url": "https://x\"\nname=\"y"}}},
                  "/bad\u{1b}": {"patch": {}}},
    });
    let Run { code, stdout, stderr } =
        run_with(&["provider", "draft", "--openapi", "-"], hostile.to_string().as_bytes());
    assert_eq!(code, Some(0), "{stderr}");
    assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'), "{stdout}{stderr}");
    let file = fresh("hostile.toml");
    std::fs::write(&file, &stdout).unwrap();
    let docs = run(&["provider", "check", &file]);
    assert_eq!(docs.code, Some(0), "{} {stdout}", docs.stderr);
    assert_eq!(stdout.lines().filter(|line| line.starts_with("id = ")).count(), 1, "{stdout}");
}
