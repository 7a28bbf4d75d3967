//! Replays the inputs that fuzzing has found.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use reader_checks::CHECKS;

fn fuzz(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(folder)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn every_check_has_a_target_and_kept_inputs() {
    let checks: BTreeSet<String> = CHECKS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(&fuzz("fuzz_targets")), checks);
    assert_eq!(names(&fuzz("corpus")), checks);
    // No other build compiles them: they need libFuzzer.
    for name in checks {
        let text = fs::read_to_string(fuzz("fuzz_targets").join(format!("{name}.rs"))).unwrap();
        let call =
            format!("libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader_checks::run(\"{name}\", bytes));");
        assert_eq!(text, format!("#![no_main]\n\n{call}\n"));
    }
}

#[test]
fn the_kept_inputs_break_no_promise() {
    for (name, check) in CHECKS {
        let folder = fuzz("corpus").join(name);
        for input in names(&folder) {
            // A failure shows the file.
            println!("{name}/{input}");
            check(&fs::read(folder.join(&input)).unwrap());
        }
    }
}
