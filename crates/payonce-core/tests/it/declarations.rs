//! The declarations hold together: names, places, types and classes of clients.

use std::collections::BTreeSet;
use std::time::Duration;

use payonce_core::spec::operation::{Operation, Paging};
use payonce_core::spec::param::Place;
use payonce_core::spec::types::{Field, FieldType, Model};
use payonce_core::{
    Call, CallOptions, CaseStyle, Client, Error, Input, Now, Provider, Response, Safety, Step, ffi,
};
use serde_json::{Map, Value, json};

fn operations() -> impl Iterator<Item = &'static Operation> {
    Provider::BUILT_IN.iter().flat_map(|provider| provider.spec().operations)
}

fn models_in(ty: &FieldType) -> Vec<&'static Model> {
    match ty {
        FieldType::List(item) | FieldType::Map(item) => models_in(item),
        FieldType::Model(model) => vec![model],
        _ => Vec::new(),
    }
}

#[test]
fn names_are_unique_and_in_snake_case() {
    for &provider in Provider::BUILT_IN {
        let profile = provider.spec();
        let names: BTreeSet<&str> = profile.operations.iter().map(|operation| operation.name).collect();
        assert_eq!(names.len(), profile.operations.len(), "{provider} declares an operation twice");
        let models: BTreeSet<&str> = profile.models.iter().map(|model| model.name).collect();
        assert_eq!(models.len(), profile.models.len(), "{provider} declares an object twice");
    }
    for operation in operations() {
        let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(
            operation.name.split('.').all(|part| !part.is_empty() && part.chars().all(snake)),
            "{}",
            operation.name
        );
        let mut taken = BTreeSet::new();
        for param in operation.params {
            assert!(param.name.chars().all(snake), "{}: {}", operation.name, param.name);
            for name in std::iter::once(&param.name).chain(param.aliases) {
                assert!(taken.insert(*name), "{}: {name} names two arguments", operation.name);
            }
        }
    }
}

#[test]
fn every_argument_is_in_the_path_the_query_or_the_body() {
    for operation in operations() {
        let name = operation.name;
        let in_path: BTreeSet<String> = operation
            .path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(argument, _)| argument.to_owned())
            .collect();
        let declared: BTreeSet<String> = operation
            .params
            .iter()
            .filter(|param| param.place == Place::Path)
            .map(|param| param.name.to_owned())
            .collect();
        assert_eq!(in_path, declared, "{name}: the path and its arguments differ");
        let whole = operation.params.iter().filter(|param| param.place == Place::WholeBody).count();
        let members = operation.params.iter().filter(|param| param.place == Place::Body).count();
        assert!(whole <= 1 && (whole == 0 || members == 0), "{name}: the body is given twice");
        for group in operation.exactly_one {
            assert!(
                group.iter().all(|one| operation.param(one).is_some_and(|param| !param.required)),
                "{name}"
            );
        }
        if let Some(lookup) = operation.lookup {
            assert!(
                operation.param(lookup.param).is_some() && operation.param(lookup.by).is_some(),
                "{name}"
            );
            let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            assert!(
                lookup.pointer.split('/').skip(1).all(plain),
                "{name}: the pointer has more than plain names"
            );
            let other = operations().find(|other| other.name == lookup.operation);
            assert!(other.is_some_and(|other| other.param(lookup.takes).is_some()), "{name}");
        }
    }
}

