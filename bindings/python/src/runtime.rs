//! The thread that does the networking, one per process.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

/// The runtime and the process that it belongs to.
static CURRENT: Mutex<Option<(u32, &'static Runtime)>> = Mutex::new(None);

/// The runtime of this process.
///
/// A fork copies the memory of a runtime and none of its threads, so a child gets a new one. The old one is leaked:
/// dropping it would wait for threads that do not exist. `Python` is asked for because a fork happens with the
/// interpreter attached: no other thread can hold the lock at that moment, and the child never finds it locked.
pub(crate) fn current(_: Python<'_>) -> PyResult<&'static Runtime> {
    let process = std::process::id();
    let mut current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner);
    match *current {
        Some((owner, runtime)) if owner == process => Ok(runtime),
        _ => {
            let runtime = Builder::new_multi_thread()
                // The work is waiting for the network, and files are read and written by threads of their own. A second
                // thread takes a third more processor time, because the two wake each other for each response.
                .worker_threads(1)
                .thread_name("payonce")
                .enable_all()
                .build()
                .map_err(|error| {
                    PyRuntimeError::new_err(format!("the thread of payonce could not be started: {error}"))
                })?;
            let runtime: &'static Runtime = Box::leak(Box::new(runtime));
            *current = Some((process, runtime));
            Ok(runtime)
        }
    }
}
