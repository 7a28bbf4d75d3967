//! One SDK for the APIs that AI agents pay with: every failure typed, every retry safe, nothing charged twice.
//!
//! ```no_run
//! use payonce::agentwallex::Client;
//! use payonce::{Advice, Outcome};
//!
//! # async fn example() -> Result<(), payonce::Error> {
//! let client = Client::builder().build()?; // the key comes from AGENTWALLEX_API_KEY
//! let payment = client.payments().send().agent_id("agent_abc123").to("0xRecipientAddress").amount("50.00").token("USDC");
//! match payment.memo("invoice 7").await {
//!     Ok(payment) if payment.succeeded() => println!("paid as {}: ship it", payment.value().id),
//!     Ok(payment) => println!("accepted as {}, not final yet", payment.value().id),
//!     Err(error) if error.outcome() == Outcome::Unknown => {
//!         // The money may have moved, and the search did not find the payment. `client.reconcile` searches again later,
//!         // also from another process.
//!         println!("look for {:?}", error.reference().reference);
//!     }
//!     Err(error) if error.advice() == Advice::AddFunds => println!("top up the wallet: {}", error.message()),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The simulator in `payonce-sandbox` replaces the provider, also to lose a response:
//!
//! ```
//! use payonce::agentwallex::Client;
//! use payonce_sandbox::{Config, Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let sandbox = Sandbox::start(Config::default()).await?;
//! let lost = Rule::new(Fault::Drop { when: When::After }).on(ProviderId::AgentWallex, "payments.send").nth([1]);
//! sandbox.set_faults(FaultPlan::new(7, [lost]));
//!
//! let client = Client::builder()
//!     .api_key("awx_sandbox_key_that_moves_no_money")
//!     .base_url(sandbox.base_url(ProviderId::AgentWallex))
//!     .build()?;
//! let payment = client.payments().send();
//! let payment = payment.agent_id("agent_abc123").to("0xRecipientAddress").amount("50.00").token("USDC").await?;
//!
//! // The connection broke after the money had moved. payonce searched for the payment by its reference, and found it.
//! let paid = sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC");
//! assert_eq!((paid.count, payment.value().amount.as_deref()), (1, Some("50.00")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! Each provider has a module with its `Client`, its calls and its objects. A method such as `payments().send()` starts a
//! call, setters give it arguments and options, and `.await` sends it. Two strings cannot be swapped, because each argument
//! has a name. A call without a required argument returns `invalid_argument`, which names it, and sends nothing. A client of
//! `build_blocking` sends with `.call()` instead: see [`blocking`]. All of them return one [`Error`]: [`Error::kind`] is what went wrong, in words that all
//! providers share, [`Error::outcome`] is whether it took effect, [`Error::advice`] is the next step, and [`Details`] has
//! the members of its provider. `payonce-core` makes the decisions, the same in Rust, Python and TypeScript.
//!
//! If you already have an HTTP client, use payonce only to classify its responses:
//!
//! ```
//! use payonce::http::{Received, Response};
//! use payonce::{Context, Kind, Outcome, Provider, classify};
//!
//! let response = Response {
//!     status: 400,
//!     body: br#"{"code": "insufficient_funds", "type": "invalid_request_error", "message": "too low"}"#.to_vec(),
//!     ..Response::default()
//! };
//! let error = classify(&Context::new(Provider::AGENTWALLEX), &Received::Response(response)).unwrap();
//! assert_eq!(error.kind(), Kind::InsufficientFunds);
//! assert_eq!(error.outcome(), Outcome::NotApplied);
//! ```
//!
//! # Features
//!
//! - `blocking`: clients for programs without async.
//! - `journal-sqlite`: the journal in an SQLite file.
//! - `agenticpencil`, `agentpay`, `agenttech`, `agentwallex`, `payi`: the typed client of each provider.
//! - `tracing`, off by default: a span for each call and an event for each of its steps, through the
//!   [`tracing`](https://docs.rs/tracing) crate, without keys and arguments.
//! - `axum`, off by default: an [`Error`] is a response of [`axum`](https://docs.rs/axum), an RFC 9457 problem for the
//!   public with the right status and header fields.
//!
//! Without a provider's feature, [`UntypedClient`] still calls it. For an API that a [provider file](provider_file) describes,
//! `payonce provider codegen --language rust` writes a client like those of the built-in providers.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(all(
        feature = "agenticpencil",
        feature = "agentpay",
        feature = "agenttech",
        feature = "agentwallex",
        feature = "payi"
    )),
    allow(
        dead_code,
        unused_imports,
        unused_macros,
        reason = "the clients of the other providers use the rest"
    )
)]

// The documentation of typed clients is read in other crates too, and links to this one by its name.
#[allow(unused_extern_crates, reason = "only links of the documentation use it")]
extern crate self as payonce;

mod arguments;
#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod call;
pub mod challenge;
mod connection;
mod engine;
mod generated;
pub mod http;
mod items;
pub mod journal;
mod model;
mod options;
mod own_client;
mod reporting;
mod response;
#[cfg(feature = "tracing")]
mod spans;
mod transport;
#[doc(hidden)]
pub mod typed;

pub use call::CallFuture;
pub use connection::UntypedClient;
pub use engine::{Driver, InFlight, Listener, ListenerError, ListenerResult};
pub use generated::details::Details;
#[cfg(any(
    feature = "agenticpencil",
    feature = "agentpay",
    feature = "agenttech",
    feature = "agentwallex",
    feature = "payi"
))]
pub use generated::*;
pub use items::{Items, ItemsStream};
pub use options::{CallOptions, RateLimit};
pub use own_client::{check_response, from_transport_error};
pub use payonce_core::render::{Audience, HttpResponse, NextStep, ToolFailure};
pub use payonce_core::{
    Actor, Advice, Context, DEFAULT_MAX_WAIT, Error, ErrorPayload, Event, EventKind, Evidence, FileFormat,
    Headers, Interruption, Kind, Language, NotAMessage, Outcome, Phase, Provider, Redactor, Reference,
    RetryPolicy, Safety, Secret, Success, UnknownName, classify, classify_message, provider_file, webhook,
};
/// The HTTP library whose responses [`check_response`] takes. It has no TLS provider: to create clients of it, depend on
/// `reqwest` directly, with the features of your choice.
pub use reqwest;
pub use response::{CallInfo, Response};
