//! Every request that arrived, as it arrived.

use serde::Serialize;

use crate::faults::Fault;
use crate::providers::ProviderId;

/// One request, what was done to it and what it was answered.
#[derive(Debug, Clone, Serialize)]
pub struct RequestRecord {
    /// Its place among all requests since the start or the last reset, from 1.
    pub seq: u64,
    /// When it had arrived in full, in RFC 3339.
    pub at: String,
    /// Whose API it was for; null for an address that belongs to none.
    pub provider: Option<ProviderId>,
    /// payonce's name of the operation; null when the address matches none.
    pub operation: Option<String>,
    /// The method as sent.
    pub method: String,
    /// The whole path as sent, still percent-encoded.
    pub path: String,
    /// The query as sent, without its question mark.
    pub query: String,
    /// Names and values in the order and spelling of the client, duplicates kept.
    pub headers: Vec<(String, String)>,
    /// The body as text; what is not UTF-8 is replaced.
    pub body: String,
    /// The fault that acted on it, if any.
    pub fault: Option<Fault>,
    /// The status answered; null when no answer was begun, or not yet.
    pub status: Option<u16>,
}

#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    records: Vec<RequestRecord>,
    generation: u64,
}

/// Finds a record again; useless after a reset, so that a late answer cannot mark the wrong request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordId {
    index: usize,
    generation: u64,
}

impl RequestLog {
    pub(crate) fn next_seq(&self) -> u64 {
        self.records.len() as u64 + 1
    }

    pub(crate) fn push(&mut self, record: RequestRecord) -> RecordId {
        self.records.push(record);
        RecordId { index: self.records.len() - 1, generation: self.generation }
    }

    pub(crate) fn answered(&mut self, id: RecordId, status: u16) {
        if id.generation == self.generation
            && let Some(record) = self.records.get_mut(id.index)
        {
            record.status = Some(status);
        }
    }

    pub(crate) fn records(&self) -> Vec<RequestRecord> {
        self.records.clone()
    }

    pub(crate) fn clear(&mut self) {
        self.records.clear();
        self.generation += 1;
    }
}
