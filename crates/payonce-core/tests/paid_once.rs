//! A payment against a model of a server that can fail at each step: whatever happens, nothing is paid twice, and what
//! the caller is told is true.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the model of the server stands outside of a #[test], yet only serves tests"
)]

use std::collections::VecDeque;
use std::time::Duration;

use payonce_core::{
    Answer, Attempt, Call, Client, Event, Failure, FailureCause, Headers, KeyStyle, Now, Outcome, Phase,
    Provider, Step,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// What the server does with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It does what it is asked, and answers.
    Serve,
    /// It refuses, with this status.
    Refuse(u16),
    /// It answers that it failed; whether it had done the work is decided before it answers.
    Break { status: u16, done: bool },
    /// The answer is lost. The work is done at once, after so many further requests, or never.
    Lose { how: Loss, done_after: Option<u8> },
    /// It does what it is asked, and the answer cannot be read.
    Garble,
    /// It could not be reached.
    Unreachable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    Dropped,
    TimedOut,
    Gateway(u16),
}

fn fate() -> impl Strategy<Value = Fate> {
    let loss = prop_oneof![
        Just(Loss::Dropped),
        Just(Loss::TimedOut),
        prop::sample::select(&[502_u16, 504]).prop_map(Loss::Gateway)
    ];
    prop_oneof![
        3 => Just(Fate::Serve),
        2 => prop::sample::select(&[400_u16, 401, 403, 409, 429]).prop_map(Fate::Refuse),
        3 => (prop::sample::select(&[500_u16, 503]), any::<bool>()).prop_map(|(status, done)| Fate::Break { status, done }),
        3 => (loss, prop::option::of(0_u8..6)).prop_map(|(how, done_after)| Fate::Lose { how, done_after }),
        1 => Just(Fate::Garble),
        1 => Just(Fate::Unreachable),
    ]
}

/// The server's memory.
#[derive(Default)]
struct Server {
    paid: Vec<Value>,
    /// Payments that are still under way, with the number of further requests before they are done.
    under_way: VecDeque<(u8, Value)>,
    others: u64,
}

impl Server {
    fn receive(&mut self, attempt: &Attempt, fate: Fate) -> Event {
        let pays = attempt.method == "POST";
        let mut work = Vec::new();
        self.under_way.retain_mut(|(left, payment)| {
            if *left == 0 {
                work.push(payment.clone());
                return false;
            }
            *left -= 1;
            true
        });
        self.paid.append(&mut work);
        let payment = pays.then(|| self.payment(attempt));
        match fate {
            Fate::Serve => match payment {
                Some(payment) => {
                    self.paid.push(payment.clone());
                    answer(200, &payment)
                }
                None => answer(200, &self.page(attempt)),
            },
            Fate::Refuse(status) => answer(status, &json!({"message": "no"})),
            Fate::Break { status, done } => {
                self.paid.extend(payment.filter(|_| done));
                answer(
                    status,
                    &json!({"code": "internal_error", "type": "internal_error", "message": "failed"}),
                )
            }
            Fate::Lose { how, done_after } => {
                match (payment, done_after) {
                    (Some(payment), Some(0)) => self.paid.push(payment),
                    (Some(payment), Some(left)) => self.under_way.push_back((left, payment)),
                    _ => {}
                }
                let lost = |phase, cause| {
                    Event::Failed(Failure { phase, cause: Some(cause), message: "lost".into(), head: None })
                };
                match how {
                    Loss::Dropped => lost(Phase::Waiting, FailureCause::Connection),
                    Loss::TimedOut => lost(Phase::Reading, FailureCause::Timeout),
                    Loss::Gateway(status) => Event::Answered(Answer {
                        status,
                        headers: Headers::new(),
                        body: b"<html>bad gateway</html>".to_vec(),
                    }),
                }
            }
            Fate::Garble => {
                self.paid.extend(payment);
                Event::Answered(Answer { status: 200, headers: Headers::new(), body: b"<html>".to_vec() })
            }
            Fate::Unreachable => Event::Failed(Failure {
                phase: Phase::BeforeSend,
                cause: Some(FailureCause::Connection),
                message: "refused".into(),
                head: None,
            }),
        }
    }

