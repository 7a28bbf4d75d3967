//! The places where a vendor's own SDK takes what is an option here under another name.

use serde_json::{Map, Value};

use crate::invalid::InvalidField;
use crate::request::snake_case;

/// Another place where an option is taken, so that code which was written for the vendor's own SDK runs.
#[derive(Debug, Clone, Copy)]
pub struct OptionAlias {
    /// The object that it is a member of, where it does not stand among the options itself.
    pub group: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// The option that it stands for.
    pub option: &'static str,
}

impl OptionAlias {
    /// Another name for the option.
    #[must_use]
    pub const fn named(name: &'static str, option: &'static str) -> Self {
        Self { group: None, name, option }
    }

    /// A member of an object among the options.
    #[must_use]
    pub const fn member(group: &'static str, name: &'static str, option: &'static str) -> Self {
        Self { group: Some(group), name, option }
    }

    /// The name that stands among the options.
    #[must_use]
    pub fn top(&self) -> &'static str {
        self.group.unwrap_or(self.name)
    }

    /// What is wrong with the option, told of the alias.
    pub(super) fn blamed(&self, refused: InvalidField) -> InvalidField {
        let refused = refused.of_field(self.name);
        match self.group {
            Some(group) => refused.within(group),
            None => refused,
        }
    }
}

/// Copies what stands under an alias to its option, and answers the aliases that held anything. Whoever reads the options
/// afterwards does not look under an alias.
///
/// # Errors
/// An object that is none or has a member that stands for no option, and an option that is given in two ways.
pub(super) fn resolve(
    aliases: &'static [OptionAlias],
    options: &mut Map<String, Value>,
) -> Result<Vec<&'static OptionAlias>, InvalidField> {
    let mut used = Vec::new();
    for alias in aliases {
        let Some(given) = given(aliases, alias, options)? else { continue };
        let known = options.get(alias.option).and_then(Value::as_str);
        if known.is_some_and(|known| given.as_str() != Some(known)) {
            let twice = InvalidField::new(alias.name, "is given twice in two ways; give one of them");
            return Err(alias.blamed(twice));
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
