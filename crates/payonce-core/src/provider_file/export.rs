//! A provider as a file: what is built in obeys the rules of every file.

use indexmap::IndexMap;

use crate::model::vocabulary::Evidence;
use crate::provider_file::duration::written;
use crate::provider_file::file::{
    AuthEntry, CategoryEntry, CodeEntry, DeniedEntry, OptionEntry, PlanEntry, ProviderFile, RateLimitEntry,
    ReadEntry, StatusEntry, TextEntry, UnitWord, UserText, WaitEntry,
};
use crate::provider_file::operation::{
    BoundsEntry, FailedStates, FieldEntry, KeyWord, KeyedEntry, MethodWord, ObjectEntry, OperationEntry,
    PagesEntry, ParamEntry, PlaceWord, ReconcilableEntry, SafetyEntry, StateEntry, TypeDetails, TypeEntry,
    TypeWord,
};
use crate::spec::errors::{SignalPlace, SignalPlaces};
use crate::spec::operation::{KeyFormat, KeyPromise, Method, Operation, Paging, SafetySpec};
use crate::spec::param::{Param, Place};
use crate::spec::provider::{Provider, ProviderSpec, ReadSignals, any_options, no_sentinel};
use crate::spec::types::{FieldType, Model, State};

/// A provider as the text of a file, and what of it no file can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedProvider {
    /// The file, as JSON or TOML.
    pub text: String,
    /// What the file leaves out, one sentence each.
    pub left_out: Vec<&'static str>,
}

/// Writes a provider as a file under another id: a file cannot take the place of one that is built in.
///
/// # Errors
/// A value that the format cannot write; no provider that is built in has one.
pub fn export(provider: Provider, id: &str, format: super::FileFormat) -> Result<ExportedProvider, String> {
    let file = file_of(provider.spec(), id);
    let text = match format {
        #[cfg(feature = "toml")]
        super::FileFormat::Toml => toml::to_string(&file).map_err(|wrong| wrong.to_string())?,
        super::FileFormat::Json => serde_json::to_string_pretty(&file).map_err(|wrong| wrong.to_string())?,
    };
    Ok(ExportedProvider { text, left_out: left_out(provider.spec()) })
}

