//! The places where a vendor's own SDK takes what is an option here under another name.

use serde_json::{Map, Value};

use crate::ffi::naming::snake_case;
use crate::model::invalid_field::InvalidField;
use crate::spec::client::OptionAlias;

/// Copies the value of an alias to its option, and returns the aliases with a value. Later code reads only the options.
///
/// # Errors
/// Not an object, an unknown option, or an option that is passed twice.
pub(super) fn resolve(
    aliases: &'static [OptionAlias],
    options: &mut Map<String, Value>,
) -> Result<Vec<&'static OptionAlias>, InvalidField> {
    let mut used = Vec::new();
    for alias in aliases {
        let Some(given) = given(aliases, alias, options)? else { continue };
        let known = options.get(alias.option).and_then(Value::as_str);
        if known.is_some_and(|known| given.as_str() != Some(known)) {
            return Err(InvalidField::new(alias.path(), "is given twice in two ways; give one of them"));
        }
        let given = given.clone();
        options.insert(alias.option.to_owned(), given);
        used.push(alias);
    }
    Ok(used)
}

fn given<'a>(
    aliases: &[OptionAlias],
    alias: &OptionAlias,
    options: &'a Map<String, Value>,
) -> Result<Option<&'a Value>, InvalidField> {
    let Some(value) = options.get(alias.top()).filter(|value| !value.is_null()) else { return Ok(None) };
    let Some(group) = alias.group else { return Ok(Some(value)) };
    let Value::Object(members) = value else {
        return Err(InvalidField::new(group, "must be an object"));
    };
    let mut found = None;
    for (name, value) in members {
        let ours = snake_case(name);
        if ours == alias.name {
            found = Some(value).filter(|value| !value.is_null());
        } else if !aliases.iter().any(|other| other.group == alias.group && other.name == ours) {
            return Err(InvalidField::member(group, name, "is unknown; check the spelling"));
        }
    }
    Ok(found)
}
