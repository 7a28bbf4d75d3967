//! A payment against a model of a server that can fail at each step: nothing is ever paid twice, and the reported
//! outcome is true.

use std::collections::VecDeque;
use std::time::Duration;

use payonce_core::{
    Call, CallOptions, CaseStyle, Client, FailureCause, Headers, HttpRequest, Input, Now, Outcome, Phase,
    Provider, Response, Step, TransportFailure, ffi,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::wallet_payment::{new_account, response};

/// What the server does with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It does what it is asked, and responds.
    Serve,
    /// It refuses, with this status.
    Refuse(u16),
    /// It responds that it failed, with this code. The work is done at once, after so many further requests, or never.
    Break { status: u16, code: &'static str, done_after: Option<u8> },
    /// The response is lost. The work is done at once, after so many further requests, or never.
    Lose { how: Loss, done_after: Option<u8> },
    /// It does what it is asked, and the response cannot be read.
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
    // A refusing code at a status of a failure: the service may have failed after the effect.
    let code = prop::sample::select(&["internal_error", "rate_limit_exceeded", "policy_violation"][..]);
    prop_oneof![
        3 => Just(Fate::Serve),
        2 => prop::sample::select(&[400_u16, 401, 403, 409, 429]).prop_map(Fate::Refuse),
        3 => (prop::sample::select(&[500_u16, 503, 504]), code, prop::option::of(0_u8..8))
            .prop_map(|(status, code, done_after)| Fate::Break { status, code, done_after }),
        3 => (loss, prop::option::of(0_u8..6)).prop_map(|(how, done_after)| Fate::Lose { how, done_after }),
        1 => Just(Fate::Garble),
        1 => Just(Fate::Unreachable),
    ]
}

/// What the server makes of the memo that it lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Memo {
    AsSent,
    Trimmed,
    UpperCased,
    LowerCased,
    WithoutBrackets,
    Escaped,
    Cut(usize),
    Missing,
}

impl Memo {
    fn listed(self, sent: &str) -> Value {
        match self {
            Self::AsSent => json!(sent),
            Self::Trimmed => json!(format!(" {sent} ")),
            Self::UpperCased => json!(sent.to_uppercase()),
            Self::LowerCased => json!(sent.to_lowercase()),
            Self::WithoutBrackets => json!(sent.replace(['[', ']'], "")),
            Self::Escaped => json!(sent.replace('[', "&#91;").replace(']', "&#x5d;")),
            Self::Cut(length) => json!(sent.chars().take(length).collect::<String>()),
            Self::Missing => Value::Null,
        }
    }
}

/// How the server lists what was paid.
#[derive(Debug, Clone, Copy)]
struct Listing {
    /// After how many further requests a payment is listed.
    lag: usize,
    memo: Memo,
    /// The items of a page, whatever is asked for.
    size: usize,
    from_old_to_new: bool,
    /// Whether `has_more` and `total` come with a page.
    says_more: bool,
    says_total: bool,
    ignores_filter: bool,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            lag: 0,
            memo: Memo::AsSent,
            size: 2,
            from_old_to_new: false,
            says_more: true,
            says_total: false,
            ignores_filter: false,
        }
    }
}

impl Listing {
    /// Whether a search from another process, which does not know the whole memo, finds what is there.
    fn shows_the_mark(self) -> bool {
        let mark_survives = !matches!(self.memo, Memo::WithoutBrackets | Memo::Cut(_) | Memo::Missing);
        self.lag == 0 && mark_survives
    }
}

fn listing() -> impl Strategy<Value = Listing> {
    let memo = prop_oneof![
        2 => Just(Memo::AsSent),
        1 => Just(Memo::Trimmed),
        1 => Just(Memo::UpperCased),
        1 => Just(Memo::LowerCased),
        1 => Just(Memo::WithoutBrackets),
        1 => Just(Memo::Escaped),
        1 => (0_usize..43).prop_map(Memo::Cut),
        1 => Just(Memo::Missing),
    ];
    // The list grows by an item a request, so that a page of one item would show the same one for ever.
    (prop_oneof![Just(0_usize), 1_usize..20], memo, 2_usize..6, any::<[bool; 4]>()).prop_map(
        |(lag, memo, size, [from_old_to_new, says_more, says_total, ignores_filter])| Listing {
            lag,
            memo,
            size,
            from_old_to_new,
            says_more,
            says_total,
            ignores_filter,
        },
    )
}

/// The server's memory.
#[derive(Default)]
struct Server {
    listing: Listing,
    paid: Vec<Value>,
    /// How many requests came since each payment.
    ages: Vec<usize>,
    /// Payments that are still under way, with the number of further requests before they are done.
    under_way: VecDeque<(u8, Value)>,
    others: u64,
}