fn left_out(spec: &ProviderSpec) -> Vec<&'static str> {
    let has_own_reading = matches!(spec.read, ReadSignals::Own(_));
    let operations = || spec.operations.iter();
    [
        (
            has_own_reading,
            "its responses are read by code of their own: the file looks for codes where frameworks put them",
        ),
        (!spec.errors.prefixes.is_empty(), "beginnings of codes: only whole codes are in the file"),
        (
            !std::ptr::fn_addr_eq(spec.check, any_options as fn(&_) -> _),
            "options that have to be given together",
        ),
        (
            !std::ptr::fn_addr_eq(spec.sentinel, no_sentinel as fn(_, &_) -> _),
            "the names of the vendor's own SDK for refused arguments",
        ),
        (spec.clients.len() > 1, "a second class of clients"),
        (!spec.aliases.is_empty(), "other names for options, from the vendor's own SDK"),
        (spec.refusals_are_results, "refusals that the vendor's own SDK returns as results"),
        (!spec.headers_env.is_empty(), "header fields from the environment"),
        (operations().any(|operation| operation.lookup.is_some()), "an argument that the client looks up"),
        (
            operations().any(|operation| operation.keyless.is_some()),
            "operations that a client with keys refuses",
        ),
        (
            operations().any(|operation| matches!(operation.repeated, SafetySpec::Keyed { field: None, .. })),
            "keys in each item of a list: the operation is written as `unkeyed`",
        ),
    ]
    .into_iter()
    .filter_map(|(applies, what)| applies.then_some(what))
    .collect()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn file_of(spec: &'static ProviderSpec, id: &str) -> ProviderFile {
    let errors = spec.errors;
    let quote = |status: Option<u16>, evidence: Evidence| {
        let needs =
            evidence == Evidence::Refused && status.is_some_and(|status| status >= 500 || status == 408);
        needs.then(|| errors.proof.text().to_owned())
    };
    let credential = spec.credentials.first();
    let read = match spec.read {
        ReadSignals::Declared(places) => read_of(places),
        ReadSignals::Own(_) => ReadEntry::default(),
    };
    let by = spec.base_url.by_choice.iter().map(|(choice, url)| ((*choice).to_owned(), (*url).to_owned()));
    let by: IndexMap<String, String> = by.collect();
    let limits = &spec.rate_limits;
    let has_limits = limits.per_minute.is_some() || !limits.plans.is_empty() || limits.header_is_per_minute;
    ProviderFile {
        payonce: 1,
        id: id.to_owned(),
        title: spec.name.title.to_owned(),
        about: spec.name.doc.text().to_owned(),
        base_url: Some(spec.base_url.otherwise.to_owned()),
        base_url_env: Some(owned(spec.base_url_env)),
        base_url_by: if by.is_empty() {
            IndexMap::new()
        } else {
            std::iter::once((spec.base_url.option.to_owned(), by)).collect()
        },
        timeout: Some(written(std::time::Duration::from_millis(spec.timeout_ms))),
        auth: credential.map(|credential| AuthEntry {
            header: credential.header.to_owned(),
            value: format!("{}{{{}}}", credential.prefix, credential.keys.join("}:{")),
            base64: credential.base64,
            env: None,
        }),
        read: ReadEntry { transient: spec.should_retry_header.map(ToOwned::to_owned), ..read },
        rate_limit: has_limits.then(|| RateLimitEntry {
            per_minute: limits.per_minute,
            plans: limits
                .plans
                .iter()
                .map(|plan| {
                    let entry = PlanEntry { per_minute: plan.per_minute, concurrent: plan.concurrent };
                    (plan.name.to_owned(), entry)
                })
                .collect(),
            header_is_per_minute: limits.header_is_per_minute,
            source: errors.source.text().to_owned(),
        }),
        spelling: errors
            .spellings
            .iter()
            .map(|(other, code)| ((*other).to_owned(), (*code).to_owned()))
            .collect(),
        option: spec
            .options
            .iter()
            .map(|option| OptionEntry {
                name: option.name.to_owned(),
                env: owned(option.env),
                secret: option.secret,
                required: option.required,
                choices: owned(option.choices),
                about: option.doc.to_owned(),
            })
            .collect(),
        code: errors
            .codes
            .iter()
            .map(|row| CodeEntry {
                code: row.code.to_owned(),
                kind: row.kind,
                actor: row.actor,
                evidence: row.evidence,
                status: row.status,
                meaning: row.meaning.to_owned(),
                user: row.user.map(|user| UserText { en: user.en.to_owned(), es: Some(user.es.to_owned()) }),
                source: row.source.text().to_owned(),
                quote: quote(row.status, row.evidence),
            })
            .collect(),
        category: errors
            .types
            .iter()
            .map(|row| CategoryEntry {
                category: row.key.to_owned(),
                kind: row.kind,
                actor: row.actor,
                evidence: row.evidence,
                source: errors.source.text().to_owned(),
            })
            .collect(),
        status: errors
            .statuses
            .iter()
            .map(|row| StatusEntry {
                status: row.key,
                kind: row.kind,
                actor: row.actor,
                evidence: row.evidence,
                source: errors.source.text().to_owned(),
                quote: quote(Some(row.key), row.evidence),
            })
            .collect(),
        text: errors
            .patterns
            .iter()
            .map(|row| TextEntry {
                contains: row.contains.to_owned(),
                status: row.status,
                kind: row.kind,
                actor: row.actor,
                meaning: row.meaning.to_owned(),
                source: row.source.text().to_owned(),
            })
            .collect(),
        object: spec.models.iter().map(|model| (model.name.to_owned(), object_of(model))).collect(),
        operation: spec.operations.iter().map(operation_of).collect(),
        ..ProviderFile::default()
    }
}

