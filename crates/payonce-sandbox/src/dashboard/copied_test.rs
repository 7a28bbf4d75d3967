//! A test that repeats what the dashboard shows: the seed, the faults, and the requests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::related::{Relation, related};
use crate::catalog::ProviderId;
use crate::faults::{Calls, Fault, Rule};
use crate::ledger::Payment;
use crate::state::{Glance, RequestRecord, fingerprint};

/// The language and the framework of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// pytest.
    Python,
    /// vitest.
    TypeScript,
}

/// A longer test is not read any more.
const MAX_REQUESTS: usize = 200;
/// What the transport writes by itself.
const OF_TRANSPORT: [&str; 14] = [
    "accept",
    "accept-language",
    "cache-control",
    "pragma",
    "priority",
    "sec-fetch-mode",
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "accept-encoding",
    "user-agent",
    "expect",
    "keep-alive",
];
/// The simulator writes it instead of a credential.
const MASK: &str = "[redacted sha256:";

/// What a test needs to know.
struct Script {
    seed: u64,
    /// The rules, as JSON.
    faults: Vec<Value>,
    requests: Vec<Sent>,
    expected: Vec<Expected>,
    /// How long effects can come after their responses, in milliseconds.
    late_ms: u64,
    providers: Vec<String>,
}

struct Sent {
    method: String,
    target: String,
    headers: Map<String, Value>,
    body: String,
    comment: String,
}

enum Expected {
    /// Exactly one effect has this reference.
    Once(String),
    /// Requests without a reference: so many effects.
    Count { provider: ProviderId, operation: String, unit: String, count: usize },
}

/// The text of the test, for the payment of one request or for everything since the last reset.
///
/// # Errors
///
/// There is nothing to test, or too much.
pub(super) fn write(
    glance: &Glance<'_>,
    language: Language,
    provider_paths: &[&str],
    request: Option<u64>,
) -> Result<String, &'static str> {
    let script = script(glance, provider_paths, request)?;
    Ok(match language {
        Language::Python => python(&script),
        Language::TypeScript => typescript(&script),
    })
}

fn script(
    glance: &Glance<'_>,
    provider_paths: &[&str],
    request: Option<u64>,
) -> Result<Script, &'static str> {
    let chosen: BTreeSet<u64> = match request {
        Some(seq) => {
            let found = related(glance, seq).ok_or("request: the log does not have this request")?;
            found
                .requests
                .into_iter()
                .filter(|(_, relation)| *relation == Relation::Payment)
                .map(|(seq, _)| seq)
                .collect()
        }
        None => glance.observed.seen().map(|seen| seen.seq).collect(),
    };
    let records: Vec<&RequestRecord> = chosen
        .iter()
        .filter_map(|seq| glance.requests.get(*seq))
        // No rule can select a request without an operation.
        .filter(|record| record.provider.is_some() && record.operation.is_some())
        .collect();
    if records.is_empty() {
        return Err("there are no requests yet; send one, then copy the test");
    }
    if records.len() > MAX_REQUESTS {
        return Err("there are more than 200 requests; select one payment, or reset the simulator");
    }
    let known: Vec<(String, String)> =
        glance.providers.credentials().into_iter().map(|text| (fingerprint(&text), text)).collect();
    let restored = |text: &str| restored(text, &known);
    let last = records.last().map_or(0, |record| record.seq);
    let mut interventions = glance.observed.interventions.iter().filter(|one| one.after < last).peekable();
    let mut requests = Vec::new();
    for record in &records {
        while let Some(one) = interventions.next_if(|one| one.after < record.seq) {
            requests.push(Sent {
                method: "POST".to_owned(),
                target: format!("/_sandbox/{}", one.name),
                headers: Map::from_iter([("content-type".to_owned(), json!("application/json"))]),
                body: one.body.to_string(),
                comment: "by hand".to_owned(),
            });
        }
        let query = if record.query.is_empty() { String::new() } else { format!("?{}", record.query) };
        let headers = record
            .headers
            .iter()
            .filter(|(name, _)| !OF_TRANSPORT.contains(&name.to_ascii_lowercase().as_str()));
        requests.push(Sent {
            method: record.method.clone(),
            target: restored(&format!("{}{query}", record.path)),
            headers: headers.map(|(name, value)| (name.clone(), restored(value).into())).collect(),
            body: restored(&record.body),
            comment: comment(record),
        });
    }
    let providers: BTreeSet<&str> =
        records.iter().filter_map(|record| record.provider).map(ProviderId::as_str).collect();
    let has_file = providers.iter().any(|id| ProviderId::parse(id).is_none());
    Ok(Script {
        seed: glance.dice.plan().seed,
        faults: faults(glance, &records, request.is_none()),
        requests,
        expected: expected(glance, &records),
        late_ms: records.iter().flat_map(|record| &record.faults).map(late_ms).max().unwrap_or(0),
        providers: if has_file {
            provider_paths.iter().map(|path| (*path).to_owned()).collect()
        } else {
            Vec::new()
        },
    })
}

