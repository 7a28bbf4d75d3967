//! Challenges with HTTP 402, credentials, and responses to a payment.

use std::time::Duration;

use payonce_core::challenge::{PaidRequest, Payment, PaymentInput, PaymentOptions, PaymentStep};
use payonce_core::{CaseStyle, Now, Outcome, Provider, Received, ffi};
use serde_json::json;

use crate::calls::{assert_sendable, lost};
use crate::input::{line, received, sections};

const BASE: &str = "https://paid.example.test";

/// The first response; the header field of the signature; and the responses to it. A signature is sent once, and once more if
/// the service reports that the settlement is pending. A result without a success is unknown once a signature was sent, unless
/// a response proves otherwise.
pub(crate) fn challenge(bytes: &[u8]) {
    let sections = sections(bytes);
    let mut sections = sections.into_iter();
    let first = received(sections.next().unwrap_or_default());
    let (credential, _) = line(sections.next().unwrap_or_default());
    let signed = credential.split_once(": ").map(|(name, value)| vec![(name.to_owned(), value.to_owned())]);
    let options = json!({ "base_url": BASE }).to_string();
    let client =
        ffi::client(Provider::CHALLENGE, &options, CaseStyle::Snake, &|_| None).expect("valid options");
    let request =
        PaidRequest { method: "GET", url: format!("{BASE}/report"), headers: Vec::new(), body: None };
    let mut payment =
        Payment::new(&client, request, &PaymentOptions::default(), [1; 16]).expect("valid arguments");
    let mut now = Now { monotonic: Duration::ZERO, unix_ms: 1_800_000_000_000 };
    let mut first = Some(first);
    let mut input = PaymentInput::Start;
    let (mut unpaid, mut paid, mut answered_twice) = (0, 0, Vec::new());
    for _ in 0..50 {
        input = match payment.step(input, now) {
            PaymentStep::Send(request) => {
                assert_sendable(&request);
                let received = if let Some(first) = first.take() {
                    unpaid += 1;
                    first
                } else {
                    paid += 1;
                    sections.next().map_or_else(lost, received)
                };
                if paid > 0
                    && let Received::Response(response) = &received
                {
                    answered_twice.push(response.status);
                }
                PaymentInput::Received(received)
            }
            PaymentStep::Journal(_) => panic!("the client has no journal"),
            PaymentStep::Wait(wait) => {
                now.monotonic += wait;
                PaymentInput::Waited
            }
            PaymentStep::Sign(challenge) => {
                // It reaches a signer in another language as JSON.
                let text = challenge.to_value().to_string();
                assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
                PaymentInput::Signed(signed.clone().ok_or_else(|| "no".to_owned()))
            }
            PaymentStep::Done(result) => {
                assert_eq!(unpaid, 1);
                assert!(paid <= 2, "the signature was sent {paid} times");
                match &result {
                    Ok(response) => assert_eq!(response.is_paid, paid > 0),
                    Err(error) if paid > 0 => {
                        assert!(!error.payload().retryable, "{error:?}");
                        // A connection that broke, and a success that cannot be read, prove nothing.
                        if answered_twice.iter().all(|status| *status < 400) {
                            assert_ne!(error.outcome(), Outcome::NotApplied, "{error:?}");
                        }
                    }
                    Err(error) => assert_ne!(error.outcome(), Outcome::Applied, "{error:?}"),
                }
                let _ = ffi::paid_envelope(&result, CaseStyle::Snake);
                return;
            }
        };
    }
    panic!("a payment does not end");
}
