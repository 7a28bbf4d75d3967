//! From the members of a checked provider file to a declaration.
//!
//! A declaration lives as long as the process, as those that are built in: errors, operations and calls point into it. The
//! registry keeps one for each content, so that a file that is loaded again and again takes no more memory.

use std::time::Duration;

use serde_json::Value;

use crate::model::json;
use crate::model::user_message::Text;
use crate::model::vocabulary::Evidence;
use crate::provider_file::duration::duration;
use crate::provider_file::file::{BodyWord, ProviderFile, ReadEntry, UnitWord};
use crate::provider_file::operation::{
    KeyWord, KeyedEntry, MethodWord, ObjectEntry, OperationEntry, PagesEntry, ParamEntry, PlaceWord,
    SafetyEntry, StateEntry, TypeEntry, TypeWord,
};
use crate::spec::client::{ClientClass, ClientOption, Plan, RateLimits};
use crate::spec::doc::Doc;
use crate::spec::errors::{
    DeniedSuccess, ErrorCode, ErrorFallback, ErrorTable, MessagePattern, SignalPlace, SignalPlaces,
};
use crate::spec::operation::{
    ConsistentAfter, Encoding, KeyFormat, KeyPromise, ListSearch, Method, Operation, Paging, SafetySpec,
};
use crate::spec::param::{Bounds, Param, Place};
use crate::spec::provider::{
    BaseUrl, Credential, FILE_ERROR_CLASS, ProviderName, ProviderSpec, ReadSignals, any_options,
    class_of_kind, no_sentinel,
};
use crate::spec::types::{Field, FieldType, Model, State};

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn keep_all<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    Box::leak(items.into_iter().collect::<Vec<_>>().into_boxed_slice())
}

fn text(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn texts(items: &[String]) -> &'static [&'static str] {
    keep_all(items.iter().map(|item| text(item)))
}

/// The declaration of a checked file; `base` is the one that it extends.
pub(crate) fn declare(file: &ProviderFile, base: Option<&'static ProviderSpec>) -> ProviderSpec {
    match base {
        Some(base) => ProviderSpec { errors: keep(extended(file, base.errors)), ..*base },
        None => declare_new(file),
    }
}

fn extended(file: &ProviderFile, base: &'static ErrorTable) -> ErrorTable {
    let own = codes(file);
    let spellings = file.spelling.iter().map(|(other, code)| (text(other), text(code)));
    ErrorTable {
        codes: keep_all(base.codes.iter().copied().chain(own)),
        spellings: keep_all(base.spellings.iter().copied().chain(spellings)),
        ..*base
    }
}

