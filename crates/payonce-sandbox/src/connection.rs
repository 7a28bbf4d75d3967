//! One connection: reads requests, lets faults act on them, sends the answers.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::clock::http_date;
use crate::control;
use crate::faults::{Fault, When};
use crate::message::{Request, Response};
use crate::providers;
use crate::wire::{Incoming, ReadError, Wire};
use crate::world::World;

/// A hanging answer must not outlive every test that forgot about it.
const LONGEST_HANG: Duration = Duration::from_secs(600);

/// What every connection shares.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) world: World,
    pub(crate) announcement: Value,
}

/// How an answer goes out.
enum Delivery {
    Whole(Response),
    Cut(Response, usize),
    Drip(Response, u32),
    Reset,
    Hang,
}

pub(crate) async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stop: watch::Receiver<()>) {
    let mut wire = Wire::new(stream);
    loop {
        let incoming = tokio::select! {
            incoming = wire.read() => incoming,
            () = stopped(&mut stop) => return,
        };
        let Incoming { request, keep_alive } = match incoming {
            Ok(incoming) => incoming,
            Err(ReadError::Gone) => return,
            Err(ReadError::Bad(status, message)) => {
                let response = Response::json(status, &json!({"error": "bad_request", "message": message}));
                let _ = send(&mut wire, &shared, &response, false).await;
                return wire.close().await;
            }
        };
        let delivery = tokio::select! {
            delivery = handle(&shared, &request) => delivery,
            () = stopped(&mut stop) => return,
        };
        let sent = match delivery {
            Delivery::Whole(response) => send(&mut wire, &shared, &response, keep_alive).await,
            Delivery::Cut(response, bytes) => {
                let response = dressed(response, &shared);
                let part = response.body.get(..bytes).unwrap_or(&response.body);
                if wire.write_head(&response, false).await.is_ok() {
                    let _ = wire.write(part).await;
                }
                return wire.close().await;
            }
            Delivery::Drip(response, speed) => {
                let response = dressed(response, &shared);
                tokio::select! {
                    sent = drip(&mut wire, &response, speed, keep_alive) => sent,
                    () = stopped(&mut stop) => return,
                }
            }
            Delivery::Reset => return wire.reset(),
            Delivery::Hang => {
                tokio::select! {
                    () = wire.until_left() => {}
                    () = sleep(LONGEST_HANG) => {}
                    () = stopped(&mut stop) => {}
                }
                return;
            }
        };
        if sent.is_err() || !keep_alive {
            return wire.close().await;
        }
    }
}

async fn stopped(stop: &mut watch::Receiver<()>) {
    // The sender is never used: that it is gone is the signal.
    while stop.changed().await.is_ok() {}
}

async fn handle(shared: &Shared, request: &Request) -> Delivery {
    if request.method == "OPTIONS" {
        return Delivery::Whole(preflight(request));
    }
    if control::is_control(request) {
        return Delivery::Whole(control::answer(&shared.world, &shared.announcement, request));
    }
    let world = &shared.world;
    let arrival = world.arrive(request);
    let act = || world.act(&arrival.route, request);
    let delivery = match arrival.fault {
        None => Delivery::Whole(act()),
        Some(fault) => {
            let done = (fault.when() == When::After).then(act);
            match fault {
                Fault::Status { status, headers, body, .. } => {
                    let usual = providers::refusal(arrival.route.provider, status, world.settings());
                    Delivery::Whole(instead(usual, headers, body))
                }
                Fault::Drop { .. } => Delivery::Reset,
                Fault::Hang { .. } => Delivery::Hang,
                Fault::Delay { ms, .. } => {
                    sleep(Duration::from_millis(ms)).await;
                    Delivery::Whole(done.unwrap_or_else(act))
                }
                Fault::Truncate { bytes } => Delivery::Cut(done.unwrap_or_else(act), bytes),
                Fault::Garbage => Delivery::Whole(Response {
                    status: 200,
                    headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
                    body: b"\xff\xfe{\"status\": ok, <!-- this is no JSON -->".to_vec(),
                }),
                Fault::Drip { bytes_per_second } => {
                    Delivery::Drip(done.unwrap_or_else(act), bytes_per_second)
                }
            }
        }
    };
    if let Delivery::Whole(response) | Delivery::Cut(response, _) | Delivery::Drip(response, _) = &delivery {
        world.answered(arrival.record, response.status);
    }
    delivery
}

/// A plan's own headers and body in place of the service's; a plan that gives headers gives all of them.
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

/// A browser asks before it sends; it gets leave for whatever it asks.
fn preflight(request: &Request) -> Response {
    let headers = request.header("access-control-request-headers").unwrap_or("*");
    Response::empty(204)
        .with_header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS")
        .with_header("Access-Control-Allow-Headers", headers)
        .with_header("Access-Control-Allow-Private-Network", "true")
        .with_header("Access-Control-Max-Age", "600")
}

/// Adds what every answer carries.
fn dressed(mut response: Response, shared: &Shared) -> Response {
    // HTTP gives these no body; a client would read one as the start of the next answer.
    if matches!(response.status, 204 | 304) {
        response.body.clear();
    }
    let date = http_date(shared.world.clock().now());
    if !response.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("date")) {
        response.headers.push(("Date".to_owned(), date));
    }
    response.headers.push(("Access-Control-Allow-Origin".to_owned(), "*".to_owned()));
    response.headers.push(("Access-Control-Expose-Headers".to_owned(), "*".to_owned()));
    response
}

async fn send(wire: &mut Wire, shared: &Shared, response: &Response, keep_alive: bool) -> io::Result<()> {
    let response = dressed(response.clone(), shared);
    wire.write_head(&response, keep_alive).await?;
    wire.write(&response.body).await
}

async fn drip(wire: &mut Wire, response: &Response, speed: u32, keep_alive: bool) -> io::Result<()> {
    wire.write_head(response, keep_alive).await?;
    let pause = Duration::from_secs_f64(1.0 / f64::from(speed.max(1)));
    for byte in &response.body {
        sleep(pause).await;
        wire.write(std::slice::from_ref(byte)).await?;
    }
    Ok(())
}
