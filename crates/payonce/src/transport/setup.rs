//! Sets up the HTTP client: proxies, redirects and the connection pool.

use std::time::Duration;

use payonce_core::Client;

use super::trust;

/// A connection that takes longer than this will not be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Why this machine cannot make the connections of a client.
#[derive(Debug)]
pub(crate) struct SetupProblem {
    /// The option that can change it.
    pub(crate) option: &'static str,
    /// What is wrong, and what to do.
    pub(crate) problem: String,
}

impl SetupProblem {
    pub(super) fn of_transport(problem: impl Into<String>) -> Self {
        Self { option: "transport", problem: problem.into() }
    }

    pub(super) fn of_certificates(problem: impl Into<String>) -> Self {
        Self { option: "ca", problem: problem.into() }
    }
}

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
    /// The route of a client.
    pub(super) fn of(client: &Client) -> Self {
        if client.is_plain_http() { Self::Direct } else { Self::Encrypted }
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
) -> Result<reqwest::Client, SetupProblem> {
    build(builder(route, user_agent, client)?)
}

pub(super) fn build(http: reqwest::ClientBuilder) -> Result<reqwest::Client, SetupProblem> {
    http.build().map_err(|error| {
        SetupProblem::of_transport(format!(
            "the HTTP client could not be set up: {}",
            super::innermost(&error)
        ))
    })
}

pub(super) fn builder(
    route: Route,
    user_agent: &str,
    client: &Client,
) -> Result<reqwest::ClientBuilder, SetupProblem> {
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
        Route::Encrypted => {
            let http = http.tls_backend_preconfigured(trust::tls(client.ca_files())?);
            match client.proxy() {
                None => http,
                Some(proxy) => {
                    // The library's own error could repeat the URL with its password.
                    let proxy = reqwest::Proxy::https(proxy.expose()).map_err(|_| SetupProblem {
                        option: "proxy",
                        problem: "must be the url of an http proxy, such as http://proxy.example.com:3128"
                            .to_owned(),
                    })?;
                    http.proxy(proxy)
                }
            }
        }
        // The environment (HTTP_PROXY, ALL_PROXY) and the system can set a proxy even for this machine.
        Route::Direct => http.tls_backend_preconfigured(trust::no_roots()?).no_proxy(),
    })
}
