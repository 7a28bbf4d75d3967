//! Declared types as Python's.

use payonce_core::spec::param::Param;
use payonce_core::spec::types::Ty;

use super::text;

/// The type of an argument; the bounds of an amount say in which forms it is exact.
pub(super) fn argument(param: &Param) -> String {
    match (param.ty, param.bounds) {
        (Ty::AmountNumber, None) => "str | Decimal | float".to_owned(),
        (Ty::Amount | Ty::AmountNumber, Some(bounds)) if bounds.decimals == 0 => {
            "str | Decimal | int".to_owned()
        }
        (ty, _) => taken(&ty),
    }
}

/// The type of an argument without bounds.
fn taken(ty: &Ty) -> String {
    match ty {
        Ty::Nothing => "None".to_owned(),
        Ty::Text | Ty::Id | Ty::Name | Ty::Secret | Ty::Url => "str".to_owned(),
        Ty::Amount | Ty::AmountNumber => "str | Decimal".to_owned(),
        Ty::Integer(..) => "int".to_owned(),
        Ty::Number => "float | Decimal | str".to_owned(),
        Ty::Flag => "bool".to_owned(),
        Ty::Time => "str | datetime".to_owned(),
        Ty::Json => "Any".to_owned(),
        Ty::JsonText => "str | Mapping[str, Any] | Sequence[Any]".to_owned(),
        Ty::Choice(choices) => format!("Literal[{}] | str", text::quoted(choices)),
        Ty::List(item) => format!("Sequence[{}]", taken(item)),
        Ty::Map(item) => format!("Mapping[str, {}]", taken(item)),
        Ty::Model(model) => format!("{} | Mapping[str, Any]", model.name),
    }
}

/// The type of a field or an answer.
pub(super) fn answered(ty: &Ty) -> String {
    match ty {
        Ty::Nothing => "None".to_owned(),
        Ty::Text | Ty::Id | Ty::Name | Ty::Secret | Ty::Url | Ty::Amount | Ty::Time | Ty::JsonText => {
            "str".to_owned()
        }
        Ty::Integer(..) => "int".to_owned(),
        // A number of more digits than a float holds comes as a Decimal.
        Ty::Number => "float | Decimal".to_owned(),
        Ty::AmountNumber => "Decimal".to_owned(),
        Ty::Flag => "bool".to_owned(),
        Ty::Json => "Any".to_owned(),
        Ty::Choice(choices) => format!("Literal[{}] | str", text::quoted(choices)),
        Ty::List(item) => format!("list[{}]", answered(item)),
        Ty::Map(item) => format!("dict[str, {}]", answered(item)),
        Ty::Model(model) => model.name.to_owned(),
    }
}

/// What reads the value of a field, where it is not taken as it comes.
pub(super) fn reader(ty: &Ty) -> Option<String> {
    match ty {
        Ty::Model(model) => Some(format!("one({})", model.name)),
        Ty::AmountNumber => Some("decimal".to_owned()),
        Ty::List(item) => reader(item).map(|item| format!("list_of({item})")),
        Ty::Map(item) => reader(item).map(|item| format!("map_of({item})")),
        _ => None,
    }
}

/// The models in this type.
pub(super) fn models_in(ty: &Ty) -> Option<&'static str> {
    match ty {
        Ty::Model(model) => Some(model.name),
        Ty::List(item) | Ty::Map(item) => models_in(item),
        _ => None,
    }
}
