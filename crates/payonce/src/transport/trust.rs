//! Which certificates a client trusts.

use std::sync::{Arc, OnceLock};

use payonce_core::CaFile;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::setup::SetupProblem;

/// The variables that replace the certificates of a machine, as in OpenSSL.
const SYSTEM_STORE_VARIABLES: &[&str] = &["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// The TLS settings that trust this machine's certificates and those in the files.
pub(super) fn tls(files: &[CaFile]) -> Result<ClientConfig, SetupProblem> {
    // Reading the machine's certificates takes longer than everything else in a client, and they are the same for every
    // client. The files of a caller can change.
    static TLS: OnceLock<ClientConfig> = OnceLock::new();
    if files.is_empty()
        && let Some(tls) = TLS.get()
    {
        return Ok(tls.clone());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let replaced = SYSTEM_STORE_VARIABLES.iter().copied().find(|name| std::env::var_os(name).is_some());
    let verifier = verifier(files, Verifier::new(Arc::clone(&provider)), replaced, &provider)?;
    let tls = with_provider(provider)?.dangerous().with_custom_certificate_verifier(verifier);
    let mut tls = tls.with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    if files.is_empty() {
        return Ok(TLS.get_or_init(|| tls).clone());
    }
    Ok(tls)
}

/// The TLS settings of a client for plain http: without certificates, which such a machine may not have.
pub(super) fn no_roots() -> Result<ClientConfig, SetupProblem> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(with_provider(provider)?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// Verifies with the machine's certificates, if it has any, and those in the files. `replaced` is the variable that names other
/// certificates instead of the machine's.
fn verifier(
    files: &[CaFile],
    machine: Result<Verifier, rustls::Error>,
    replaced: Option<&str>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, SetupProblem> {
    let mut more = Vec::new();
    for file in files {
        more.extend(certificates_in(file)?);
    }
    let unusable = |error: &dyn std::fmt::Display| {
        SetupProblem::of_certificates(format!(
            "the certificates to trust cannot be used ({error}); check the files that the option and the environment name"
        ))
    };
    // With files of its own, the library would accept that the machine's certificates are missing.
    match machine {
        Ok(machine) if more.is_empty() => Ok(Arc::new(machine)),
        Ok(_) => {
            let both = Verifier::new_with_extra_roots(more, Arc::clone(provider));
            both.map(|both| Arc::new(both) as Arc<dyn ServerCertVerifier>).map_err(|error| unusable(&error))
        }
        Err(error) => {
            if let Some(variable) = replaced {
                // The caller has chosen what to trust: nothing else may take its place.
                return Err(SetupProblem::of_certificates(format!(
                    "no certificates could be read from what {variable} names ({error}); correct the variable or remove it"
                )));
            }
            // A slim image has no certificates.
            let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
            for certificate in more {
                roots.add(certificate).map_err(|error| unusable(&error))?;
            }
            let built =
                WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build();
            built.map(|built| built as Arc<dyn ServerCertVerifier>).map_err(|error| unusable(&error))
        }
    }
}

/// The certificates in a PEM file.
fn certificates_in(file: &CaFile) -> Result<Vec<CertificateDer<'static>>, SetupProblem> {
    let what = match file.variable {
        Some(variable) => format!("the file {} that {variable} names", file.path),
        None => format!("the file {}", file.path),
    };
    let refused = |error: &dyn std::fmt::Display| {
        SetupProblem::of_certificates(format!(
            "{what} could not be read ({error}); it must be a file of certificates in PEM"
        ))
    };
    let read = std::fs::read(&file.path).map_err(|error| refused(&error))?;
    let found = CertificateDer::pem_slice_iter(&read).collect::<Result<Vec<_>, _>>();
    let found = found.map_err(|error| refused(&error))?;
    if found.is_empty() {
        return Err(refused(&"it has no certificate"));
    }
    // A certificate that cannot be an anchor would end every handshake later, without its file's name.
    for certificate in &found {
        RootCertStore::empty().add(certificate.clone()).map_err(|error| refused(&error))?;
    }
    Ok(found)
}

/// rustls with its own provider. The process-wide default belongs to the application: it can be installed only once, and
/// an application that installs it after payonce would fail.
fn with_provider(
    provider: Arc<CryptoProvider>,
) -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, SetupProblem> {
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupProblem::of_transport(format!("TLS could not be set up: {error}")))
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
    use rustls::pki_types::{ServerName, UnixTime};

    use super::*;

    fn without_certificates() -> Result<Verifier, rustls::Error> {
        Err(rustls::Error::General("no certificates".to_owned()))
    }

    #[test]
    fn a_machine_without_certificates_trusts_the_public_cas_and_those_of_the_caller() {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let server = params.signed_by(&KeyPair::generate().unwrap(), &ca).unwrap();
        let path = std::env::temp_dir().join(format!("payonce-ca-{}.pem", std::process::id()));
        std::fs::write(&path, ca.pem()).unwrap();
        let file = CaFile { variable: None, path: path.to_string_lossy().into_owned() };
        let name = ServerName::try_from("localhost").unwrap();
        let accepts = |files: &[CaFile]| {
            let verifier = verifier(files, without_certificates(), None, &provider).unwrap();
            verifier.verify_server_cert(server.der(), &[], &name, &[], UnixTime::now()).is_ok()
        };
        assert!(accepts(std::slice::from_ref(&file)));
        assert!(!accepts(&[]));
        std::fs::remove_file(&path).unwrap();
        assert!(webpki_roots::TLS_SERVER_ROOTS.len() > 100);
    }

    #[test]
    fn nothing_replaces_what_a_variable_names() {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let refused = verifier(&[], without_certificates(), Some("SSL_CERT_FILE"), &provider).unwrap_err();
        assert_eq!(refused.option, "ca");
        assert!(refused.problem.contains("SSL_CERT_FILE"), "{}", refused.problem);
    }
}
