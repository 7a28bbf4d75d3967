//! Header fields of a caller, for one call or for every request of a client.

use crate::model::invalid_field::InvalidField;
use crate::spec::provider::ProviderSpec;

/// Refuses line breaks that would smuggle in another field, and the fields that the transport sets.
pub(crate) fn check_headers(option: &str, headers: &[(String, String)]) -> Result<(), InvalidField> {
    headers.iter().try_for_each(|(name, value)| {
        check_header(name, value).map_err(|problem| InvalidField::member(option, name, problem))
    })
}

fn check_header(name: &str, value: &str) -> Result<(), &'static str> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        return Err("is not a valid header name");
    }
    if ["host", "content-length", "transfer-encoding", "connection"]
        .contains(&name.to_ascii_lowercase().as_str())
    {
        return Err("is set by the transport; leave it out");
    }
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err("must not contain line breaks or other control characters");
    }
    Ok(())
}

/// The header fields of every request. Those of the environment come first, so that the caller's own replace them.
pub(crate) fn default_headers(
    profile: &ProviderSpec,
    given: Vec<(String, String)>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<(String, String)>, InvalidField> {
    let mut headers = Vec::new();
    for variable in profile.headers_env {
        // As the vendor's own SDK reads it: a line of another form is none.
        for line in environment(variable).unwrap_or_default().split('\n') {
            let Some((name, value)) = line.split_once(':') else { continue };
            let (name, value) = (name.trim(), value.trim());
            check_header(name, value)
                .map_err(|problem| InvalidField::here(problem).within_own(name).within_own(variable))?;
            headers.push((name.to_owned(), value.to_owned()));
        }
    }
    check_headers("default_headers", &given)?;
    headers.extend(given);
    Ok(headers)
}
