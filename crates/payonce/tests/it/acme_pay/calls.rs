//! The calls of Acme Pay: each is built by a method of its client, then sent.

// Written by `payonce provider codegen`; change the provider file and run it again.

use super::types::*;
use payonce::typed::{operation, text_map};

operation! {
    /// A call of `payments.send`.
    PaymentsSend("payments.send") -> Payment, keyed
}

impl<C> PaymentsSend<C> {
    /// Required. The receiver.
    pub fn to(self, to: impl Into<String>) -> Self {
        Self(self.0.set("to", to.into()))
    }

    /// Required. How much, for instance 12.50.
    pub fn amount(self, amount: impl Into<String>) -> Self {
        Self(self.0.set("amount", amount.into()))
    }

    /// (not documented by the provider)
    pub fn currency(self, currency: impl Into<PaymentsSendCurrency>) -> Self {
        Self(self.0.set("currency", currency.into()))
    }

    /// (not documented by the provider)
    pub fn limit(self, limit: Limit) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// Further settings.
    pub fn options(self, options: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Self {
        Self(self.0.set("options", text_map(options)))
    }
}

operation! {
    /// A call of `payments.get`.
    PaymentsGet("payments.get") -> Payment, all
}

impl<C> PaymentsGet<C> {
    pub(super) fn payment_id(self, payment_id: impl Into<String>) -> Self {
        Self(self.0.set("payment_id", payment_id.into()))
    }
}

operation! {
    /// A call of `payments.list`.
    PaymentsList("payments.list") -> Page, all, items: Payment
}

impl<C> PaymentsList<C> {
    /// (not documented by the provider)
    pub fn starting_after(self, starting_after: impl Into<String>) -> Self {
        Self(self.0.set("starting_after", starting_after.into()))
    }
}

operation! {
    /// A call of `payments.cancel`.
    PaymentsCancel("payments.cancel") -> (), keyed
}

impl<C> PaymentsCancel<C> {
    pub(super) fn payment_id(self, payment_id: impl Into<String>) -> Self {
        Self(self.0.set("payment_id", payment_id.into()))
    }
}

operation! {
    /// A call of `refund`.
    Refund("refund") -> RefundResult, unkeyed
}

impl<C> Refund<C> {
    /// (not documented by the provider)
    pub fn reason(self, reason: impl Into<String>) -> Self {
        Self(self.0.set("reason", reason.into()))
    }
}