fn declare_new(file: &ProviderFile) -> ProviderSpec {
    let id = text(&file.id);
    let models = Models::declare(file);
    let upper = file.id.to_ascii_uppercase();
    let (credentials, options) = keys(file, &upper);
    let by = file.base_url_by.first();
    let limit = file.rate_limit.as_ref();
    let plans = limit.iter().flat_map(|limit| &limit.plans);
    let operations =
        keep_all(file.operation.iter().map(|operation| declare_operation(file, operation, &models)));
    ProviderSpec {
        name: ProviderName {
            id,
            title: text(&file.title),
            class: FILE_ERROR_CLASS,
            doc: Doc::new(text(if file.about.is_empty() { &file.title } else { &file.about })),
        },
        errors: keep(ErrorTable {
            codes: keep_all(codes(file)),
            types: keep_all(file.category.iter().map(|row| ErrorFallback {
                key: text(&row.category),
                kind: row.kind,
                actor: row.actor,
                evidence: row.evidence,
            })),
            statuses: keep_all(file.status.iter().map(|row| ErrorFallback {
                key: row.status,
                kind: row.kind,
                actor: row.actor,
                evidence: row.evidence,
            })),
            patterns: keep_all(file.text.iter().map(|row| MessagePattern {
                contains: text(&row.contains.to_lowercase()),
                status: row.status,
                kind: row.kind,
                actor: row.actor,
                meaning: text(&row.meaning),
                source: Doc::new(text(&row.source)),
            })),
            spellings: keep_all(file.spelling.iter().map(|(other, code)| (text(other), text(code)))),
            source: Doc::default(),
            proof: Doc::default(),
            prefixes: &[],
        }),
        clients: keep_all([ClientClass::new("ProviderClient", "AsyncProviderClient", text(&file.about))]),
        operations,
        models: models_of(&models, operations),
        options,
        aliases: &[],
        timeout_ms: file
            .timeout
            .as_deref()
            .and_then(duration)
            .map_or(30_000, crate::model::clock::whole_milliseconds),
        refusals_are_results: false,
        should_retry_header: file.read.transient.as_deref().map(text),
        rate_limits: RateLimits {
            per_minute: limit.and_then(|limit| limit.per_minute),
            plans: keep_all(plans.map(|(name, plan)| Plan {
                name: text(name),
                per_minute: plan.per_minute,
                concurrent: plan.concurrent,
            })),
            header_is_per_minute: limit.is_some_and(|limit| limit.header_is_per_minute),
        },
        base_url_env: match &file.base_url_env {
            Some(names) => texts(names),
            None => keep_all([text(&format!("{upper}_BASE_URL"))]),
        },
        headers_env: &[],
        base_url: BaseUrl {
            otherwise: text(file.base_url.as_deref().unwrap_or_default().trim_end_matches('/')),
            option: by.map_or("", |(option, _)| text(option)),
            by_choice: keep_all(
                by.into_iter()
                    .flat_map(|(_, urls)| urls)
                    .map(|(choice, url)| (text(choice), text(url.trim_end_matches('/')))),
            ),
        },
        credentials,
        check: any_options,
        sentinel: no_sentinel,
        read: ReadSignals::Declared(keep(places(&file.read))),
        class: class_of_kind,
    }
}

