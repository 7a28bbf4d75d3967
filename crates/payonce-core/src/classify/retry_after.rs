//! How long the provider asked to wait.

use std::cmp::Reverse;
use std::time::Duration;

use serde_json::Value;

use crate::model::clock::whole_milliseconds;
use crate::model::headers::Headers;
use crate::model::time;
use crate::spec::provider::ProviderSpec;

/// Who asks for a longer wait means something else, or is wrong.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// What the provider asked for, from the strongest source to the weakest: `retry-after-ms` and `Retry-After`, `retry_after`
/// and its like in the body, then an exhausted `X-RateLimit-*` or `RateLimit` window. A wait is a number, a duration with
/// its units such as `1m30s`, or a date. A value that makes no sense, and one of more than a year, counts as absent; of several values,
/// in several fields or in one, the longest holds. `in_body` has the milliseconds of its unit with each value.
pub(crate) fn requested_delay(headers: &Headers, in_body: &[(u64, Value)], unix_ms: u64) -> Option<Duration> {
    let now = clock(headers, unix_ms);
    let longest = |name: &str, unit: u64| {
        headers.all(name).flat_map(|field| field.split(',')).filter_map(|text| wait(text, unit, now)).max()
    };
    let precise = longest("retry-after-ms", 1);
    // Beside milliseconds, seconds that are the same wait rounded up ask for nothing more.
    let rounded = precise.map(|wait| Duration::from_secs(whole_milliseconds(wait).div_ceil(1_000)));
    longest("retry-after", 1_000)
        .filter(|wait| Some(*wait) != rounded)
        .max(precise)
        .or_else(|| in_body.iter().filter_map(|(unit, value)| wait_in_body(value, *unit, now)).max())
        .or_else(|| exhausted_window(headers, unix_ms))
}

/// What the provider says of a retry in the header field that it documents for that.
pub(crate) fn should_retry(profile: &ProviderSpec, headers: &Headers) -> Option<bool> {
    match headers.get(profile.should_retry_header?) {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    }
}

/// `unit` is what a bare number counts, in milliseconds.
fn wait(text: &str, unit: u64, now: u64) -> Option<Duration> {
    let text = text.trim();
    let wait = units(text, unit)
        .or_else(|| with_units(text))
        .or_else(|| Some(time::date_ms(text)?.saturating_sub(now)))?;
    Some(Duration::from_millis(wait)).filter(|wait| *wait <= LONGEST)
}

fn wait_in_body(value: &Value, unit: u64, now: u64) -> Option<Duration> {
    match value {
        Value::Number(number) => wait(&crate::model::json::plain_digits(number), unit, now),
        Value::String(text) => wait(text, unit, now),
        _ => None,
    }
}

/// A duration as Go writes it: `5s`, `1m30s`, `250ms`.
fn with_units(mut text: &str) -> Option<u64> {
    let mut milliseconds = 0_u64;
    loop {
        let (number, rest) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
        let (unit, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len()));
        let (_, unit) = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)]
            .into_iter()
            .find(|(name, _)| unit.eq_ignore_ascii_case(name))?;
        milliseconds = milliseconds.checked_add(units(number, unit)?)?;
        if rest.is_empty() {
            return Some(milliseconds);
        }
        text = rest;
    }
}

/// Digits of a fraction that are counted; of those behind them only whether there is something.
const COUNTED: usize = 9;

/// Reads plain digits with at most one point, which is stricter than any float parser: `1e3`, `+5`, `1_000`, `NaN`
/// and digits of other scripts are garbage here. Rounded up: never earlier than asked.
pub(crate) fn units(text: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let (counted, rest) = fraction.split_at(fraction.len().min(COUNTED));
    let scale = 10_u64.checked_pow(u32::try_from(counted.len()).ok()?)?;
    let more = u64::from(rest.bytes().any(|digit| digit != b'0'));
    let fraction = (counted.parse::<u64>().ok()?.checked_mul(unit)? + more).div_ceil(scale);
    whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(fraction)
}

/// A reset below this is a number of seconds, above it a Unix time: 2001-09-09 is long past, and no wait lasts 31 years.
/// A thousand times this and above, it is a Unix time in milliseconds. With units, such as `6m0s`, it is a wait.
const FIRST_UNIX_TIME: u64 = 1_000_000_000;

fn reset_in(text: &str, headers: &Headers, unix_ms: u64) -> Option<Duration> {
    const FIRST_IN_MS: u64 = FIRST_UNIX_TIME * 1_000;
    let until = |then: u64| then.saturating_sub(clock(headers, unix_ms));
    let wait = match units(text, 1_000) {
        Some(seconds @ ..FIRST_IN_MS) => seconds,
        Some(then) if then < FIRST_IN_MS * 1_000 => until(then),
        Some(then) => until(then / 1_000),
        None => match with_units(text) {
            Some(wait) => wait,
            None => until(time::date_ms(text)?),
        },
    };
    Some(Duration::from_millis(wait)).filter(|wait| *wait <= LONGEST)
}

