//! The objects of Acme Pay.

// Written by `payonce provider codegen`; change the provider file and run it again.

use payonce::typed::serde_json::{Map, Value};

use payonce::typed::{object, open_enum, sendable, stateful};

/// A payment. It is final once it is paid or failed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Payment {
    /// The id.
    pub id: String,
    /// How far it has come.
    pub status: PaymentStatus,
    /// The receiver.
    pub pay_to: Option<String>,
    /// (not documented by the provider)
    pub fee: Option<String>,
    /// A member with the name of a method.
    pub keys: Option<Value>,
    /// Ends in a quotation: "thanks"
    pub note: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Payment {
        id: required, status: required, pay_to as "payTo": optional, fee: optional, keys: optional,
        note: optional,
    } extra
}

/// (not documented by the provider)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// (not documented by the provider)
    pub data: Vec<Payment>,
    /// (not documented by the provider)
    pub has_more: bool,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Page {
        data: required, has_more: required,
    } extra
}

/// (not documented by the provider)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Limit {
    /// The most that one payment may be.
    pub most: String,
    /// (not documented by the provider)
    pub from: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl Limit {
    /// With the required fields.
    #[must_use]
    pub fn new(most: impl Into<String>) -> Self {
        Self { most: most.into(), from: None, extra: Map::new() }
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn from(mut self, from: impl Into<String>) -> Self {
        self.from = Some(from.into());
        self
    }
}

object! {
    Limit {
        most: required, from: optional,
    } extra
}

/// (not documented by the provider)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RefundResult {
    /// How far it has come.
    pub status: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    RefundResult {
        status: optional,
    } extra
}

open_enum! {
    /// A value of a field of [`Payment`]. The provider can add others.
    PaymentStatus {
        Pending = "pending",
        Paid = "paid",
        Failed = "failed",
    }
}

open_enum! {
    /// A value of an argument. The provider can add others.
    PaymentsSendCurrency {
        USD = "USD",
        EUR = "EUR",
    }
}

stateful!(super::provider_file::provider(), Payment, "Payment", |model| Some(PaymentStatus::as_str(
    &model.status
)));
stateful!(super::provider_file::provider(), RefundResult, "refund", |model| model
    .status
    .as_ref()
    .map(String::as_str));
sendable!(Limit);
