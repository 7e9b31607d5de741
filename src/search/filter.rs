//! Which documents a request is narrowed to, by what they say of themselves.

use jiff::civil::Date;

use crate::document::Folder;
use crate::document::PartialDate;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::System;

/// Conditions on a document's description; all must hold. An unknown value meets none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Issued by one of these bodies or one below it; by any, if empty.
    pub bodies: Vec<BodyId>,
    /// Issued by a body of one of these places (`thanh-hoa`) or of a district or commune of one;
    /// by any, if empty.
    pub places: Vec<&'static str>,
    /// Of one of these kinds; any, if empty.
    pub kinds: Vec<KindId>,
    /// Of this system.
    pub system: Option<System>,
    /// Issued in this year.
    pub year: Option<i16>,
    /// Issued on this day, or within this month or year, or later.
    pub from: Option<PartialDate>,
    /// Issued within this day, month or year, or earlier.
    pub to: Option<PartialDate>,
    /// From one of these folders or one below it; from any, if empty.
    pub folders: Vec<Folder>,
}

impl Filter {
    /// Conditions of both; where both speak of one thing, of this one.
    pub(super) fn and(&self, wish: &Self) -> Self {
        fn first<T: Clone>(own: &[T], other: &[T]) -> Vec<T> {
            if own.is_empty() {
                other.to_vec()
            } else {
                own.to_vec()
            }
        }
        Self {
            bodies: first(&self.bodies, &wish.bodies),
            places: first(&self.places, &wish.places),
            kinds: first(&self.kinds, &wish.kinds),
            system: self.system.or(wish.system),
            year: self.year.or(wish.year),
            from: self.from.or(wish.from),
            to: self.to.or(wish.to),
            folders: first(&self.folders, &wish.folders),
        }
    }

    /// It narrows nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// It narrows by days at most.
    pub(super) fn is_of_days(&self) -> bool {
        let Self {
            bodies,
            places,
            kinds,
            system,
            folders,
            year: _,
            from: _,
            to: _,
        } = self;
        let any_issuer = bodies.is_empty() && places.is_empty();
        any_issuer && kinds.is_empty() && system.is_none() && folders.is_empty()
    }

    /// The first and last day it lets through, if dates matter; a document counts by the first day
    /// its date can mean. A year outside the calendar of papers lets nothing through.
    pub(super) fn days(&self) -> Option<(Date, Date)> {
        if self.from.is_none() && self.to.is_none() && self.year.is_none() {
            return None;
        }
        let year = match self.year.map(PartialDate::year_only) {
            Some(Err(_)) => return Some((Date::MAX, Date::MIN)),
            other => other.and_then(Result::ok),
        };
        let first = [self.from, year]
            .into_iter()
            .flatten()
            .map(PartialDate::first_day)
            .max();
        let last = [self.to, year]
            .into_iter()
            .flatten()
            .map(PartialDate::last_day)
            .min();
        Some((first.unwrap_or(Date::MIN), last.unwrap_or(Date::MAX)))
    }
}