fn read_of(places: &SignalPlaces) -> ReadEntry {
    let place = |place: &SignalPlace| match place {
        SignalPlace::Pointer(pointer) => (*pointer).to_owned(),
        SignalPlace::Header(name) => format!("@header:{name}"),
        SignalPlace::Member(name) => (*name).to_owned(),
    };
    let all = |list: &[SignalPlace]| list.iter().map(place).collect();
    ReadEntry {
        code: all(places.code),
        category: all(places.category),
        message: all(places.message),
        request_id: all(places.request_id),
        retry_after: places
            .retry_after
            .iter()
            .map(|(place, unit)| {
                let (pointer, header) = match place {
                    SignalPlace::Header(name) => (None, Some((*name).to_owned())),
                    SignalPlace::Pointer(name) | SignalPlace::Member(name) => {
                        (Some((*name).to_owned()), None)
                    }
                };
                let unit = if *unit == 1 { UnitWord::Milliseconds } else { UnitWord::Seconds };
                WaitEntry { pointer, header, unit }
            })
            .collect(),
        transient: None,
        denied_success: places
            .denied_success
            .iter()
            .map(|denied| DeniedEntry {
                pointer: denied.pointer.to_owned(),
                equals: denied.equals.and_then(|equals| serde_json::from_str(equals).ok()),
            })
            .collect(),
        charges_denied_success: places.charges_denied_success,
        flags: owned(places.flags),
    }
}

fn object_of(model: &Model) -> ObjectEntry {
    let fields = model.fields.iter().map(|field| {
        let TypeEntry { ty, details: TypeDetails { min, max, values, of, object } } = type_of(&field.ty);
        let about = field.doc.text().to_owned();
        (field.name.to_owned(), FieldEntry { ty, min, max, values, of, object, always: field.always, about })
    });
    ObjectEntry {
        about: model.doc.text().to_owned(),
        state: model.state.as_ref().map(state_of),
        fields: fields.collect(),
    }
}

fn state_of(state: &State) -> StateEntry {
    StateEntry {
        pointer: format!("/{}", state.field),
        pending: Vec::new(),
        succeeded: owned(state.done),
        failed: FailedStates(
            state.failed.iter().map(|(word, evidence)| ((*word).to_owned(), *evidence)).collect(),
        ),
        look: state.read.map(|(look, ..)| look.to_owned()),
        look_by: state.read.map(|(_, by, _)| by.to_owned()),
        id: state.read.map(|(.., id)| id.to_owned()),
    }
}

fn type_of(ty: &FieldType) -> TypeEntry {
    let word = |ty: TypeWord| TypeEntry { ty, details: TypeDetails::default() };
    let with = |ty: TypeWord, details: TypeDetails| TypeEntry { ty, details };
    let none = TypeDetails::default;
    match ty {
        FieldType::Nothing => word(TypeWord::Nothing),
        FieldType::String => word(TypeWord::String),
        FieldType::Id => word(TypeWord::Id),
        FieldType::Name => word(TypeWord::Name),
        FieldType::Amount => word(TypeWord::Amount),
        FieldType::Integer(min, max) => {
            let min = Some(*min).filter(|min| *min != i64::MIN);
            let max = Some(*max).filter(|max| *max != i64::MAX);
            with(TypeWord::Integer, TypeDetails { min, max, ..none() })
        }
        FieldType::Number => word(TypeWord::Number),
        FieldType::AmountNumber => word(TypeWord::AmountNumber),
        FieldType::Bool => word(TypeWord::Bool),
        FieldType::Secret => word(TypeWord::Secret),
        FieldType::Time => word(TypeWord::Time),
        FieldType::Url => word(TypeWord::Url),
        FieldType::Json => word(TypeWord::Json),
        FieldType::JsonText => word(TypeWord::JsonText),
        FieldType::Enum(values) => with(TypeWord::Enum, TypeDetails { values: owned(values), ..none() }),
        FieldType::List(of) => {
            with(TypeWord::List, TypeDetails { of: Some(Box::new(type_of(of))), ..none() })
        }
        FieldType::Map(of) => with(TypeWord::Map, TypeDetails { of: Some(Box::new(type_of(of))), ..none() }),
        FieldType::Model(model) => {
            with(TypeWord::Object, TypeDetails { object: Some(model.name.to_owned()), ..none() })
        }
    }
}

