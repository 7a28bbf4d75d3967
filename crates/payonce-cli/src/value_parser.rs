//! Arguments from the core's closed sets, and providers.

use std::ffi::OsStr;
use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use payonce_core::Provider;

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

/// Accepts the id of a built-in provider, or a provider file. Help and errors list the ids.
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
        if path.extension().is_some_and(|ending| ending == "toml" || ending == "json") {
            return provider::load(path).map_err(|wrong| {
                clap::Error::raw(ErrorKind::ValueValidation, format!("{wrong}\n")).with_cmd(command)
            });
        }
        one_of(Provider::BUILT_IN, Provider::as_str).parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Provider::BUILT_IN.iter().map(|provider| PossibleValue::new(provider.as_str()))))
    }
}
