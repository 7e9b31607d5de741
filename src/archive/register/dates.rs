//! Dates as registers hold them: text day first, or the serial numbers of spreadsheets.

use jiff::civil::Date;

use crate::document::PartialDate;

/// What a cell for a date holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateCell {
    /// Nothing.
    Empty,
    /// A date, as precise as it is written.
    Known(PartialDate),
    /// Month first, as an American program wrote it: the day stands in the month's place.
    Swapped(PartialDate),
    /// Something else.
    Unreadable,
}

impl DateCell {
    /// The date, however it was written.
    #[must_use]
    pub fn date(self) -> Option<PartialDate> {
        match self {
            Self::Known(date) | Self::Swapped(date) => Some(date),
            Self::Empty | Self::Unreadable => None,
        }
    }

    /// Reads a cell. `3/4/2020` is the third of April; the month never comes first, so that a day
    /// above 12 in its place is told.
    #[must_use]
    pub fn of(cell: &str) -> Self {
        let cell = cell.trim();
        if cell.is_empty() {
            return Self::Empty;
        }
        if let Some(date) = serial(cell) {
            return Self::Known(date);
        }
        // `2020-09-30 00:00:00`, `30/9/2020 0:00`
        let day = cell.split([' ', 'T']).next().unwrap_or(cell);
        let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
        let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.trim().parse().ok()).collect();
        let Some(numbers) = numbers else {
            return Self::Unreadable;
        };
        let exact = |year: i16, month: i16, day: i16| {
            let month = i8::try_from(month).ok()?;
            PartialDate::day(year, month, i8::try_from(day).ok()?).ok()
        };
        match *numbers.as_slice() {
            [year] if (1900..2200).contains(&year) => known(PartialDate::year_only(year).ok()),
            [month, year] if year > 1000 => known(
                i8::try_from(month)
                    .ok()
                    .and_then(|month| PartialDate::month(year, month).ok()),
            ),
            [year, month, day] if year > 1000 => known(exact(year, month, day)),
            [day, month, year] => {
                let year = full_year(year);
                match exact(year, month, day) {
                    Some(date) => Self::Known(date),
                    None => exact(year, day, month).map_or(Self::Unreadable, Self::Swapped),
                }
            }
            _ => Self::Unreadable,
        }
    }
}

fn known(date: Option<PartialDate>) -> DateCell {
    date.map_or(DateCell::Unreadable, DateCell::Known)
}

/// `98` is 1998, `21` is 2021: papers of two digits are of the last sixty years.
fn full_year(year: i16) -> i16 {
    match year {
        0..=50 => 2000 + year,
        51..=99 => 1900 + year,
        year => year,
    }
}

/// Days since 30 December 1899, as spreadsheets count; only those of 1927 to 2119, so that no year
/// and no plain number is taken for one.
fn serial(cell: &str) -> Option<PartialDate> {
    let whole = cell.split('.').next()?;
    let fraction = cell.get(whole.len()..)?.trim_start_matches('.');
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let days: i32 = whole.parse().ok()?;
    if !(10_000..80_000).contains(&days) {
        return None;
    }
    let epoch = Date::new(1899, 12, 30).ok()?;
    let date = epoch
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    PartialDate::day(date.year(), date.month(), date.day()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        let shown = match DateCell::of(cell) {
            DateCell::Empty => "-".to_owned(),
            DateCell::Unreadable => "?".to_owned(),
            DateCell::Known(date) => date.to_string(),
            DateCell::Swapped(date) => format!("{date} swapped"),
        };
        assert_eq!(shown, expected, "{cell}");
    }

    #[test]
    fn cells_with_dates() {
        check("20/07/2022", "2022-07-20");
        check("3/4/2020", "2020-04-03");
        check("30.9.2020", "2020-09-30");
        check("2020-09-30 00:00:00", "2020-09-30");
        check("44104", "2020-09-30");
        check("44104.0", "2020-09-30");
        check("9/30/2020", "2020-09-30 swapped");
        check("09/2020", "2020-09");
        check("2020", "2020");
        check("1/2/98", "1998-02-01");
        check("", "-");
        check("ngày 5", "?");
        check("31/2/2020", "?");
        check("0/0/2020", "?");
    }
}
