//! What a client takes from the environment, and which word goes before which.

use payonce_core::{CaseStyle, Client, Kind, Provider, ffi};
use serde_json::{Map, Value, json};

fn keys() -> Value {
    json!({"api_key": "key_0123456789abcdef", "secret_key": "secret_0123456789abcdef", "service_token": "token_0123456789"})
}

/// The options that a provider needs, and more.
fn options(provider: Provider, more: &Value) -> Map<String, Value> {
    let mut options = keys().as_object().unwrap().clone();
    options.retain(|name, _| provider.spec().options.iter().any(|option| option.name == name));
    options.extend(more.as_object().unwrap().clone());
    options
}

fn open(
    provider: Provider,
    more: &Value,
    style: CaseStyle,
    variable: &str,
    value: &str,
) -> Result<Client, payonce_core::Error> {
    let environment = |name: &str| (name == variable).then(|| value.to_owned());
    ffi::client_from(provider, &options(provider, more), style, &environment)
}

#[test]
fn every_provider_reads_its_base_url_from_a_variable_of_its_own_name() {
    for &provider in Provider::BUILT_IN {
        let variable = format!("{}_BASE_URL", provider.as_str().to_ascii_uppercase());
        assert!(provider.spec().environment().any(|name| name == variable), "{provider}");
        let url = "http://127.0.0.1:4010/base/";
        let client = open(provider, &json!({}), CaseStyle::Snake, &variable, url).unwrap();
        assert_eq!(client.base_url(), "http://127.0.0.1:4010/base", "{provider}");
        // An option goes before it, and what is empty is not set.
        let given = json!({"base_url": "https://given.example"});
        let client = open(provider, &given, CaseStyle::Snake, &variable, url).unwrap();
        assert_eq!(client.base_url(), "https://given.example", "{provider}");
        let given = json!({"baseUrl": "https://given.example"});
        let client = open(provider, &given, CaseStyle::Camel, &variable, "not a url").unwrap();
        assert_eq!(client.base_url(), "https://given.example", "{provider}");
        let own = open(provider, &json!({}), CaseStyle::Snake, &variable, "").unwrap();
        let without = open(provider, &json!({}), CaseStyle::Snake, "NOTHING", "").unwrap();
        assert_eq!(own.base_url(), without.base_url(), "{provider}");
    }
}

#[test]
fn an_invalid_variable_is_refused_by_its_name() {
    for &provider in Provider::BUILT_IN {
        let variable = format!("{}_BASE_URL", provider.as_str().to_ascii_uppercase());
        for (url, style) in [
            ("http://api.example.com", CaseStyle::Snake),
            ("sandbox", CaseStyle::Camel),
            (" ", CaseStyle::Snake),
            ("https://user:password@api.example.com", CaseStyle::Camel),
        ] {
            let error = open(provider, &json!({}), style, &variable, url).unwrap_err();
            assert_eq!(error.kind(), Kind::InvalidArgument, "{provider} {url}");
            assert_eq!(error.payload().details.get("field"), Some(&json!(variable)), "{provider} {url}");
            assert!(error.message().starts_with(&variable), "{error}");
            assert!(!error.message().contains("password@"), "{error}");
        }
    }
}

#[test]
fn a_variable_overrides_the_named_environment() {
    let production = json!({"environment": "production"});
    let url = "http://127.0.0.1:4010";
    let client =
        open(Provider::AGENTWALLEX, &production, CaseStyle::Snake, "AGENTWALLEX_BASE_URL", url).unwrap();
    assert_eq!(client.base_url(), url, "who set it means the simulator, and must not pay");
}

#[test]
fn raise_on_failure_is_an_option_where_refusals_are_results() {
    for &provider in Provider::BUILT_IN {
        let takes = |value: &Value| {
            open(provider, &json!({"raise_on_failure": value}), CaseStyle::Snake, "", "").map(|_| ())
        };
        let field = |error: payonce_core::Error| error.payload().details.get("field").cloned();
        if provider == Provider::AGENTPAY {
            for value in [json!(true), json!(false), json!(null)] {
                assert!(takes(&value).is_ok(), "{value}");
            }
        } else {
            assert_eq!(
                field(takes(&json!(true)).unwrap_err()),
                Some(json!("raise_on_failure")),
                "{provider}"
            );
        }
        for value in [json!("yes"), json!(1)] {
            assert_eq!(field(takes(&value).unwrap_err()), Some(json!("raise_on_failure")), "{provider}");
        }
    }
}
