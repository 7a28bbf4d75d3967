//! Arguments from the core's closed sets, and providers.

use std::ffi::OsStr;
use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use payonce_core::Provider;
use payonce_core::provider_file::{GALLERY, gallery_file};

use crate::provider;

/// Accepts exactly the names of these members. Help and errors list them.
pub(crate) fn one_of<T: Copy + Send + Sync + 'static>(
    members: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(members.iter().map(|member| name(*member))).try_map(move |text| {
        members.iter().copied().find(|member| name(*member) == text).ok_or("is not one of the known values")
    })
}

fn ids() -> impl Iterator<Item = &'static str> {
    Provider::BUILT_IN.iter().map(|provider| provider.as_str()).chain(GALLERY.iter().map(|file| file.id))
}

/// Accepts the id of a built-in provider, or a provider file: a path, or the id of one that comes with payonce. Help and errors
/// list the ids.
pub(crate) fn provider_or_file() -> impl TypedValueParser<Value = Provider> {
    ProviderOrFile
}

#[derive(Clone)]
struct ProviderOrFile;

impl TypedValueParser for ProviderOrFile {
    type Value = Provider;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Provider, clap::Error> {
        let path = Path::new(value);
        let is_file = path.extension().is_some_and(|ending| ending == "toml" || ending == "json");
        if is_file || value.to_str().is_some_and(|id| gallery_file(id).is_ok()) {
            return provider::load(path).map_err(|wrong| {
                clap::Error::raw(ErrorKind::ValueValidation, format!("{wrong}\n")).with_cmd(command)
            });
        }
        PossibleValuesParser::new(ids())
            .try_map(|id| id.parse::<Provider>())
            .parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(ids().map(PossibleValue::new)))
    }
}
