//! Any signature header before any body: no panic, and nothing is believed that the secret did not sign.
#![no_main]

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use libfuzzer_sys::fuzz_target;
use payonce_core::Secret;
use payonce_core::webhook::verify;
use sha2::Sha256;

const SECRET: &str = "whsec_fuzz_000000000000";
const NOW_MS: u64 = 1_700_000_000_000;

fuzz_target!(|input: (String, &[u8])| {
    let (header, body) = input;
    let digest = |signed: &[&[u8]]| -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length is a key");
        signed.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    };
    // The fuzzer cannot guess a digest: two characters stand for the one of the body and the one with a time before it.
    let of_body = digest(&[body]);
    let with_time = digest(&[b"1700000000.", body]);
    let signature = header.replace('\u{1}', &of_body).replace('\u{2}', &with_time);
    let verified = verify(&Secret::new(SECRET), &signature, body, NOW_MS, Duration::from_secs(300));
    if verified.is_ok() {
        assert!(header.contains(['\u{1}', '\u{2}']), "{header:?}");
    }
    let of_another = verify(&Secret::new("whsec_other_00000000000"), &signature, body, NOW_MS, Duration::MAX);
    assert!(of_another.is_err(), "{header:?}");
});
