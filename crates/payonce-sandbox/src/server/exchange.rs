//! One request and its response, independent of the version of HTTP.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::sleep;

use super::control;
use super::damage::damage;
use crate::clock::http_date;
use crate::dashboard;
use crate::faults::{Fault, Framing, Group, H2Fault, When};
use crate::http::{Request, Response, allow_every_origin, preflight_response};
use crate::providers;
use crate::state::{Arrival, Ending, World};

/// The longest time that a hanging response keeps its connection, so that it ends even if a test forgets it.
pub(crate) const LONGEST_HANG: Duration = Duration::from_secs(600);

/// The state that all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) world: World,
    pub(crate) announcement: Value,
    /// The address that the server listens on.
    pub(crate) address: SocketAddr,
    pub(crate) dashboard: Option<dashboard::Running>,
}

/// How the server delivers a response.
pub(crate) enum Delivery {
    Whole(Response),
    Cut(Response, usize),
    Drip(Response, u32),
    Unfinished(Response, Framing),
    Reset,
    Hang,
    H2(H2Fault),
    /// The live events of the dashboard.
    Events,
}

/// The version of HTTP that the client uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http1,
    Http2,
}

impl Delivery {
    fn response_mut(&mut self) -> Option<&mut Response> {
        match self {
            Self::Whole(response)
            | Self::Cut(response, _)
            | Self::Drip(response, _)
            | Self::Unfinished(response, _) => Some(response),
            Self::Reset | Self::Hang | Self::H2(_) | Self::Events => None,
        }
    }
}

/// The result of handling a request.
pub(crate) struct Reply {
    pub(crate) delivery: Delivery,
    /// Whether the server resets the connection as soon as the next request arrives on it.
    pub(crate) close_next: bool,
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self { delivery: Delivery::Whole(response), close_next: false }
    }
}

pub(crate) async fn stopped(stop: &mut watch::Receiver<()>) {
    // The sender never sends. Dropping it is the signal.
    while stop.changed().await.is_ok() {}
}

pub(crate) async fn handle(shared: &Arc<Shared>, request: &Request, protocol: Protocol) -> Reply {
    if control::is_control(request) {
        let refused = control::refused(request, shared.address);
        if refused.is_none()
            && protocol == Protocol::Http1
            && shared.dashboard.is_some()
            && dashboard::Running::is_feed(request)
        {
            return Reply { delivery: Delivery::Events, close_next: false };
        }
        let mut response = refused.unwrap_or_else(|| match &shared.dashboard {
            Some(dashboard) if control::is_dashboard(request) => dashboard.respond(&shared.world, request),
            _ => control::respond(&shared.world, &shared.announcement, request),
        });
        date(&mut response, shared.world.clock().now(), &[]);
        return response.into();
    }
    if request.method == "OPTIONS" {
        return allow_every_origin(preflight_response(request)).into();
    }
    let arrival = shared.world.arrive(request);
    let mut delivery = deliver(shared, &arrival, request, protocol).await;
    let ending = match &delivery {
        Delivery::Whole(_) | Delivery::Drip(..) | Delivery::Events => Ending::Answered,
        Delivery::Cut(..) | Delivery::Unfinished(..) => Ending::CutShort,
        Delivery::Reset | Delivery::H2(_) => Ending::Reset,
        Delivery::Hang => Ending::NoResponse,
    };
    shared.world.ended(&arrival, request, ending, delivery.response_mut().as_deref());
    if let Some(response) = delivery.response_mut() {
        shared.world.answered(arrival.record, response.status);
        damage(response, &arrival.faults);
        date(response, shared.world.time_of(&arrival), &arrival.faults);
        // HTTP gives these no body; a client would read one as the start of the next response.
        if matches!(response.status, 204 | 304) {
            response.body.clear();
        }
        *response = allow_every_origin(std::mem::take(response));
    }
    Reply { delivery, close_next: arrival.faults.contains(&Fault::CloseNext) }
}

