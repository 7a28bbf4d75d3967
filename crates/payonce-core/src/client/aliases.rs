//! The places where a vendor's own SDK takes what is an option here under another name.

use serde_json::{Map, Value};

use super::snake_case_names;
use crate::invalid::InvalidField;
use crate::request::snake_case;

/// Another place where an option is taken, so that code which was written for the vendor's own SDK runs.
#[derive(Debug, Clone, Copy)]
pub struct OptionAlias {
    /// A name, `api_url`, or a member of an object, `auth.api_key`.
    pub path: &'static str,
    /// The option that it stands for.
    pub option: &'static str,
}

impl OptionAlias {
    /// The object and the member, where the alias is one.
    #[must_use]
    pub fn member(&self) -> Option<(&'static str, &'static str)> {
        self.path.split_once('.')
    }

    /// What it means.
    #[must_use]
    pub fn doc(&self) -> String {
        let option = self.option;
        format!("the vendor's own name for `{option}`")
    }

    /// The name at the top of the options.
    #[must_use]
    pub fn top(&self) -> &'static str {
        self.member().map_or(self.path, |(group, _)| group)
    }
}

/// Options where they belong, and the aliases that some of them came by.
pub(super) struct Placed {
    pub(super) options: Map<String, Value>,
    used: Vec<OptionAlias>,
}

impl Placed {
    /// Moves what stands under an alias to its option.
    ///
    /// # Errors
    /// An object that is none or has a member of another name, and an option that is given in two ways.
    pub(super) fn new(
        given: &Map<String, Value>,
        aliases: &(impl Iterator<Item = &'static OptionAlias> + Clone),
    ) -> Result<Self, InvalidField> {
        let mut options = snake_case_names(given);
        let mut used = Vec::new();
        let mut found = Vec::new();
        for top in aliases.clone().map(OptionAlias::top) {
            let Some(value) = options.shift_remove(top).filter(|value| !value.is_null()) else { continue };
            let mut of_top = aliases.clone().filter(|alias| alias.top() == top);
            let Some((group, _)) = of_top.clone().find_map(OptionAlias::member) else {
                found.extend(of_top.next().map(|alias| (alias, value)));
                continue;
            };
            let Value::Object(members) = value else {
                return Err(InvalidField::new(group, "must be an object"));
            };
            for (name, value) in members {
                let ours = snake_case(&name);
                let alias =
                    of_top.clone().find(|alias| alias.member().is_some_and(|(_, member)| member == ours));
                let Some(alias) = alias else {
                    return Err(InvalidField::member(group, &name, "is unknown; check the spelling"));
                };
                found.push((alias, value));
            }
        }
        for (alias, value) in found.into_iter().filter(|(_, value)| !value.is_null()) {
            let known = options.insert(alias.option.to_owned(), value.clone());
            if known.is_some_and(|known| !known.is_null() && known != value) {
                return Err(InvalidField::new(alias.path, "is given twice in two ways; give one of them"));
            }
            used.push(*alias);
        }
        Ok(Self { options, used })
    }

    /// Names a refused option as the caller did.
    pub(super) fn by_its_alias(&self, refused: InvalidField) -> InvalidField {
        match self.used.iter().find(|alias| refused.is_of(alias.option)) {
            Some(alias) => refused.of_field(alias.path),
            None => refused,
        }
    }
}
