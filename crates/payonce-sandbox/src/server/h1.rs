//! One connection over HTTP/1.1.

use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::sleep;

use super::exchange::{Delivery, LONGEST_HANG, Protocol, Shared, handle, stopped};
use crate::faults::Framing;
use crate::http::{Connection, Incoming, ReadError, Response};

pub(crate) async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stop: watch::Receiver<()>) {
    let mut connection = Connection::new(stream);
    let mut dies = false;
    loop {
        if dies {
            tokio::select! {
                arrived = connection.receives_data() => if arrived { connection.reset() },
                () = stopped(&mut stop) => {}
            }
            return;
        }
        let incoming = tokio::select! {
            incoming = connection.read() => incoming,
            () = stopped(&mut stop) => return,
        };
        let Incoming { request, keep_alive } = match incoming {
            Ok(incoming) => incoming,
            Err(ReadError::Closed) => return,
            Err(ReadError::Invalid(status, message)) => {
                let response = Response::json(status, &json!({"error": "bad_request", "message": message}));
                let _ = connection.send(&response, false).await;
                return connection.close().await;
            }
        };
        let reply = tokio::select! {
            reply = handle(&shared, &request, Protocol::Http1) => reply,
            () = stopped(&mut stop) => return,
        };
        dies = reply.close_next;
        let sent = match reply.delivery {
            Delivery::Whole(response) => connection.send(&response, keep_alive).await,
            Delivery::Cut(response, bytes) => {
                let _ = connection.send_cut(&response, bytes).await;
                return connection.close().await;
            }
            Delivery::Unfinished(response, framing) => {
                let _ = match framing {
                    Framing::Chunked => connection.send_without_last_chunk(&response).await,
                    Framing::Length => connection.send_with_excess_length(&response).await,
                };
                return connection.close().await;
            }
            Delivery::Drip(response, speed) => {
                tokio::select! {
                    sent = connection.send_slowly(&response, speed, keep_alive) => sent,
                    () = stopped(&mut stop) => return,
                }
            }
            Delivery::Events => {
                tokio::select! {
                    () = events(&mut connection, &shared) => {}
                    () = stopped(&mut stop) => {}
                }
                return connection.close().await;
            }
            Delivery::Reset | Delivery::H2(_) => return connection.reset(),
            Delivery::Hang => {
                tokio::select! {
                    () = connection.wait_for_close() => {}
                    () = sleep(LONGEST_HANG) => {}
                    () = stopped(&mut stop) => {}
                }
                return;
            }
        };
        if sent.is_err() || !keep_alive {
            return connection.close().await;
        }
    }
}

/// Sends the events of the dashboard until its page is closed.
async fn events(connection: &mut Connection, shared: &Shared) {
    let Some(dashboard) = &shared.dashboard else { return };
    if connection.begin_events().await.is_err() {
        return;
    }
    let mut feed = dashboard.feed(&shared.world);
    loop {
        let event = feed.next().await;
        if connection.send_part(&event).await.is_err() {
            return;
        }
    }
}
