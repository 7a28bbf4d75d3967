//! Any text as a provider file, in both formats: the reader ends without a panic, and every problem has a place in the
//! text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payonce_core::{FileFormat, provider_file};

fuzz_target!(|text: &str| {
    for format in [FileFormat::Toml, FileFormat::Json] {
        match provider_file::load(text, format, "fuzzed") {
            Ok(loaded) => assert_eq!(loaded.handle.split('@').next(), Some(loaded.provider.as_str())),
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
});
