//! Provider files, and the documents that they are drafted from.

use payonce_core::{Context, FileFormat, Headers, Received, Response, classify, provider_file as core_file};
use payonce_sandbox::ProviderFile;

/// A provider file in both formats: every problem has a place in the text, and a file that loads plays in the simulator and
/// classifies.
pub(crate) fn provider_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for format in [FileFormat::Toml, FileFormat::Json] {
        match core_file::load(text, format, "fuzzed") {
            Ok(loaded) => {
                assert_eq!(loaded.handle.split('@').next(), Some(loaded.provider.as_str()));
                let played = match format {
                    FileFormat::Toml => ProviderFile::from_toml(text),
                    FileFormat::Json => ProviderFile::from_json(text),
                };
                assert!(played.is_ok(), "{played:?}");
                let response = Response {
                    status: 402,
                    headers: Headers::new(),
                    body: br#"{"error": {"code": "declined", "type": "card", "message": "no"}}"#.to_vec(),
                };
                let error = classify(&Context::new(loaded.provider), &Received::Response(response));
                assert!(error.is_some());
            }
            Err(refused) => {
                assert!(!refused.problems.is_empty());
                for problem in refused.problems {
                    let line = text.split('\n').nth(problem.line - 1);
                    let is_there = line.is_some_and(|line| problem.column <= line.chars().count() + 1);
                    assert!(is_there, "{problem:?}");
                    assert!(!problem.message.is_empty());
                }
            }
        }
    }
}

/// An OpenAPI document: a draft is a provider file that loads.
pub(crate) fn openapi(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(draft) = payonce_cli::drafted_provider_file(text) {
        let loaded = core_file::load(&draft, FileFormat::Toml, "draft.toml");
        assert!(loaded.is_ok(), "{:?}\n{draft}", loaded.err());
    }
}
