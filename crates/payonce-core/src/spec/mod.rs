//! The types that declare a provider: operations, types, errors, options. The providers are data in these types.

pub mod client;
pub mod doc;
pub mod error_details;
pub mod errors;
pub mod operation;
pub mod options;
pub mod param;
pub mod provider;
pub mod types;
pub mod webhook;