async fn deliver(shared: &Arc<Shared>, arrival: &Arrival, request: &Request, protocol: Protocol) -> Delivery {
    let world = &shared.world;
    let act = || world.act(arrival, request);
    let fault = arrival.faults.iter().find(|fault| fault.group() == Group::Response);
    let Some(fault) = fault else { return Delivery::Whole(act()) };
    let route = &arrival.route;
    let done = (fault.when() == When::After).then(act);
    match fault {
        Fault::Status { status, headers, body, .. } => {
            let response = instead(world.refusal(arrival, *status), headers.clone(), body.clone());
            if done.is_some() {
                world.failed(arrival, request, &response);
            }
            Delivery::Whole(response)
        }
        Fault::Error { status, code, message, .. } => {
            let settings = world.settings();
            let response = providers::error(route, *status, code.as_ref(), message.as_ref(), settings);
            if done.is_some() {
                world.failed(arrival, request, &response);
            }
            Delivery::Whole(response)
        }
        Fault::LateEffect { ms, status, code } => {
            later(shared, arrival.clone(), request.clone(), Duration::from_millis(*ms));
            Delivery::Whole(providers::error(route, *status, code.as_ref(), None, world.settings()))
        }
        Fault::Challenge { .. } => Delivery::Whole(providers::challenge()),
        Fault::Drop { .. } => Delivery::Reset,
        Fault::Hang { .. } => Delivery::Hang,
        Fault::Delay { ms, .. } => {
            let running = Running::begin(world, arrival, request);
            sleep(Duration::from_millis(*ms)).await;
            let response = done.unwrap_or_else(act);
            drop(running);
            Delivery::Whole(response)
        }
        Fault::Truncate { bytes } => Delivery::Cut(done.unwrap_or_else(act), *bytes),
        Fault::Garbage => Delivery::Whole(Response {
            status: 200,
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: b"\xff\xfe{\"status\": ok, <!-- this is not JSON -->".to_vec(),
        }),
        Fault::Drip { bytes_per_second } => Delivery::Drip(done.unwrap_or_else(act), *bytes_per_second),
        Fault::Unfinished { framing } => Delivery::Unfinished(done.unwrap_or_else(act), *framing),
        Fault::H2 { does } if protocol == Protocol::Http2 => {
            if *does == H2Fault::ResetAfter {
                act();
            }
            Delivery::H2(*does)
        }
        // HTTP/1.1 has no streams to refuse. The faults of the other groups act elsewhere.
        _ => Delivery::Whole(done.unwrap_or_else(act)),
    }
}

/// A request that runs. It ends when this is dropped, also if the client disconnects first.
struct Running<'a> {
    world: &'a World,
    arrival: &'a Arrival,
}

impl<'a> Running<'a> {
    fn begin(world: &'a World, arrival: &'a Arrival, request: &Request) -> Self {
        world.begin(arrival, request);
        Self { world, arrival }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.world.end(self.arrival);
    }
}

/// Applies the effect of the operation after its response was sent.
fn later(shared: &Arc<Shared>, arrival: Arrival, request: Request, wait: Duration) {
    shared.world.announce_late(&arrival, &request);
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        sleep(wait).await;
        shared.world.act_late(&arrival, &request);
    });
}

/// Adds the `Date` header of a service. A fault may have changed its clock.
fn date(response: &mut Response, now: Timestamp, faults: &[Fault]) {
    let hidden = faults.iter().any(|fault| matches!(fault, Fault::Clock { date: false, .. }));
    let given = response.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("date"));
    if !hidden && !given {
        response.headers.push(("Date".to_owned(), http_date(now)));
    }
}

/// Replaces the headers and the body with those of the plan. If a plan has headers, they replace all headers.
fn instead(usual: Response, headers: Option<Vec<(String, String)>>, body: Option<String>) -> Response {
    let mut response = usual;
    if let Some(mut headers) = headers {
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            let usual_type =
                response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).cloned();
            let json_type = ("Content-Type".to_owned(), "application/json".to_owned());
            headers.insert(0, if body.is_some() { json_type } else { usual_type.unwrap_or(json_type) });
        }
        response.headers = headers;
    } else if body.is_some() {
        response.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        response.headers.insert(0, ("Content-Type".to_owned(), "application/json".to_owned()));
    }
    if let Some(body) = body {
        response.body = body.into_bytes();
    }
    response
}