#[test]
fn every_object_is_listed_and_every_page_leads_to_the_next() {
    for &provider in Provider::BUILT_IN {
        let profile = provider.spec();
        let listed = |model: &Model| profile.models.iter().any(|known| known.name == model.name);
        for model in profile.models {
            assert!(!model.fields.is_empty(), "{provider}: {} has no fields", model.name);
            let names: BTreeSet<&str> = model.fields.iter().map(|field| field.name).collect();
            assert_eq!(names.len(), model.fields.len(), "{provider}: {} has a field twice", model.name);
            for model in model.fields.iter().flat_map(|field| models_in(&field.ty)) {
                assert!(listed(model), "{provider}: {} is not among the models", model.name);
            }
            if let Some((read, argument, id)) = model.state.and_then(|state| state.read) {
                let read = provider.operation(read);
                assert!(
                    read.is_some_and(|read| read.param(argument).is_some()),
                    "{provider}: {}",
                    model.name
                );
                assert!(names.contains(id), "{provider}: {}", model.name);
            }
        }
        for operation in profile.operations {
            let used = operation.params.iter().flat_map(|param| models_in(&param.ty));
            for model in used.chain(models_in(&operation.returns)) {
                assert!(listed(model), "{}: {} is not among the models", operation.name, model.name);
            }
            if let Some(paging) = operation.paging {
                assert_pages(operation, paging);
            }
        }
    }
}

fn assert_pages(operation: &Operation, paging: Paging) {
    let FieldType::Model(page) = operation.returns else { panic!("{} returns no page", operation.name) };
    let field = |name: &str| page.fields.iter().find(|field| field.name == name);
    let (arguments, items, says_more) = match paging {
        Paging::Numbered { page, size, items } => (vec![page, size], items, "has_more"),
        Paging::Cursor { cursor, next, items } => (vec![cursor], items, next.unwrap_or(cursor)),
        Paging::After { argument, items, .. } => (vec![argument], items, "has_more"),
    };
    assert!(arguments.iter().all(|name| operation.param(name).is_some()), "{}", operation.name);
    let is_list = |field: &Field| matches!(field.ty, FieldType::List(FieldType::Model(_)));
    assert!(field(items).is_some_and(is_list), "{}", operation.name);
    assert!(
        field(says_more).is_some(),
        "{}: {} does not tell whether another one follows",
        operation.name,
        page.name
    );
}

#[test]
fn a_keyed_request_carries_its_key() {
    for operation in operations() {
        match operation.safety() {
            Safety::Keyed => {
                let own = operation.key().is_some_and(|key| operation.param(key).is_some());
                // Or every item has a key of its own, which it cannot do without.
                let of_items = operation.params.iter().flat_map(|param| models_in(&param.ty)).any(|model| {
                    model.fields.iter().any(|field| field.always && field.name == "provider_response_id")
                });
                assert!(own || of_items, "{} is keyed by nothing", operation.name);
            }
            Safety::Reconcilable => {
                assert!(operation.key().is_some(), "{} cannot be found again", operation.name);
            }
            Safety::Read => assert_eq!(
                operation.method.as_str() == "GET",
                operation.name != "validate_api_key",
                "{}",
                operation.name
            ),
            Safety::Idempotent | Safety::Unkeyed => {
                assert_ne!(operation.method.as_str(), "GET", "{}", operation.name);
            }
        }
    }
}

#[test]
fn every_operation_is_a_method_of_a_class_of_clients() {
    for spec in Provider::BUILT_IN.iter().map(|provider| provider.spec()) {
        for operation in spec.operations {
            let is_somewhere = spec.clients.iter().any(|class| spec.method(class, operation).is_some());
            assert!(is_somewhere, "{} is nowhere", operation.name);
        }
        for class in spec.clients {
            let methods: Vec<&str> =
                spec.operations.iter().filter_map(|operation| spec.method(class, operation)).collect();
            let unique: BTreeSet<&str> = methods.iter().copied().collect();
            assert_eq!(unique.len(), methods.len(), "{} has a method twice", class.name);
        }
    }
    let profile = Provider::AGENTTECH.spec();
    let of = |class: &str| -> BTreeSet<&str> {
        let class = profile.client_class(class).unwrap();
        profile.operations.iter().filter_map(|operation| profile.method(class, operation)).collect()
    };
    let (with_keys, without) = (of("PayClient"), of("AsyncPublicPayClient"));
    assert!(
        with_keys.contains("execute_intent") && !with_keys.iter().any(|name| name.starts_with("public."))
    );
    assert!(
        without.contains("create_intent")
            && without.contains("submit_proof")
            && without.contains("get_swap_quote")
    );
    assert!(!without.contains("execute_intent") && !without.contains("list_intents"));
}

