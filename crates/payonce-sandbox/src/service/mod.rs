//! What the services share: the call that they handle, their settings, and the tools to read fields and cut pages.

mod account;
mod call;
mod desk;
mod fields;
mod gateway;
mod memo;
pub(crate) mod pages;
mod settings;

pub(crate) use account::Account;
pub(crate) use call::{Call, ServiceFaults};
pub(crate) use desk::{Books, Desk, hex_of};
pub(crate) use fields::{FieldError, Fields, MISSING, amount_of};
pub(crate) use gateway::gateway_page;
pub(crate) use memo::kept_memo;
pub(crate) use pages::View;
pub use settings::Envelope;
pub(crate) use settings::Settings;
