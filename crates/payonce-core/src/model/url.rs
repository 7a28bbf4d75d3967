//! Where a key may be sent.

use fluent_uri::UriRef;
use fluent_uri::component::Host;

use crate::model::invalid_field::InvalidField;
use crate::model::phrase::Phrase;

/// How far plain http is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cleartext {
    /// To this machine only. The refusal names the client option that would accept it elsewhere, where there is one.
    ThisMachine { unless: Option<&'static str> },
    /// To any host: the caller has accepted that the key crosses the network unencrypted.
    AnyHost,
}

/// Only https, or plain http as far as `cleartext` accepts it, carries a key.
pub(crate) fn checked_base_url(base_url: &str, cleartext: Cleartext) -> Result<String, InvalidField> {
    let wrong = |problem: &'static str| InvalidField::new("base_url", problem);
    if base_url.is_empty() {
        return Err(wrong("must not be empty"));
    }
    let url = UriRef::parse(base_url)
        .map_err(|_| wrong("must be an absolute url such as https://api.example.com"))?;
    let authority =
        url.authority().ok_or_else(|| wrong("must be an absolute url such as https://api.example.com"))?;
    if authority.userinfo().is_some() {
        return Err(wrong("must not contain a user name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("must not contain a query or a fragment"));
    }
    if authority.host().is_empty() {
        return Err(wrong("must name a host"));
    }
    let loopback = is_this_machine(&authority.host_parsed());
    let is = |name: &str| url.scheme().is_some_and(|scheme| scheme.as_str().eq_ignore_ascii_case(name));
    if !(is("https") || (is("http") && (loopback || cleartext == Cleartext::AnyHost))) {
        let mut problem = Phrase::from(
            "must be https; plain http is accepted for this machine only (127.0.0.1, localhost)",
        );
        if let Cleartext::ThisMachine { unless: Some(option) } = cleartext {
            problem = problem.then("; to send your key unencrypted to another host, set ").then_name(option);
        }
        return Err(InvalidField::new("base_url", problem));
    }
    Ok(base_url.trim_end_matches('/').to_owned())
}

/// Whether requests to this base URL are not encrypted.
pub(crate) fn is_plain_http(base_url: &str) -> bool {
    let url = UriRef::parse(base_url).ok();
    let scheme = url.as_ref().and_then(|url| url.scheme());
    scheme.is_some_and(|scheme| scheme.as_str().eq_ignore_ascii_case("http"))
}

/// The host of a base URL, without its port and the brackets of an IPv6 address, and the path.
pub(crate) fn host_and_path(base_url: &str) -> (String, String) {
    let Ok(url) = UriRef::parse(base_url) else { return Default::default() };
    let host = url.authority().map(|authority| authority.host().trim_matches(['[', ']']).to_owned());
    (host.unwrap_or_default(), url.path().as_str().to_owned())
}

/// The environment variable that refuses every host but this machine. Tests set it: HTTP mocks do not see the requests
/// of the native transport, so a test that believes itself mocked could reach a provider.
pub(crate) const ONLY_LOOPBACK: &str = "PAYONCE_ONLY_LOOPBACK";

/// What a binding reports of a variable that the platform does not let it read. The switch then counts as set: a test
/// that believes itself guarded must not reach a provider.
const UNREADABLE: &str = "unreadable";

/// Refuses a base URL of another machine where [`ONLY_LOOPBACK`] is set to anything but `0` or `false`.
pub(crate) fn refuse_other_machines(
    base_url: &str,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<(), InvalidField> {
    let value = environment(ONLY_LOOPBACK).unwrap_or_default();
    let is_set = !matches!(value.trim(), "" | "0" | "false");
    let url = UriRef::parse(base_url).ok();
    let host = url.as_ref().and_then(|url| url.authority()).map(|authority| authority.host_parsed());
    if !is_set || host.is_some_and(|host| is_this_machine(&host)) {
        return Ok(());
    }
    let why = if value == UNREADABLE {
        "cannot be read: allow it, in Deno with --allow-env=PAYONCE_ONLY_LOOPBACK, or"
    } else {
        "is set:"
    };
    let problem = format!(
        "{base_url} is another machine, and {ONLY_LOOPBACK} {why} use the simulator or a server on 127.0.0.1"
    );
    Err(InvalidField::new("base_url", problem))
}

fn is_this_machine(host: &Host<'_>) -> bool {
    match host {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::RegName(name) => name.as_str().eq_ignore_ascii_case("localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{host_and_path, is_plain_http};

    #[test]
    fn the_address_of_a_server_has_no_port() {
        for (url, host, path) in [
            ("https://api.agentwallex.com", "api.agentwallex.com", ""),
            ("http://127.0.0.1:4010/agentwallex/api", "127.0.0.1", "/agentwallex/api"),
            ("http://[::1]:4010", "::1", ""),
        ] {
            assert_eq!(host_and_path(url), (host.to_owned(), path.to_owned()));
            assert_eq!(is_plain_http(url), url.starts_with("http:"));
        }
        assert!(is_plain_http("HTTP://localhost"));
    }
}