fn exhausted_window(headers: &Headers, unix_ms: u64) -> Option<Duration> {
    quota(headers, unix_ms).filter(|(left, _)| *left == 0).map(|(_, reset)| reset)
}

/// How many requests are left and for how long, if `X-RateLimit-*` or `RateLimit` contains both.
pub(crate) fn quota(headers: &Headers, unix_ms: u64) -> Option<(u64, Duration)> {
    for (remaining, reset) in
        [("x-ratelimit-remaining", "x-ratelimit-reset"), ("ratelimit-remaining", "ratelimit-reset")]
    {
        let Some(left) = headers.get(remaining).and_then(|text| units(text, 1)) else { continue };
        let Some(reset) = headers.get(reset).and_then(|text| reset_in(text, headers, unix_ms)) else {
            continue;
        };
        return Some((left, reset));
    }
    // Of several policies the one that binds first and longest.
    headers
        .all("ratelimit")
        .flat_map(|field| field.split(','))
        .filter_map(policy)
        .min_by_key(|(left, reset)| (*left, Reverse(*reset)))
}

/// The current draft's form: `"default";r=0;t=30`.
fn policy(field: &str) -> Option<(u64, Duration)> {
    let parameter = |name: &str| {
        let mut parameters = field.split(';').filter_map(|part| part.trim().split_once('='));
        parameters
            .find_map(|(key, value)| (key.trim() == name).then(|| value.trim().parse::<u64>().ok()).flatten())
    };
    Some((parameter("r")?, Duration::from_secs(parameter("t")?))).filter(|(_, reset)| *reset <= LONGEST)
}

/// The requests in one window, from `X-RateLimit-Limit`.
pub(crate) fn advertised_limit(headers: &Headers) -> Option<u32> {
    let limit = headers.get("x-ratelimit-limit")?.parse().ok()?;
    (limit > 0).then_some(limit)
}

