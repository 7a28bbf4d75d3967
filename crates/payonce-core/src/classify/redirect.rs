//! What a response that is a redirect says about the base URL.

use fluent_uri::UriRef;

use crate::model::headers::Headers;
use crate::spec::provider::Provider;

/// Longer than the address of any API; a hostile one must not fill a log.
const LONGEST: usize = 200;

/// The message for a redirect without one of its own; nothing for another status. It shows where the redirect points
/// without query and user name, which may hold secrets.
pub(crate) fn message(provider: Provider, status: u16, headers: &Headers) -> Option<String> {
    if !matches!(status, 300..=303 | 307 | 308) {
        return None;
    }
    let target = headers.get("location").and_then(address);
    let to = target.map_or_else(String::new, |target| format!(" to {target}"));
    Some(format!(
        "{} returned HTTP {status}, a redirect{to}, which is not followed because it would take your key to another \
         address; base_url is probably wrong",
        provider.title()
    ))
}

/// Scheme, host, port and path of a location.
fn address(location: &str) -> Option<String> {
    let url = UriRef::parse(location).ok()?;
    let mut address = String::new();
    if let Some(authority) = url.authority() {
        if let Some(scheme) = url.scheme() {
            address.push_str(scheme.as_str());
            address.push(':');
        }
        address.push_str("//");
        address.push_str(authority.host());
        if let Some(port) = authority.port() {
            address.push(':');
            address.push_str(port.as_str());
        }
    }
    address.push_str(url.path().as_str());
    // A parsed address is ASCII, so that any place is the end of a character.
    address.truncate(LONGEST);
    (!address.is_empty()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_shown_without_possible_secrets() {
        for (location, shown) in [
            ("https://api.example.com/v2/", Some("https://api.example.com/v2/")),
            (
                "https://key:secret@[2001:db8::1]:8443/v2?key=secret#secret",
                Some("https://[2001:db8::1]:8443/v2"),
            ),
            ("//elsewhere.example", Some("//elsewhere.example")),
            ("/v2/transactions?token=secret", Some("/v2/transactions")),
            ("?token=secret", None),
            ("", None),
            ("https://exa mple/\u{1b}[31m", None),
        ] {
            assert_eq!(address(location).as_deref(), shown, "{location}");
        }
        let long = format!("https://example.com/{}", "a".repeat(5000));
        assert_eq!(address(&long).map(|shown| shown.len()), Some(LONGEST));
    }
}
