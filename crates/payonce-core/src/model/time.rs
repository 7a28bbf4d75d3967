//! Points in time as providers write them.

/// The milliseconds since 1970 of an RFC 3339 time, in any offset; nothing for a time before 1970 or without an
/// offset, which names no moment.
///
/// As RFC 3339 §5.6 allows, `t`, `z` and a blank between date and time are read too, and a leap second counts as the
/// first second of the next minute. Digits beyond the millisecond are dropped. The offset may lack its colon or its
/// minutes, as ISO 8601 and PostgreSQL write it.
pub(crate) fn unix_ms(text: &str) -> Option<u64> {
    let mut from = Digits(text.as_bytes());
    let year = from.number(4)?;
    from.one_of(b"-")?;
    let month = from.number(2).filter(|month| (1..=12).contains(month))?;
    from.one_of(b"-")?;
    let day = from.number(2)?;
    from.one_of(b"Tt ")?;
    let seconds = from.time_of_day()?;
    let fraction = if from.one_of(b".,").is_some() { from.fraction()? } else { 0 };
    let offset = from.offset()?;
    moment(year, month, day, seconds - offset * 60, fraction).filter(|_| from.0.is_empty())
}

/// The milliseconds since 1970 of a date in any form that a server may write: RFC 3339, or what RFC 9110 §5.6.7 lists, with
/// another name of UTC than GMT or without a day of the week as well.
pub(crate) fn date_ms(text: &str) -> Option<u64> {
    const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
    const OTHER_WORDS: &str = " gmt utc ut z +0000 mon tue wed thu fri sat sun monday tuesday wednesday thursday friday \
                               saturday sunday ";
    if let Some(moment) = unix_ms(text) {
        return Some(moment);
    }
    let (mut day, mut month, mut year, mut seconds) = (None, None, None, None);
    for word in text.split([' ', ',', '-']).filter(|word| !word.is_empty()) {
        let word = word.to_ascii_lowercase();
        let mut from = Digits(word.as_bytes());
        let wrong = if OTHER_WORDS.contains(&format!(" {word} ")) {
            false
        } else if word.contains(':') {
            seconds.replace(from.time_of_day()?).is_some() || !from.0.is_empty()
        } else if let Ok(number) = word.parse::<i64>() {
            match word.len() {
                1 | 2 if day.is_none() => day.replace(number).is_some(),
                // A year with two digits means the nearest one (RFC 9110 §5.6.7), which is never 2070.
                2 => year.replace(if number < 70 { number + 2_000 } else { number + 1_900 }).is_some(),
                4 => year.replace(number).is_some(),
                _ => true,
            }
        } else {
            let place = MONTHS.split(' ').position(|name| name == word)?;
            month.replace(i64::try_from(place).ok()? + 1).is_some()
        };
        // A part twice, or one that has no place in a date.
        if wrong {
            return None;
        }
    }
    moment(year?, month?, day?, seconds?, 0)
}

/// A moment from the parts of a date, when there is such a day since 1970.
fn moment(year: i64, month: i64, day: i64, seconds: i64, milliseconds: i64) -> Option<u64> {
    let is_day = (1..=days_in(year, month)).contains(&day);
    let seconds = days_since_1970(year, month, day) * 86_400 + seconds;
    u64::try_from(seconds * 1_000 + milliseconds).ok().filter(|_| is_day)
}

