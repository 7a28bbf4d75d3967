//! The errors of AgenticPencil. Its pages and its server write them differently, flat or under `error`; which one
//! production sends is not public, so that both are read. Credits are charged after a 2xx only: every failure that the
//! service itself reports with another status has charged nothing.

use crate::model::user_message::Text;
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::spec::doc::Doc;
use crate::spec::errors::{
    DeniedSuccess, ErrorCode, ErrorFallback, ErrorTable, SignalPlace, SignalPlaces, refusal, refused,
};

const ERRORS: &str = "docs.agenticpencil.com/errors";
const CHECKOUT: &str = "docs.agenticpencil.com/api-reference/billing-checkout";
const SERVER: &str = "github.com/agenticpencil/docs apps/api";

const KEY: Text = Text {
    en: "The research service is not set up correctly. Nothing was charged. Please contact support.",
    es: "El servicio de investigación no está bien configurado. No se cobró nada. Póngase en contacto con soporte.",
};
const SLOW_DOWN: Text = Text {
    en: "Requests are coming in too quickly. Please wait a moment and try again.",
    es: "Las solicitudes llegan demasiado rápido. Espere un momento e inténtelo de nuevo.",
};
const CREDITS: Text = Text {
    en: "The credits of this plan are used up. Nothing was charged. A larger plan brings more.",
    es: "Los créditos de este plan se agotaron. No se cobró nada. Un plan mayor ofrece más.",
};
const DOMAIN: Text = Text {
    en: "This domain could not be analyzed. Please check the address and try again.",
    es: "No se pudo analizar este dominio. Compruebe la dirección e inténtelo de nuevo.",
};
const SITEMAP: Text = Text {
    en: "The sitemap of this site could not be found. Please check its address.",
    es: "No se encontró el mapa de este sitio. Compruebe su dirección.",
};
const PROMO: Text =
    Text { en: "This promotion code is not valid.", es: "Este código promocional no es válido." };
const LATER: Text = Text {
    en: "Something went wrong on the side of the research service. Nothing was charged. Please try again in a few \
         minutes.",
    es: "Algo falló en el servicio de investigación. No se cobró nada. Inténtelo de nuevo en unos minutos.",
};

/// A status of 0 says that no public page names one.
const fn row(code: &'static str, status: u16, kind: Kind, actor: Actor, meaning: &'static str) -> ErrorCode {
    let status = if status == 0 { None } else { Some(status) };
    ErrorCode { status, ..refused(code, kind, actor, ERRORS, meaning) }
}

const fn said(user: Text, row: ErrorCode) -> ErrorCode {
    ErrorCode { user: Some(user), ..row }
}

const fn from(source: &'static str, row: ErrorCode) -> ErrorCode {
    ErrorCode { source: Doc::new(source), ..row }
}

