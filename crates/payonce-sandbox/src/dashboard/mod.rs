//! The dashboard: a page that shows what the simulator does, live, and presses its buttons.
//!
//! The page decides nothing. What a payment is and whether it was charged again comes from the ledger, and every text of a
//! request is data to it.

mod controls;
mod copied_test;
mod fault_text;
mod feed;
mod options;
mod page;
mod related;
mod script;
mod timeline;

use serde_json::json;

use crate::http::{Request, Response};
use crate::state::World;

pub(crate) use feed::Feed;
pub use options::{Dashboard, OpenEntries};

/// The path of the page below the control addresses.
pub(crate) const NAME: &str = "ui";

/// A dashboard that runs.
#[derive(Debug)]
pub(crate) struct Running {
    options: Dashboard,
    /// A new one for each start. A page needs it to change anything.
    token: String,
}

/// The header field that has the token.
const TOKEN: &str = "x-sandbox-token";

impl Running {
    /// # Errors
    ///
    /// The operating system has no random numbers.
    pub(crate) fn new(options: Dashboard) -> Result<Self, getrandom::Error> {
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random)?;
        let token = random.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { options, token })
    }

    pub(crate) fn feed<'a>(&'a self, world: &'a World) -> Feed<'a> {
        Feed::new(world, &self.token, self.options.journal.as_deref())
    }

    /// Whether a page of any site may open this address: the page itself, in a window of its own.
    pub(crate) fn is_navigation(request: &Request) -> bool {
        let is = |name: &str, value: &str| {
            let mut all = request.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).peekable();
            all.peek().is_some() && all.all(|(_, given)| given.trim() == value)
        };
        request.method == "GET"
            && request.header("origin").is_none()
            && is("sec-fetch-mode", "navigate")
            && is("sec-fetch-dest", "document")
            && request.segments(1) == [NAME]
    }

    /// Whether the request asks for the live events.
    pub(crate) fn is_feed(request: &Request) -> bool {
        request.method == "GET" && request.segments(1) == [NAME, "events"]
    }

    /// The response to a request for anything else of the dashboard. Its origin was checked.
    pub(crate) fn respond(&self, world: &World, request: &Request) -> Response {
        let response = self.decide(world, request);
        page::with_policy(response)
    }

    fn decide(&self, world: &World, request: &Request) -> Response {
        let segments = request.segments(2);
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let refused = |status, code: &str, message: &str| {
            Response::json(status, &json!({"error": code, "message": message}))
        };
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", []) if !request.path().ends_with('/') => {
                Response::empty(302).with_header("Location", format!("{}/", request.path()))
            }
            ("GET", []) => page::file(request, "index.html"),
            ("GET", ["timeline"]) => controls::timeline(world, request),
            ("GET", ["test"]) => controls::test(world, &self.options.provider_paths, request),
            ("GET", [name]) => page::file(request, name),
            ("POST", [name]) => {
                // A page of an earlier start shows what does not exist any more.
                if request.header(TOKEN) != Some(self.token.as_str()) {
                    let message = "this page is not of the running simulator; load it again";
                    return refused(403, "forbidden", message);
                }
                match *name {
                    "press" => controls::press(world, request),
                    "release" => controls::release(world, request),
                    "top_up" => controls::top_up(world, request),
                    "reset" => {
                        world.reset();
                        Response::json(200, &json!({"ok": true}))
                    }
                    _ => refused(404, "not_found", "no such control"),
                }
            }
            ("GET" | "POST", _) => refused(404, "not_found", "the dashboard has no such address"),
            _ => refused(405, "method_not_allowed", "expected GET, or POST to a control"),
        }
    }
}
