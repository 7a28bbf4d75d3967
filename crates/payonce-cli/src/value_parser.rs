//! Arguments from the core's closed sets.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Accepts exactly the names of these members. Help and errors list them.
pub(crate) fn one_of<T: Copy + Send + Sync + 'static>(
    members: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(members.iter().map(|member| name(*member))).try_map(move |text| {
        members.iter().copied().find(|member| name(*member) == text).ok_or("is not one of the known values")
    })
}
