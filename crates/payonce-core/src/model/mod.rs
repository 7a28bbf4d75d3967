//! The values that all layers share: requests and responses, secrets, numbers, names, time.

pub mod addresses;
pub mod body;
pub mod bounded;
pub mod clock;
pub mod content;
pub mod headers;
pub mod hex;
pub mod http;
pub mod invalid_field;
pub mod json;
pub mod phrase;
pub mod redact;
pub mod safety;
pub mod secret;
pub mod small_map;
pub mod time;
pub mod url;
pub mod user_message;
pub mod vocabulary;
