//! What a call has for Python: its events, and the operations of a store that is a Python object.
//!
//! The tasks of the runtime put deliveries in and wait for the answers. Python takes them out on the thread or event loop
//! that waits for the call.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use payonce::challenge::{Challenge, PaymentInFlight, Signed, Signer};
use payonce::journal::{JournalAnswer, JournalOp, JournalRow, JournalStore, StoreFailure, StoreFuture};
use payonce_core::Event;
use tokio::sync::oneshot;

use crate::completions::Queue;

type StoreResult = Result<JournalAnswer, StoreFailure>;

/// Something that Python has to deal with before the call goes on.
pub(crate) enum Delivery {
    /// An event, for the listener.
    Event(Event, oneshot::Sender<()>),
    /// An operation, for the store.
    Operation(JournalOp, oneshot::Sender<StoreResult>),
    /// A challenge, for the signer, and the time that it has.
    Challenge(Challenge, Duration, oneshot::Sender<Signed>),
}

/// The deliveries that Python has not taken yet.
pub(crate) struct Inbox {
    contents: Mutex<Contents>,
    changed: Condvar,
}

#[derive(Default)]
struct Contents {
    deliveries: VecDeque<Delivery>,
    /// Where Python waits for the next delivery or the end, and the token that wakes it.
    expected: Option<(Arc<Queue>, u64)>,
    /// The caller ended the call, and nothing is under way any more but its last row.
    is_ending: bool,
    is_over: bool,
    /// Whether a thread waits in [`last_operation`](Inbox::last_operation). To notify takes a system call even if none waits.
    is_awaited: bool,
}

/// What to do next.
#[expect(
    clippy::large_enum_variant,
    reason = "it goes to Python at once; a box would only move its allocation"
)]
pub(crate) enum Next {
    Delivery(Delivery),
    /// The call is over.
    Over,
    /// Nothing yet.
    Nothing,
}

impl Inbox {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { contents: Mutex::default(), changed: Condvar::new() })
    }

    /// Puts a delivery in, unless the call is over.
    pub(crate) fn put(&self, delivery: Delivery) -> bool {
        let mut contents = self.lock();
        if contents.is_over {
            return false;
        }
        contents.deliveries.push_back(delivery);
        self.notify(contents);
        true
    }

    /// Forgets the operations of a call that its caller ended. Only its last row follows.
    pub(crate) fn begin_end(&self) {
        let mut contents = self.lock();
        contents.deliveries.retain(|delivery| matches!(delivery, Delivery::Event(..)));
        contents.is_ending = true;
    }

    /// Ends the call. What is in the inbox stays there.
    pub(crate) fn end(&self) {
        let mut contents = self.lock();
        contents.is_over = true;
        self.notify(contents);
    }

    /// Puts `token` into `queue` as soon as [`take`](Self::take) has something. It replaces the token that was expected
    /// before, whose wait was interrupted.
    pub(crate) fn expect(&self, queue: Arc<Queue>, token: u64) {
        let mut contents = self.lock();
        if contents.has_next() {
            drop(contents);
            queue.push(token);
        } else {
            contents.expected = Some((queue, token));
        }
    }

    /// Takes the next delivery.
    pub(crate) fn take(&self) -> Next {
        let mut contents = self.lock();
        contents.forget_abandoned();
        match contents.deliveries.pop_front() {
            Some(delivery) => Next::Delivery(delivery),
            None if contents.is_over => Next::Over,
            None => Next::Nothing,
        }
    }

    /// Blocks until the call that its caller ended is over, or has its last row for the store. Events stay in the inbox.
    pub(crate) fn last_operation(&self) -> Option<Delivery> {
        let mut contents = self.lock();
        loop {
            contents.forget_abandoned();
            let is_operation = |delivery: &Delivery| matches!(delivery, Delivery::Operation(..));
            if contents.is_ending
                && let Some(place) = contents.deliveries.iter().position(is_operation)
            {
                return contents.deliveries.remove(place);
            }
            if contents.is_over {
                return None;
            }
            contents.is_awaited = true;
            contents = self.changed.wait(contents).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes the last event out, and everything before it.
    pub(crate) fn last_event(&self) -> Option<Event> {
        let deliveries = std::mem::take(&mut self.lock().deliveries);
        deliveries.into_iter().rev().find_map(|delivery| match delivery {
            Delivery::Event(event, _) => Some(event),
            Delivery::Operation(..) | Delivery::Challenge(..) => None,
        })
    }

    fn notify(&self, mut contents: MutexGuard<'_, Contents>) {
        let expected = contents.expected.take();
        let is_awaited = std::mem::take(&mut contents.is_awaited);
        drop(contents);
        if is_awaited {
            self.changed.notify_all();
        }
        if let Some((queue, token)) = expected {
            queue.push(token);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contents {
    fn has_next(&self) -> bool {
        self.is_over || !self.deliveries.is_empty()
    }

    /// Drops operations and challenges whose call does not wait for them any more.
    fn forget_abandoned(&mut self) {
        self.deliveries.retain(|delivery| match delivery {
            Delivery::Event(..) => true,
            Delivery::Operation(_, answer) => !answer.is_closed(),
            Delivery::Challenge(_, _, signed) => !signed.is_closed(),
        });
    }
}

/// A store that is a Python object: the thread that waits for the call carries its operations out.
pub(crate) struct PythonStore {
    inbox: Arc<Inbox>,
}

impl PythonStore {
    pub(crate) fn shared(inbox: Arc<Inbox>) -> Arc<dyn JournalStore> {
        Arc::new(Self { inbox })
    }

    fn carry_out(&self, op: JournalOp) -> StoreFuture<'_> {
        let (answer, answered) = oneshot::channel();
        let is_delivered = self.inbox.put(Delivery::Operation(op, answer));
        Box::pin(async move {
            if !is_delivered {
                return Err(StoreFailure("the call that used the store is over".to_owned()));
            }
            answered.await.unwrap_or_else(|_| Err(StoreFailure("the call was interrupted".to_owned())))
        })
    }
}

impl JournalStore for PythonStore {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        self.carry_out(JournalOp::Claim(Box::new(row)))
    }

    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        self.carry_out(JournalOp::Update { row: Box::new(row), if_generation })
    }

    fn get(&self, id: String) -> StoreFuture<'_> {
        self.carry_out(JournalOp::Get { id })
    }

    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        self.carry_out(JournalOp::List { unsettled_only, after, limit })
    }
}

/// The signer of a payment: the thread or the event loop that waits for it signs.
pub(crate) struct PythonSigner {
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) payment: PaymentInFlight,
}

impl Signer for PythonSigner {
    fn sign<'a>(&'a self, challenge: &'a Challenge) -> Pin<Box<dyn Future<Output = Signed> + Send + 'a>> {
        let (answer, answered) = oneshot::channel();
        let is_delivered =
            self.inbox.put(Delivery::Challenge(challenge.clone(), self.payment.time_left(), answer));
        Box::pin(async move {
            if !is_delivered {
                return Err("the call that was to sign is over".to_owned());
            }
            answered.await.unwrap_or_else(|_| Err("the call was interrupted".to_owned()))
        })
    }
}
