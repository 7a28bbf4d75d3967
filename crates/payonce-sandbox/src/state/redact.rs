//! Replaces the credentials in recorded requests with fingerprints. Equal credentials have equal fingerprints.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::requests::RequestRecord;
use crate::http::Request;

/// Shorter texts are not credentials, and replacing them would spoil unrelated parts of a record.
const MIN_LENGTH: usize = 6;
/// Members of a body and parameters of a query that hold a credential; lower case, letters and digits only. Not `token`,
/// which is a currency in AgentWallex's requests.
const MEMBERS: [&str; 15] = [
    "apikey",
    "userapikey",
    "providerapikey",
    "secret",
    "secretkey",
    "clientsecret",
    "servicetoken",
    "accesstoken",
    "refreshtoken",
    "privatekey",
    "password",
    "passphrase",
    "mnemonic",
    "authorization",
    "credential",
];

/// Replaces every occurrence of a credential in a request with its fingerprint.
pub(crate) fn redact(record: &mut RequestRecord) {
    let found = credentials(&record.headers, &record.query, &[&record.body]);
    let parts = [&mut record.path, &mut record.query, &mut record.body];
    for text in parts.into_iter().chain(record.headers.iter_mut().map(|(_, value)| value)) {
        for credential in &found {
            replace(text, credential);
        }
    }
    // A credential that is too short for a search is replaced only in its header.
    for (_, value) in record.headers.iter_mut().filter(|(name, _)| is_credential_header(name)) {
        // The mask contains a space, like a scheme.
        if value.contains(MASK) {
            continue;
        }
        let credential = without_scheme(value).to_owned();
        if !credential.is_empty() {
            let at = value.len() - credential.len();
            value.replace_range(at.., &fingerprint(&credential));
        }
    }
}

/// The body of a response without the credentials in it and in its request.
pub(crate) fn redact_response(request: &Request, response: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(response).into_owned();
    for credential in credentials(&request.headers, request.query(), &[&request.body_text(), &text]) {
        replace(&mut text, &credential);
    }
    text
}

/// The credentials in a message, the longest first, because one may be part of another.
fn credentials(headers: &[(String, String)], query: &str, bodies: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in headers {
        if is_credential_header(name) {
            found.push(without_scheme(value).to_owned());
        }
    }
    for pair in query.split('&') {
        if let Some((_, value)) = pair.split_once('=').filter(|(name, _)| is_member(name)) {
            found.push(value.to_owned());
        }
    }
    for body in bodies {
        if let Ok(body) = serde_json::from_str::<Value>(body) {
            collect(&body, &mut found);
        }
    }
    found.retain(|text| text.len() >= MIN_LENGTH);
    found.sort_by_key(|text| std::cmp::Reverse(text.len()));
    found.dedup();
    found
}

const MASK: &str = "[redacted sha256:";

/// The text that replaces a credential. A reader who knows the credential can recognize it.
pub(crate) fn fingerprint(credential: &str) -> String {
    let digest = Sha256::digest(credential.as_bytes());
    let start: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{MASK}{start}]")
}

fn replace(text: &mut String, credential: &str) {
    let escaped = Value::from(credential).to_string();
    let escaped = escaped.trim_matches('"');
    let encoded =
        percent_encoding::utf8_percent_encode(credential, percent_encoding::NON_ALPHANUMERIC).to_string();
    for spelling in [credential, escaped, &encoded] {
        if text.contains(spelling) {
            *text = text.replace(spelling, &fingerprint(credential));
        }
    }
}

fn is_credential_header(name: &str) -> bool {
    const SIGNS: [&str; 8] =
        ["key", "token", "secret", "auth", "password", "cookie", "credential", "payment"];
    let name = name.to_ascii_lowercase();
    // An idempotency key is not a secret, and tests search for it.
    !name.contains("idempotency") && SIGNS.iter().any(|sign| name.contains(sign))
}

fn is_member(name: &str) -> bool {
    let bare: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    MEMBERS.contains(&bare.as_str())
}

/// The credential without the word in front of it, such as `Bearer`.
fn without_scheme(value: &str) -> &str {
    value.split_once(' ').map_or(value, |(_, credential)| credential).trim()
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if is_member(name) => found.push(text.clone()),
                    _ => collect(member, found),
                }
            }
            // A header field that is reported in a body: `{"name": "Authorization", "value": "..."}`.
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            if let (Some(name), Some(value)) = (text("name"), text("value"))
                && is_credential_header(name)
            {
                found.push(without_scheme(value).to_owned());
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(headers: &[(&str, &str)], query: &str, body: &str) -> String {
        let mut record = RequestRecord {
            seq: 1,
            at: String::new(),
            provider: None,
            operation: None,
            method: "POST".to_owned(),
            path: "/x".to_owned(),
            query: query.to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: body.to_owned(),
            faults: Vec::new(),
            status: None,
        };
        redact(&mut record);
        serde_json::to_string(&record).unwrap()
    }

    #[test]
    fn every_credential_is_redacted_to_its_fingerprint() {
        let key = "awx_live_0123456789abcdef";
        let of = |name: &str, value: &str| record(&[(name, value)], "", "");
        for text in [
            of("X-API-Key", key),
            of("authorization", &format!("Bearer {key}")),
            of("xProxy-api-key", key),
            of("Cookie", &format!("session={key}")),
            of("X-PAYMENT", key),
            record(&[("X-API-Key", key)], &format!("a=1&memo={key}"), &format!(r#"{{"memo": "my {key}"}}"#)),
            record(&[], &format!("api_key={key}"), ""),
            record(&[], "", &format!(r#"{{"api_key": "{key}", "note": "{key}"}}"#)),
            record(&[], "", &format!(r#"[{{"a": {{"secretKey": "{key}"}}}}]"#)),
            record(&[], "", &format!(r#"{{"h": [{{"name": "Authorization", "value": "Bearer {key}"}}]}}"#)),
        ] {
            assert!(!text.contains("0123456789"), "{text}");
            assert!(text.contains("[redacted sha256:"), "{text}");
        }
        assert_eq!(of("X-API-Key", key), of("X-API-Key", key));
        assert_ne!(of("X-API-Key", key), of("X-API-Key", "another key"));
        // printf %s awx_live_0123456789abcdef | sha256sum
        let shown = "[redacted sha256:16923a6d]";
        assert!(of("X-API-Key", key).contains(&format!("\"{shown}\"")), "{}", of("X-API-Key", key));
        assert!(of("authorization", &format!("Bearer {key}")).contains(&format!("\"Bearer {shown}\"")));
        assert!(of("X-API-Key", "abc").contains("[redacted sha256:ba7816bf]"), "short ones as well");
    }

    #[test]
    fn a_text_that_is_not_a_credential_is_not_redacted() {
        let body = r#"{"token":"USDC","memo":"order 7"}"#;
        let text = record(&[("Idempotency-Key", "order-7-abcdef"), ("X-Team", "payments")], "page=1", body);
        assert!(
            text.contains("order-7-abcdef") && text.contains("USDC") && text.contains("payments"),
            "{text}"
        );
        assert!(!text.contains("redacted"), "{text}");
    }
}
