#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader_checks::run("classify", bytes));
