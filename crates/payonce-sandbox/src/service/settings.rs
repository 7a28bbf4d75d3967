//! Settings for behavior that the vendors document twice, or not at all.

/// How the services behave where the vendors' documents leave a choice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    pub(crate) agenticpencil_envelope: Envelope,
    /// Whether a service enforces its limit per minute with 429.
    pub(crate) rate_limits: bool,
}

/// Which of the vendor's two published error bodies to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Envelope {
    /// The body in the documentation: `{status, error, message, code, details?, retry_after?}`.
    #[default]
    Docs,
    /// The body in the server's source: `{success: false, error: {code, message}}`.
    Server,
}

impl Envelope {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "docs" => Some(Self::Docs),
            "server" => Some(Self::Server),
            _ => None,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Server => "server",
        }
    }
}
