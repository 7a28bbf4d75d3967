//! Settings that decide where vendors publish two behaviours, or none.

/// How the services behave where the vendors leave it open.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    pub(crate) agenticpencil_envelope: Envelope,
    /// Whether a minute's limit really ends in 429.
    pub(crate) rate_limits: bool,
}

/// Which of the vendor's two published error bodies to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Envelope {
    /// As the documentation says: `{status, error, message, code, details?, retry_after?}`.
    #[default]
    Docs,
    /// As the server's source says: `{success: false, error: {code, message}}`.
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
