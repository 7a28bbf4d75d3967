//! The attributes under which OpenTelemetry records the events of a call, for the adapters of all languages.
//!
//! `http.*`, `server.*`, `url.*` and `error.type` are names of OpenTelemetry's semantic conventions, which have none for
//! payments.

/// The attributes that a span or a measurement takes from one event.
#[derive(Debug, Clone, Copy)]
pub struct AttributeSet {
    /// The name of the set in `snake_case`.
    pub name: &'static str,
    /// What has these attributes.
    pub doc: &'static str,
    /// The name of each attribute, and the member that contains its value.
    pub attributes: &'static [(&'static str, &'static str)],
}

const PROVIDER: (&str, &str) = ("payonce.provider", "provider");
const OPERATION: (&str, &str) = ("payonce.operation", "operation");
const OUTCOME: (&str, &str) = ("payonce.outcome", "outcome");
const ERROR_TYPE: (&str, &str) = ("error.type", "kind");

/// Every set. No attribute has an amount, a key or a customer's id.
pub const ATTRIBUTES: &[AttributeSet] = &[
    AttributeSet {
        name: "call_attributes",
        doc: "The attributes of each span from its start, read from any event.",
        attributes: &[PROVIDER, OPERATION],
    },
    AttributeSet {
        name: "request_attributes",
        doc: "The attributes of the span of a request, read from `about_to_send`.",
        attributes: &[
            PROVIDER,
            OPERATION,
            ("server.address", "server_address"),
            ("url.template", "url_template"),
        ],
    },
    AttributeSet {
        name: "reference_attributes",
        doc: "The attributes of the event `payonce.about_to_send` of a span, read from a reference.",
        attributes: &[("payonce.reference", "reference")],
    },
    AttributeSet {
        name: "response_attributes",
        doc: "The attributes of the span of a request at its end, read from `request_finished` or `finished`.",
        attributes: &[("http.response.status_code", "status"), ERROR_TYPE],
    },
    AttributeSet {
        name: "result_attributes",
        doc: "The attributes of the span of a call at its end, read from `finished`.",
        attributes: &[
            PROVIDER,
            OPERATION,
            OUTCOME,
            ("payonce.attempts", "attempts"),
            ("payonce.advice", "advice"),
            ("payonce.phase", "phase"),
            ("payonce.journal.state", "journal_state"),
            ERROR_TYPE,
        ],
    },
    AttributeSet {
        name: "duration_attributes",
        doc: "The attributes of `payonce.call.duration`, read from `finished`.",
        attributes: &[PROVIDER, OPERATION, OUTCOME, ERROR_TYPE],
    },
];
