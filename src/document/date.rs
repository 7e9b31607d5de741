//! A date as a paper states it: a day, a month, or only a year.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar date with the precision of its source.
///
/// Written `2020-09-30`, `2020-09` or `2020`. Ordering puts the less precise date first:
/// `2020 < 2020-09 < 2020-09-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why something is not a date of a paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// No such day in the calendar, or a year before 1900 or after 2200.
    #[error("`{0}` is not a date between 1900 and 2200")]
    NotADate(String),
    /// Neither `yyyy`, `yyyy-mm`, `yyyy-mm-dd` nor `d/m/yyyy`.
    #[error("`{0}` is not written as yyyy-mm-dd, dd/mm/yyyy, yyyy-mm or yyyy")]
    BadForm(String),
}

impl PartialDate {
    /// A full date; an error if the calendar has no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        let shown = || DateError::NotADate(format!("{year:04}-{month:02}-{day:02}"));
        Date::new(year, month, day).map_err(|_| shown())?;
        Self::checked(year, Some(month), Some(day)).ok_or_else(shown)
    }

    /// A month of a year.
    pub fn month(year: i16, month: i8) -> Result<Self, DateError> {
        Self::checked(year, Some(month), None)
            .filter(|_| (1..=12).contains(&month))
            .ok_or_else(|| DateError::NotADate(format!("{year:04}-{month:02}")))
    }

    /// A year.
    pub fn year_only(year: i16) -> Result<Self, DateError> {
        Self::checked(year, None, None).ok_or_else(|| DateError::NotADate(year.to_string()))
    }

    fn checked(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        (1900..=2200)
            .contains(&year)
            .then_some(Self { year, month, day })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The earliest day it can mean.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::ZERO)
    }

    /// The latest day it can mean.
    #[must_use]
    pub fn last_day(self) -> Date {
        let first = self.first_day();
        match (self.month, self.day) {
            (Some(_), Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            _ => first.last_of_year(),
        }
    }

    /// The full date, when the day is known.
    #[must_use]
    pub fn exact(self) -> Option<Date> {
        self.day.map(|_| self.first_day())
    }

    /// As staff read it: `30/9/2020`, `9/2020`, `2020`.
    #[must_use]
    pub fn vietnamese(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day}/{month}/{}", self.year),
            (Some(month), None) => format!("{month}/{}", self.year),
            _ => self.year.to_string(),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(out, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(out, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    /// Reads `2020-09-30`, `2020-09`, `2020`, `30/9/2020`, `30-9-2020`, `30.9.2020`, `9/2020`.
    fn from_str(written: &str) -> Result<Self, DateError> {
        let bad = || DateError::BadForm(written.to_owned());
        let parts: Vec<&str> = written.trim().split(['-', '/', '.']).collect();
        let number = |part: &str| -> Result<i16, DateError> {
            match part.bytes().all(|byte| byte.is_ascii_digit()) && part.len() <= 4 {
                true => part.parse().map_err(|_| bad()),
                false => Err(bad()),
            }
        };
        let small = |part: &str| number(part).and_then(|n| i8::try_from(n).map_err(|_| bad()));
        match parts.as_slice() {
            [year] if year.len() == 4 => Self::year_only(number(year)?),
            [year, month] if year.len() == 4 => Self::month(number(year)?, small(month)?),
            [month, year] if year.len() == 4 => Self::month(number(year)?, small(month)?),
            [year, month, day] if year.len() == 4 => {
                Self::day(number(year)?, small(month)?, small(day)?)
            }
            [day, month, year] if year.len() == 4 => {
                Self::day(number(year)?, small(month)?, small(day)?)
            }
            _ => Err(bad()),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let read = written.parse::<PartialDate>().ok().map(|d| d.to_string());
        assert_eq!(read.as_deref(), expected, "{written}");
    }

    #[test]
    fn reads_what_people_write() {
        check("2020-09-30", Some("2020-09-30"));
        check("30/9/2020", Some("2020-09-30"));
        check("30.09.2020", Some("2020-09-30"));
        check("9/2020", Some("2020-09"));
        check("2020", Some("2020"));
        check("31/2/2020", None);
        check("9/30/2020", None);
        check("+1/2/2020", None);
        check("30/9/20", None);
        check("", None);
        check("1/1/1899", None);
    }

    #[test]
    fn a_vague_date_spans_its_days() {
        let month: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(month.first_day().to_string(), "2024-02-01");
        assert_eq!(month.last_day().to_string(), "2024-02-29");
        assert_eq!(month.exact(), None);
        assert_eq!(month.vietnamese(), "2/2024");
    }
}
