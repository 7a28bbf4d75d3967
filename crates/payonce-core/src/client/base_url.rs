//! Where a key may be sent.

use fluent_uri::UriRef;
use fluent_uri::component::Host;

use crate::invalid::InvalidField;

/// Only https, or http to this very machine, carries a key.
pub(crate) fn checked_base_url(base_url: &str) -> Result<String, InvalidField> {
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
    let loopback = match authority.host_parsed() {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::RegName(name) => name.as_str().eq_ignore_ascii_case("localhost"),
        _ => false,
    };
    let is = |name: &str| url.scheme().is_some_and(|scheme| scheme.as_str().eq_ignore_ascii_case(name));
    if !(is("https") || (loopback && is("http"))) {
        return Err(wrong("must be https; plain http is only taken for this machine (127.0.0.1, localhost)"));
    }
    Ok(base_url.trim_end_matches('/').to_owned())
}
