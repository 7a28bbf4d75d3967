//! JSON numbers keep their digits: as text everywhere in the core, and as the type that holds them in each language.

use serde_json::{Number, Value};

/// The double with exactly the value of this number, when there is one that is written with the same digits: 0.1 and
/// 1e2 are doubles, 0.10000000000000000001, 2^53 + 1 and 1e400 are not.
#[must_use]
pub fn double(number: &Number) -> Option<f64> {
    let double = number.as_f64()?;
    (significant(&double.to_string())? == significant(number.as_str())?).then_some(double)
}

/// Whether the number is within the range of a double, in any number of digits. Read off the text: the parser of doubles in
/// std brings tables of 10 KB into the browser build.
pub(crate) fn in_range_of_double(number: &Number) -> bool {
    const LARGEST_EXPONENT: i64 = 308;
    significant(number.as_str()).is_some_and(|(_, digits, exponent)| {
        i64::try_from(digits.len())
            .is_ok_and(|digits| digits.saturating_add(exponent) <= LARGEST_EXPONENT + 1)
    })
}

/// Whether the number is below zero; `-0` is not.
pub(crate) fn is_negative(number: &Number) -> bool {
    significant(number.as_str()).is_some_and(|(negative, ..)| negative)
}

/// A decimal number's sign, digits without zeros at the ends, and the power of ten of the last one.
fn significant(text: &str) -> Option<(bool, String, i64)> {
    let (sign, digits, exponent) = parts(text)?;
    let trimmed = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - trimmed.len()).ok()?;
    let trimmed = trimmed.trim_start_matches('0');
    // Zero has no digits, and any exponent and sign.
    let exponent = if trimmed.is_empty() { 0 } else { exponent.checked_add(zeros)? };
    Some((sign && !trimmed.is_empty(), trimmed.to_owned(), exponent))
}

/// A decimal number's sign, all of its digits, and the power of ten of the last one.
fn parts(text: &str) -> Option<(bool, String, i64)> {
    let (sign, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let places = i64::try_from(fraction.len()).ok()?;
    let exponent = exponent.parse::<i64>().ok()?.checked_sub(places)?;
    Some((sign, format!("{whole}{fraction}"), exponent))
}

/// An exponent beyond this would be written out as that many zeros.
const LONGEST: i64 = 400;

/// The digits of a number without an exponent, as amounts are written: `0.0000001` for `1e-7`, and `1.10` as it came.
#[must_use]
pub fn plain_digits(number: &Number) -> String {
    let text = number.as_str();
    if !text.contains(['e', 'E']) {
        return text.to_owned();
    }
    let Some((sign, digits, exponent)) = parts(text).filter(|(_, _, exponent)| exponent.abs() <= LONGEST)
    else {
        return text.to_owned();
    };
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or_default());
    let places = usize::try_from(-exponent).unwrap_or_default();
    let padding =
        i64::try_from(places + 1).unwrap_or_default() - i64::try_from(digits.len()).unwrap_or_default();
    let digits = format!("{}{digits}{}", zeros(padding), zeros(exponent));
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let (sign, point) = (if sign { "-" } else { "" }, if fraction.is_empty() { "" } else { "." });
    format!("{sign}{whole}{point}{fraction}")
}

/// The shortest digits of an amount, given as a number or as a text: `5` for `5`, `5.0` and `"5.00"`; nothing for what is not
/// a number.
pub(crate) fn shortest(amount: &Value) -> Option<String> {
    let digits = match amount {
        Value::String(text) => plain_digits(&text.trim().parse().ok()?),
        Value::Number(number) => plain_digits(number),
        _ => return None,
    };
    Some(match digits.split_once('.') {
        Some(_) => digits.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => digits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn a_double_represents_a_number_only_with_the_same_value() {
        for text in [
            "0",
            "-0",
            "0.0",
            "1",
            "1.0",
            "1.10",
            "1e2",
            "1E+2",
            "956.0342718892493",
            "0.1",
            "1e-7",
            "5e-324",
            "1.7976931348623157e308",
            "9007199254740992",
            "-12.50",
            "100000000000000000000",
            "0e999999",
        ] {
            let double = double(&number(text)).unwrap_or(f64::NAN);
            assert_eq!(double.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
        for text in [
            "9007199254740993",
            "18446744073709551617",
            "0.10000000000000000001",
            "1e400",
            "1e-400",
            "-1e400",
            "956.03427188924931",
            "1e99999999999999999999",
            "123456789012345678901234567890",
        ] {
            assert_eq!(double(&number(text)), None, "{text}");
        }
    }

    #[test]
    fn the_range_of_doubles_is_decided_from_the_text() {
        for text in
            ["0", "-0.0", "1.7976931348623157e308", "-1e308", "5e-324", "1e-400", "0e999999", "123456789.5"]
        {
            assert!(in_range_of_double(&number(text)), "{text}");
        }
        for text in ["1e309", "-1e400", "10000e305", "1e99999999999999999999"] {
            assert!(!in_range_of_double(&number(text)), "{text}");
        }
        for (text, negative) in [("-1", true), ("-0.0", false), ("0", false), ("-1e-400", true), ("7", false)]
        {
            assert_eq!(is_negative(&number(text)), negative, "{text}");
        }
    }

    #[test]
    fn amounts_have_no_exponent() {
        for (text, plain) in [
            ("1.10", "1.10"),
            ("1e-7", "0.0000001"),
            ("1.50e-7", "0.000000150"),
            ("1e2", "100"),
            ("1.5E+2", "150"),
            ("12.345e1", "123.45"),
            ("12.345e-1", "1.2345"),
            ("0e5", "0"),
            ("-1.5e-3", "-0.0015"),
            ("1e+9999", "1e+9999"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
        ] {
            assert_eq!(plain_digits(&number(text)), plain, "{text}");
        }
    }
}
