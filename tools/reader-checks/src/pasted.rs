//! Texts that a person pastes: logs, tracebacks, the output of curl.

use payonce_core::Provider;
use payonce_core::classify::classify;
use payonce_core::explain::{Form, PLAYGROUND, page};

/// A text, for a known provider and for an unknown one: what is found in it is explained, and its link is a URL that holds the same
/// after it is scrubbed again.
pub(crate) fn pasted(bytes: &[u8]) {
    let _ = classify;
    for provider in [None, Some(Provider::AGENTWALLEX), Some(Provider::PAYI)] {
        let Ok((form, providers)) = Form::of_pasted(bytes, provider, None) else { continue };
        assert_ne!(providers.len(), 1, "one provider is not a choice");
        if let Some(link) = form.link() {
            assert!(link.starts_with(PLAYGROUND));
            assert!(link.chars().all(|c| c.is_ascii_graphic()), "{link}");
        }
        let clean = form.scrubbed();
        assert_eq!(clean.scrubbed(), clean);
        let members = form.to_value();
        let again = Form::read(members.as_object().expect("an object"));
        assert_eq!(again.as_ref(), Ok(&form));
        let Ok(known) = form.provider.parse::<Provider>() else { continue };
        let Ok(context) = form.context(known, 1_700_000_000_000) else { continue };
        if let Ok(Some(error)) = form.classify(&context) {
            let _ = page::of_error(&context, error.payload());
        }
    }
}