/// The table.
pub static TABLE: ErrorTable = ErrorTable {
    codes: &[
        said(
            KEY,
            row(
                "INVALID_API_KEY",
                401,
                Kind::Authentication,
                Actor::Developer,
                "the API key is unknown or was revoked",
            ),
        ),
        said(
            KEY,
            row(
                "MISSING_AUTH_HEADER",
                401,
                Kind::Authentication,
                Actor::Developer,
                "the request carried no Authorization header",
            ),
        ),
        said(
            KEY,
            row("EXPIRED_API_KEY", 403, Kind::Authentication, Actor::Developer, "the API key has expired"),
        ),
        said(
            SLOW_DOWN,
            row(
                "RATE_LIMIT_EXCEEDED",
                429,
                Kind::RateLimited,
                Actor::None,
                "the plan's requests per minute are used up",
            ),
        ),
        row(
            "MISSING_REQUIRED_FIELD",
            400,
            Kind::InvalidRequest,
            Actor::Developer,
            "a required field is missing",
        ),
        row(
            "INVALID_FIELD_FORMAT",
            400,
            Kind::InvalidRequest,
            Actor::Developer,
            "a field has the wrong format",
        ),
        row(
            "INVALID_DOMAIN_FORMAT",
            400,
            Kind::InvalidRequest,
            Actor::Developer,
            "the domain carries a protocol, a path or a port; it must look like example.com",
        ),
        said(
            CREDITS,
            row(
                "INSUFFICIENT_CREDITS",
                402,
                Kind::InsufficientFunds,
                Actor::Operator,
                "the plan's credits do not suffice",
            ),
        ),
        said(
            DOMAIN,
            row(
                "DOMAIN_NOT_FOUND",
                0,
                Kind::NotFound,
                Actor::EndUser,
                "the domain does not exist or cannot be reached",
            ),
        ),
        said(
            SITEMAP,
            row(
                "SITEMAP_NOT_FOUND",
                0,
                Kind::NotFound,
                Actor::EndUser,
                "no sitemap was found where it was looked for",
            ),
        ),
        row(
            "PLAN_LIMIT_EXCEEDED",
            0,
            Kind::PlanLimit,
            Actor::Operator,
            "the request is larger than the plan allows; ask for less or change the plan",
        ),
        row("SUBSCRIPTION_REQUIRED", 0, Kind::PlanLimit, Actor::Operator, "the feature needs a paid plan"),
        said(
            LATER,
            row(
                "INTERNAL_SERVER_ERROR",
                500,
                Kind::Server,
                Actor::Provider,
                "the service failed; it names an incident id",
            ),
        ),
        said(
            LATER,
            row(
                "SERVICE_UNAVAILABLE",
                503,
                Kind::Unavailable,
                Actor::Provider,
                "the service is down for maintenance",
            ),
        ),
        from(
            CHECKOUT,
            row("INVALID_PLAN", 400, Kind::InvalidRequest, Actor::Developer, "there is no such plan"),
        ),
        from(
            CHECKOUT,
            row("INVALID_URL", 0, Kind::InvalidRequest, Actor::Developer, "a return address is not valid"),
        ),
        said(
            PROMO,
            from(
                CHECKOUT,
                row(
                    "PROMO_CODE_INVALID",
                    0,
                    Kind::InvalidRequest,
                    Actor::EndUser,
                    "the promotion code is not valid",
                ),
            ),
        ),
        from(
            CHECKOUT,
            row(
                "ALREADY_SUBSCRIBED",
                0,
                Kind::Conflict,
                Actor::Operator,
                "the account has this subscription already",
            ),
        ),
        said(
            KEY,
            from(
                SERVER,
                row(
                    "UNAUTHORIZED",
                    401,
                    Kind::Authentication,
                    Actor::Developer,
                    "the header is missing, or the key is malformed or unknown",
                ),
            ),
        ),
        from(
            SERVER,
            row(
                "VALIDATION_ERROR",
                400,
                Kind::InvalidRequest,
                Actor::Developer,
                "a field is missing or not valid",
            ),
        ),
        said(
            SLOW_DOWN,
            from(SERVER, row("RATE_LIMITED", 429, Kind::RateLimited, Actor::None, "too many requests")),
        ),
        said(
            LATER,
            from(
                SERVER,
                row(
                    "PROVIDER_ERROR",
                    502,
                    Kind::Upstream,
                    Actor::Provider,
                    "the source of the keyword data failed",
                ),
            ),
        ),
        said(
            LATER,
            from(
                SERVER,
                row("AUDIT_ERROR", 502, Kind::Upstream, Actor::Provider, "the site could not be crawled"),
            ),
        ),
        from(
            SERVER,
            row(
                "ALREADY_EXISTS",
                409,
                Kind::Conflict,
                Actor::Developer,
                "the e-mail address is registered already",
            ),
        ),
        said(
            LATER,
            from(
                SERVER,
                row("BILLING_ERROR", 500, Kind::Server, Actor::Provider, "the billing service failed"),
            ),
        ),
        from(SERVER, row("NOT_FOUND", 404, Kind::NotFound, Actor::Developer, "there is no such endpoint")),
        said(
            LATER,
            from(SERVER, row("INTERNAL_ERROR", 500, Kind::Server, Actor::Provider, "the service failed")),
        ),
    ],
    types: &[],
    statuses: &[
        // Charged on a 2xx only, so that the service's own 500 and 503 are evidence too. A 502 or 504 without a code
        // comes from a gateway before the service, which does not know what the service did.
        refusal(500, Kind::Server, Actor::Provider),
        refusal(503, Kind::Unavailable, Actor::Provider),
        ErrorFallback { key: 502, kind: Kind::Upstream, actor: Actor::Provider, evidence: Evidence::None },
        ErrorFallback { key: 504, kind: Kind::Upstream, actor: Actor::Provider, evidence: Evidence::None },
    ],
    patterns: &[],
    spellings: &[],
    source: Doc::new(ERRORS),
    proof: Doc::new(
        "credits are deducted when the status of the response is 200 to 299 (the server's `creditsCheck`)",
    ),
    prefixes: &[],
};

/// A failure in the service's own words; a 2xx may say so, too, and its credits are gone whatever it says.
pub(super) static SIGNALS: SignalPlaces = SignalPlaces {
    code: &[SignalPlace::Member("code"), SignalPlace::Member("error_code"), SignalPlace::Member("errorCode")],
    category: &[SignalPlace::Pointer("/error/type")],
    message: &[],
    request_id: &[],
    retry_after: &[],
    denied_success: &[
        DeniedSuccess { place: SignalPlace::Pointer("/success"), equals: Some("false") },
        DeniedSuccess { place: SignalPlace::Pointer("/status"), equals: Some("\"error\"") },
    ],
    charges_denied_success: true,
    flags: &["success"],
};
