//! The simulator in this process, for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use napi_derive::napi;
use payonce_sandbox::{Config, LedgerReport, Sandbox};
use serde::Serialize;
use serde_json::json;

use crate::STYLE;

/// A running simulator.
#[napi]
pub struct NativeSandbox {
    running: Mutex<Option<Sandbox>>,
}

/// A provider file.
#[napi(object)]
pub struct SandboxProvider {
    /// Its text.
    pub text: String,
    /// `toml` or `json`; by default that of the name.
    pub format: Option<String>,
    /// What messages call the file.
    pub name: String,
}

/// Starts a simulator on this port, or on a free one for 0, that also plays the providers of these files.
///
/// # Errors
/// The port is not a port, or it is in use; a file is refused.
#[napi]
pub async fn start_sandbox(port: u32, providers: Vec<SandboxProvider>) -> napi::Result<NativeSandbox> {
    let port = u16::try_from(port)
        .map_err(|_| napi::Error::from_reason("port: must be a number from 0 to 65535"))?;
    let read = |SandboxProvider { text, format, name }: &SandboxProvider| {
        payonce_cli::sandbox_provider_file(text, format.as_deref(), name).map_err(failed)
    };
    let providers = providers.iter().map(read).collect::<napi::Result<Vec<_>>>()?;
    let started = Sandbox::start(Config { port, providers, ..Config::default() }).await;
    Ok(NativeSandbox { running: Mutex::new(Some(started.map_err(failed)?)) })
}

#[napi]
impl NativeSandbox {
    /// `{"url", "options", "agentPayUserKey", "env"}` as JSON.
    ///
    /// # Errors
    /// The simulator is closed.
    #[napi(catch_unwind)]
    pub fn describe(&self) -> napi::Result<String> {
        let announced = self.with(|sandbox| sandbox.providers().clone())?;
        let environment: BTreeMap<_, _> = payonce_cli::sandbox_environment(&announced).into_iter().collect();
        let described = json!({
            "url": announced.get("url"),
            "options": payonce_cli::sandbox_options(&announced, STYLE),
            "agentPayUserKey": announced.pointer("/providers/agentpay/user_api_key"),
            "env": environment,
        });
        Ok(described.to_string())
    }

    /// Replaces the faults by a plan, which is JSON.
    ///
    /// # Errors
    /// The field of the plan that is not valid, or the simulator is closed.
    #[napi(catch_unwind)]
    pub fn set_faults(&self, plan: String) -> napi::Result<()> {
        self.with(|sandbox| {
            sandbox.set_faults(sandbox.read_faults(&plan).map_err(failed)?);
            Ok(())
        })?
    }

    /// What happened so far.
    ///
    /// # Errors
    /// The simulator is closed.
    #[napi(catch_unwind)]
    pub fn ledger(&self) -> napi::Result<NativeLedger> {
        Ok(NativeLedger { report: self.with(Sandbox::ledger)? })
    }

    /// The requests, oldest first, as JSON.
    ///
    /// # Errors
    /// The simulator is closed.
    #[napi(catch_unwind)]
    pub fn requests(&self) -> napi::Result<String> {
        text(&self.with(Sandbox::requests)?)
    }

    /// Moves the clock forward, in seconds.
    ///
    /// # Errors
    /// The number is negative, or the simulator is closed.
    #[napi(catch_unwind)]
    pub fn advance(&self, seconds: f64) -> napi::Result<()> {
        let by = Duration::try_from_secs_f64(seconds);
        let by = by.map_err(|_| failed("seconds: must be a number that is not negative"))?;
        self.with(|sandbox| sandbox.advance(by))
    }

    /// Restores the start.
    ///
    /// # Errors
    /// The simulator is closed.
    #[napi(catch_unwind)]
    pub fn reset(&self) -> napi::Result<()> {
        self.with(Sandbox::reset)
    }

    /// Ends the simulator after the responses in progress, and frees its port.
    ///
    /// # Errors
    /// None; the signature is napi's.
    #[napi]
    pub async fn close(&self) -> napi::Result<()> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sandbox) = running {
            sandbox.shutdown().await;
        }
        Ok(())
    }
}

impl NativeSandbox {
    fn with<T>(&self, work: impl FnOnce(&Sandbox) -> T) -> napi::Result<T> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let sandbox = running.as_ref();
        Ok(work(sandbox.ok_or_else(|| napi::Error::from_reason("the simulator is closed"))?))
    }
}

/// The ledger of a simulator at one time.
#[napi]
pub struct NativeLedger {
    report: LedgerReport,
}

#[napi]
impl NativeLedger {
    /// The effects, oldest first, as JSON.
    ///
    /// # Errors
    /// None; every effect can be written as JSON.
    #[napi(catch_unwind)]
    pub fn effects(&self) -> napi::Result<String> {
        text(&self.report.effects)
    }

    /// `{"effect"}` for the only effect with this reference, else `{"problem"}`, as JSON.
    #[napi(catch_unwind)]
    pub fn paid_once(&self, reference: String) -> String {
        match self.report.paid_once(&reference) {
            Ok(effect) => json!({ "effect": effect }),
            Err(problem) => json!({ "problem": problem.to_string() }),
        }
        .to_string()
    }
}

fn text(value: &impl Serialize) -> napi::Result<String> {
    serde_json::to_string(value).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> napi::Error {
    napi::Error::from_reason(error.to_string())
}
