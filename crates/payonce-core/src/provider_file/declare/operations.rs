//! The operations of a file, and their arguments.

use std::time::Duration;

use super::kept_doc;
use super::objects::{Models, declare_state};
use super::{keep, keep_all, pairs, text, texts};
use crate::provider_file::duration::duration;
use crate::provider_file::members::{
    BodyWord, File, KeyWord, Keyed, OperationRow, Pages, ParamRow, PlaceWord, Reconcilable, Safety,
};
use crate::spec::doc::Doc;
use crate::spec::operation::{
    ConsistentAfter, Encoding, KeyFormat, KeyPromise, ListSearch, Method, Operation, Paging, SafetySpec,
};
use crate::spec::param::{Bounds, Param, Place};
use crate::spec::types::{Field, FieldType, Model};

/// The argument that carries a key in a header field.
const KEY_ARGUMENT: &str = "idempotency_key";

pub(super) fn declare(file: File<'_>, row: OperationRow<'_>, models: &Models) -> Operation {
    let mut params = Vec::new();
    let mut required = 0;
    for (name, param) in row.params() {
        let param = declare_param(row, name, param, models);
        // Required arguments come first, as in the operations that are built in.
        if param.required {
            params.insert(required, param);
            required += 1;
        } else {
            params.push(param);
        }
    }
    let repeated = match row.safety() {
        Safety::Read => SafetySpec::Read,
        Safety::Idempotent => SafetySpec::Idempotent,
        Safety::Unkeyed => SafetySpec::Unkeyed,
        Safety::Keyed(keyed) => declare_keyed(keyed, &mut params),
        Safety::Reconcilable(found) => declare_reconcilable(found, row, &params),
    };
    let returns = match (row.returns(), row.state()) {
        (Some(returns), _) => models.ty(returns),
        // What the operation returns is not declared but for its state.
        (None, Some(state)) => {
            let state = declare_state(file, state);
            let mut fields = vec![Field::optional(state.field, FieldType::String, "How far it has come.")];
            for member in state.from_headers.iter().filter(|member| member.field != state.field) {
                fields.push(Field::optional(member.field, FieldType::String, "Its id."));
            }
            FieldType::Model(keep(Model {
                name: text(row.name()),
                doc: Doc::default(),
                fields: fields.leak(),
                state: Some(state),
            }))
        }
        (None, None) => FieldType::Json,
    };
    Operation {
        params: params.leak(),
        fixed: pairs(row.fixed()).leak(),
        exactly_one: keep_all(
            row.exactly_one()
                .list()
                .iter()
                .map(|group| keep_all(group.list().iter().filter_map(|name| name.as_text()).map(text))),
        ),
        returns,
        inside: row.inside().map(text),
        named_by: row.named_by().map(text),
        paging: row.pages().map(|pages| match pages {
            Pages::Numbered(pages) => Paging::Numbered {
                page: text(pages.page()),
                size: text(pages.size()),
                items: text(pages.items()),
            },
            Pages::Cursor(pages) => Paging::Cursor {
                cursor: text(pages.argument()),
                next: pages.next().map(text),
                items: text(pages.items()),
            },
            Pages::After(pages) => Paging::After {
                argument: text(pages.argument()),
                id: text(pages.id()),
                items: text(pages.items()),
            },
        }),
        encoding: match file.body() {
            BodyWord::Json => Encoding::Json,
            BodyWord::Form => Encoding::Form,
        },
        authenticated: row.authenticated(),
        doc: kept_doc!(row.about()),
        source: kept_doc!(row.source()),
        ..Operation::new(text(row.name()), row.method(), text(row.path()), repeated)
    }
}

fn declare_keyed(keyed: Keyed<'_>, params: &mut Vec<Param>) -> SafetySpec {
    let field = match keyed.header() {
        Some(header) => {
            params.push(Param::header(
                KEY_ARGUMENT,
                text(header),
                FieldType::String,
                "Names the operation; the option `idempotency_key` of the call is the same.",
            ));
            Some(KEY_ARGUMENT)
        }
        None => keyed.argument().map(text),
    };
    let most = keyed.max_length().and_then(|most| usize::try_from(most).ok()).unwrap_or(255);
    SafetySpec::Keyed {
        field,
        promise: KeyPromise {
            window: match keyed.window() {
                Some("forever") => Some(Duration::MAX),
                window => Some(window.and_then(duration).unwrap_or_default()),
            },
            after_5xx: keyed.after_5xx(),
            format: match keyed.format() {
                KeyWord::Text => KeyFormat::Text(most),
                KeyWord::Uuid4 => KeyFormat::Uuid4,
            },
            in_flight: keyed.in_flight().map(text),
        },
    }
}

fn declare_reconcilable(found: Reconcilable<'_>, row: OperationRow<'_>, params: &[Param]) -> SafetySpec {
    let member = |pointer: &str| text(pointer.trim_start_matches('/'));
    let wire = member(found.reference());
    let after = found.consistent_after().and_then(duration);
    SafetySpec::Reconcilable {
        field: params.iter().find(|param| param.wire == wire).map_or("", |param| param.name),
        search: ListSearch {
            operation: text(found.list()),
            by: texts(&found.by()),
            field: member(found.found_at()),
            time: member(found.time_at()),
            consistent_after: after.map(|after| ConsistentAfter { after, source: kept_doc!(row.source()) }),
        },
    }
}

fn declare_param(row: OperationRow<'_>, name: &str, param: ParamRow<'_>, models: &Models) -> Param {
    let in_path = row.path().contains(&format!("{{{name}}}"));
    let place = match param.place() {
        _ if in_path => Place::Path,
        Some(PlaceWord::Path) => Place::Path,
        Some(PlaceWord::Query) => Place::Query,
        Some(PlaceWord::Body) => Place::Body,
        Some(PlaceWord::WholeBody) => Place::WholeBody,
        Some(PlaceWord::Header) => Place::Header,
        None if matches!(row.method(), Method::Get | Method::Delete) => Place::Query,
        None => Place::Body,
    };
    Param {
        name: text(name),
        wire: text(param.wire().unwrap_or(name)),
        place,
        ty: models.ty(param.ty()),
        required: param.required() || in_path || place == Place::WholeBody,
        aliases: texts(&param.aliases()),
        bounds: param.bounds().map(|bounds| {
            keep(Bounds {
                min: text(bounds.min()),
                max: text(bounds.max()),
                decimals: usize::try_from(bounds.decimals()).unwrap_or_default(),
            })
        }),
        lower_case: param.lower_case(),
        doc: kept_doc!(param.about()),
    }
}