/// The objects of the file, and those that only have a state.
fn models_of(models: &Models, operations: &'static [Operation]) -> &'static [&'static Model] {
    let returned = operations.iter().filter_map(|operation| match operation.returns {
        FieldType::Model(model) if models.get(model.name).is_none() => Some(model),
        _ => None,
    });
    keep_all(models.0.iter().map(|(_, model)| *model).chain(returned))
}

fn codes(file: &ProviderFile) -> impl Iterator<Item = ErrorCode> {
    file.code.iter().map(|row| ErrorCode {
        code: text(&row.code),
        status: row.status,
        kind: row.kind,
        actor: row.actor,
        evidence: row.evidence,
        meaning: text(&row.meaning),
        user: row.user.as_ref().map(|user| {
            let en = text(&user.en);
            Text { en, es: user.es.as_deref().map_or(en, text) }
        }),
        source: Doc::new(text(&row.source)),
    })
}

/// The text before the keys, and the options whose keys follow: `Bearer {api_key}`.
pub(crate) fn placeholders(value: &str) -> Option<(&str, Vec<&str>)> {
    let (prefix, keys) = value.split_once('{')?;
    let keys: Vec<&str> = keys.strip_suffix('}')?.split("}:{").collect();
    let are_names = keys.iter().all(|key| !key.is_empty() && !key.contains(['{', '}']));
    (are_names && !prefix.contains(|c: char| c.is_control())).then_some((prefix, keys))
}

fn keys(file: &ProviderFile, upper: &str) -> (&'static [Credential], &'static [ClientOption]) {
    let mut options = Vec::new();
    let mut credentials = Vec::new();
    if let Some(auth) = &file.auth
        && let Some((prefix, names)) = placeholders(&auth.value)
    {
        credentials.push(Credential {
            header: text(&auth.header.to_ascii_lowercase()),
            prefix: text(prefix),
            keys: keep_all(names.iter().map(|name| text(name))),
            base64: auth.base64,
        });
        if names.contains(&"api_key") && !file.option.iter().any(|option| option.name == "api_key") {
            let env = auth.env.clone().unwrap_or_else(|| format!("{upper}_API_KEY"));
            options.push(ClientOption {
                name: "api_key",
                env: keep_all([text(&env)]),
                secret: true,
                required: true,
                choices: &[],
                doc: text(&format!("the API key, sent as `{}`", auth.header)),
            });
        }
    }
    options.extend(file.option.iter().map(|option| ClientOption {
        name: text(&option.name),
        env: texts(&option.env),
        secret: option.secret,
        required: option.required,
        choices: texts(&option.choices),
        doc: text(&option.about),
    }));
    (keep_all(credentials), keep_all(options))
}

fn places(read: &ReadEntry) -> SignalPlaces {
    let place = |place: &String| match place.strip_prefix("@header:") {
        Some(header) => SignalPlace::Header(text(&header.to_ascii_lowercase())),
        None if place.starts_with('/') => SignalPlace::Pointer(text(place)),
        None => SignalPlace::Member(text(place)),
    };
    let places = |list: &[String]| keep_all(list.iter().map(place));
    let waits = read.retry_after.iter().filter_map(|wait| {
        let place = match (&wait.pointer, &wait.header) {
            (Some(pointer), _) => SignalPlace::Pointer(text(pointer)),
            (None, Some(header)) => SignalPlace::Header(text(&header.to_ascii_lowercase())),
            (None, None) => return None,
        };
        Some((place, if wait.unit == UnitWord::Seconds { 1_000 } else { 1 }))
    });
    SignalPlaces {
        code: places(&read.code),
        category: places(&read.category),
        message: places(&read.message),
        request_id: places(&read.request_id),
        retry_after: keep_all(waits),
        denied_success: keep_all(read.denied_success.iter().map(|denied| DeniedSuccess {
            pointer: text(&denied.pointer),
            equals: denied.equals.as_ref().map(|value: &Value| text(&json::write(value))),
        })),
        charges_denied_success: read.charges_denied_success,
        flags: texts(&read.flags),
    }
}

/// The objects of the file by name. One that holds another is declared after it.
struct Models(Vec<(String, &'static Model)>);

impl Models {
    fn declare(file: &ProviderFile) -> Self {
        let mut models = Self(Vec::new());
        for (name, object) in &file.object {
            models.add(file, name, object, 0);
        }
        models
    }

    fn get(&self, name: &str) -> Option<&'static Model> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, model)| *model)
    }

    /// An object that holds itself ends as any JSON.
    fn add(&mut self, file: &ProviderFile, name: &str, object: &ObjectEntry, depth: usize) {
        if self.get(name).is_some() || depth > 20 {
            return;
        }
        let inner = object.fields.values().flat_map(|field| {
            let of = field.of.as_deref().into_iter().flat_map(objects_in);
            field.object.iter().map(String::as_str).chain(of)
        });
        for inner in inner.filter(|inner| *inner != name).collect::<Vec<_>>() {
            if let Some(object) = file.object.get(inner) {
                self.add(file, inner, object, depth.saturating_add(1));
            }
        }
        if self.get(name).is_some() {
            return;
        }
        let fields = object.fields.iter().map(|(name, field)| Field {
            name: text(name),
            ty: self.ty(
                field.ty,
                field.min,
                field.max,
                &field.values,
                field.of.as_deref(),
                field.object.as_deref(),
            ),
            always: field.always,
            doc: Doc::new(text(&field.about)),
        });
        let model = Model {
            name: text(name),
            doc: Doc::new(text(&object.about)),
            fields: keep_all(fields.collect::<Vec<_>>()),
            state: object.state.as_ref().map(|state| declare_state(file, state)),
        };
        self.0.push((name.to_owned(), keep(model)));
    }

    fn ty(
        &self,
        ty: TypeWord,
        min: Option<i64>,
        max: Option<i64>,
        values: &[String],
        of: Option<&TypeEntry>,
        object: Option<&str>,
    ) -> FieldType {
        let inner = || of.map_or(FieldType::Json, |of| self.entry(of));
        match ty {
            TypeWord::Json => FieldType::Json,
            TypeWord::Nothing => FieldType::Nothing,
            TypeWord::String => FieldType::String,
            TypeWord::Id => FieldType::Id,
            TypeWord::Name => FieldType::Name,
            TypeWord::Amount => FieldType::Amount,
            TypeWord::Integer => FieldType::Integer(min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX)),
            TypeWord::Number => FieldType::Number,
            TypeWord::AmountNumber => FieldType::AmountNumber,
            TypeWord::Bool => FieldType::Bool,
            TypeWord::Secret => FieldType::Secret,
            TypeWord::Time => FieldType::Time,
            TypeWord::Url => FieldType::Url,
            TypeWord::JsonText => FieldType::JsonText,
            TypeWord::Enum => FieldType::Enum(texts(values)),
            TypeWord::List => FieldType::List(keep(inner())),
            TypeWord::Map => FieldType::Map(keep(inner())),
            TypeWord::Object => {
                object.and_then(|name| self.get(name)).map_or(FieldType::Json, FieldType::Model)
            }
        }
    }

    fn entry(&self, entry: &TypeEntry) -> FieldType {
        let details = &entry.details;
        let (of, object) = (details.of.as_deref(), details.object.as_deref());
        self.ty(entry.ty, details.min, details.max, &details.values, of, object)
    }
}

fn objects_in(entry: &TypeEntry) -> Vec<&str> {
    let of = entry.details.of.as_deref().map(objects_in).unwrap_or_default();
    entry.details.object.as_deref().into_iter().chain(of).collect()
}

fn declare_state(file: &ProviderFile, state: &StateEntry) -> State {
    let read = state.look.as_ref().and_then(|look| {
        let operation = file.operation.iter().find(|operation| operation.name == *look)?;
        let by = state.look_by.as_ref().or_else(|| operation.params.keys().next())?;
        Some((text(look), text(by), text(state.id.as_deref().unwrap_or("id"))))
    });
    State {
        field: text(state.pointer.trim_start_matches('/')),
        done: texts(&state.succeeded),
        failed: keep_all(
            state.failed.0.iter().map(|(state, evidence): (&String, &Evidence)| (text(state), *evidence)),
        ),
        read,
    }
}

/// The argument that carries a key in a header field.
pub(crate) const KEY_ARGUMENT: &str = "idempotency_key";

fn declare_operation(file: &ProviderFile, operation: &OperationEntry, models: &Models) -> Operation {
    let mut params: Vec<Param> =
        operation.params.iter().map(|(name, param)| declare_param(operation, name, param, models)).collect();
    // Required arguments come first, as in the operations that are built in.
    params.sort_by_key(|param| !param.required);
    let repeated =
        match &operation.safety {
            SafetyEntry::Read => SafetySpec::Read,
            SafetyEntry::Idempotent => SafetySpec::Idempotent,
            SafetyEntry::Unkeyed => SafetySpec::Unkeyed,
            SafetyEntry::Keyed(keyed) => declare_keyed(keyed, &mut params),
            SafetyEntry::Reconcilable(found) => {
                let wire = found.reference.trim_start_matches('/');
                SafetySpec::Reconcilable {
                    field: params.iter().find(|param| param.wire == wire).map_or("", |param| param.name),
                    search: ListSearch {
                        operation: text(&found.list),
                        by: texts(&found.by),
                        field: text(found.found_at.trim_start_matches('/')),
                        time: text(found.time_at.trim_start_matches('/')),
                        consistent_after: found.consistent_after.as_deref().and_then(duration).map(|after| {
                            ConsistentAfter { after, source: Doc::new(text(&operation.source)) }
                        }),
                    },
                }
            }
        };
    let returns = match (&operation.returns, &operation.state) {
        (Some(returns), _) => models.entry(returns),
        // What the operation returns is not declared but for its state.
        (None, Some(state)) => {
            let state = declare_state(file, state);
            let fields = keep_all([Field::optional(state.field, FieldType::String, "How far it has come.")]);
            FieldType::Model(keep(Model {
                name: text(&operation.name),
                doc: Doc::default(),
                fields,
                state: Some(state),
            }))
        }
        (None, None) => FieldType::Json,
    };
    let mut declared = Operation::new(
        text(&operation.name),
        match operation.method {
            MethodWord::Get => Method::Get,
            MethodWord::Post => Method::Post,
            MethodWord::Put => Method::Put,
            MethodWord::Delete => Method::Delete,
        },
        text(&operation.path),
        repeated,
    )
    .params(keep_all(params))
    .fixed(keep_all(operation.fixed.iter().map(|(name, value)| (text(name), text(value)))))
    .exactly_one(keep_all(operation.exactly_one.iter().map(|group| texts(group))))
    .returns(returns)
    .doc(text(&operation.about), text(&operation.source));
    declared.inside = operation.inside.as_deref().map(text);
    declared.named_by = operation.named_by.as_deref().map(text);
    declared.paging = operation.pages.as_ref().map(|pages| match pages {
        PagesEntry::Numbered { page, size, items } => {
            Paging::Numbered { page: text(page), size: text(size), items: text(items) }
        }
        PagesEntry::Cursor { argument, items } => {
            Paging::Cursor { cursor: text(argument), items: text(items) }
        }
        PagesEntry::After { argument, id, items } => {
            Paging::After { argument: text(argument), id: text(id), items: text(items) }
        }
    });
    declared.encoding = match file.body {
        BodyWord::Json => Encoding::Json,
        BodyWord::Form => Encoding::Form,
    };
    declared.authenticated = operation.authenticated;
    declared
}

fn declare_keyed(keyed: &KeyedEntry, params: &mut Vec<Param>) -> SafetySpec {
    let field = match (&keyed.header, &keyed.argument) {
        (Some(header), _) => {
            params.push(Param::header(
                KEY_ARGUMENT,
                text(header),
                FieldType::String,
                "Names the operation; the option `idempotency_key` of the call is the same.",
            ));
            Some(KEY_ARGUMENT)
        }
        (None, Some(argument)) => Some(text(argument)),
        (None, None) => None,
    };
    let most = keyed.max_length.and_then(|most| usize::try_from(most).ok()).unwrap_or(255);
    SafetySpec::Keyed {
        field,
        promise: KeyPromise {
            window: match keyed.window.as_deref() {
                Some("forever") => Some(Duration::MAX),
                window => Some(window.and_then(duration).unwrap_or_default()),
            },
            after_5xx: keyed.after_5xx,
            format: match keyed.format {
                KeyWord::Text => KeyFormat::Text(most),
                KeyWord::Uuid4 => KeyFormat::Uuid4,
            },
            in_flight: keyed.in_flight.as_deref().map(text),
        },
    }
}

fn declare_param(operation: &OperationEntry, name: &str, param: &ParamEntry, models: &Models) -> Param {
    let in_path = operation.path.contains(&format!("{{{name}}}"));
    let place = match param.place {
        _ if in_path => Place::Path,
        Some(PlaceWord::Path) => Place::Path,
        Some(PlaceWord::Query) => Place::Query,
        Some(PlaceWord::Body) => Place::Body,
        Some(PlaceWord::WholeBody) => Place::WholeBody,
        Some(PlaceWord::Header) => Place::Header,
        None if matches!(operation.method, MethodWord::Get | MethodWord::Delete) => Place::Query,
        None => Place::Body,
    };
    let (of, object) = (param.of.as_deref(), param.object.as_deref());
    Param {
        name: text(name),
        wire: text(param.wire.as_deref().unwrap_or(name)),
        place,
        ty: models.ty(param.ty, param.min, param.max, &param.values, of, object),
        required: param.required || in_path || place == Place::WholeBody,
        aliases: texts(&param.aliases),
        bounds: param.bounds.as_ref().map(|bounds| {
            keep(Bounds {
                min: text(&bounds.min),
                max: text(&bounds.max),
                decimals: usize::try_from(bounds.decimals).unwrap_or_default(),
            })
        }),
        lower_case: param.lower_case,
        doc: Doc::new(text(&param.about)),
    }
}
