//! What every connection shares: the cases, and where each runner is in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use payonce_sandbox::http::Request;

use crate::cases::{Cases, Exchange};
use crate::report::{Requests, Sent, write_requests};
use crate::script::Play;

/// The state of the server.
#[derive(Debug)]
pub(crate) struct Shared {
    cases: Cases,
    reports: PathBuf,
    plays: Mutex<BTreeMap<String, Play>>,
}

impl Shared {
    pub(crate) fn new(cases: Cases, reports: &Path) -> Self {
        Self { cases, reports: reports.to_owned(), plays: Mutex::default() }
    }

    pub(crate) fn cases(&self) -> &Cases {
        &self.cases
    }

    pub(crate) fn reports(&self) -> &Path {
        &self.reports
    }

    pub(crate) fn problems(&self, runner: &str, case: Option<usize>) -> Vec<String> {
        self.lock().entry(runner.to_owned()).or_default().problems(&self.cases.calls, case)
    }

    pub(crate) fn all_problems(&self) -> BTreeMap<String, Vec<String>> {
        let plays = self.lock();
        plays.iter().map(|(runner, play)| (runner.clone(), play.problems(&self.cases.calls, None))).collect()
    }

    pub(crate) fn requests(&self, runner: Option<&str>) -> BTreeMap<String, Requests> {
        let plays = self.lock();
        plays
            .iter()
            .filter(|(name, _)| runner.is_none_or(|runner| runner == name.as_str()))
            .map(|(name, play)| (name.clone(), play.requests(&self.cases.calls)))
            .collect()
    }

    pub(crate) fn forget(&self, runner: &str) {
        self.lock().remove(runner);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Play>> {
        self.plays.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The exchange that a request belongs to, or the reason why it belongs to none.
    pub(crate) fn take(&self, request: &Request) -> Result<Exchange, String> {
        let (first, rest) = match request.target.strip_prefix('/').map(|path| path.split_once('/')) {
            Some(Some((first, rest))) => (first, rest),
            _ => return Err(format!("{} is under no /<runner>~<case>/", request.target)),
        };
        let Some((runner, case)) = first.split_once('~') else {
            return Err(format!("{first} is not <runner>~<case>"));
        };
        let case = case.parse::<usize>().ok().and_then(|number| self.cases.calls.get(number));
        let Some(case) = case.filter(|_| is_name(runner)) else {
            return Err(format!("{first} is not <runner>~<case>"));
        };
        let sent = Sent::new(&request.method, &format!("/{rest}"), &request.headers, &request.body);
        let mut plays = self.lock();
        let play = plays.entry(runner.to_owned()).or_default();
        let taken = play.take(case, &sent).cloned();
        // Written under the lock, so that an older state never replaces a newer one.
        let written = write_requests(&self.reports, runner, &play.requests(&self.cases.calls));
        drop(plays);
        match (taken, written) {
            (Ok(exchange), Ok(())) => Ok(exchange),
            (Err(problem), _) => Err(problem),
            (_, Err(error)) => Err(format!("the requests cannot be kept: {error:#}")),
        }
    }
}

/// A runner's name becomes the name of a file.
pub(crate) fn is_name(runner: &str) -> bool {
    !runner.is_empty() && runner.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