/// The plan itself where it alone decided on all requests, so that the seed selects the calls. Otherwise each strike, by the number of
/// its call.
fn faults(glance: &Glance<'_>, records: &[&RequestRecord], is_everything: bool) -> Vec<Value> {
    let plan = glance.dice.plan();
    if is_everything
        && !plan.rules.is_empty()
        && glance.dice.presses() == 0
        && glance.dice.calls() == glance.observed.arrivals
    {
        return plan.rules.iter().map(|rule| json!(rule)).collect();
    }
    let mut calls: BTreeMap<(ProviderId, &str), u64> = BTreeMap::new();
    let mut strikes: Vec<(ProviderId, &str, &Fault, Vec<u64>)> = Vec::new();
    for record in records {
        let (Some(provider), Some(operation)) = (record.provider, record.operation.as_deref()) else {
            continue;
        };
        let call = calls.entry((provider, operation)).or_insert(0);
        *call += 1;
        for fault in &record.faults {
            let same = strikes
                .iter_mut()
                .find(|(of, name, other, _)| *of == provider && *name == operation && *other == fault);
            match same {
                Some((.., numbers)) => numbers.push(*call),
                None => strikes.push((provider, operation, fault, vec![*call])),
            }
        }
    }
    let rule = |(provider, operation, fault, numbers): (ProviderId, &str, &Fault, Vec<u64>)| {
        let mut rule = Rule::new(fault.clone()).on(provider, operation);
        rule.calls = Calls::Nth { nth: numbers };
        json!(rule)
    };
    strikes.into_iter().map(rule).collect()
}

fn late_ms(fault: &Fault) -> u64 {
    match fault {
        Fault::LateEffect { ms, .. } => *ms,
        _ => 0,
    }
}

/// Each payment once.
fn expected(glance: &Glance<'_>, records: &[&RequestRecord]) -> Vec<Expected> {
    let payments = &glance.observed.payments;
    let places = records.iter().flat_map(|record| payments.effects_of(record.seq));
    let own: BTreeSet<usize> =
        places.filter_map(|place| payments.of_effect(*place)).map(|(payment, _)| payment).collect();
    let own: Vec<&Payment> = own.into_iter().filter_map(|payment| payments.get(payment)).collect();
    let mut all: Vec<Expected> = Vec::new();
    // Those without a name of their own are counted with all others of their kind.
    let mut counted: BTreeSet<(ProviderId, &str, &str)> = BTreeSet::new();
    for payment in &own {
        // A reference finds the effects of every operation; another one may have it too.
        let alone = payment.name.as_deref().filter(|name| {
            let found = glance.effects.iter().enumerate().filter(|(_, effect)| effect.has_reference(name));
            found.map(|(place, _)| place).eq(payment.effects.iter().copied())
        });
        match alone {
            Some(name) => all.push(Expected::Once(name.to_owned())),
            None => _ = counted.insert(kind_of(payment)),
        }
    }
    for kind in counted {
        // The effects of one request on one payment are not a repetition.
        let same = own.iter().filter(|payment| kind_of(payment) == kind);
        let count = same.map(|payment| payment.effects.len() / payment.requests.len().max(1)).sum();
        let (provider, operation, unit) = kind;
        all.push(Expected::Count { provider, operation: operation.to_owned(), unit: unit.to_owned(), count });
    }
    all
}

