//! The day of a run, and the days that files state.

use jiff::Timestamp;
pub use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day that it is, in UTC.
#[must_use]
pub fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// The day that a text states: a date, or a date and a time (ISO 8601). With an offset it is the day in UTC.
#[must_use]
pub fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    let instant = text.parse::<Timestamp>().map(|instant| instant.to_zoned(TimeZone::UTC).date());
    instant.or_else(|_| text.parse()).ok()
}

/// The day that a text is, as people write it in a configuration: year, month and day, and nothing else.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    // What the parser takes beside it, such as a time of day, would mean something that is not done.
    (text.len() == "2027-03-31".len()).then(|| text.parse().ok()).flatten()
}

/// How many days one day is before another; less than nothing where it is after it.
#[must_use]
pub fn days_between(day: Date, later: Date) -> i64 {
    later.duration_since(day).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_from_dates_and_times() {
        let day = Some(Date::constant(2026, 11, 20));
        for text in [
            "2026-11-20",
            " 2026-11-20T07:30:00Z ",
            "2026-11-20T07:30:00.1234567Z",
            "2026-11-21T01:30:00+02:00",
            "2026-11-20T07:30:00",
            "2026-11-20 07:30:00",
        ] {
            assert_eq!(day_of(text), day, "{text}");
        }
        for text in ["", "yesterday", "20.11.2026", "2026-13-01", "2026-02-30", "1763625600"] {
            assert_eq!(day_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_alone_has_no_time() {
        assert_eq!(day(" 2026-11-20 "), Some(Date::constant(2026, 11, 20)));
        for text in ["2026-11-20T07:30:00Z", "2026-02-30", "20.11.2026", "20261120", "2026-11-2", "soon enough"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_years() {
        let day = Date::constant(2026, 12, 31);
        assert_eq!(days_between(day, Date::constant(2027, 1, 1)), 1);
        assert_eq!(days_between(Date::constant(2027, 1, 1), day), -1);
        assert_eq!(days_between(day, day), 0);
        assert_eq!(days_between(Date::MIN, Date::MAX), 7_304_483);
    }
}