fn operation_of(operation: &Operation) -> OperationEntry {
    let params = operation.params.iter().map(|param| (param.name.to_owned(), param_of(operation, param)));
    OperationEntry {
        name: operation.name.to_owned(),
        method: match operation.method {
            Method::Get => MethodWord::Get,
            Method::Post => MethodWord::Post,
            Method::Put => MethodWord::Put,
            Method::Delete => MethodWord::Delete,
        },
        path: operation.path.to_owned(),
        about: operation.doc.text().to_owned(),
        source: operation.source.text().to_owned(),
        safety: safety_of(operation),
        because: if matches!(operation.repeated, SafetySpec::Idempotent) && operation.method == Method::Post {
            operation.doc.text().to_owned()
        } else {
            String::new()
        },
        params: params.collect(),
        fixed: operation
            .fixed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        exactly_one: operation.exactly_one.iter().map(|group| owned(group)).collect(),
        returns: (operation.returns != FieldType::Json).then(|| type_of(&operation.returns)),
        inside: operation.inside.map(ToOwned::to_owned),
        named_by: operation.named_by.map(ToOwned::to_owned),
        pages: operation.paging.map(|paging| match paging {
            Paging::Numbered { page, size, items } => {
                PagesEntry::Numbered { page: page.into(), size: size.into(), items: items.into() }
            }
            Paging::Cursor { cursor, items } => {
                PagesEntry::Cursor { argument: cursor.into(), items: items.into() }
            }
            Paging::After { argument, id, items } => {
                PagesEntry::After { argument: argument.into(), id: id.into(), items: items.into() }
            }
        }),
        state: None,
        authenticated: operation.authenticated,
    }
}

fn safety_of(operation: &Operation) -> SafetyEntry {
    match operation.repeated {
        SafetySpec::Read => SafetyEntry::Read,
        SafetySpec::Idempotent => SafetyEntry::Idempotent,
        SafetySpec::Unkeyed | SafetySpec::Keyed { field: None, .. } => SafetyEntry::Unkeyed,
        SafetySpec::Keyed { field: Some(field), promise } => {
            let KeyPromise { window, after_5xx, format, in_flight } = promise;
            SafetyEntry::Keyed(KeyedEntry {
                header: None,
                argument: Some(field.to_owned()),
                format: if format == KeyFormat::Uuid4 { KeyWord::Uuid4 } else { KeyWord::Text },
                max_length: match format {
                    KeyFormat::Text(most) => u32::try_from(most).ok(),
                    KeyFormat::Mark | KeyFormat::Uuid4 => None,
                },
                // The vendor's page says that the same id is charged once, without an end.
                window: Some(window.map_or_else(|| "forever".to_owned(), written)),
                after_5xx,
                in_flight: in_flight.map(ToOwned::to_owned),
            })
        }
        SafetySpec::Reconcilable { field, search } => {
            let wire = operation.param(field).map_or(field, |param| param.wire);
            SafetyEntry::Reconcilable(ReconcilableEntry {
                reference: format!("/{wire}"),
                list: search.operation.to_owned(),
                by: owned(search.by),
                found_at: format!("/{}", search.field),
                time_at: format!("/{}", search.time),
                consistent_after: search.consistent_after.map(|consistent| written(consistent.after)),
            })
        }
    }
}

fn param_of(operation: &Operation, param: &Param) -> ParamEntry {
    let TypeEntry { ty, details: TypeDetails { min, max, values, of, object } } = type_of(&param.ty);
    let by_default = match operation.method {
        Method::Get | Method::Delete => Place::Query,
        Method::Post | Method::Put => Place::Body,
    };
    let place = match param.place {
        Place::Path => None,
        place if place == by_default => None,
        Place::Query => Some(PlaceWord::Query),
        Place::Body => Some(PlaceWord::Body),
        Place::WholeBody => Some(PlaceWord::WholeBody),
        Place::Header => Some(PlaceWord::Header),
    };
    ParamEntry {
        ty,
        min,
        max,
        values,
        of,
        object,
        required: param.required && param.place != Place::Path,
        place,
        wire: (param.wire != param.name).then(|| param.wire.to_owned()),
        aliases: owned(param.aliases),
        bounds: param.bounds.map(|bounds| BoundsEntry {
            min: bounds.min.to_owned(),
            max: bounds.max.to_owned(),
            decimals: u32::try_from(bounds.decimals).unwrap_or_default(),
        }),
        lower_case: param.lower_case,
        about: param.doc.text().to_owned(),
    }
}
