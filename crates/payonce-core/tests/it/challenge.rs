//! Payments by challenge under every order of answers, crashes of the store and takeovers by other processes.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payonce_core::challenge::{
    PaidRequest, PaidResponse, Payment, PaymentInput, PaymentOptions, PaymentStep,
};
use payonce_core::{
    CaseStyle, Client, Error, FailureCause, Headers, JournalConfig, Now, Outcome, Phase, Provider, Received,
    Response, TransportFailure, ffi,
};
use proptest::prelude::*;
use serde_json::json;

use crate::journal_store::{Fault, MemoryStore};

/// What a service does with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Answer {
    Challenge,
    Paid,
    Status(u16),
    Reason(&'static str),
    Lost(Phase),
    Processed,
}

impl Answer {
    fn received(&self) -> Received {
        let offer = json!({"x402Version": 2, "accepts": [{"scheme": "exact"}]});
        let settled = |settled: serde_json::Value| STANDARD.encode(settled.to_string());
        let respond = |status, name: &str, value: String| {
            let headers = [(name.to_owned(), value)].into_iter().collect::<Headers>();
            Received::Response(Response { status, headers, body: b"{\"report\": 1}".to_vec() })
        };
        let lost = |phase, cause| {
            Received::Failure(TransportFailure { phase, cause, message: "lost".to_owned(), head: None })
        };
        match self {
            Self::Challenge => respond(402, "PAYMENT-REQUIRED", STANDARD.encode(offer.to_string())),
            Self::Paid => respond(200, "PAYMENT-RESPONSE", settled(json!({"success": true}))),
            Self::Status(status) => respond(*status, "x-other", "1".to_owned()),
            Self::Reason(reason) => {
                respond(402, "PAYMENT-RESPONSE", settled(json!({"success": false, "errorReason": reason})))
            }
            Self::Lost(phase) => lost(*phase, None),
            Self::Processed => lost(Phase::Waiting, Some(FailureCause::NotProcessed)),
        }
    }

    /// Whether the service proves with it that it did not use a payment.
    fn proves_unused(&self) -> bool {
        matches!(self, Self::Reason("insufficient_funds") | Self::Lost(Phase::BeforeSend) | Self::Processed)
    }
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::Challenge),
        Just(Answer::Paid),
        proptest::sample::select(vec![200_u16, 302, 400, 402, 403, 405, 421, 429, 500, 503])
            .prop_map(Answer::Status),
        proptest::sample::select(vec!["settlement_pending", "insufficient_funds", "other"])
            .prop_map(Answer::Reason),
        proptest::sample::select(vec![Phase::BeforeSend, Phase::Sending, Phase::Waiting, Phase::Reading])
            .prop_map(Answer::Lost),
        Just(Answer::Processed),
    ]
}

fn client(owner: &str) -> Client {
    let options = r#"{"base_url": "https://paid.example.test"}"#;
    let client = ffi::client(Provider::CHALLENGE, options, CaseStyle::Snake, &|_| None).unwrap();
    client.with_journal(JournalConfig { owner: owner.to_owned() })
}

fn payment(owner: &str) -> Payment {
    let url = "https://paid.example.test/report".to_owned();
    let request = PaidRequest { method: "POST", url, headers: Vec::new(), body: None };
    let options = PaymentOptions {
        idempotency_key: Some("report-7".to_owned()),
        deadline: Some(Duration::from_secs(60)),
    };
    Payment::new(&client(owner), request, &options, [7; 16]).unwrap()
}

/// What became of one call, and what it sent.
struct Run {
    /// Nothing if its process died.
    result: Option<Result<PaidResponse, Error>>,
    /// The signatures in the order in which they were sent.
    sent: Vec<String>,
    /// The answers to them.
    answers: Vec<Answer>,
}

/// Runs one call; `faults` are the failures of the store by the number of its operation, and the process dies before its step
/// `dies_at`.
fn run(
    owner: &str,
    store: &mut MemoryStore,
    answers: &[Answer],
    faults: &[(usize, Fault)],
    dies_at: Option<usize>,
    unix_ms: &mut u64,
) -> Run {
    let mut payment = payment(owner);
    let (mut sent, mut given, mut operations, mut exchanges) = (Vec::new(), Vec::new(), 0, 0);
    let mut elapsed = Duration::ZERO;
    let mut input = PaymentInput::Start;
    for at in 0..500 {
        if dies_at == Some(at) {
            return Run { result: None, sent, answers: given };
        }
        let now = Now { monotonic: elapsed, unix_ms: *unix_ms };
        input = match payment.step(input, now) {
            PaymentStep::Send(request) => {
                let signature = request.headers.iter().find(|(name, _)| name == "PAYMENT-SIGNATURE");
                let answer = match &signature {
                    Some(_) => answers.get(exchanges).cloned().unwrap_or(Answer::Status(500)),
                    None => answers.get(exchanges).cloned().unwrap_or(Answer::Challenge),
                };
                exchanges += 1;
                if let Some((_, signature)) = signature {
                    sent.push(signature.clone());
                    given.push(answer.clone());
                }
                PaymentInput::Received(answer.received())
            }
            PaymentStep::Journal(op) => {
                let fault = faults.iter().find(|(number, _)| *number == operations).map(|(_, fault)| *fault);
                operations += 1;
                PaymentInput::Journal(store.carry_out(&op, *unix_ms, fault))
            }
            PaymentStep::Wait(wait) => {
                elapsed += wait;
                *unix_ms += u64::try_from(wait.as_millis()).unwrap();
                PaymentInput::Waited
            }
            PaymentStep::Sign(_) => PaymentInput::Signed(Ok(vec![(
                "PAYMENT-SIGNATURE".to_owned(),
                format!("signature of {owner}"),
            )])),
            PaymentStep::Done(result) => return Run { result: Some(result), sent, answers: given },
        };
    }
    panic!("the payment does not end");
}

