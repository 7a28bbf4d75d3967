//! Declared types as Python's.

use payonce_core::spec::param::Param;
use payonce_core::spec::types::FieldType;

use super::{params, text};
use crate::model_class;

/// The type of an argument; the bounds of an amount say in which forms it is exact.
pub(super) fn argument(param: &Param) -> String {
    match (param.ty, param.bounds) {
        (FieldType::Amount | FieldType::AmountNumber, Some(bounds)) if bounds.decimals == 0 => {
            "str | Decimal | int".to_owned()
        }
        (FieldType::AmountNumber, Some(_)) => "str | Decimal".to_owned(),
        (ty, _) => taken(&ty),
    }
}

/// The type of an argument without bounds, or of a member of one.
pub(super) fn taken(ty: &FieldType) -> String {
    match ty {
        FieldType::Nothing => "None".to_owned(),
        FieldType::String | FieldType::Id | FieldType::Name | FieldType::Secret | FieldType::Url => {
            "str".to_owned()
        }
        FieldType::Amount => "str | Decimal".to_owned(),
        FieldType::AmountNumber => "str | Decimal | float".to_owned(),
        FieldType::Integer(..) => "int".to_owned(),
        FieldType::Number => "float | Decimal | str".to_owned(),
        FieldType::Bool => "bool".to_owned(),
        FieldType::Time => "str | datetime".to_owned(),
        FieldType::Json => "Any".to_owned(),
        FieldType::JsonText => "str | Mapping[str, Any] | Sequence[Any]".to_owned(),
        FieldType::Enum(choices) => format!("Literal[{}] | str", text::quoted(choices)),
        FieldType::List(item) => format!("Sequence[{}]", taken(item)),
        FieldType::Map(item) => format!("Mapping[str, {}]", taken(item)),
        FieldType::Model(model) => format!("{} | {}", model_class(model), params::name(model)),
    }
}

/// The type of a field or a response.
pub(super) fn returned(ty: &FieldType) -> String {
    match ty {
        FieldType::Nothing => "None".to_owned(),
        FieldType::String
        | FieldType::Id
        | FieldType::Name
        | FieldType::Secret
        | FieldType::Url
        | FieldType::Amount
        | FieldType::Time
        | FieldType::JsonText => "str".to_owned(),
        FieldType::Integer(..) => "int".to_owned(),
        // A number of more digits than a float holds comes as a Decimal.
        FieldType::Number => "float | Decimal".to_owned(),
        FieldType::AmountNumber => "Decimal".to_owned(),
        FieldType::Bool => "bool".to_owned(),
        FieldType::Json => "Any".to_owned(),
        FieldType::Enum(choices) => format!("Literal[{}] | str", text::quoted(choices)),
        FieldType::List(item) => format!("list[{}]", returned(item)),
        FieldType::Map(item) => format!("dict[str, {}]", returned(item)),
        FieldType::Model(model) => model_class(model),
    }
}

/// What reads the value of a field, where it is not taken as it comes.
pub(super) fn reader(ty: &FieldType) -> Option<String> {
    match ty {
        FieldType::Model(model) => Some(format!("one({})", model_class(model))),
        FieldType::AmountNumber => Some("decimal".to_owned()),
        FieldType::List(item) => reader(item).map(|item| format!("list_of({item})")),
        FieldType::Map(item) => reader(item).map(|item| format!("map_of({item})")),
        _ => None,
    }
}

/// The models in this type.
pub(super) fn models_in(ty: &FieldType) -> Option<&'static str> {
    match ty {
        FieldType::Model(model) => Some(model.name),
        FieldType::List(item) | FieldType::Map(item) => models_in(item),
        _ => None,
    }
}
