//! The dashboard: who may read it and press its buttons, and what it says.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use payonce_sandbox::{
    Config, Dashboard, Fault, FaultPlan, OpenEntries, ProviderFile, ProviderId, Rule, Sandbox, StartError,
    When,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::plain_client::Client;

const KEY: &str = "awx_sandbox_key_that_moves_no_money";

async fn start(faults: FaultPlan) -> Sandbox {
    let dashboard = Some(Dashboard::new());
    Sandbox::start(Config { dashboard, faults, ..Config::default() }).await.unwrap()
}

/// One request with exactly these header fields and this body.
async fn raw(sandbox: &Sandbox, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    let head = head.replace('\n', "\r\n");
    let length = body.len();
    let request = format!("{head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    // A fault can reset the connection.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A request as the page sends it.
async fn of_page(sandbox: &Sandbox, method: &str, path: &str, token: &str, body: &Value) -> String {
    let own = sandbox.address();
    let head = format!(
        "{method} /_sandbox/ui/{path} HTTP/1.1\nHost: {own}\nOrigin: http://{own}\nSec-Fetch-Site: same-origin\n\
         X-Sandbox-Token: {token}"
    );
    raw(sandbox, &head, &body.to_string()).await
}

fn json_of(response: &str) -> Value {
    serde_json::from_str(response.split("\r\n\r\n").nth(1).unwrap_or_default()).unwrap_or_default()
}

async fn pay(sandbox: &Sandbox, memo: Option<&str>) -> String {
    let mut body = json!({
        "agent_id": "agent_abc123", "direction": "outbound", "type": "transfer",
        "to_address": "0xRecipientAddress", "amount": "5.00", "token": "USDC", "chain": "eip155:8453",
    });
    if let Some(memo) = memo {
        body["memo"] = memo.into();
    }
    let head = format!(
        "POST /agentwallex/transactions HTTP/1.1\nHost: 127.0.0.1\nX-API-Key: {KEY}\nContent-Type: application/json"
    );
    raw(sandbox, &head, &body.to_string()).await
}

/// The live events of a page.
struct Events {
    stream: TcpStream,
    buffer: String,
}

impl Events {
    async fn open(sandbox: &Sandbox) -> Self {
        let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
        let own = sandbox.address();
        let head =
            format!("GET /_sandbox/ui/events HTTP/1.1\r\nHost: {own}\r\nSec-Fetch-Site: same-origin\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        Self { stream, buffer: String::new() }
    }

    /// The next event for which this is true.
    async fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        let found = async {
            loop {
                while let Some((event, rest)) = self.buffer.split_once("\n\n") {
                    let data = event.split_once("data: ").map_or("", |(_, data)| data).to_owned();
                    self.buffer = rest.to_owned();
                    let event: Value = serde_json::from_str(&data).unwrap_or_default();
                    if is_it(&event) {
                        return event;
                    }
                }
                let mut bytes = vec![0; 65536];
                let count = self.stream.read(&mut bytes).await.unwrap();
                assert!(count > 0, "the events ended: {}", self.buffer);
                self.buffer.push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        };
        timeout(Duration::from_secs(10), found).await.expect("the event comes")
    }
}

fn lost_once() -> FaultPlan {
    let lost = Rule::new(Fault::Drop { when: When::After }).on(ProviderId::AgentWallex, "payments.send");
    FaultPlan::new(7, [lost.nth([1])])
}

#[tokio::test]
async fn the_page_and_its_files_have_a_strict_policy_and_no_cors() {
    let sandbox = start(FaultPlan::none()).await;
    let own = sandbox.address();
    assert_eq!(sandbox.dashboard_url().unwrap(), format!("http://{own}/_sandbox/ui/"));
    assert_eq!(sandbox.providers()["ui_url"], sandbox.dashboard_url().unwrap());
    for (path, media_type) in [
        ("", "text/html; charset=utf-8"),
        ("dashboard.css", "text/css; charset=utf-8"),
        ("dashboard.js", "text/javascript; charset=utf-8"),
    ] {
        let response = raw(&sandbox, &format!("GET /_sandbox/ui/{path} HTTP/1.1\nHost: {own}"), "").await;
        assert!(response.starts_with("HTTP/1.1 200 "), "{path}: {response}");
        assert!(response.contains(&format!("Content-Type: {media_type}\r\n")), "{response}");
        assert!(
            response.contains("Content-Security-Policy: default-src 'none'; script-src 'self';"),
            "{response}"
        );
        assert!(response.contains("frame-ancestors 'none'"), "{response}");
        assert!(!response.to_lowercase().contains("access-control"), "{response}");
        let packed = raw(
            &sandbox,
            &format!("GET /_sandbox/ui/{path} HTTP/1.1\nHost: {own}\nAccept-Encoding: gzip, br"),
            "",
        )
        .await;
        assert!(packed.contains("Content-Encoding: gzip"), "{path}");
        assert!(packed.len() < response.len(), "{path}");
    }
    let bare = raw(&sandbox, &format!("GET /_sandbox/ui HTTP/1.1\nHost: {own}"), "").await;
    assert!(bare.contains("Location: /_sandbox/ui/\r\n"), "{bare}");
}

#[tokio::test]
async fn other_origins_and_other_hosts_reach_nothing_of_the_dashboard() {
    let sandbox = start(FaultPlan::none()).await;
    let own = sandbox.address();
    let token = Events::open(&sandbox).await.until(|event| event["token"].is_string()).await["token"].clone();
    let token = token.as_str().unwrap();
    for path in ["", "dashboard.js", "events", "timeline?request=1", "test?language=pytest", "press", "reset"]
    {
        for fields in [
            "Host: evil.example".to_owned(),
            format!("Host: evil.example:{}", own.port()),
            "Host: 127.0.0.1.evil.example".to_owned(),
            format!("Host: {own}\nHost: evil.example"),
            format!("Host: {own}\nOrigin: https://evil.example"),
            format!("Host: {own}\nOrigin: null"),
            format!("Host: {own}\nOrigin: http://127.0.0.1:1"),
            format!("Host: {own}\nOrigin: http://localhost:{}", own.port()),
            format!("Host: {own}\nSec-Fetch-Site: cross-site"),
            format!("Host: {own}\nSec-Fetch-Site: same-site"),
            format!(
                "Host: {own}\nOrigin: https://evil.example\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"
            ),
            format!(
                "Host: {own}\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe"
            ),
            "Host: evil.example\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document".to_owned(),
        ] {
            for method in ["GET", "POST", "OPTIONS"] {
                let head =
                    format!("{method} /_sandbox/ui/{path} HTTP/1.1\n{fields}\nX-Sandbox-Token: {token}");
                let response = raw(&sandbox, &head, "{}").await;
                assert!(response.starts_with("HTTP/1.1 403 "), "{method} {path} {fields}: {response}");
                assert!(!response.to_lowercase().contains("access-control"), "{response}");
                assert!(!response.contains(token));
            }
        }
    }
    // A link on any page may open the dashboard in a window, and nothing else of it.
    let link = format!(
        "Host: {own}\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"
    );
    for (path, status) in [("", 200), ("events", 403), ("timeline?request=1", 403), ("../ledger", 403)] {
        let response = raw(&sandbox, &format!("GET /_sandbox/ui/{path} HTTP/1.1\n{link}"), "").await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {response}");
    }
}

#[tokio::test]
async fn a_change_needs_the_token_of_this_start() {
    let (sandbox, other) = (start(FaultPlan::none()).await, start(FaultPlan::none()).await);
    let token = |event: Value| event["token"].as_str().unwrap().to_owned();
    let own = token(Events::open(&sandbox).await.until(|_| true).await);
    let foreign = token(Events::open(&other).await.until(|_| true).await);
    assert_ne!(own, foreign);
    let press = json!({"button": "lose_response"});
    for path in ["press", "release", "top_up", "reset"] {
        for wrong in ["", &foreign] {
            let refused = of_page(&sandbox, "POST", path, wrong, &press).await;
            assert!(refused.starts_with("HTTP/1.1 403 "), "{path}: {refused}");
        }
        let got = of_page(&sandbox, "GET", path, &own, &json!({})).await;
        assert!(got.starts_with("HTTP/1.1 404 "), "{path}: {got}");
    }
    let pressed = of_page(&sandbox, "POST", "press", &own, &press).await;
    assert!(pressed.starts_with("HTTP/1.1 200 "), "{pressed}");
}

#[tokio::test]
async fn a_simulator_without_a_dashboard_has_no_page() {
    let client = Client::start(ProviderId::AgentWallex).await;
    assert_eq!(client.sandbox.dashboard_url(), None);
    for path in ["", "events", "dashboard.js", "timeline?request=1"] {
        let response =
            raw(&client.sandbox, &format!("GET /_sandbox/ui/{path} HTTP/1.1\nHost: 127.0.0.1"), "").await;
        assert!(response.starts_with("HTTP/1.1 404 "), "{response}");
    }
    let host = "0.0.0.0".parse().unwrap();
    let config = Config { dashboard: Some(Dashboard::new()), host, allow_remote: true, ..Config::default() };
    assert!(matches!(Sandbox::start(config).await.unwrap_err(), StartError::DashboardNotLoopback { .. }));
}

#[tokio::test]
async fn a_retry_of_a_lost_payment_is_reported_as_a_second_charge() {
    for memo in [Some("invoice 7"), None] {
        let sandbox = start(lost_once()).await;
        let mut events = Events::open(&sandbox).await;
        let first = events.until(|_| true).await;
        assert_eq!((&first["fresh"], &first["verdict"]["paid_once"]), (&json!(true), &json!("nothing")));
        assert_eq!(pay(&sandbox, memo).await, "");
        let once = events.until(|event| event["verdict"]["effects"] == 1).await;
        assert_eq!(once["verdict"]["paid_once"], "yes");
        assert_eq!((&once["fresh"], once["effects"][0]["again"].as_bool()), (&json!(false), Some(false)));
        let row = |event: &Value| event["requests"].as_array().unwrap().last().cloned().unwrap();
        assert_eq!(row(&once)["faults"], json!(["response lost after the effect"]));

        assert!(pay(&sandbox, memo).await.starts_with("HTTP/1.1 201 "));
        let twice = events.until(|event| event["verdict"]["effects"] == 2).await;
        assert_eq!(twice["verdict"]["paid_once"], "no", "{memo:?}");
        assert_eq!(twice["verdict"]["excess"], json!(["5.00 USDC"]));
        assert_eq!(twice["effects"][0]["again"], true);
        assert_eq!((&row(&twice)["again"], &row(&twice)["seq"]), (&json!(true), &json!(2)));

        // Another payment with the same bytes, after a response that arrived, is a payment of its own.
        if memo.is_none() {
            pay(&sandbox, memo).await;
            let third = events.until(|event| event["verdict"]["effects"] == 3).await;
            assert_eq!(
                (&third["verdict"]["repeated"], &third["verdict"]["payments"]),
                (&json!(1), &json!(2))
            );
        }
    }
}

#[tokio::test]
async fn an_effect_that_comes_after_the_retry_is_a_second_charge() {
    let late = Rule::new(Fault::LateEffect { ms: 300, status: 500, code: None });
    let plan = FaultPlan::new(0, [late.on(ProviderId::AgentWallex, "payments.send").nth([1])]);
    let sandbox = start(plan).await;
    let mut events = Events::open(&sandbox).await;
    assert!(pay(&sandbox, None).await.starts_with("HTTP/1.1 500 "));
    assert!(pay(&sandbox, None).await.starts_with("HTTP/1.1 201 "));
    let twice = events.until(|event| event["verdict"]["effects"] == 2).await;
    assert_eq!(twice["verdict"]["paid_once"], "no");
    assert_eq!(twice["effects"].as_array().unwrap().last().unwrap()["request"], 1);
}

#[tokio::test]
async fn a_new_page_and_a_reset_begin_with_everything() {
    let sandbox = start(lost_once()).await;
    let mut events = Events::open(&sandbox).await;
    events.until(|_| true).await;
    pay(&sandbox, Some("invoice 7")).await;
    pay(&sandbox, Some("invoice 7")).await;
    events.until(|event| event["verdict"]["effects"] == 2).await;
    let again = Events::open(&sandbox).await.until(|_| true).await;
    assert_eq!(again["fresh"], true);
    assert_eq!(
        (again["requests"].as_array().unwrap().len(), again["effects"].as_array().unwrap().len()),
        (2, 2)
    );
    sandbox.reset();
    let empty = events.until(|event| event["fresh"] == true).await;
    assert_eq!((&empty["requests"], &empty["effects"]), (&json!([]), &json!([])));
    assert_eq!(empty["verdict"]["paid_once"], "nothing");
    assert_eq!((&empty["seed"], empty["rules"].as_array().unwrap().len()), (&json!(7), 1));
}

#[tokio::test]
async fn buttons_act_on_the_next_calls_and_a_lag_until_it_is_released() {
    let sandbox = start(FaultPlan::none()).await;
    let mut events = Events::open(&sandbox).await;
    let token = events.until(|_| true).await["token"].as_str().unwrap().to_owned();
    let press = async |body: Value| of_page(&sandbox, "POST", "press", &token, &body).await;
    press(json!({"button": "fail_after"})).await;
    events.until(|event| event["pressed"][0]["button"] == "fail_after").await;
    assert!(pay(&sandbox, Some("a-1")).await.starts_with("HTTP/1.1 500 "));
    let paid = events.until(|event| event["verdict"]["effects"] == 1).await;
    assert_eq!(paid["pressed"], json!([]));
    press(json!({"button": "lose_request"})).await;
    assert_eq!(pay(&sandbox, Some("a-2")).await, "");
    assert_eq!(sandbox.ledger().effects.len(), 1, "lost before the effect");
    press(json!({"button": "lose_response", "provider": "agentwallex", "operation": "payments.send"})).await;
    assert_eq!(pay(&sandbox, Some("a-3")).await, "");
    assert_eq!(sandbox.ledger().effects.len(), 2, "lost after the effect");

    press(json!({"button": "list_lags"})).await;
    let list = async || {
        let head = format!("GET /agentwallex/transactions HTTP/1.1\nHost: 127.0.0.1\nX-API-Key: {KEY}");
        raw(&sandbox, &head, "").await
    };
    assert!(!list().await.contains("a-3"));
    let lag = events.until(|event| event["pressed"][0]["button"] == "list_lags").await;
    of_page(&sandbox, "POST", "release", &token, &json!({"id": lag["pressed"][0]["id"]})).await;
    assert!(list().await.contains("a-3"));
    press(json!({"button": "rate_limit"})).await;
    let limited = pay(&sandbox, Some("a-4")).await;
    assert!(limited.starts_with("HTTP/1.1 429 ") && limited.contains("Retry-After: 3"), "{limited}");
    sandbox.advance(Duration::from_secs(31));
    assert!(pay(&sandbox, Some("a-4")).await.starts_with("HTTP/1.1 201 "));
    events.until(|event| event["pressed"] == json!([])).await;

    for wrong in [
        json!({"button": "explode"}),
        json!({"button": "list_lags", "provider": "agentwallex"}),
        json!({"button": "list_lags", "provider": "agentwallex", "operation": "pay"}),
        json!([]),
    ] {
        assert!(press(wrong.clone()).await.starts_with("HTTP/1.1 400 "), "{wrong}");
    }
}

#[tokio::test]
async fn balances_are_shown_and_topped_up_by_their_names() {
    let sandbox = start(FaultPlan::none()).await;
    let mut events = Events::open(&sandbox).await;
    let first = events.until(|_| true).await;
    let token = first["token"].as_str().unwrap().to_owned();
    let balance = |event: &Value, provider: &str, account: &str| {
        let all = event["accounts"].as_array().unwrap();
        let found = all.iter().find(|one| one["provider"] == provider && one["account"] == account);
        found.map(|one| one["balance"].clone()).unwrap_or_default()
    };
    for (provider, account, before, amount, after) in [
        ("agentwallex", "agent_poor", "1.00", "50.00", "51.00"),
        ("agentpay", "user", "100100", "25", "100125"),
        ("agenttech", "agt_sandbox_2", "1.00", "0.5", "1.50"),
        ("agenticpencil", "poor", "8", "2", "10"),
    ] {
        assert_eq!(balance(&first, provider, account), before, "{provider} {account}");
        let body = json!({"provider": provider, "account": account, "amount": amount});
        let done = of_page(&sandbox, "POST", "top_up", &token, &body).await;
        assert!(done.starts_with("HTTP/1.1 200 "), "{done}");
        events.until(|event| balance(event, provider, account) == after).await;
    }
    for wrong in [
        json!({"provider": "agentwallex", "account": "agent_poor", "amount": "-1"}),
        json!({"provider": "agentwallex", "account": "nobody", "amount": "1"}),
        json!({"provider": "agentpay", "account": "user", "amount": "0.5"}),
    ] {
        assert!(
            of_page(&sandbox, "POST", "top_up", &token, &wrong).await.starts_with("HTTP/1.1 400 "),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn the_timeline_has_the_requests_of_one_payment_and_the_looks_for_it() {
    let sandbox = start(lost_once()).await;
    pay(&sandbox, Some("invoice 7")).await;
    pay(&sandbox, Some("another")).await;
    let list = format!("GET /agentwallex/transactions HTTP/1.1\nHost: 127.0.0.1\nX-API-Key: {KEY}");
    assert!(raw(&sandbox, &list, "").await.contains("invoice 7"));
    pay(&sandbox, Some("invoice 7")).await;
    let found = json_of(&of_page(&sandbox, "GET", "timeline?request=1", "", &json!({})).await);
    assert_eq!(
        (&found["name"], &found["paid_once"], &found["charges"]),
        (&json!("invoice 7"), &json!("no"), &json!(2))
    );
    let steps: Vec<(u64, &str, bool)> = found["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            let again = step["effects"].as_array().unwrap().iter().any(|effect| effect["again"] == true);
            (step["seq"].as_u64().unwrap(), step["relation"].as_str().unwrap(), again)
        })
        .collect();
    assert_eq!(steps, [(1, "payment", false), (3, "shows", false), (4, "payment", true)]);
    assert_eq!(found["steps"][0]["ending"], "reset");
    assert_eq!(found["steps"][0]["faults"], json!(["response lost after the effect"]));
    let other = json_of(&of_page(&sandbox, "GET", "timeline?request=2", "", &json!({})).await);
    assert_eq!((&other["name"], &other["paid_once"]), (&json!("another"), &json!("yes")));
    assert!(
        of_page(&sandbox, "GET", "timeline?request=9", "", &json!({})).await.starts_with("HTTP/1.1 404 ")
    );
}

#[tokio::test]
async fn no_credential_leaves_by_the_dashboard() {
    let sandbox = start(FaultPlan::none()).await;
    let secrets = ["planted_7f3a9c_secret_value", "planted_5521_second_secret"];
    let mut made = Vec::new();
    for (path, header) in [
        ("/agentwallex/transactions", "X-API-Key: planted_7f3a9c_secret_value"),
        (
            "/agenticpencil/v1/usage?api_key=planted_5521_second_secret",
            "Authorization: Bearer planted_7f3a9c_secret_value",
        ),
        ("/payi/api/v1/ingest", "xProxy-api-key: planted_7f3a9c_secret_value"),
    ] {
        let head = format!("POST {path} HTTP/1.1\nHost: 127.0.0.1\n{header}\nContent-Type: application/json");
        let body = json!({"api_key": secrets[1], "note": secrets[0]});
        raw(&sandbox, &head, &body.to_string()).await;
    }
    // The service makes this key, and its response shows it once.
    let head =
        "POST /agenticpencil/v1/auth/register HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/json";
    let registered =
        raw(&sandbox, head, &json!({"email": "a@shop.example", "name": "Shop"}).to_string()).await;
    let key = json_of(&registered).pointer("/data/api_key").and_then(Value::as_str).map(str::to_owned);
    made.push(key.expect("a key is registered"));
    let consume = "POST /agentpay/v1/consume HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer agentpay_sandbox_service_token";
    let charge = json!({"api_key": "agentpay_sandbox_user_key", "amount_cents": 5, "usage_event_id": "ev-1"});
    raw(&sandbox, consume, &charge.to_string()).await;
    made.extend(["agentpay_sandbox_service_token", "agentpay_sandbox_user_key"].map(str::to_owned));

    let shown = Events::open(&sandbox).await.until(|_| true).await;
    assert_eq!(shown["effects"].as_array().unwrap().len(), 2, "{shown}");
    let mut texts = vec![shown.to_string()];
    for seq in 1..=5 {
        texts.push(of_page(&sandbox, "GET", &format!("timeline?request={seq}"), "", &json!({})).await);
    }
    for text in texts {
        for secret in secrets.iter().copied().chain(made.iter().map(String::as_str)) {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    // A copied test has the simulator's own credentials, since it must run, and no other.
    let copied = of_page(&sandbox, "GET", "test?language=pytest", "", &json!({})).await;
    assert!(copied.contains("agentpay_sandbox_service_token"), "{copied}");
    assert!(secrets.iter().all(|secret| !copied.contains(secret)), "{copied}");
}

#[tokio::test]
async fn a_copied_test_has_the_faults_by_their_calls_and_what_was_done_by_hand() {
    let sandbox = start(FaultPlan::none()).await;
    let token = Events::open(&sandbox).await.until(|_| true).await["token"].as_str().unwrap().to_owned();
    let test = async |query: &str| of_page(&sandbox, "GET", &format!("test?{query}"), "", &json!({})).await;
    assert!(test("language=pytest").await.contains("there are no requests yet"));
    assert!(test("language=jest").await.starts_with("HTTP/1.1 400 "));
    pay(&sandbox, Some("a-1")).await;
    let poor = json!({"provider": "agentwallex", "account": "agent_poor", "amount": "50"});
    of_page(&sandbox, "POST", "top_up", &token, &poor).await;
    sandbox.advance(Duration::from_secs(60));
    of_page(&sandbox, "POST", "press", &token, &json!({"button": "lose_response"})).await;
    pay(&sandbox, Some("a-2")).await;
    pay(&sandbox, Some("a-2")).await;
    let all = test("language=pytest").await;
    let rule = r#"{"provider": "agentwallex", "operation": "payments.send", "nth": [2], "fault": {"type": "drop", "when": "after"}}"#;
    assert!(all.contains(rule), "{all}");
    let order =
        ["a-1", "/_sandbox/top_up", "/_sandbox/advance", "a-2", r#"reference="a-1""#, r#"reference="a-2""#];
    let places: Vec<_> = order.iter().map(|text| all.find(text)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {all}");
    assert!(all.contains(KEY) && !all.contains("redacted"), "{all}");
    // Of one payment, the calls have other numbers.
    let one = test("language=vitest&request=3").await;
    assert!(one.contains(r#""nth":[1]"#) && !one.contains("a-1"), "{one}");
    assert!(one.contains(r#"assertPaidOnce("a-2")"#), "{one}");
    assert!(test("language=vitest&request=9").await.contains("the log does not have this request"));
}

#[derive(Debug)]
struct Journal(&'static str);

impl OpenEntries for Journal {
    fn open_entries(&self) -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send + '_>> {
        Box::pin(async {
            match self.0 {
                "" => Err("the journal cannot be read".to_owned()),
                key => Ok(json!([{"state": "open", "key": key, "is_open": true}])),
            }
        })
    }
}

#[tokio::test]
async fn the_journal_and_its_problem_are_shown() {
    for (journal, expected) in [
        (Journal("order-7"), json!({"entries": [{"state": "open", "key": "order-7", "is_open": true}]})),
        (Journal(""), json!({"problem": "the journal cannot be read"})),
    ] {
        let dashboard = Some(Dashboard::new().with_journal(Arc::new(journal)));
        let sandbox = Sandbox::start(Config { dashboard, ..Config::default() }).await.unwrap();
        assert_eq!(Events::open(&sandbox).await.until(|_| true).await["journal"], expected);
    }
    let sandbox = start(FaultPlan::none()).await;
    assert_eq!(Events::open(&sandbox).await.until(|_| true).await["journal"], Value::Null);
}

#[tokio::test]
async fn every_change_of_an_idempotent_operation_of_a_file_is_its_own() {
    let file = ProviderFile::from_toml(
        r#"
payonce = 1
id = "acme"
title = "Acme"
base_url = "https://api.acme.test"

[[operation]]
name = "wallets.update"
method = "PUT"
path = "/wallets/{id}"
source = "https://docs.acme.test"
safety = "idempotent"
params = { id = { type = "string", required = true, in = "path" }, label = { type = "string" } }

[[operation]]
name = "wallets.create"
method = "POST"
path = "/wallets"
source = "https://docs.acme.test"
safety = "unkeyed"
params = { label = { type = "string", required = true } }

[[operation]]
name = "payments.send"
method = "POST"
path = "/payments"
source = "https://docs.acme.test"
safety = "unkeyed"
params = { amount = { type = "amount", required = true } }
"#,
    )
    .unwrap();
    // Every response but the first is lost.
    let lost = Rule::new(Fault::Drop { when: When::After }).nth([2, 3, 4, 5]);
    let config = Config {
        dashboard: Some(Dashboard::new()),
        providers: vec![file],
        faults: FaultPlan::new(0, [lost]),
        ..Config::default()
    };
    let sandbox = Sandbox::start(config).await.unwrap();
    let call = async |method: &str, path: &str, body: &str| {
        let head = format!("{method} /acme{path} HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/json");
        raw(&sandbox, &head, body).await
    };
    let effects = async || Events::open(&sandbox).await.until(|_| true).await["verdict"].clone();
    let created = json_of(&call("POST", "/wallets", r#"{"label": "shop"}"#).await);
    let path = format!("/wallets/{}", created["id"].as_str().unwrap());
    call("PUT", &path, r#"{"label": "one"}"#).await;
    call("PUT", &path, r#"{"label": "two"}"#).await;
    let changed = effects().await;
    assert_eq!((&changed["effects"], &changed["paid_once"]), (&json!(3), &json!("yes")));
    call("POST", "/payments", r#"{"amount": "5.00", "currency": "USD"}"#).await;
    call("POST", "/payments", r#"{"amount": "5.00", "currency": "USD"}"#).await;
    let paid = effects().await;
    assert_eq!((&paid["effects"], &paid["repeated"]), (&json!(5), &json!(1)));
    assert_eq!(paid["excess"], json!(["5.00 USD"]));
    let shown = Events::open(&sandbox).await.until(|_| true).await;
    assert_eq!(shown["operations"]["acme"], json!(["wallets.update", "wallets.create", "payments.send"]));
}
