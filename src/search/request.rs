//! What is asked: the typed line, filters, order, and how much of the answer.

use crate::document::Folder;
use crate::document::PartialDate;
use crate::search::cursor::Cursor;
use crate::search::filter::Filter;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::System;
use crate::vocabulary::bodies;
use crate::vocabulary::provinces::Province;

/// Characters of the typed line that are read; the rest is ignored, and the answer says so.
pub const LONGEST_QUERY: usize = 600;
/// Syllables of the typed line that are looked for.
pub const MOST_SYLLABLES: usize = 80;
/// Hits a page can hold.
pub const LARGEST_PAGE: usize = 200;

/// A search. Any line may be typed: none is an error.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The line as typed.
    pub q: String,
    /// Only what this body or one below it issued.
    pub body: Option<BodyId>,
    /// Only what bodies of this province issued, its districts' and communes' too.
    pub place: Option<&'static Province>,
    /// Body and province with what they were before and became: Bộ Kế hoạch và Đầu tư with Bộ Tài
    /// chính, An Giang with Kiên Giang.
    pub lineage: bool,
    /// Only this kind.
    pub kind: Option<KindId>,
    /// Only this system.
    pub system: Option<System>,
    /// Only this year.
    pub year: Option<i16>,
    /// Only this day (month, year) and later.
    pub from: Option<PartialDate>,
    /// Only this day (month, year) and earlier.
    pub to: Option<PartialDate>,
    /// Only what came from one of these folders or one below it; from any, if empty.
    pub folders: Vec<Folder>,
    /// Only documents that bear this number, in any spelling.
    pub number: Option<String>,
    /// Order of the hits.
    pub sort: Sort,
    /// Hits on a page; at most [`LARGEST_PAGE`].
    pub limit: usize,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
    /// The reader's own body: of papers with one number, its own and its superiors' come first.
    pub home: Option<BodyId>,
}

/// Order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest date first, undated last.
    Newest,
    /// Earliest date first, undated last.
    Oldest,
}

impl Request {
    /// A request for the first page of what was typed.
    #[must_use]
    pub fn of(q: impl Into<String>, limit: usize) -> Self {
        Self {
            q: q.into(),
            limit,
            ..Self::default()
        }
    }

    fn bodies(&self) -> Vec<BodyId> {
        let asked = self.body.iter();
        let kin = asked.clone().filter(|_| self.lineage);
        let kin = kin.flat_map(|id| bodies::lineage(id.as_str()));
        asked.cloned().chain(kin.map(|body| body.id)).collect()
    }

    fn places(&self) -> Vec<&'static str> {
        let asked = self.place.into_iter();
        let kin = asked.clone().filter(|_| self.lineage);
        let provinces = asked.chain(kin.flat_map(Province::kin));
        provinces.flat_map(Province::unit_ids).collect()
    }

    pub(super) fn filter(&self) -> Filter {
        Filter {
            bodies: self.bodies(),
            places: self.places(),
            kinds: self.kind.iter().cloned().collect(),
            system: self.system,
            year: self.year,
            from: self.from,
            to: self.to,
            folders: self.folders.clone(),
        }
    }
}