impl Server {
    fn receive(&mut self, attempt: &HttpRequest, fate: Fate) -> Input {
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
        self.ages.resize(self.paid.len(), 0);
        self.ages.iter_mut().for_each(|age| *age += 1);
        let payment = pays.then(|| self.payment(attempt));
        match fate {
            Fate::Serve => match payment {
                Some(payment) => {
                    self.paid.push(payment.clone());
                    response(200, &[], &payment)
                }
                None => response(200, &[], &self.page(attempt)),
            },
            Fate::Refuse(status) => response(status, &[], &json!({"message": "no"})),
            Fate::Break { status, code, done_after } => {
                match (payment, done_after) {
                    (Some(payment), Some(0)) => self.paid.push(payment),
                    (Some(payment), Some(left)) => self.under_way.push_back((left, payment)),
                    _ => {}
                }
                response(status, &[], &json!({"code": code, "type": "internal_error", "message": "failed"}))
            }
            Fate::Lose { how, done_after } => {
                match (payment, done_after) {
                    (Some(payment), Some(0)) => self.paid.push(payment),
                    (Some(payment), Some(left)) => self.under_way.push_back((left, payment)),
                    _ => {}
                }
                let lost = |phase, cause| {
                    Input::Failed(TransportFailure {
                        phase,
                        cause: Some(cause),
                        message: "lost".into(),
                        head: None,
                    })
                };
                match how {
                    Loss::Dropped => lost(Phase::Waiting, FailureCause::Connection),
                    Loss::TimedOut => lost(Phase::Reading, FailureCause::Timeout),
                    Loss::Gateway(status) => Input::Response(Response {
                        status,
                        headers: Headers::new(),
                        body: b"<html>bad gateway</html>".to_vec(),
                    }),
                }
            }
            Fate::Garble => {
                self.paid.extend(payment);
                Input::Response(Response { status: 200, headers: Headers::new(), body: b"<html>".to_vec() })
            }
            Fate::Unreachable => Input::Failed(TransportFailure {
                phase: Phase::BeforeSend,
                cause: Some(FailureCause::Connection),
                message: "refused".into(),
                head: None,
            }),
        }
    }

    fn payment(&self, attempt: &HttpRequest) -> Value {
        let asked: Value = serde_json::from_slice(attempt.body.as_deref().unwrap()).unwrap();
        json!({
            "id": format!("tx_{}", self.paid.len() + self.under_way.len()),
            "status": "confirmed", "memo": asked["memo"], "amount": asked["amount"], "agent_id": asked["agent_id"],
            "created_at": "2023-11-14T22:13:20Z",
        })
    }

    /// Between payments of others, in pages that are smaller than asked for.
    fn page(&mut self, attempt: &HttpRequest) -> Value {
        self.others += 1;
        let Listing { lag, memo, size, from_old_to_new, says_more, says_total, ignores_filter } =
            self.listing;
        let other = |number: u64| {
            let agent = if ignores_filter && number.is_multiple_of(2) { "agent_2" } else { "agent_1" };
            json!({"id": format!("other_{number}"), "memo": "other", "agent_id": agent, "created_at": "2023-11-14T22:13:20Z"})
        };
        let mut all: Vec<Value> = (0..self.others).map(other).collect();
        self.ages.resize(self.paid.len(), 0);
        let listed = self.paid.iter().zip(&self.ages).filter(|(_, age)| **age >= lag).map(|(payment, _)| {
            let mut payment = payment.clone();
            payment["memo"] = memo.listed(payment["memo"].as_str().unwrap());
            payment
        });
        let listed: Vec<Value> = listed.collect();
        all.splice(1..1, listed);
        if from_old_to_new {
            all.reverse();
        }
        let page: usize =
            attempt.url.split("page_num=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
        let items: Vec<Value> = all.iter().skip((page - 1) * size).take(size).cloned().collect();
        let mut response = json!({"data": items});
        if says_more {
            response["has_more"] = json!(all.len() > page * size);
        }
        if says_total {
            response["total"] = json!(all.len());
        }
        response
    }
}

/// Drives a call to its end and returns its result.
fn drive(
    call: &mut Call,
    server: &mut Server,
    fates: &mut impl Iterator<Item = Fate>,
) -> Result<Value, payonce_core::Error> {
    let mut now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    let mut event = Input::Start;
    for _ in 0..500 {
        event = match call.step(now, event) {
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Send(attempt) => server.receive(&attempt, fates.next().unwrap_or(Fate::Serve)),
            Step::Wait(wait) => {
                now.monotonic += wait;
                now.unix_ms += u64::try_from(wait.as_millis()).unwrap();
                Input::Waited
            }
            Step::Done(result) => return result.map(|success| success.value),
        };
    }
    panic!("the call does not end");
}

fn client() -> Client {
    let options = json!({
        "api_key": "awx_test_00000000000000000000", "journal_account": new_account(),
        "retry": {"base_delay_ms": 100, "max_retries": 4},
    });
    ffi::client_from(Provider::AGENTWALLEX, options.as_object().unwrap(), CaseStyle::Snake, &|_| None)
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_paid_twice_and_every_report_is_true(
        fates in prop::collection::vec(fate(), 0..14), listing in listing(), entropy: [u8; 16],
    ) {
        let client = client();
        let send = Provider::AGENTWALLEX.operation("payments.send").unwrap();
        let arguments = json!({"agent_id": "agent_1", "to": "0xA", "amount": "1.00", "token": "USDC", "chain": "eip155:1", "memo": "rent"});
        let mut call = Call::new(&client, send, arguments.as_object().unwrap(), CallOptions::default(), entropy).unwrap();
        let mut server = Server { listing, ..Server::default() };
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
                    let mut later = Call::reconcile(&self::client(), &payload, CallOptions::default(), [9; 16]).unwrap();
                    let settled = drive(&mut later, &mut server, &mut std::iter::empty());
                    prop_assert!(server.paid.len() <= 1, "looking paid");
                    match settled {
                        Ok(found) => prop_assert_eq!(&found["id"], &server.paid[0]["id"]),
                        Err(still) => {
                            let found_if_there = listing.shows_the_mark();
                            prop_assert!(server.paid.is_empty() || !found_if_there, "not found though it is there");
                            prop_assert!(still.payload().details.contains_key("search"));
                            prop_assert_eq!(still.outcome(), Outcome::Unknown);
                        }
                    }
                }
                Outcome::Pending => prop_assert!(false, "nothing here is pending: {}", error),
            },
        }
    }
}
