//! Sets up the HTTP client: TLS, proxies, redirects and the connection pool.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use payonce_core::Client;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;

/// A connection that takes longer than this will not be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Which URLs an HTTP client may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// https, directly or through the proxy in the environment. A proxy forwards encrypted bytes, so it cannot read the
    /// key.
    Encrypted,
    /// Plain http, and never through a proxy, which would read the key.
    Direct,
}

impl Route {
    /// The route to the base URL of a client.
    pub(super) fn to(base_url: &str) -> Self {
        match base_url.split_once(':') {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("http") => Self::Direct,
            _ => Self::Encrypted,
        }
    }

    /// Whether this route leads to the URL.
    pub(super) fn leads_to(self, url: &reqwest::Url) -> bool {
        url.scheme() == if self == Self::Direct { "http" } else { "https" }
    }
}

/// Builds the HTTP client of a route.
pub(super) fn http_client(
    route: Route,
    user_agent: &str,
    client: &Client,
) -> Result<reqwest::Client, String> {
    build(builder(route, user_agent, client)?)
}

pub(super) fn build(http: reqwest::ClientBuilder) -> Result<reqwest::Client, String> {
    http.build().map_err(|error| format!("the HTTP client could not be set up: {}", super::innermost(&error)))
}

pub(super) fn builder(
    route: Route,
    user_agent: &str,
    client: &Client,
) -> Result<reqwest::ClientBuilder, String> {
    let mut http = reqwest::Client::builder()
        .user_agent(user_agent)
        // A redirect would send the key, and perhaps the payment, to another host.
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        // Half of the attempt, so that a missing connection differs from a missing response.
        .connect_timeout(CONNECT_TIMEOUT.min(client.timeout() / 2));
    let idle = client.pool_idle_timeout();
    http = http.pool_idle_timeout(idle);
    if idle.is_zero() {
        http = http.pool_max_idle_per_host(0);
    }
    Ok(match route {
        Route::Encrypted => http.tls_backend_preconfigured(tls()?.clone()),
        // The environment (HTTP_PROXY, ALL_PROXY) and the system can set a proxy even for this machine.
        Route::Direct => http.tls_backend_preconfigured(tls_without_roots()?).no_proxy(),
    })
}

/// The TLS settings with the certificates that this machine trusts. Reading them takes longer than everything else in a
/// client, and they are the same for every client.
fn tls() -> Result<&'static ClientConfig, String> {
    static TLS: OnceLock<ClientConfig> = OnceLock::new();
    if let Some(tls) = TLS.get() {
        return Ok(tls);
    }
    let tls = with_provider()?.with_platform_verifier().map_err(|error| {
        format!(
            "the certificates that this machine trusts could not be read ({error}); install a CA bundle, for \
             instance the package ca-certificates"
        )
    })?;
    let mut tls = tls.with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TLS.get_or_init(|| tls))
}

/// The TLS settings of a client for plain http: without certificates, which such a machine may not have.
fn tls_without_roots() -> Result<ClientConfig, String> {
    Ok(with_provider()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// rustls with its own provider. The process-wide default belongs to the application: it can be installed only once, and
/// an application that installs it after payonce would fail.
fn with_provider() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, String> {
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS could not be set up: {error}"))
}
