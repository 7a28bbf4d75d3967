//! The way to a provider over https: which certificates are trusted, and through which proxy.

#[cfg(target_family = "wasm")]
use crate::model::invalid_field::InvalidField;
#[cfg(target_family = "wasm")]
use crate::model::redact::Redactor;
use crate::model::secret::Secret;

/// A file of certificates that are trusted besides those of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaFile {
    /// The environment variable that names the file; without one, the option `ca`.
    pub variable: Option<&'static str>,
    /// Where it is.
    pub path: String,
}

/// The options that matter where a client connects over https.
#[derive(Debug, Clone, Default)]
pub(crate) struct HttpsOptions {
    /// The files of certificates that are trusted besides those of the machine.
    pub(super) ca_files: Vec<CaFile>,
    /// The proxy.
    pub(super) proxy: Option<Secret>,
}

/// Where payonce connects by itself.
#[cfg(not(target_family = "wasm"))]
mod native {
    use fluent_uri::UriRef;
    use percent_encoding::percent_decode_str;

    use super::{CaFile, HttpsOptions};
    use crate::model::invalid_field::InvalidField;
    use crate::model::redact::Redactor;
    use crate::model::secret::Secret;
    use crate::model::url::is_plain_http;

    /// The variables that name certificates to trust besides those of the machine. Each belongs to another ecosystem, and a
    /// corporate network sets the one that its programs read. payonce reads both in every language.
    const EXTRA_CA_VARIABLES: &[&str] = &["NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"];

    impl HttpsOptions {
        /// Checks what the caller and the environment name.
        pub(in crate::client) fn checked(
            ca: Option<String>,
            proxy: Option<&str>,
            base_url: &str,
            environment: &dyn Fn(&str) -> Option<String>,
        ) -> Result<Self, InvalidField> {
            let proxy = proxy.map(checked_proxy).transpose()?;
            if is_plain_http(base_url) && proxy.is_some() {
                let problem =
                    "is for https only, because a proxy could read the key in plain http; leave it out";
                return Err(InvalidField::new("proxy", problem));
            }
            Ok(Self { ca_files: ca_files(ca, environment)?, proxy })
        }
    }