/// The time by the response's own clock, if it shows one.
pub(crate) fn clock(headers: &Headers, unix_ms: u64) -> u64 {
    headers.get("date").and_then(time::date_ms).unwrap_or(unix_ms)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: u64 = 1_700_000_000_000;

    fn headers(fields: &[(&str, &str)]) -> Headers {
        fields.iter().copied().collect()
    }

    #[test]
    fn every_form_is_read_and_the_strongest_wins() {
        type Case = (&'static [(&'static str, &'static str)], Option<u64>);
        let cases: &[Case] = &[
            (&[("Retry-After", "7")], Some(7_000)),
            (&[("retry-after-ms", "1500"), ("Retry-After", "2")], Some(1_500)),
            (&[("retry-after-ms", "1500"), ("Retry-After", "1")], Some(1_500)),
            (&[("retry-after-ms", "1500"), ("Retry-After", "7")], Some(7_000)),
            (&[("retry-after-ms", "0"), ("Retry-After", "7")], Some(7_000)),
            (&[("retry-after-ms", "soon"), ("Retry-After", "7")], Some(7_000)),
            (&[("Retry-After", "5s")], Some(5_000)),
            (&[("Retry-After", "0.5s")], Some(500)),
            (&[("Retry-After", "250ms")], Some(250)),
            (&[("Retry-After", "1m30s")], Some(90_000)),
            (&[("Retry-After", "1H")], Some(3_600_000)),
            (&[("Retry-After", "Tue, 14 Nov 2023 22:13:30 UTC")], Some(10_000)),
            (&[("Retry-After", "Tue, 14 Nov 2023 22:13:30 +0000")], Some(10_000)),
            (&[("Retry-After", "14 Nov 2023 22:13:30 GMT")], Some(10_000)),
            (&[("Retry-After", "2023-11-14T22:13:30Z")], Some(10_000)),
            (&[("Retry-After", "2023-11-14T23:13:30.5+01:00")], Some(10_500)),
            (&[("Retry-After", "7"), ("Retry-After", "2023-11-14T22:13:30Z")], Some(10_000)),
            (
                &[("Retry-After", "2023-11-14T22:13:30Z"), ("Date", "Tue, 14 Nov 2023 22:13:25 UTC")],
                Some(5_000),
            ),
            (&[("retry-after", "0.25")], Some(250)),
            (&[("Retry-After", "Tue, 14 Nov 2023 22:13:30 GMT")], Some(10_000)),
            (&[("Retry-After", "Tuesday, 14-Nov-23 22:13:30 GMT")], Some(10_000)),
            (&[("Retry-After", "Tue Nov 14 22:13:30 2023")], Some(10_000)),
            (
                &[
                    ("Retry-After", "Tue, 14 Nov 2023 22:13:30 GMT"),
                    ("Date", "Tue, 14 Nov 2023 22:13:25 GMT"),
                ],
                Some(5_000),
            ),
            (&[("Retry-After", "Mon, 13 Nov 2023 00:00:00 GMT")], Some(0)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700000023")], Some(23_000)),
            (
                &[
                    ("X-RateLimit-Remaining", "0"),
                    ("X-RateLimit-Reset", "1700000023"),
                    ("Date", "Tue, 14 Nov 2023 22:13:40 GMT"),
                ],
                Some(3_000),
            ),
            (&[("X-RateLimit-Remaining", "3"), ("X-RateLimit-Reset", "1700000023")], None),
            (&[("RateLimit", "\"default\";r=0;t=30")], Some(30_000)),
            (&[("RateLimit", "\"default\";r=5;t=30")], None),
            (&[("Retry-After", "0.30000000000000004")], Some(301)),
            (&[("Retry-After", "0.2999999999999999889")], Some(300)),
            (&[("Retry-After", "1.00000000000000000000000000000000000000000000000000")], Some(1_000)),
            (&[("retry-after-ms", "12.000000000000001")], Some(13)),
            (&[("Retry-After", "5"), ("Retry-After", "10")], Some(10_000)),
            (&[("Retry-After", "10, 5")], Some(10_000)),
            (&[("Retry-After", "soon, 5")], Some(5_000)),
            (&[("Retry-After", "5, Tue, 14 Nov 2023 22:13:30 GMT")], Some(10_000)),
            (&[("Retry-After", "Tue, 14 Nov 2023 22:13:30 GMT, 15")], Some(15_000)),
            (&[("Retry-After", "Tue Nov 14 22:13:30 2023, 1")], Some(10_000)),
            (&[("Retry-After", "5, 99999999999")], Some(5_000)),
            (&[("Retry-After", "31536000")], Some(31_536_000_000)),
            (&[("Retry-After", "Tue, 14 Nov 2033 22:13:30 GMT")], None),
            (&[("retry-after-ms", "20"), ("retry-after-ms", "30, 10")], Some(30)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700000023000")], Some(23_000)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700000023.5")], Some(23_500)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "2023-11-14T22:13:43Z")], Some(23_000)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "23")], Some(23_000)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "6m0s")], Some(360_000)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1h2m3.5s")], Some(3_723_500)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "250ms")], Some(250)),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "9000h")], None),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "6m 0s")], None),
            (&[("X-RateLimit-Remaining", "4"), ("X-RateLimit-Reset", "6m0s")], None),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1800000000")], None),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1800000000000000")], None),
            (&[("RateLimit", "\"default\";r=0;t=99999999999")], None),
        ];
        for (fields, expected) in cases {
            let asked = requested_delay(&headers(fields), &[], NOW).map(|wait| wait.as_millis());
            assert_eq!(asked, expected.map(u128::from), "{fields:?}");
        }
    }

    #[test]
    fn garbage_counts_as_absent() {
        let garbage = [
            "soon",
            "-5",
            "+5",
            "1e3",
            "1_000",
            "NaN",
            "inf",
            "٣",
            "5 seconds",
            "",
            "99999999999999999999",
            "2030-01-01T00:00:00Z",
            "1.2.3",
            "s",
            "5 s",
            "5x",
            "5s3",
            "1.s",
            "-5s",
            "5s-1s",
            "99999999999999999999h",
            "Tue, 14 Nov 2023",
            "Tue, 14 Nov 2023 22:13 GMT",
            "Tue, 32 Nov 2023 22:13:30 GMT",
            "Tue, 14 Nov 2023 22:13:30 PST",
            "2023-11-14T22:13:30",
            ".",
        ];
        for text in garbage {
            assert_eq!(requested_delay(&headers(&[("Retry-After", text)]), &[], NOW), None, "{text}");
        }
        for value in [json!(-1), json!("x"), json!(true), json!({}), json!(1e300), json!(99_999_999_999_u64)]
        {
            assert_eq!(requested_delay(&Headers::new(), &[(1_000, value.clone())], NOW), None, "{value}");
        }
        for (text, wait) in
            [("0.30000000000000004", 301), ("1e1", 10_000), ("2.5E-1", 250), ("\"0.30000000000000004\"", 301)]
        {
            let value = crate::model::json::read(text.as_bytes()).unwrap();
            let asked = requested_delay(&Headers::new(), &[(1_000, value)], NOW);
            assert_eq!(asked, Some(Duration::from_millis(wait)), "{text}");
        }
        assert_eq!(
            requested_delay(&headers(&[("Retry-After", "soon")]), &[(1_000, json!(23))], NOW),
            Some(Duration::from_secs(23))
        );
    }
}
