//! The sentences of an explanation, in English and Spanish.

use crate::error::ErrorPayload;
use crate::model::safety::Safety;
use crate::model::user_message::Language;
use crate::model::vocabulary::{Actor, Advice, Kind, Outcome, Phase};

/// Picks the words of one language.
#[derive(Clone, Copy)]
pub(crate) struct Words(pub(crate) Language);

impl Words {
    pub(crate) fn pick(self, english: &'static str, spanish: &'static str) -> &'static str {
        match self.0 {
            Language::Spanish => spanish,
            _ => english,
        }
    }

    pub(crate) fn kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::InvalidArgument => self
                .pick("An argument was refused before sending.", "Un argumento se rechazó antes de enviar."),
            Kind::InvalidRequest => self.pick(
                "The provider refused the request as malformed.",
                "El proveedor rechazó la solicitud por mal formada.",
            ),
            Kind::Authentication => {
                self.pick("The key or token was not accepted.", "No se aceptó la clave o el token.")
            }
            Kind::Permission => self.pick(
                "The key is valid but does not allow this.",
                "La clave es válida, pero no permite esta operación.",
            ),
            Kind::NotFound => self.pick("The object does not exist.", "Lo que se pidió no existe."),
            Kind::Conflict => self.pick(
                "It conflicts with an existing object or an earlier request.",
                "Entra en conflicto con algo que ya existe.",
            ),
            Kind::InsufficientFunds => {
                self.pick("The balance or the credits are too low.", "El saldo o los créditos no alcanzan.")
            }
            Kind::PolicyViolation => self.pick("A policy forbids it.", "Una política lo prohíbe."),
            Kind::LimitReached => {
                self.pick("A budget limit is reached.", "Un límite de presupuesto lo bloquea.")
            }
            Kind::PlanLimit => self.pick(
                "The plan or subscription does not allow it.",
                "El plan o la suscripción no lo permite.",
            ),
            Kind::AccountBlocked => {
                self.pick("The paying agent is frozen.", "El agente que paga está congelado.")
            }
            Kind::ApprovalTimeout => self.pick("It was not approved in time.", "No se aprobó a tiempo."),
            Kind::SessionExpired => self.pick(
                "The payment session has expired or exceeded its budget.",
                "La sesión de pago terminó o agotó su presupuesto.",
            ),
            Kind::RateLimited => {
                self.pick("Too many requests in too short a time.", "Demasiadas solicitudes en poco tiempo.")
            }
            Kind::Upstream => {
                self.pick("A service behind the provider failed.", "Falló un servicio detrás del proveedor.")
            }
            Kind::Server => self.pick("The provider failed.", "Falló el proveedor."),
            Kind::Unavailable => self.pick(
                "The provider is temporarily unavailable.",
                "El proveedor no está disponible por el momento.",
            ),
            Kind::Connection => self.pick("The connection failed or broke.", "No hubo conexión o se cortó."),
            Kind::Timeout => self
                .pick("No complete response arrived in time.", "No llegó una respuesta completa a tiempo."),
            Kind::Cancelled => self.pick("The caller ended the call.", "Quien llamó terminó la llamada."),
            Kind::Decode => self.pick("The response cannot be read.", "La respuesta no se puede leer."),
            Kind::Failed => self.pick(
                "The provider accepted the request, then reported that it failed.",
                "El proveedor aceptó la solicitud y después informa que falló.",
            ),
            _ => {
                self.pick("The response has no known code or status.", "La respuesta no dice nada conocido.")
            }
        }
    }

    pub(crate) fn outcome(self, payload: &ErrorPayload, safety: Safety) -> &'static str {
        match payload.outcome {
            Outcome::NotApplied if safety == Safety::Read => {
                self.pick("No. A read changes nothing.", "No. Una lectura no cambia nada.")
            }
            Outcome::NotApplied => self.pick("No. Nothing took effect.", "No. Nada tuvo efecto."),
            Outcome::Applied if payload.kind == Kind::Failed => {
                self.pick("Yes, in whole or in part.", "Sí, del todo o en parte.")
            }
            Outcome::Applied => self.pick("Yes, it took effect.", "Sí, ya está hecho."),
            Outcome::Pending => self.pick(
                "Not yet: it is accepted and not final.",
                "Aún no es definitivo: está aceptado y en curso.",
            ),
            Outcome::Unknown => self.pick("It is not known.", "Desde aquí no se puede saber."),
        }
    }

    /// The meaning of an outcome for any operation.
    pub(crate) fn said(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::NotApplied => self.pick("nothing took effect.", "nada tuvo efecto."),
            Outcome::Applied => self.pick("it took effect.", "ya está hecho."),
            Outcome::Pending => self.pick("accepted and not final.", "aceptado y aún no definitivo."),
            Outcome::Unknown => self.pick(
                "it may have happened; find out before anything else.",
                "pudo haberse realizado; averígüelo primero.",
            ),
        }
    }

    pub(crate) fn retry(self, payload: &ErrorPayload, safety: Safety) -> String {
        if payload.retryable {
            let when = payload.retry_after_ms.map(|ms| format!("{} s", ms.div_ceil(1000)));
            let when = match when {
                Some(seconds) => format!("{} {seconds}", self.pick("Yes, after", "Sí, después de")),
                None => self.pick("Yes, after a growing pause", "Sí, tras una pausa creciente").to_owned(),
            };
            let how = if safety == Safety::Keyed {
                self.pick("the same request with the same key", "la misma solicitud con la misma clave")
            } else {
                self.pick("the same request, unchanged", "la misma solicitud, sin cambios")
            };
            return format!("{when}: {how}.");
        }
        let text = match (payload.outcome, safety) {
            (Outcome::Unknown, Safety::Reconcilable) => self.pick(
                "Not before a search: it may have happened, and a second request would pay again.",
                "No sin buscarlo antes: pudo haberse realizado, y otro intento pagaría de nuevo.",
            ),
            (Outcome::Unknown, _) => self.pick(
                "No: it may have happened, and a second request could take effect again.",
                "No: pudo haberse realizado, y otro intento podría tener efecto otra vez.",
            ),
            (Outcome::Pending, _) => self.pick("No: check it later.", "No: consúltelo de nuevo."),
            (Outcome::Applied, _) => self.pick("No: it took effect.", "No: ya está hecho."),
            (Outcome::NotApplied, _) => self.pick(
                "Not unchanged: the same request would fail again.",
                "No tal como está: la misma solicitud fallaría otra vez.",
            ),
        };
        text.to_owned()
    }

    /// The same if only the outcome is known.
    pub(crate) fn of_outcome(self, outcome: Outcome) -> Vec<String> {
        let again = self.pick("Do not pay again.", "No pague de nuevo.");
        let sentences: &[&str] = match outcome {
            Outcome::Unknown => {
                &[self.pick("Money may have moved.", "Puede que se haya movido dinero."), again]
            }
            Outcome::Pending => &[
                self.pick(
                    "The provider accepted it, and it is not final.",
                    "El proveedor lo aceptó y aún no es definitivo.",
                ),
                again,
            ],
            Outcome::Applied => &[self.pick("Money moved.", "Se movió dinero."), again],
            Outcome::NotApplied => &[self.pick("No money moved.", "No se movió dinero.")],
        };
        sentences.iter().map(|sentence| (*sentence).to_owned()).collect()
    }

    /// Whether money moved, whether to pay again, and what to do instead. `found` is what the call can be found by.
    pub(crate) fn headline(self, payload: &ErrorPayload, safety: Safety, found: Option<&str>) -> Vec<String> {
        let one = |english, spanish| self.pick(english, spanish).to_owned();
        let again = || one("Do not pay again.", "No pague de nuevo.");
        match payload.outcome {
            Outcome::Unknown if payload.retryable => vec![
                one("Money may have moved.", "Puede que se haya movido dinero."),
                if safety == Safety::Keyed {
                    one(
                        "Send the same request again with the same key: it cannot pay twice.",
                        "Envíe la misma solicitud con la misma clave: no puede pagar dos veces.",
                    )
                } else {
                    one(
                        "Send the same request again: it cannot take effect twice.",
                        "Envíe la misma solicitud de nuevo: no puede tener efecto dos veces.",
                    )
                },
            ],
            Outcome::Unknown => vec![
                one("Money may have moved.", "Puede que se haya movido dinero."),
                again(),
                match found {
                    Some(found) => format!("{} {found}.", self.pick("Look for", "Busque")),
                    None if safety == Safety::Reconcilable => {
                        one("Look for the payment first.", "Busque primero el pago.")
                    }
                    None => one("Ask the provider first.", "Pregunte primero al proveedor."),
                },
            ],
            Outcome::Pending => vec![
                one(
                    "The provider accepted it, and it is not final.",
                    "El proveedor lo aceptó y aún no es definitivo.",
                ),
                again(),
                one("Check it later.", "Consúltelo más tarde."),
            ],
            Outcome::Applied => vec![
                if payload.kind == Kind::Failed {
                    one("Money moved, in whole or in part.", "Se movió dinero, del todo o en parte.")
                } else {
                    one("Money moved.", "Se movió dinero.")
                },
                again(),
            ],
            Outcome::NotApplied => {
                let first = one("No money moved.", "No se movió dinero.");
                if payload.retryable {
                    let wait = payload.retry_after_ms.map(|ms| ms.div_ceil(1000));
                    let same = self.pick("Send the same request again", "Envíe la misma solicitud de nuevo");
                    let when = match wait {
                        Some(seconds) => format!("{same} {} {seconds} s.", self.pick("after", "después de")),
                        None => format!("{same}."),
                    };
                    vec![first, when]
                } else {
                    vec![first, self.advice(payload.advice).to_owned()]
                }
            }
        }
    }

    /// How far a request without a response got.
    pub(crate) fn phase(self, phase: Phase) -> Option<&'static str> {
        Some(match phase {
            Phase::BeforeSend => self.pick("No byte was sent.", "No se envió ningún byte."),
            Phase::Sending => {
                self.pick("The request was still being sent.", "La solicitud aún se estaba enviando.")
            }
            Phase::Waiting => self.pick(
                "The request was sent, and no response had begun.",
                "La solicitud se envió y no había empezado ninguna respuesta.",
            ),
            Phase::Reading => self.pick(
                "The response had begun, and was not complete.",
                "La respuesta había empezado y no se completó.",
            ),
            Phase::Answered => return None,
        })
    }

    pub(crate) fn actor(self, payload: &ErrorPayload) -> &'static str {
        if payload.advice == Advice::Reconcile {
            return self.pick(
                "The caller: search for the payment.",
                "Quien hizo la llamada: hay que buscar el pago.",
            );
        }
        match payload.actor {
            Actor::EndUser => {
                self.pick("The end user of the application.", "El usuario final de la aplicación.")
            }
            Actor::Developer => {
                self.pick("The developer of the calling program.", "Quien escribe el programa que llama.")
            }
            Actor::Operator => self.pick(
                "The operator of the wallet, the policy or the plan.",
                "Quien administra la billetera, la política o el plan.",
            ),
            Actor::Provider => self.pick("The provider.", "El proveedor."),
            Actor::None => self.pick("No one: waiting is enough.", "Nadie: basta con esperar."),
        }
    }

    pub(crate) fn advice(self, advice: Advice) -> &'static str {
        match advice {
            Advice::Retry => self.pick("Send the same request again.", "Envíe la misma solicitud de nuevo."),
            Advice::Wait => {
                self.pick("Wait, then check or send again.", "Espere y después consulte o envíe de nuevo.")
            }
            Advice::Reconcile => self.pick(
                "First find out from the provider whether it took effect.",
                "Averigüe primero con el proveedor si tuvo efecto.",
            ),
            Advice::FixRequest => self.pick("Change the request.", "Corrija la solicitud."),
            Advice::FixCredentials => self.pick("Check or replace the key.", "Revise o cambie la clave."),
            Advice::AddFunds => {
                self.pick("Top up the balance or the credits.", "Recargue el saldo o los créditos.")
            }
            Advice::ChangeLimit => self.pick(
                "Raise or reset the limit, or change the plan.",
                "Suba o reinicie el límite, o cambie de plan.",
            ),
            Advice::AskHuman => self.pick(
                "Ask a person with authority over the wallet.",
                "Consulte a una persona con autoridad sobre la billetera.",
            ),
            Advice::Stop => self.pick("Do not send it again.", "No lo envíe de nuevo."),
        }
    }

    pub(crate) fn safety(self, safety: Safety) -> &'static str {
        match safety {
            Safety::Read => self.pick("it changes nothing", "no cambia nada"),
            Safety::Idempotent => {
                self.pick("a second request has the effect of one", "dos veces tiene el efecto de una")
            }
            Safety::Keyed => self.pick(
                "the provider recognizes a second request by its key",
                "el proveedor reconoce una repetición por su clave",
            ),
            Safety::Reconcilable => self.pick(
                "the provider does not recognize a second request, but can be asked",
                "el proveedor no reconoce una repetición, pero se le puede preguntar",
            ),
            Safety::Unkeyed => self.pick(
                "the provider does not recognize a second request, and cannot be asked",
                "el proveedor no reconoce una repetición ni se le puede preguntar",
            ),
        }
    }
}
