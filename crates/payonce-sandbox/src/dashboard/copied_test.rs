//! A test that repeats what the dashboard shows, as the text of a program.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::Value;

use super::script::{Expected, Script, Sent, script};
use crate::state::Glance;

/// The language and the framework of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// pytest.
    Python,
    /// vitest.
    TypeScript,
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