    fn payment(&self, attempt: &Attempt) -> Value {
        let asked: Value = serde_json::from_slice(attempt.body.as_deref().unwrap()).unwrap();
        json!({
            "id": format!("tx_{}", self.paid.len() + self.under_way.len()),
            "status": "confirmed", "memo": asked["memo"], "amount": asked["amount"],
            "created_at": "2023-11-14T22:13:20Z",
        })
    }

    /// Newest first, between payments of others, in pages that are smaller than asked for.
    fn page(&mut self, attempt: &Attempt) -> Value {
        self.others += 1;
        let other = |number: u64| json!({"id": format!("other_{number}"), "memo": "other", "created_at": "2023-11-14T22:13:20Z"});
        let mut all: Vec<Value> = (0..self.others).map(other).collect();
        all.splice(1..1, self.paid.iter().cloned());
        let page: usize =
            attempt.url.split("page_num=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
        let items: Vec<Value> = all.iter().skip((page - 1) * 2).take(2).cloned().collect();
        json!({"data": items, "has_more": all.len() > page * 2})
    }
}

fn answer(status: u16, body: &Value) -> Event {
    Event::Answered(Answer { status, headers: Headers::new(), body: body.to_string().into_bytes() })
}

/// Drives a call to its end and answers its result.
fn drive(
    call: &mut Call,
    server: &mut Server,
    fates: &mut impl Iterator<Item = Fate>,
) -> Result<Value, payonce_core::Error> {
    let mut now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    let mut event = Event::Start;
    for _ in 0..500 {
        event = match call.step(now, event) {
            Step::Send(attempt) => server.receive(&attempt, fates.next().unwrap_or(Fate::Serve)),
            Step::Wait(wait) => {
                now.monotonic += wait;
                now.unix_ms += u64::try_from(wait.as_millis()).unwrap();
                Event::Waited
            }
            Step::Done(result) => return result.map(|success| success.value),
        };
    }
    panic!("the call does not end");
}

fn client() -> Client {
    let options = json!({"api_key": "awx_test_00000000000000000000", "retry": {"base_delay_ms": 100, "max_retries": 4}});
    Client::new(Provider::AgentWallex, options.as_object().unwrap(), KeyStyle::Snake, &|_| None).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_paid_twice_and_what_is_told_is_true(
        fates in prop::collection::vec(fate(), 0..14), entropy: [u8; 16],
    ) {
        let client = client();
        let send = Provider::AgentWallex.operation("payments.send").unwrap();
        let arguments = json!({"agent_id": "agent_1", "to": "0xA", "amount": "1.00", "token": "USDC", "chain": "eip155:1", "memo": "rent"});
        let mut call = Call::new(&client, send, arguments.as_object().unwrap(), &Map::new(), entropy).unwrap();
        let mut server = Server::default();
        let result = drive(&mut call, &mut server, &mut fates.iter().copied());

        // Whatever is still under way is done in the end.
        let late: Vec<Value> = server.under_way.drain(..).map(|(_, payment)| payment).collect();
        server.paid.extend(late);
        prop_assert!(server.paid.len() <= 1, "paid {} times", server.paid.len());
        match &result {
            Ok(payment) => {
                prop_assert_eq!(server.paid.len(), 1, "reported as paid");
                prop_assert_eq!(&payment["id"], &server.paid[0]["id"]);
            }
            Err(error) => match error.outcome() {
                Outcome::NotApplied => prop_assert_eq!(server.paid.len(), 0, "reported as not paid: {}", error),
                Outcome::Applied => prop_assert_eq!(server.paid.len(), 1, "{}", error),
                Outcome::Unknown => {
                    // Later, from another process that has nothing but the error as JSON, with the server well again.
                    let payload = serde_json::from_str(&error.payload().to_value().to_string()).unwrap();
                    let mut later = Call::reconcile(&self::client(), &payload, &Map::new(), [9; 16]).unwrap();
                    let settled = drive(&mut later, &mut server, &mut std::iter::empty());
                    prop_assert!(server.paid.len() <= 1, "looking paid");
                    match settled {
                        Ok(found) => prop_assert_eq!(&found["id"], &server.paid[0]["id"]),
                        Err(still) => {
                            prop_assert_eq!(server.paid.len(), 0, "not found though it is there");
                            prop_assert_eq!(still.outcome(), Outcome::Unknown);
                        }
                    }
                }
                Outcome::Pending => prop_assert!(false, "nothing here is pending: {}", error),
            },
        }
    }
}
