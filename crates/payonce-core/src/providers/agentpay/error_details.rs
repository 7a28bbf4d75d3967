//! The members of AgentPay's errors: its responses have none besides a code and a message.

use crate::spec::error_details::{ErrorDetail, FIELD};

/// The members that only errors of AgentPay have.
pub const ERROR_DETAILS: &[ErrorDetail] = &[FIELD];