/// What is left of a text.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first().filter(|(first, _)| wanted.contains(first))?;
        self.0 = rest;
        Some(*first)
    }

    fn digit(&mut self) -> Option<i64> {
        self.one_of(b"0123456789").map(|digit| i64::from(digit - b'0'))
    }

    /// A number of exactly so many digits.
    fn number(&mut self, digits: u32) -> Option<i64> {
        (0..digits).try_fold(0, |number, _| Some(number * 10 + self.digit()?))
    }

    /// The seconds since midnight.
    fn time_of_day(&mut self) -> Option<i64> {
        let hour = self.number(2).filter(|hour| *hour < 24)?;
        self.one_of(b":")?;
        let minute = self.number(2).filter(|minute| *minute < 60)?;
        self.one_of(b":")?;
        let second = self.number(2).filter(|second| *second <= 60)?;
        Some(hour * 3_600 + minute * 60 + second)
    }

    /// The milliseconds of any number of digits behind the point.
    fn fraction(&mut self) -> Option<i64> {
        let mut milliseconds = self.digit()? * 100;
        let mut unit = 10;
        while let Some(digit) = self.digit() {
            milliseconds += digit * unit;
            unit /= 10;
        }
        Some(milliseconds)
    }

    /// The minutes by which the local time is ahead of UTC.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.one_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2).filter(|hours| *hours < 24)?;
        let has_minutes = self.one_of(b":").is_some() || !self.0.is_empty();
        let minutes = if has_minutes { self.number(2).filter(|minutes| *minutes < 60)? } else { 0 };
        Some(sign * (hours * 60 + minutes))
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March, so that the leap
/// day is the last one.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 719_469
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{date_ms, unix_ms};

    #[test]
    fn every_spelling_of_a_moment_is_the_same_moment() {
        for text in [
            "2027-01-15T10:00:00.123+02:00",
            "2027-01-15T08:00:00.123Z",
            "2027-01-15t08:00:00.1239999999999999999999z",
            "2027-01-15 08:00:00.123Z",
            "2027-01-15T08:00:00.123-00:00",
            "2027-01-14T20:30:00.123-11:30",
            "2027-01-15T10:00:00.123+0200",
            "2027-01-15T10:00:00.123+02",
            "2027-01-15T10:00:00,123+02:00",
        ] {
            assert_eq!(unix_ms(text), Some(1_800_000_000_123), "{text}");
        }
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2016-12-31T23:59:60Z", 1_483_228_800),
            ("2016-12-31T15:59:60-08:00", 1_483_228_800),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            assert_eq!(unix_ms(text), Some(seconds * 1000), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_time_since_1970_is_refused() {
        for text in [
            "",
            "2027-01-15",
            "2027-01-15T10:00:00",
            "2027-01-15T10:00Z",
            "2027-13-15T10:00:00Z",
            "2027-02-29T10:00:00Z",
            "2100-02-29T10:00:00Z",
            "2027-00-15T10:00:00Z",
            "2027-01-00T10:00:00Z",
            "2027-01-15T24:00:00Z",
            "2027-01-15T10:60:00Z",
            "2027-01-15T10:00:61Z",
            "2027-01-15T10:00:00.Z",
            "2027-01-15T10:00:00+24:00",
            "2027-01-15T10:00:00+2:00",
            "2027-01-15T10:00:00+02:",
            "2027-01-15T10:00:00+02:00 ",
            "2027-01-15T10:00:00ZZ",
            "+2027-01-15T10:00:00Z",
            "２０２７-01-15T10:00:00Z",
            "1969-12-31T23:59:59Z",
            "0001-01-01T00:00:00Z",
        ] {
            assert_eq!(unix_ms(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[0-9TtZz:.,+ -]{0,40}|.{0,40}") {
            let _ = date_ms(&text);
        }

        #[test]
        fn the_result_agrees_with_another_calendar_algorithm(seconds in 0_u64..253_402_300_799) {
            let http = httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds));
            let parts: Vec<&str> = http.split(' ').collect();
            let month = "JanFebMarAprMayJunJulAugSepOctNovDec".find(parts[2]).unwrap() / 3 + 1;
            let text = format!("{}-{month:02}-{}T{}Z", parts[3], parts[1], parts[4]);
            prop_assert_eq!(unix_ms(&text), Some(seconds * 1000));
            prop_assert_eq!(date_ms(&http), Some(seconds * 1000));
        }
    }
}
