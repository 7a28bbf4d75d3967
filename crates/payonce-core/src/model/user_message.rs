//! Texts that may be shown to an end user: no ids, no keys, no rules, no internals.

use std::borrow::Cow;

use crate::model::vocabulary::{Kind, Outcome, vocabulary};

vocabulary! {
    /// A language of [`ErrorPayload::user_message`](crate::ErrorPayload).
    #[non_exhaustive]
    Language {
        /// English.
        English = "en",
        /// Spanish.
        Spanish = "es",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is written by a macro")]
impl Default for Language {
    fn default() -> Self {
        Self::English
    }
}

impl Language {
    /// The language of a BCP 47 tag such as `es-MX`; English where there is no translation.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        primary.to_ascii_lowercase().parse().unwrap_or(Self::English)
    }
}

/// One text in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Spanish.
    pub es: &'static str,
}

impl Text {
    /// The text in this language.
    #[must_use]
    pub const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Spanish => self.es,
        }
    }
}

/// The language of an application and its own wording.
#[derive(Debug, Clone)]
pub struct Texts {
    /// The language.
    pub language: Language,
    /// The application's own texts, by the `doc` id of an error (`agentwallex/policy_violation`) or by its kind; the
    /// id wins.
    pub overrides: Vec<(String, String)>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { language: Language::English, overrides: Vec::new() }
    }
}

impl Texts {
    /// The text for an error with the `doc` id that `doc` returns.
    pub(crate) fn user_message(
        &self,
        doc: impl FnOnce() -> String,
        kind: Kind,
        outcome: Outcome,
        row: Option<Text>,
    ) -> Cow<'static, str> {
        if !self.overrides.is_empty() {
            let own = |name: &str| self.overrides.iter().find(|(known, _)| known == name);
            if let Some((_, own)) = own(&doc()).or_else(|| own(kind.as_str())) {
                return Cow::Owned(own.clone());
            }
        }
        let text = match outcome {
            // For any kind: the text must not ask a person to pay again while the first payment may have been made.
            Outcome::Unknown => UNKNOWN_OUTCOME,
            Outcome::Pending => PENDING,
            Outcome::Applied if kind != Kind::Failed => ALREADY_DONE,
            Outcome::Applied | Outcome::NotApplied => row.unwrap_or_else(|| of_kind(kind)),
        };
        Cow::Borrowed(text.in_language(self.language))
    }
}

const UNKNOWN_OUTCOME: Text = Text {
    en: "We could not confirm whether this went through. Please do not try again until it has been checked.",
    es: "No pudimos confirmar si la operación se realizó. No lo intente de nuevo hasta que se haya comprobado.",
};
const PENDING: Text = Text {
    en: "This is still being processed. Please wait and do not try again.",
    es: "La operación aún se está procesando. Espere y no lo intente de nuevo.",
};
const ALREADY_DONE: Text = Text {
    en: "This had already been done. Nothing was charged twice.",
    es: "La operación ya se había realizado. No se cobró dos veces.",
};

const fn of_kind(kind: Kind) -> Text {
    match kind {
        Kind::InvalidArgument | Kind::InvalidRequest => Text {
            en: "This request could not be processed. Nothing was charged.",
            es: "No se pudo procesar la solicitud. No se cobró nada.",
        },
        Kind::Authentication | Kind::Permission => Text {
            en: "The payment system is not available to this service right now. Nothing was charged.",
            es: "El sistema de pagos no está disponible para este servicio ahora. No se cobró nada.",
        },
        Kind::NotFound => {
            Text { en: "What you are looking for could not be found.", es: "No se encontró lo que busca." }
        }
        Kind::Conflict => Text {
            en: "This conflicts with an earlier request. Nothing was charged.",
            es: "Esto entra en conflicto con una solicitud anterior. No se cobró nada.",
        },
        Kind::InsufficientFunds => Text {
            en: "There are not enough funds for this. Nothing was charged.",
            es: "No hay fondos suficientes. No se cobró nada.",
        },
        Kind::PolicyViolation => Text {
            en: "This payment is not allowed. Nothing was charged.",
            es: "Este pago no está permitido. No se cobró nada.",
        },
        Kind::LimitReached => Text {
            en: "The spending limit has been reached. Nothing was charged.",
            es: "Se alcanzó el límite de gasto. No se cobró nada.",
        },
        Kind::PlanLimit => Text {
            en: "The current plan does not include this. Nothing was charged.",
            es: "El plan actual no incluye esto. No se cobró nada.",
        },
        Kind::AccountBlocked => Text {
            en: "Payments are paused for this account. Nothing was charged.",
            es: "Los pagos de esta cuenta están en pausa. No se cobró nada.",
        },
        Kind::ApprovalTimeout => Text {
            en: "The payment was not approved in time. Nothing was charged.",
            es: "El pago no se aprobó a tiempo. No se cobró nada.",
        },
        Kind::SessionExpired => Text {
            en: "The payment session has ended. Nothing was charged.",
            es: "La sesión de pago terminó. No se cobró nada.",
        },
        Kind::RateLimited => Text {
            en: "There are too many requests right now. Please try again in a moment.",
            es: "Hay demasiadas solicitudes en este momento. Inténtelo de nuevo en un momento.",
        },
        Kind::Cancelled => Text {
            en: "This was cancelled. Nothing was charged.",
            es: "La operación se canceló. No se cobró nada.",
        },
        Kind::Failed => Text {
            en: "The payment was not completed. Please contact support before trying again.",
            es: "El pago no se completó. Póngase en contacto con soporte antes de volver a intentarlo.",
        },
        _ => Text {
            en: "Something went wrong with the payment system. Nothing was charged. Please try again later.",
            es: "Algo falló en el sistema de pagos. No se cobró nada. Inténtelo de nuevo más tarde.",
        },
    }
}
