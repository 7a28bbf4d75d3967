//! A journal that is read again and again.

use std::path::Path;

use serde_json::Value;
use tokio::sync::Mutex;

use super::entries;
use super::store::{Store, open};
use crate::failure::Failure;

/// A journal of other programs, which can make, move or lock it at any time.
pub(crate) struct Watched {
    name: String,
    /// The connection to a server. A file is opened for each look.
    connected: Mutex<Option<Store>>,
}

// The URL of a store can contain a password.
impl std::fmt::Debug for Watched {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Watched")
    }
}

impl Watched {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), connected: Mutex::default() }
    }

    /// The entries that are not settled. A file that does not exist has none: a client makes it with its first payment.
    pub(crate) async fn unsettled(&self) -> Result<Value, Failure> {
        let is_file = !self.name.contains("://");
        if is_file && !Path::new(&self.name).is_file() {
            return Ok(Value::Array(Vec::new()));
        }
        let mut connected = self.connected.lock().await;
        let store = match connected.take() {
            Some(store) => store,
            None => open(&self.name).await?,
        };
        let entries = entries::unsettled(&store).await?;
        if !is_file {
            *connected = Some(store);
        }
        Ok(entries)
    }
}