fn kind_of(payment: &Payment) -> (ProviderId, &str, &str) {
    (payment.provider, &payment.operation, &payment.unit)
}

/// The text with the simulator's own credentials. Others stay unknown, and the simulator refuses them again.
fn restored(text: &str, known: &[(String, String)]) -> String {
    let mut text = text.to_owned();
    if text.contains(MASK) {
        for (mark, credential) in known {
            text = text.replace(mark, credential);
        }
    }
    text
}

fn comment(record: &RequestRecord) -> String {
    let operation = record.operation.as_deref().unwrap_or_default();
    let faults: Vec<String> = record.faults.iter().map(super::fault_text::describe).collect();
    let end = match (faults.as_slice(), record.status) {
        ([], Some(status)) => format!(": {status}"),
        ([], None) => String::new(),
        (faults, _) => format!(": {}", faults.join(", ")),
    };
    // A code of a fault plan could otherwise end the comment.
    format!("{operation}{end}").chars().filter(|letter| !letter.is_control()).collect()
}

fn python(script: &Script) -> String {
    let mut text = String::from(
        "\"\"\"Copied from the dashboard of `payonce sandbox --ui`: its seed, its faults and its requests.\"\"\"\n\n\
         import http.client\n",
    );
    let lines: &mut String = &mut text;
    lines.push_str(if script.late_ms > 0 {
        "import time\nimport urllib.parse\n\n"
    } else {
        "import urllib.parse\n\n"
    });
    let has_files = !script.providers.is_empty();
    if has_files {
        lines.push_str("from payonce import Provider\n");
    }
    lines.push_str("from payonce.testing import Sandbox\n\n");
    let _ = writeln!(lines, "SEED = {}\nFAULTS = [", script.seed);
    for rule in &script.faults {
        let _ = writeln!(lines, "    {},", python_literal(rule));
    }
    lines.push_str("]\n# Each payment, as it was sent. Replace `send` with a call of your code to test it instead.\nREQUESTS = [\n");
    for Sent { method, target, headers, body, comment } in &script.requests {
        let _ = writeln!(lines, "    # {comment}");
        let _ = writeln!(
            lines,
            "    (\n        {},\n        {},\n        {},\n        {},\n    ),",
            quoted(method),
            quoted(target),
            python_literal(&Value::Object(headers.clone())),
            quoted(body)
        );
    }
    lines.push_str(
        "]\n\n\ndef send(sandbox, method, path, headers, body):\n    \
         address = urllib.parse.urlsplit(sandbox.url).netloc\n    \
         connection = http.client.HTTPConnection(address, timeout=5)\n    try:\n        \
         connection.request(method, path, body.encode(), headers)\n        \
         connection.getresponse().read()\n    except (OSError, http.client.HTTPException):\n        \
         pass  # A fault lost the response.\n    finally:\n        connection.close()\n\n\n\
         def test_each_payment_is_made_once():\n",
    );
    let files: Vec<String> =
        script.providers.iter().map(|path| format!("Provider.load({})", quoted(path))).collect();
    let options = if has_files { format!("providers=[{}]", files.join(", ")) } else { String::new() };
    let _ = writeln!(lines, "    with Sandbox({options}) as sandbox:");
    lines.push_str("        sandbox.faults(*FAULTS, seed=SEED)\n        for request in REQUESTS:\n            send(sandbox, *request)\n");
    if script.late_ms > 0 {
        let wait = Duration::from_millis(script.late_ms + 100).as_secs_f64();
        let _ = writeln!(lines, "        time.sleep({wait})  # A late effect takes place by then.");
    }
    lines.push_str("        ledger = sandbox.ledger\n");
    for expected in &script.expected {
        let _ = match expected {
            Expected::Once(name) => {
                writeln!(lines, "        ledger.assert_paid_once(reference={})", quoted(name))
            }
            Expected::Count { provider, operation, unit, count } => writeln!(
                lines,
                "        assert [(e.provider, e.operation, e.unit) for e in ledger.effects].count(({}, {}, {})) == {count}",
                quoted(provider.as_str()),
                quoted(operation),
                quoted(unit)
            ),
        };
    }
    if script.expected.is_empty() {
        lines.push_str("        assert ledger.effects == []\n");
    }
    text
}

