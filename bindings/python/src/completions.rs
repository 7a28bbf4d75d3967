//! Wakes Python when a call has something for it, and never runs Python code to do so.
//!
//! A thread of the runtime that attaches to the interpreter while the interpreter ends brings the process down, after
//! money may have moved. So these threads only note that a turn has arrived and make a socket readable. The thread or
//! event loop that waits for the turn reads it.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
#[cfg(unix)]
use std::os::fd::{AsRawFd as _, IntoRawFd as _};
#[cfg(windows)]
use std::os::windows::io::{AsRawSocket as _, IntoRawSocket as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;

#[cfg(windows)]
use std::net::TcpStream as Socket;
#[cfg(unix)]
use std::os::unix::net::UnixStream as Socket;

#[cfg(unix)]
type Handle = std::os::fd::RawFd;
#[cfg(windows)]
type Handle = std::os::windows::io::RawSocket;

/// The tokens of calls that have a turn for Python, and a socket that is readable while there are any.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Completions {
    queue: Arc<Queue>,
}

/// Both ends of the socket live here, so that a late write never meets a closed or reused descriptor.
pub(crate) struct Queue {
    tokens: Mutex<VecDeque<u64>>,
    receiver: Socket,
    sender: Socket,
}

impl Completions {
    pub(crate) fn queue(&self) -> Arc<Queue> {
        Arc::clone(&self.queue)
    }
}

#[pymethods]
impl Completions {
    #[new]
    fn new() -> PyResult<Self> {
        let (receiver, sender) = pair()?;
        receiver.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        Ok(Self { queue: Arc::new(Queue { tokens: Mutex::default(), receiver, sender }) })
    }

    /// The descriptor that becomes readable; it stays ours.
    fn fileno(&self) -> Handle {
        #[cfg(unix)]
        return self.queue.receiver.as_raw_fd();
        #[cfg(windows)]
        return self.queue.receiver.as_raw_socket();
    }

    /// Another descriptor of the same socket, which the caller has to close.
    fn duplicate(&self) -> PyResult<Handle> {
        let copy = self.queue.receiver.try_clone()?;
        #[cfg(unix)]
        return Ok(copy.into_raw_fd());
        #[cfg(windows)]
        return Ok(copy.into_raw_socket());
    }

    /// The next token, or `None` when there is none.
    fn take(&self) -> Option<u64> {
        self.queue.take()
    }
}

impl Queue {
    pub(crate) fn push(&self, token: u64) {
        let mut tokens = self.tokens();
        if tokens.is_empty() {
            // One byte fits into an empty socket, so this neither fails nor waits.
            let _ = (&self.sender).write(&[0]);
        }
        tokens.push_back(token);
    }

    fn take(&self) -> Option<u64> {
        let mut tokens = self.tokens();
        let token = tokens.pop_front();
        if tokens.is_empty() {
            // Nothing to read when the waiting side has read the byte itself. Even without a token there may be a byte: over
            // the loopback interface of Windows it can arrive after its token was taken, and would keep an event loop busy.
            let _ = (&self.receiver).read(&mut [0; 8]);
        }
        token
    }

    fn tokens(&self) -> MutexGuard<'_, VecDeque<u64>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
fn pair() -> io::Result<(Socket, Socket)> {
    Socket::pair()
}

/// Windows has no pair of sockets, so one is connected through the loopback interface.
#[cfg(windows)]
fn pair() -> io::Result<(Socket, Socket)> {
    use std::net::{Ipv4Addr, TcpListener};

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let sender = Socket::connect(listener.local_addr()?)?;
    loop {
        let (receiver, from) = listener.accept()?;
        // Another program may have connected first.
        if from == sender.local_addr()? {
            sender.set_nodelay(true)?;
            return Ok((receiver, sender));
        }
    }
}
