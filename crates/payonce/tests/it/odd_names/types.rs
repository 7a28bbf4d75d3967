//! The objects of Move [pay] `x.

// Written by `payonce provider codegen`; change the provider file and run it again.

use std::collections::BTreeMap;

use payonce::typed::serde_json::{Map, Value};

use payonce::typed::{object, open_enum, sendable, stateful};

/// (not documented by the provider)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Environment {
    /// (not documented by the provider)
    pub kind: Option<EnvironmentKind>,
    /// (not documented by the provider)
    pub secret: Option<String>,
    /// (not documented by the provider)
    pub n: f64,
    /// (not documented by the provider)
    pub t: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl Environment {
    /// With the required fields.
    #[must_use]
    pub fn new(n: f64) -> Self {
        Self { kind: None, secret: None, n: n, t: None, extra: Map::new() }
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn kind(mut self, kind: impl Into<EnvironmentKind>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn t(mut self, t: impl Into<Value>) -> Self {
        self.t = Some(t.into());
        self
    }
}

object! {
    Environment {
        kind: optional, secret: optional, n: required, t: optional,
    } extra
}

/// (not documented by the provider)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OptionObject {
    /// (not documented by the provider)
    pub is_final: String,
    /// (not documented by the provider)
    pub succeeded: Option<String>,
    /// (not documented by the provider)
    pub tags: Option<Vec<String>>,
    /// (not documented by the provider)
    pub m: Option<BTreeMap<String, Environment>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl OptionObject {
    /// With the required fields.
    #[must_use]
    pub fn new(is_final: impl Into<String>) -> Self {
        Self { is_final: is_final.into(), succeeded: None, tags: None, m: None, extra: Map::new() }
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn succeeded_(mut self, succeeded: impl Into<String>) -> Self {
        self.succeeded = Some(succeeded.into());
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn m(mut self, m: impl IntoIterator<Item = (impl Into<String>, Environment)>) -> Self {
        self.m = Some(m.into_iter().map(|(name, value)| (name.into(), value)).collect());
        self
    }
}

object! {
    OptionObject {
        is_final: required, succeeded: optional, tags: optional, m: optional,
    } extra
}

/// (not documented by the provider)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ClientObject {
    /// (not documented by the provider)
    pub self_: String,
    /// (not documented by the provider)
    pub new: Option<String>,
    /// (not documented by the provider)
    pub extra: Option<String>,
    /// (not documented by the provider)
    pub further: Option<String>,
    /// (not documented by the provider)
    pub r#type: Option<ClientObjectType>,
    /// (not documented by the provider)
    pub failed: Option<bool>,
    /// (not documented by the provider)
    pub child: Option<OptionObject>,
    /// Members that this version does not know, or that have another type than documented.
    pub further_members: Map<String, Value>,
}

impl ClientObject {
    /// With the required fields.
    #[must_use]
    pub fn new(self_: impl Into<String>) -> Self {
        Self {
            self_: self_.into(),
            new: None,
            extra: None,
            further: None,
            r#type: None,
            failed: None,
            child: None,
            further_members: Map::new(),
        }
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn new_(mut self, new: impl Into<String>) -> Self {
        self.new = Some(new.into());
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn extra(mut self, extra: impl Into<String>) -> Self {
        self.extra = Some(extra.into());
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn further(mut self, further: impl Into<String>) -> Self {
        self.further = Some(further.into());
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn r#type(mut self, r#type: impl Into<ClientObjectType>) -> Self {
        self.r#type = Some(r#type.into());
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn failed_(mut self, failed: bool) -> Self {
        self.failed = Some(failed);
        self
    }

    /// (not documented by the provider)
    #[must_use]
    pub fn child(mut self, child: OptionObject) -> Self {
        self.child = Some(child);
        self
    }
}

object! {
    ClientObject {
        self_ as "Self": required, new: optional, extra: optional, further: optional,
        r#type as "type": optional, failed: optional, child: optional,
    } further_members
}

/// (not documented by the provider)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PayStatus {
    /// (not documented by the provider)
    pub x: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    PayStatus {
        x: optional,
    } extra
}

/// (not documented by the provider)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Pay {
    /// (not documented by the provider)
    pub status: Option<PayStatusValue>,
    /// (not documented by the provider)
    pub s: Option<PayStatus>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Pay {
        status: optional, s: optional,
    } extra
}

open_enum! {
    /// A value of a field of [`ClientObject`]. The provider can add others.
    ClientObjectType {
        Value = "",
        ValueValue = "-",
        OtherValue = "Other",
        SelfValue = "self",
        N1 = "+1",
        N1Value = "-1",
        AB = "a b",
        ABValue = "A B",
    }
}

open_enum! {
    /// A value of a field of [`Environment`]. The provider can add others.
    EnvironmentKind {
        A = "a",
    }
}

open_enum! {
    /// A value of an argument. The provider can add others.
    JournalTexts {
        A = "a",
        B = "b",
    }
}

open_enum! {
    /// A value of a field of [`Pay`]. The provider can add others.
    PayStatusValue {
        Ok = "ok",
        Bad = "bad",
    }
}

stateful!(super::provider_file::provider(), OptionObject, "Option", |model| Some(String::as_str(
    &model.is_final
)));
stateful!(super::provider_file::provider(), Pay, "Pay", |model| model
    .status
    .as_ref()
    .map(PayStatusValue::as_str));
sendable!(ClientObject, Environment, OptionObject);