    /// The files that the caller and the environment name.
    fn ca_files(
        ca: Option<String>,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Vec<CaFile>, InvalidField> {
        if ca.as_deref().is_some_and(|path| path.trim().is_empty()) {
            return Err(InvalidField::new(
                "ca",
                "must be the path of a PEM file, such as \"corporate-ca.pem\"",
            ));
        }
        let given = ca.map(|path| CaFile { variable: None, path });
        let named = EXTRA_CA_VARIABLES.iter().filter_map(|variable| {
            let path = environment(variable).filter(|path| !path.is_empty())?;
            Some(CaFile { variable: Some(variable), path })
        });
        Ok(given.into_iter().chain(named).collect())
    }

    /// Accepts the URL of an HTTP proxy.
    fn checked_proxy(proxy: &str) -> Result<Secret, InvalidField> {
        const NOT_A_PROXY: &str = "must be the url of an http proxy, such as http://proxy.example.com:3128";
        let wrong = |problem: &'static str| InvalidField::new("proxy", problem);
        let url = UriRef::parse(proxy).map_err(|_| wrong(NOT_A_PROXY))?;
        let is_http = url
            .scheme()
            .is_some_and(|scheme| matches!(scheme.as_str().to_ascii_lowercase().as_str(), "http" | "https"));
        let has_host = url.authority().is_some_and(|authority| !authority.host().is_empty());
        if !is_http || !has_host {
            return Err(wrong(NOT_A_PROXY));
        }
        if !matches!(url.path().as_str(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must end after the host and the port"));
        }
        Ok(Secret::new(proxy))
    }

    /// Keeps the name and the password for the proxy out of texts.
    pub(in crate::client) fn keep_out(redactor: &mut Redactor, proxy: &str) {
        let Ok(url) = UriRef::parse(proxy) else {
            // A malformed URL may hold a password anywhere.
            redactor.add(proxy);
            return;
        };
        let Some(user) = url.authority().and_then(|authority| authority.userinfo()) else { return };
        redactor.add(user.as_str());
        for part in user.as_str().split(':') {
            redactor.add(part);
        }
        let decoded = percent_decode_str(user.as_str()).decode_utf8_lossy();
        decoded.split(':').for_each(|part| redactor.add(part));
    }
}
#[cfg(not(target_family = "wasm"))]
pub(super) use native::keep_out;

/// Where the runtime's `fetch` connects: it decides about certificates and proxies by itself, and a client that ignored
/// these options would connect in a way that its caller excluded.
#[cfg(target_family = "wasm")]
impl HttpsOptions {
    pub(super) fn checked(
        ca: Option<String>,
        proxy: Option<&str>,
        _base_url: &str,
        _environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, InvalidField> {
        let problem = "has no effect on fetch; leave it out and configure the runtime, in Node with NODE_EXTRA_CA_CERTS or \
                       NODE_USE_ENV_PROXY=1";
        match (ca, proxy) {
            (None, None) => Ok(Self::default()),
            (Some(_), _) => Err(InvalidField::new("ca", problem)),
            (None, Some(_)) => Err(InvalidField::new("proxy", problem)),
        }
    }
}

/// Keeps the proxy out of texts, with the password in it.
#[cfg(target_family = "wasm")]
pub(super) fn keep_out(redactor: &mut Redactor, proxy: &str) {
    redactor.add(proxy);
}

#[cfg(test)]
mod tests {
    use crate::client::{Client, ClientConfig};
    use crate::error::Error;
    use crate::spec::provider::Provider;

    fn opened(ca: Option<&str>, proxy: Option<&str>, base_url: Option<&str>) -> Result<Client, Error> {
        let config = ClientConfig {
            own: vec![("api_key".to_owned(), "awx_test_0123456789abcdef".to_owned())],
            base_url: base_url.map(ToOwned::to_owned),
            ca: ca.map(ToOwned::to_owned),
            proxy: proxy.map(ToOwned::to_owned),
            ..ClientConfig::default()
        };
        let environment = |name: &str| (name == "REQUESTS_CA_BUNDLE").then(|| "bundle.pem".to_owned());
        Client::new(Provider::AGENTWALLEX, config, &environment)
    }

    #[test]
    fn certificates_of_the_option_and_of_the_environment_are_trusted() {
        let client = opened(Some("corporate.pem"), None, None).unwrap();
        let files = client.ca_files().iter().map(|file| (file.variable, file.path.as_str()));
        let expected = [(None, "corporate.pem"), (Some("REQUESTS_CA_BUNDLE"), "bundle.pem")];
        assert_eq!(files.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_proxy_is_an_http_url_without_a_path() {
        for proxy in ["http://proxy:3128", "https://proxy:3128/", "HTTP://user:pass@10.0.0.1:8080"] {
            assert!(opened(None, Some(proxy), None).is_ok(), "{proxy}");
        }
        for proxy in
            ["", "proxy:3128", "socks5://proxy:1080", "http://", "http://proxy/path", "http://p?q", "a b"]
        {
            let refused = opened(None, Some(proxy), None).unwrap_err();
            assert_eq!(refused.payload().details["field"], "proxy", "{proxy}");
        }
        let refused = opened(Some(" "), None, None).unwrap_err();
        assert_eq!(refused.payload().details["field"], "ca");
    }

    #[test]
    fn plain_http_takes_no_proxy() {
        let refused = opened(None, Some("http://proxy:3128"), Some("http://127.0.0.1:4010")).unwrap_err();
        assert_eq!(refused.payload().details["field"], "proxy");
        assert!(refused.payload().message.contains("https only"), "{refused}");
    }

    #[test]
    fn no_text_shows_the_password_of_the_proxy() {
        let client = opened(None, Some("http://planted-user:planted%2Dpassword@proxy:3128"), None).unwrap();
        let text = "no connection through planted-user:planted%2Dpassword, planted-password";
        let shown = client.redactor().text(text);
        assert!(!shown.contains("planted"), "{shown}");
        assert!(!format!("{client:?}").contains("planted"));
    }
}