const START: u64 = 1_800_000_000_000;
const AFTER_EVERY_LEASE_MS: u64 = 1_000_000;

#[test]
fn nothing_is_sent_if_the_journal_cannot_record_it() {
    // The operations of the store: the claim, then the record of the submission.
    for (number, signed) in [(0, false), (1, true)] {
        for fault in [Fault::Before, Fault::After] {
            let (mut store, mut now) = (MemoryStore::default(), START);
            let answers = [Answer::Challenge, Answer::Paid];
            let found = run("a", &mut store, &answers, &[(number, fault)], None, &mut now);
            let error = found.result.unwrap().unwrap_err();
            assert_eq!((error.outcome(), found.sent.len()), (Outcome::NotApplied, 0), "{fault:?} {signed}");
            // The next call pays, at the latest when the lease is over.
            now += AFTER_EVERY_LEASE_MS;
            let again = run("b", &mut store, &answers, &[], None, &mut now);
            let may_be_recorded = number == 1 && fault == Fault::After;
            assert!(again.result.unwrap().is_ok() || may_be_recorded, "{fault:?}");
        }
    }
}

#[test]
fn a_result_is_not_lost_because_the_journal_is() {
    let (mut store, mut now) = (MemoryStore::default(), START);
    let answers = [Answer::Challenge, Answer::Paid];
    let found = run("a", &mut store, &answers, &[(2, Fault::Before)], None, &mut now);
    assert!(found.result.unwrap().unwrap().is_paid);
    now += AFTER_EVERY_LEASE_MS;
    let again = run("b", &mut store, &answers, &[], None, &mut now);
    assert_eq!(again.result.unwrap().unwrap_err().outcome(), Outcome::Unknown);
    assert!(again.sent.is_empty());
}

#[test]
fn a_key_that_another_process_took_over_sends_nothing() {
    let (mut store, mut now) = (MemoryStore::default(), START);
    let answers = [Answer::Challenge, Answer::Paid];
    // The first process stands still between its challenge and its record, until its lease is over.
    let mut sleeper = payment("a");
    let early = Now { monotonic: Duration::ZERO, unix_ms: now };
    let PaymentStep::Journal(claim) = sleeper.step(PaymentInput::Start, early) else {
        panic!("it did not claim")
    };
    let claimed = store.carry_out(&claim, now, None);
    let sent = sleeper.step(PaymentInput::Journal(claimed), early);
    assert!(matches!(sent, PaymentStep::Send(_)));
    let sign = sleeper.step(PaymentInput::Received(Answer::Challenge.received()), early);
    assert!(matches!(sign, PaymentStep::Sign(_)));
    now += AFTER_EVERY_LEASE_MS;
    assert!(run("b", &mut store, &answers, &[], None, &mut now).result.unwrap().is_ok());
    let signature = vec![("PAYMENT-SIGNATURE".to_owned(), "late".to_owned())];
    let PaymentStep::Journal(record) = sleeper.step(PaymentInput::Signed(Ok(signature)), early) else {
        panic!("it did not record")
    };
    let refused = store.carry_out(&record, now, None);
    let PaymentStep::Done(Err(error)) = sleeper.step(PaymentInput::Journal(refused), early) else {
        panic!("it went on without its key")
    };
    assert_eq!(error.outcome(), Outcome::NotApplied);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn one_key_never_pays_twice(
        calls in proptest::collection::vec(
            (
                proptest::collection::vec(answer(), 0..5),
                proptest::collection::vec((0_usize..6, proptest::sample::select(vec![Fault::Before, Fault::After])), 0..2),
                proptest::option::of(0_usize..12),
                proptest::sample::select(vec![0_u64, 1_000, AFTER_EVERY_LEASE_MS]),
            ),
            1..5,
        ),
    ) {
        let (mut store, mut now) = (MemoryStore::default(), START);
        let mut may_be_used = BTreeSet::new();
        let mut was_paid = false;
        for (number, (answers, faults, dies_at, pause)) in calls.into_iter().enumerate() {
            let owner = number.to_string();
            let first: Vec<Answer> = std::iter::once(Answer::Challenge).chain(answers).collect();
            let found = run(&owner, &mut store, &first, &faults, dies_at, &mut now);
            now += pause;
            if !found.sent.is_empty() {
                prop_assert!(may_be_used.is_empty(), "a payment was sent although an earlier one may have been used");
                let signatures: BTreeSet<&String> = found.sent.iter().collect();
                prop_assert_eq!(signatures.len(), 1);
                prop_assert!(found.sent.len() <= 2);
                if found.sent.len() == 2 {
                    prop_assert_eq!(found.answers.first(), Some(&Answer::Reason("settlement_pending")));
                }
                let is_unused = found.answers.len() == 1 && found.answers.iter().all(Answer::proves_unused);
                if !is_unused {
                    may_be_used.insert(owner.clone());
                }
                was_paid |= matches!(found.answers.last(), Some(Answer::Paid | Answer::Status(200)));
            }
            match found.result {
                Some(Ok(response)) => prop_assert!(response.is_paid == was_paid),
                Some(Err(error)) if !found.sent.is_empty() => {
                    let is_unused = found.answers.len() == 1 && found.answers.iter().all(Answer::proves_unused);
                    prop_assert_eq!(error.outcome() == Outcome::NotApplied, is_unused, "{:?} {}", found.answers, error);
                    prop_assert!(!error.is_retryable() || error.outcome() == Outcome::NotApplied);
                }
                _ => {}
            }
        }
    }
}
