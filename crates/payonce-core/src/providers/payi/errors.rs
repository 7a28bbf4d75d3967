//! The errors of Pay-i: `{statusCode, message, xproxy_error, xproxy_result}`, beside the body of a model provider where
//! the request was proxied, and a report of single events where many were sent at once.

mod body;
mod codes;

use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::spec::doc::Doc;
use crate::spec::errors::{ErrorFallback, ErrorTable};

pub(in crate::providers::payi) use body::read;

/// The table.
pub static TABLE: ErrorTable = ErrorTable {
    codes: codes::CODES,
    types: &[],
    statuses: &[
        // A report that is not there because what it is made from is not.
        ErrorFallback { key: 424, kind: Kind::Upstream, actor: Actor::Provider, evidence: Evidence::Refused },
    ],
    patterns: &[],
    spellings: &[],
    source: Doc::new("docs.pay-i.com/v2.0/docs/handling-errors"),
    proof: Doc::new(""),
    prefixes: &[],
};
