//! Time zones by their names, from the data inside the program.
//!
//! In comes a name as in the IANA database, out goes its rules. Never reads the data of the system:
//! these differ between machines, and so would the calendars of one site.

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The zone of a name, if there is one.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    /// Data of systems are often written for programs that know no rules, with changes until 2037
    /// and one in 2038 that is none.
    #[test]
    fn no_zone_has_the_changes_of_data_for_older_programs() {
        let years = Timestamp::from_second(2_145_916_800).unwrap();
        for name in ["Asia/Kathmandu", "Europe/Istanbul", "Europe/Minsk"] {
            let zone = time_zone(name).unwrap();
            assert_eq!(zone.following(years).count(), 0, "{name}");
        }
        assert!(time_zone("Europe/Berlin").is_some());
        assert!(time_zone("Europe/Leipzig").is_none());
    }
}
