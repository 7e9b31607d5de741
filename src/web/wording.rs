//! Words for moments, sizes and counts, as every page has them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::web::language::t;

/// `30/09/2020 10:15`, by the clocks of Vietnam, wherever the server's stands.
pub fn moment(at: Timestamp) -> String {
    in_vietnam(at, "%d/%m/%Y %H:%M")
}

/// `30/09/2020`.
pub fn day(at: Timestamp) -> String {
    in_vietnam(at, "%d/%m/%Y")
}

/// Vietnam has no summer time.
fn in_vietnam(at: Timestamp, format: &str) -> String {
    let local = at.to_zoned(TimeZone::fixed(jiff::tz::offset(7)));
    local.strftime(format).to_string()
}

/// `12.345`, as Vietnamese write it; `12,345` in English.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(t('.', ','));
        }
        grouped.push(digit);
    }
    grouped
}

/// Bytes for a reader: `1,5 GB`.
pub fn size(bytes: u64) -> String {
    let units = [t("byte", "bytes"), "KB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut scale = 1_u64;
    while bytes / scale >= 1_000 && unit + 1 < units.len() {
        scale *= 1_000;
        unit += 1;
    }
    let name = units.get(unit).copied().unwrap_or_default();
    let tenths = bytes / (scale / 10).max(1);
    match scale {
        1 => format!("{bytes} {name}"),
        _ => format!("{}{}{} {name}", tenths / 10, t(',', '.'), tenths % 10),
    }
}

/// With a capital first letter.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_by_three() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_234_567), "1.234.567");
    }

    #[test]
    fn sizes_as_people_read_them() {
        for (bytes, shown) in [
            (0, "0 byte"),
            (999, "999 byte"),
            (1_000, "1,0 KB"),
            (1_550_000, "1,5 MB"),
            (42_000_000_000, "42,0 GB"),
            (u64::MAX, "18446744,0 TB"),
        ] {
            assert_eq!(size(bytes), shown);
        }
    }

    #[test]
    fn moments_are_those_of_vietnam() {
        let at: Timestamp = "2020-09-08T20:05:00Z".parse().unwrap();
        assert_eq!(
            (moment(at), day(at)),
            ("09/09/2020 03:05".into(), "09/09/2020".into())
        );
    }

    #[test]
    fn a_line_begins_with_a_capital() {
        assert_eq!(capital("đã có"), "Đã có");
        assert_eq!(capital(""), "");
    }
}
