//! Cuts lists into pages.

use crate::message::Request;

use super::fields::FieldError;

/// A whole number in the query, within bounds.
pub(crate) fn query_number(
    request: &Request,
    name: &'static str,
    usual: usize,
    least: usize,
    most: usize,
    problem: &'static str,
) -> Result<usize, FieldError> {
    match request.query_value(name) {
        None => Ok(usual),
        Some(text) => match text.parse::<usize>() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(FieldError::new(name, problem)),
        },
    }
}

/// The page with this number, counted from 1, and whether more follow.
pub(crate) fn page<T>(items: Vec<T>, number: usize, size: usize) -> (Vec<T>, bool) {
    let start = (number.saturating_sub(1)).saturating_mul(size);
    let more = items.len() > start.saturating_add(size);
    (items.into_iter().skip(start).take(size).collect(), more)
}
