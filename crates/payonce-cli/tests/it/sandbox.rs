//! `payonce sandbox`, run as a user runs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::payonce_command::{command, run, run_with};

struct Running {
    child: Child,
    announced: Value,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command()
            .arg("sandbox")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { child, announced: serde_json::from_str(&line).unwrap() }
    }

    fn address(&self) -> &str {
        self.announced["url"].as_str().unwrap().strip_prefix("http://").unwrap()
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    fn signal(&mut self, name: &str) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
        let deadline = Instant::now() + Duration::from_secs(10);
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the simulator did not end on SIG{name}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_line_has_all_that_a_client_needs() {
    let sandbox = Running::start(&[]);
    let url = sandbox.announced["url"].as_str().unwrap();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    let credentials: [(&str, &[&str]); 5] = [
        ("agentpay", &["service_token", "user_api_key"]),
        ("agenttech", &["api_key", "secret_key"]),
        ("payi", &["api_key"]),
        ("agenticpencil", &["api_key"]),
        ("agentwallex", &["api_key"]),
    ];
    for (provider, names) in credentials {
        let options = &sandbox.announced["providers"][provider];
        assert!(options["base_url"].as_str().unwrap().starts_with(url), "{provider}");
        for name in names {
            assert!(options[name].as_str().is_some_and(|text| !text.is_empty()), "{provider} {name}");
        }
    }
    assert!(sandbox.get("/_sandbox/ledger").contains(r#""effects":[]"#));
}

#[test]
fn the_simulator_ends_on_sigterm_and_on_ctrl_c() {
    for signal in ["TERM", "INT"] {
        let mut sandbox = Running::start(&["--port", "0"]);
        // A connection that stays open must not hold the end up.
        let _idle = TcpStream::connect(sandbox.address()).unwrap();
        assert_eq!(sandbox.signal(signal), Some(0), "SIG{signal}");
    }
}

#[test]
fn faults_are_read_from_a_file_and_an_invalid_one_is_named() {
    let path = std::env::temp_dir().join(format!("payonce-faults-{}.json", std::process::id()));
    let file = path.to_str().unwrap();
    std::fs::write(&path, r#"{"seed": 7, "rules": [{"fault": {"type": "status", "status": 503}}]}"#).unwrap();
    let sandbox = Running::start(&["--faults", file]);
    assert!(sandbox.get("/agentwallex/agents").starts_with("HTTP/1.1 503"));
    std::fs::write(&path, r#"{"rules": [{"fault": {"type": "explode"}}]}"#).unwrap();
    let wrong = run(&["sandbox", "--faults", file]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!((wrong.code, wrong.stdout.as_str()), (Some(2), ""));
    assert!(wrong.stderr.contains("explode") && wrong.stderr.contains(file), "{}", wrong.stderr);
    let missing = run(&["sandbox", "--faults", "/no/such/file"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("/no/such/file"), "{}", missing.stderr);
}

#[test]
fn a_shell_takes_the_environment_of_a_new_and_of_a_running_simulator() {
    let sandbox = Running::start(&[]);
    let url = sandbox.announced["url"].as_str().unwrap();
    let of_running = run(&["sandbox", "env", "--url", url]);
    assert_eq!((of_running.code, of_running.stderr.as_str()), (Some(0), ""));
    let port = sandbox.address().rsplit(':').next().unwrap().to_owned();
    drop(sandbox);

    let mut child = command()
        .args(["sandbox", "--env", "--port", &port])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let expected = of_running.stdout.lines().count();
    let of_new: Vec<String> = lines.take(expected).map(Result::unwrap).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(of_running.stdout.lines().collect::<Vec<_>>(), of_new);

    let program = format!(
        "{}\necho $PAYONCE_ONLY_LOOPBACK $SANDBOX_URL $AGENTWALLEX_BASE_URL $AGENTWALLEX_API_KEY $AGENTPAY_SERVICE_TOKEN",
        of_running.stdout
    );
    let shell = Command::new("sh").args(["-euc", &program]).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&shell.stdout).trim(),
        format!(
            "1 http://127.0.0.1:{port} http://127.0.0.1:{port}/agentwallex awx_sandbox_key_that_moves_no_money \
             agentpay_sandbox_service_token"
        )
    );
}

#[test]
fn output_into_a_non_blocking_pipe_is_complete() {
    // The reader is slow, and the pipe does not wait for it, as if Node had made it.
    let program = "import os, subprocess, sys, time\n\
        reading, writing = os.pipe()\n\
        os.set_blocking(writing, False)\n\
        child = subprocess.Popen([sys.argv[1], 'codes', '--format', 'json'], stdout=writing)\n\
        os.close(writing)\n\
        time.sleep(0.5)\n\
        text = b''.join(iter(lambda: os.read(reading, 65536), b''))\n\
        sys.stdout.buffer.write(text)\n\
        sys.exit(child.wait())";
    let binary = env!("CARGO_BIN_EXE_payonce");
    let slow = Command::new("python3").args(["-c", program, binary]).output().unwrap();
    assert_eq!(slow.status.code(), Some(0), "{}", String::from_utf8_lossy(&slow.stderr));
    assert!(slow.stdout.len() > 65536, "the output must be larger than a pipe: {}", slow.stdout.len());
    assert_eq!(String::from_utf8_lossy(&slow.stdout), run(&["codes", "--format", "json"]).stdout);
}

#[test]
fn a_port_in_use_is_reported() {
    let sandbox = Running::start(&[]);
    let port = sandbox.address().rsplit(':').next().unwrap().to_owned();
    let second = run(&["sandbox", "--port", &port]);
    assert_eq!((second.code, second.stdout.as_str()), (Some(1), ""));
    assert!(second.stderr.contains("choose another port"), "{}", second.stderr);
    let usage = run(&["sandbox", "--port", "70000"]);
    assert_eq!(usage.code, Some(2));
}

#[test]
fn an_address_can_be_an_argument() {
    let sandbox = Running::start(&["--host", "0.0.0.0"]);
    assert!(sandbox.announced["url"].as_str().unwrap().starts_with("http://0.0.0.0:"));
}

#[test]
fn a_running_simulator_accepts_commands() {
    let sandbox = Running::start(&[]);
    let url = sandbox.announced["url"].as_str().unwrap();
    let steer = |arguments: &[&str], stdin: &str| {
        let all = [&["sandbox"], arguments, &["--url", url]].concat();
        let run = run_with(&all, stdin.as_bytes());
        (run.code, run.stdout, run.stderr)
    };
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let (code, shown, said) = steer(&["ledger"], "");
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert_eq!(json(&shown)["effects"], Value::Array(Vec::new()));

    let plan = r#"{"seed": 7, "rules": [{"fault": {"type": "status", "status": 503}}]}"#;
    let path = std::env::temp_dir().join(format!("payonce-steer-{}.json", std::process::id()));
    std::fs::write(&path, plan).unwrap();
    for file in ["-", path.to_str().unwrap()] {
        assert_eq!(json(&steer(&["faults", file], plan).1)["rules"], 1);
    }
    std::fs::remove_file(&path).unwrap();
    assert!(sandbox.get("/agentwallex/agents").starts_with("HTTP/1.1 503"));
    assert_eq!(json(&steer(&["faults"], "").1)["rules"][0]["fault"]["status"], 503);
    assert_eq!(json(&steer(&["requests"], "").1)["requests"].as_array().unwrap().len(), 1);
    assert_eq!(steer(&["reset"], "").0, Some(0));
    assert_eq!(json(&steer(&["requests"], "").1)["requests"].as_array().unwrap().len(), 0);

    let (code, shown, said) = steer(&["faults", "-"], r#"{"rules": [{"fault": {"type": "explode"}}]}"#);
    assert_eq!((code, shown.as_str()), (Some(2), ""));
    assert!(said.contains("rules[0].fault.type"), "{said}");
}

#[test]
fn a_missing_simulator_is_reported() {
    let unreachable = run(&["sandbox", "ledger", "--url", "http://127.0.0.1:1"]);
    assert_eq!((unreachable.code, unreachable.stdout.as_str()), (Some(1), ""));
    assert!(
        unreachable.stderr.contains("no simulator responds at http://127.0.0.1:1"),
        "{}",
        unreachable.stderr
    );
    for url in ["https://api.agentwallex.com", "127.0.0.1:1"] {
        let wrong = run(&["sandbox", "reset", "--url", url]);
        assert_eq!(wrong.code, Some(2));
        assert!(wrong.stderr.contains("http://"), "{}", wrong.stderr);
    }
    let mut unsaid = command();
    let output = unsaid.args(["sandbox", "ledger"]).env_remove("SANDBOX_URL").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--url"));
    assert_eq!(run(&["sandbox", "--port", "0", "ledger"]).code, Some(2));
}

#[test]
fn provider_files_are_played_beside_the_built_in_providers() {
    let file = |name: &str| format!("{}/../../providers/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let (stripe, acp) = (file("stripe"), file("acp"));
    let sandbox = Running::start(&["--provider", &stripe, "--provider", &acp]);
    let url = sandbox.announced["url"].as_str().unwrap();
    assert_eq!(sandbox.announced["providers"]["stripe"]["base_url"], format!("{url}/stripe"));
    assert!(sandbox.announced["providers"]["agentwallex"].is_object());
    assert!(sandbox.get("/stripe/v1/customers").starts_with("HTTP/1.1 401"));
    let environment = run(&["sandbox", "env", "--url", url]).stdout;
    for line in
        ["export STRIPE_API_KEY='stripe_sandbox_api_key'", &format!("export ACP_BASE_URL='{url}/acp'")]
    {
        assert!(environment.contains(line), "{environment}");
    }
    let plan = br#"{"rules": [{"provider": "acp", "operation": "checkout_sessions.complete", "fault": {"type": "garbage"}}]}"#;
    assert_eq!(run_with(&["sandbox", "faults", "-", "--url", url], plan).code, Some(0));
    assert!(run(&["sandbox", "advance", "86400", "--url", url]).stdout.contains("\"now\""));

    let wrong = run_with(&["sandbox", "--provider", "/dev/stdin"], b"payonce = 1\nid = \"acme\"\nfoo = 1\n");
    assert_eq!((wrong.code, wrong.stdout.as_str()), (Some(2), ""));
    assert!(wrong.stderr.contains("/dev/stdin:3:1: \"foo\""), "{}", wrong.stderr);
    let twice = run(&["sandbox", "--provider", &acp, "--provider", &acp]);
    assert_eq!(twice.code, Some(1));
    assert!(twice.stderr.contains("two provider files have the id \"acp\""), "{}", twice.stderr);
}

#[test]
fn the_dashboard_is_announced_and_only_for_this_machine() {
    let sandbox = Running::start(&["--ui", "--journal", "/no/such/journal.db"]);
    let url = sandbox.announced["url"].as_str().unwrap();
    assert_eq!(sandbox.announced["ui_url"], format!("{url}/_sandbox/ui/"));
    let page = sandbox.get("/_sandbox/ui/");
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("Paid once"), "{page}");
    let without = Running::start(&[]);
    assert_eq!(without.announced.get("ui_url"), None);
    assert!(without.get("/_sandbox/ui/").starts_with("HTTP/1.1 404 "));

    let remote = run(&["sandbox", "--ui", "--host", "0.0.0.0"]);
    assert_eq!((remote.code, remote.stdout.as_str()), (Some(2), ""));
    assert!(remote.stderr.contains("--ui: the dashboard is for this machine only"), "{}", remote.stderr);
    let alone = run(&["sandbox", "--journal", "payments.db"]);
    assert_eq!(alone.code, Some(2));
    assert!(alone.stderr.contains("--ui"), "{}", alone.stderr);
}
