//! The requests that arrived, without their credentials.

use std::collections::VecDeque;

use serde::Serialize;

use crate::catalog::ProviderId;
use crate::faults::Fault;

/// One request, the faults that acted on it, and the status of its response.
#[derive(Debug, Clone, Serialize)]
pub struct RequestRecord {
    /// Its place among all requests since the start or the last reset, from 1.
    pub seq: u64,
    /// When the whole request had arrived, in RFC 3339.
    pub at: String,
    /// The provider whose API the client called; null if the address belongs to no provider.
    pub provider: Option<ProviderId>,
    /// payonce's name of the operation; null when the address matches none.
    pub operation: Option<String>,
    /// The method as sent.
    pub method: String,
    /// The whole path as sent, still percent-encoded.
    pub path: String,
    /// The query as sent, without its question mark.
    pub query: String,
    /// Names and values in the order and spelling of the client, duplicates kept. A credential is replaced by
    /// `[redacted sha256:…]` with the first eight hexadecimal digits of its SHA-256, here and everywhere else in the record.
    pub headers: Vec<(String, String)>,
    /// The body as text, with replacement characters for invalid UTF-8.
    pub body: String,
    /// The faults that acted on it.
    pub faults: Vec<Fault>,
    /// The status of the response; null if the simulator has sent none.
    pub status: Option<u16>,
}

/// The log keeps the newest requests up to this many bytes.
const MAX_BYTES: usize = 32 * 1024 * 1024;
/// The approximate size of a record without its texts.
const OVERHEAD: usize = 512;

#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    records: VecDeque<RequestRecord>,
    /// The approximate size of all records.
    bytes: usize,
    /// How many records the log dropped, the oldest first, to bound its memory.
    dropped: u64,
    generation: u64,
}

/// Identifies a record. It is invalid after a reset, so a late response cannot mark the wrong request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordId {
    seq: u64,
    generation: u64,
}

impl RecordId {
    pub(crate) fn seq(self) -> u64 {
        self.seq
    }
}

impl RequestLog {
    pub(crate) fn next_seq(&self) -> u64 {
        self.dropped + self.records.len() as u64 + 1
    }

    pub(crate) fn push(&mut self, record: RequestRecord) -> RecordId {
        let id = RecordId { seq: record.seq, generation: self.generation };
        self.bytes += size(&record);
        self.records.push_back(record);
        // The newest record stays whatever its size, because the size of a request is limited as well.
        while self.bytes > MAX_BYTES && self.records.len() > 1 {
            if let Some(oldest) = self.records.pop_front() {
                self.bytes = self.bytes.saturating_sub(size(&oldest));
                self.dropped += 1;
            }
        }
        id
    }

    pub(crate) fn answered(&mut self, id: RecordId, status: u16) {
        let place = id.seq.checked_sub(self.dropped + 1).and_then(|place| usize::try_from(place).ok());
        if id.generation == self.generation
            && let Some(record) = place.and_then(|place| self.records.get_mut(place))
        {
            record.status = Some(status);
        }
    }

    /// The record with this number, if it is kept.
    pub(crate) fn get(&self, seq: u64) -> Option<&RequestRecord> {
        self.records.get(usize::try_from(seq.checked_sub(self.dropped + 1)?).ok()?)
    }

    pub(crate) fn records(&self) -> Vec<RequestRecord> {
        self.records.iter().cloned().collect()
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(crate) fn clear(&mut self) {
        *self = Self { generation: self.generation + 1, ..Self::default() };
    }
}

fn size(record: &RequestRecord) -> usize {
    let RequestRecord { path, query, headers, body, .. } = record;
    let headers: usize = headers.iter().map(|(name, value)| name.len() + value.len() + 48).sum();
    OVERHEAD + path.len() + query.len() + headers + body.len()
}
