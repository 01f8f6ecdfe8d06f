//! When an event is, as moments and as written times.
//!
//! In comes a time as an editor wrote it and the site's zone; nothing here knows today.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::publish::words::EventTime;

/// The moment in the site's zone, whole seconds. A local time that occurs twice is its first
/// occurrence, and one that never does is counted with the offset before the gap, as
/// [RFC 5545 § 3.3.5] reads such times.
///
/// [RFC 5545 § 3.3.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
pub(crate) fn zoned(time: EventTime, zone: &TimeZone) -> ZonedDateTime {
    let instant = match time {
        EventTime::Instant(instant) => instant,
        other => zone.to_timestamp(other.local(zone)).unwrap_or(Timestamp::UNIX_EPOCH),
    };
    let whole = Timestamp::from_second(instant.as_second()).unwrap_or(instant);
    whole.to_zoned_datetime(zone.clone())
}

/// The first moment of a day in the site's zone, as [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)
/// writes it.
pub(crate) fn midnight(day: Date, zone: &TimeZone) -> String {
    rfc3339(&zoned(EventTime::Day(day), zone))
}

/// `2027-06-05T10:00:00+02:00`.
pub(crate) fn rfc3339(time: &ZonedDateTime) -> String {
    // Offsets of the time before zones have seconds, which RFC 3339 cannot write.
    if time.offset().seconds() % 60 == 0 {
        time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    } else {
        time.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

#[cfg(test)]
mod tests {
    use crate::base::zone::time_zone;

    use super::*;

    fn berlin() -> TimeZone {
        time_zone("Europe/Berlin").unwrap()
    }

    #[test]
    fn an_hour_that_occurs_twice_is_the_first_unless_an_offset_says_otherwise() {
        let local = EventTime::Local("2027-10-31T02:30".parse().unwrap());
        assert_eq!(rfc3339(&zoned(local, &berlin())), "2027-10-31T02:30:00+02:00");
        let second = EventTime::Instant("2027-10-31T02:30+01:00".parse().unwrap());
        assert_eq!(rfc3339(&zoned(second, &berlin())), "2027-10-31T02:30:00+01:00");
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        let day = "2027-06-05".parse().unwrap();
        assert_eq!(midnight(day, &berlin()), "2027-06-05T00:00:00+02:00");
        assert_eq!(midnight(day, &TimeZone::UTC), "2027-06-05T00:00:00+00:00");
        let old = "1880-01-01".parse().unwrap();
        assert_eq!(midnight(old, &berlin()), "1879-12-31T23:06:32Z");
    }
}