fn typescript(script: &Script) -> String {
    let mut text = String::from(
        "// Copied from the dashboard of `payonce sandbox --ui`: its seed, its faults and its requests.\n",
    );
    let lines = &mut text;
    let expects = script.expected.iter().any(|expected| matches!(expected, Expected::Count { .. }))
        || script.expected.is_empty();
    let has_files = !script.providers.is_empty();
    if has_files {
        lines.push_str("import { Provider } from \"payonce\";\n");
    }
    let names = if expects { "expect, test" } else { "test" };
    let _ = writeln!(lines, "import {{ startSandbox }} from \"payonce/testing\";");
    let _ = writeln!(lines, "import {{ {names} }} from \"vitest\";\n");
    let _ = writeln!(lines, "const seed = {};\nconst faults = [", script.seed);
    for rule in &script.faults {
        let _ = writeln!(lines, "  {rule},");
    }
    lines.push_str("];\n// Each payment, as it was sent. Replace `send` with a call of your code to test it instead.\nconst requests: [string, string, Record<string, string>, string][] = [\n");
    for Sent { method, target, headers, body, comment } in &script.requests {
        let _ = writeln!(lines, "  // {comment}");
        let _ = writeln!(
            lines,
            "  [\n    {},\n    {},\n    {},\n    {},\n  ],",
            quoted(method),
            quoted(target),
            Value::Object(headers.clone()),
            quoted(body)
        );
    }
    lines.push_str(
        "];\n\nasync function send(url: string, [method, path, headers, body]: (typeof requests)[number]): Promise<void> {\n  \
         try {\n    \
         const sent = body === \"\" ? { method, headers } : { method, headers, body };\n    \
         const response = await fetch(url + path, { ...sent, signal: AbortSignal.timeout(5000) });\n    \
         await response.arrayBuffer();\n  } catch {\n    // A fault lost the response.\n  }\n}\n\n\
         test(\"each payment is made once\", async () => {\n",
    );
    let files: Vec<String> =
        script.providers.iter().map(|path| format!("await Provider.load({})", quoted(path))).collect();
    let options = if has_files { format!("{{ providers: [{}] }}", files.join(", ")) } else { String::new() };
    let _ = writeln!(lines, "  const sandbox = await startSandbox({options});\n  try {{");
    lines.push_str("    sandbox.faults(faults, { seed });\n    for (const request of requests) {\n      await send(sandbox.url, request);\n    }\n");
    if script.late_ms > 0 {
        let _ = writeln!(
            lines,
            "    await new Promise((done) => setTimeout(done, {})); // A late effect takes place by then.",
            script.late_ms + 100
        );
    }
    for expected in &script.expected {
        let _ = match expected {
            Expected::Once(name) => writeln!(lines, "    sandbox.ledger.assertPaidOnce({});", quoted(name)),
            Expected::Count { provider, operation, unit, count } => writeln!(
                lines,
                "    expect(\n      sandbox.ledger.effects.filter((e) => e.provider === {} && e.operation === {} && e.unit === {}),\n    ).toHaveLength({count});",
                quoted(provider.as_str()),
                quoted(operation),
                quoted(unit)
            ),
        };
    }
    if script.expected.is_empty() {
        lines.push_str("    expect(sandbox.ledger.effects).toEqual([]);\n");
    }
    lines.push_str("  } finally {\n    await sandbox.close();\n  }\n});\n");
    text
}

/// A string literal of both languages.
fn quoted(text: &str) -> String {
    // JSON in a literal stays readable.
    if text.contains('"')
        && text.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ')
        && !text.contains(['\'', '\\'])
    {
        return format!("'{text}'");
    }
    let json = Value::from(text).to_string();
    // JSON leaves these as they are; they end a line in older readers, or act on a terminal.
    json.chars().fold(String::new(), |mut all, letter| {
        if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            let _ = write!(all, "\\u{:04x}", u32::from(letter));
        } else {
            all.push(letter);
        }
        all
    })
}

fn python_literal(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(list) => {
            format!("[{}]", list.iter().map(python_literal).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let pairs =
                members.iter().map(|(name, value)| format!("{}: {}", quoted(name), python_literal(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}