fn client(provider: Provider, options: &Value, environment: &[(&str, &str)]) -> Result<Client, Error> {
    let variable = |name: &str| {
        environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    ffi::client_from(provider, options.as_object().unwrap(), CaseStyle::Snake, &variable)
}

fn sentinel(error: &Error) -> Option<&str> {
    error.payload().details.get("sentinel").and_then(Value::as_str)
}

#[test]
fn a_client_class_without_keys_reads_no_key() {
    let keys = [("AGENTTECH_API_KEY", "at_key_0001"), ("AGENTTECH_SECRET_KEY", "at_secret_0001")];
    let submits = |client: &Client| {
        let operation = Provider::AGENTTECH.operation("submit_proof").unwrap();
        let arguments = json!({"intent_id": "int_1", "settle_proof": "0xproof"});
        Call::new(client, operation, arguments.as_object().unwrap(), CallOptions::default(), [7; 16])
            .map(|_| ())
    };
    let with_keys = client(Provider::AGENTTECH, &json!({"client_class": "PayClient"}), &keys).unwrap();
    assert_eq!(sentinel(&submits(&with_keys).unwrap_err()), Some("ErrSubmitProofNotAllowed"));
    for class in ["PublicPayClient", "AsyncPublicPayClient"] {
        let without = client(Provider::AGENTTECH, &json!({"client_class": class}), &keys).unwrap();
        assert!(without.fingerprints().is_empty());
        submits(&without).unwrap();
        let refused =
            client(Provider::AGENTTECH, &json!({"client_class": class, "api_key": "at_key_0001"}), &[]);
        assert_eq!(refused.unwrap_err().payload().details["field"], "api_key");
    }
}

#[test]
fn a_client_class_that_requires_its_keys_never_becomes_the_public_one() {
    let keys = json!({"api_key": "at_key_0001", "secret_key": "at_secret_0001"});
    for class in ["PayClient", "AsyncPayClient"] {
        for (given, missing) in
            [(&[][..], "api_key"), (&["api_key"], "secret_key"), (&["secret_key"], "api_key")]
        {
            let mut options = json!({"client_class": class});
            for name in given {
                options[*name] = keys[*name].clone();
            }
            let refused = client(Provider::AGENTTECH, &options, &[]).unwrap_err();
            assert_eq!(refused.payload().details["field"], missing, "{given:?}");
            assert_eq!(sentinel(&refused), Some("ErrMissingAuth"));
            let message = &refused.payload().message;
            let variable = format!("AGENTTECH_{}", missing.to_uppercase());
            assert!(
                message.contains(&variable) && message.contains("public client needs no keys"),
                "{message}"
            );
        }
    }
    // A program that calls operations by their names has the class that fits its keys.
    let untyped = client(Provider::AGENTTECH, &json!({}), &[]).unwrap();
    let operation = Provider::AGENTTECH.operation("get_me").unwrap();
    let refused =
        Call::new(&untyped, operation, &Map::new(), CallOptions::default(), [7; 16]).map(|_| ()).unwrap_err();
    assert_eq!(sentinel(&refused), Some("ErrMissingAuth"));
}

#[test]
fn sentinels_of_client_options() {
    let refused = client(Provider::AGENTTECH, &json!({"base_url": ""}), &[]).unwrap_err();
    assert_eq!(sentinel(&refused), Some("ErrEmptyBaseURL"));
    assert_eq!(refused.payload().class, "PayValidationError");
    let refused = ffi::object(Provider::AGENTTECH, "arguments", "null").unwrap_err();
    assert_eq!(sentinel(&refused), Some("ErrNilParams"));
}

#[test]
fn the_envelope_of_a_response_is_kept() {
    let client = client(Provider::AGENTICPENCIL, &json!({"api_key": "ap_0123456789"}), &[]).unwrap();
    let operation = Provider::AGENTICPENCIL.operation("keywords.research").unwrap();
    let arguments = json!({"domain": "example.com"});
    let mut call =
        Call::new(&client, operation, arguments.as_object().unwrap(), CallOptions::default(), [7; 16])
            .unwrap();
    let now = Now { monotonic: Duration::from_secs(1), unix_ms: 0 };
    assert!(matches!(call.step(now, Input::Start), Step::Send(_)));
    let meta = json!({"credits_used": 5, "credits_remaining": 995, "request_id": "req_1"});
    let body = json!({"success": true, "data": {"domain": "example.com"}, "meta": meta});
    let response = Response { status: 200, body: body.to_string().into_bytes(), ..Response::default() };
    let Step::Done(Ok(success)) = call.step(now, Input::Response(response)) else { panic!("no success") };
    assert_eq!(success.value, json!({"domain": "example.com"}));
    assert_eq!(Value::Object(success.envelope.clone()), json!({"success": true, "meta": meta}));
    assert_eq!(success.request_id.as_deref(), Some("req_1"));
    let envelope: Value = serde_json::from_str(&ffi::envelope(&Ok(success), CaseStyle::Snake)).unwrap();
    assert_eq!(envelope["call_info"]["envelope"]["meta"]["credits_remaining"], 995);
}

#[test]
fn header_fields_are_read_from_the_environment_like_in_the_vendors_sdk() {
    let sent = |options: &Value, variable: &str| {
        let client = client(Provider::PAYI, options, &[("PAYI_CUSTOM_HEADERS", variable)])?;
        let operation = Provider::PAYI.operation("limits.list").unwrap();
        let mut call = Call::new(&client, operation, &Map::new(), CallOptions::default(), [7; 16])?;
        let now = Now { monotonic: Duration::from_secs(1), unix_ms: 0 };
        let Step::Send(attempt) = call.step(now, Input::Start) else { panic!("nothing was sent") };
        let own =
            attempt.headers.into_iter().filter(|(name, _)| name.to_ascii_lowercase().starts_with("x-t"));
        Ok::<Vec<(String, String)>, Error>(own.collect())
    };
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let key = json!({"api_key": "key_0123456789"});
    let variable = "X-Team: a: b \r\nno header\n\nX-Trace:1\nX-Trace: 2";
    assert_eq!(sent(&key, variable).unwrap(), [header("X-Team", "a: b"), header("X-Trace", "2")]);
    let own = json!({"api_key": "key_0123456789", "default_headers": {"x-trace": "3"}});
    assert_eq!(sent(&own, variable).unwrap(), [header("X-Team", "a: b"), header("x-trace", "3")]);
    for (variable, field) in [
        ("Host: example.com", "PAYI_CUSTOM_HEADERS.Host"),
        ("x y: 1", "PAYI_CUSTOM_HEADERS.x y"),
        ("x-y: \u{7}", "PAYI_CUSTOM_HEADERS.x-y"),
    ] {
        assert_eq!(sent(&key, variable).unwrap_err().payload().details["field"], field);
    }
}

#[test]
fn options_are_accepted_under_the_names_of_the_vendors_sdk() {
    let grouped = json!({"auth": {"apiKey": "at_key_0001", "secretKey": "at_secret_0001"}});
    assert_eq!(client(Provider::AGENTTECH, &grouped, &[]).unwrap().fingerprints().len(), 2);
    let moved = json!({"service_token": "st_0123456789", "api_url": "https://pay.example.com"});
    assert_eq!(client(Provider::AGENTPAY, &moved, &[]).unwrap().base_url(), "https://pay.example.com");
    let environment = [("AGENTTECH_API_KEY", "at_key_0001"), ("AGENTTECH_SECRET_KEY", "at_secret_0001")];
    for left_out in [json!({"auth": null}), json!({"auth": {}}), json!({"auth": {"api_key": null}})] {
        assert_eq!(client(Provider::AGENTTECH, &left_out, &environment).unwrap().fingerprints().len(), 2);
    }
}

#[test]
fn an_invalid_value_is_reported_under_the_vendors_name() {
    let token = "st_0123456789";
    for (provider, options, snake, camel) in [
        (
            Provider::AGENTTECH,
            json!({"auth": {"apiKey": "", "secretKey": "at_secret_0001"}}),
            "auth.api_key",
            "auth.apiKey",
        ),
        (Provider::AGENTTECH, json!({"auth": {"apiKey": "at_key_0001"}}), "secret_key", "secretKey"),
        (Provider::AGENTTECH, json!({"auth": "at_key_0001"}), "auth", "auth"),
        (Provider::AGENTTECH, json!({"auth": {"token_x": "at_key_0001"}}), "auth.token_x", "auth.token_x"),
        (
            Provider::AGENTTECH,
            json!({"auth": {"apiKey": "at_key_0001"}, "apiKey": "at_key_0002"}),
            "auth.api_key",
            "auth.apiKey",
        ),
        (
            Provider::AGENTTECH,
            json!({"client_class": "PublicPayClient", "auth": {"apiKey": "at_key_0001"}}),
            "auth",
            "auth",
        ),
        (
            Provider::AGENTPAY,
            json!({"service_token": token, "api_url": "http://example.com"}),
            "api_url",
            "apiUrl",
        ),
        (
            Provider::AGENTPAY,
            json!({"service_token": token, "api_url": "https://a.example.com", "base_url": "https://b.example.com"}),
            "api_url",
            "apiUrl",
        ),
        (
            Provider::PAYI,
            json!({"api_key": "key_0123456789", "api_url": "https://a.example.com"}),
            "api_url",
            "api_url",
        ),
    ] {
        for (style, field) in [(CaseStyle::Snake, snake), (CaseStyle::Camel, camel)] {
            let refused =
                ffi::client_from(provider, options.as_object().unwrap(), style, &|_| None).unwrap_err();
            assert_eq!(ffi::payload(&refused, style)["details"]["field"], field, "{options}");
            assert!(!refused.message().contains("at_key"), "{refused}");
        }
    }
    let empty = json!({"auth": {"apiKey": "", "secretKey": "at_secret_0001"}});
    let refused = client(Provider::AGENTTECH, &empty, &[]).unwrap_err();
    assert_eq!(sentinel(&refused), Some("ErrMissingAuth"));
}

/// A result in TypeScript is a plain object, and its shape lists the fields that it must not print.
#[test]
fn secret_fields_are_where_every_language_hides_them() {
    fn deeper(model: &Model) -> impl Iterator<Item = (&'static str, &'static Model)> {
        model
            .fields
            .iter()
            .flat_map(|field| models_in(&field.ty).into_iter().map(|model| (field.name, model)))
    }
    let has_secret = |model: &Model| model.fields.iter().any(|field| field.ty == FieldType::Secret);
    for operation in operations() {
        for answered in models_in(&operation.returns) {
            let direct = matches!(operation.returns, FieldType::Model(_));
            assert!(direct || !has_secret(answered), "{}", operation.name);
            for (name, inner) in deeper(answered) {
                let item = answered.fields.iter().any(|field| {
                    field.name == name
                        && matches!(field.ty, FieldType::List(FieldType::Model(_)))
                        && !has_secret(answered)
                });
                assert!(item || !has_secret(inner), "{}: {name}", operation.name);
                for (name, innermost) in deeper(inner) {
                    assert!(!has_secret(innermost), "{}: {name}", operation.name);
                }
            }
        }
    }
}
