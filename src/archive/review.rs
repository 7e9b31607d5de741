//! The queue of papers a person should look at: those with doubts, the oldest in the archive first;
//! for who may not see every paper, in the order of their ids.

use std::collections::BTreeMap;
use std::collections::HashSet;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::document::Document;
use crate::document::DocumentId;
use crate::store::ImportId;

pub use crate::store::DoubtfulImport;

/// Imports to choose from.
const IMPORTS: u32 = 50;

/// Which part of the queue.
#[derive(Debug, Clone, Default)]
pub struct ReviewRequest {
    /// Only papers with this doubt.
    pub code: Option<String>,
    /// Only papers of this import; not looked at for who may not see every paper.
    pub import: Option<i64>,
    /// After this paper: a [`Review`]'s `next`. From the head of the queue where it is none's.
    pub after: Option<DocumentId>,
    /// Papers at most.
    pub limit: u32,
}

/// A part of the queue.
#[derive(Debug, Clone)]
pub struct Review {
    /// Papers with doubts in the whole archive.
    pub total: u64,
    /// The latest imports that brought such papers, the newest first; for who may see every paper.
    pub imports: Vec<DoubtfulImport>,
    /// Doubts with the number of papers, of the import asked for, that have them; the most frequent
    /// first.
    pub codes: Vec<(String, u64)>,
    /// The papers.
    pub papers: Vec<Document>,
    /// Where the queue goes on; none at its end.
    pub next: Option<DocumentId>,
}

impl Archive {
    /// Papers with doubts that a person can settle.
    pub fn review(&self, request: &ReviewRequest) -> Result<Review, Error> {
        self.allow(Task::Correct)?;
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let after = match &request.after {
            Some(id) if self.papers().document(id)?.is_some() => Some(id),
            _ => None,
        };
        let there = self.there()?;
        let code = request.code.as_deref();
        let import = request.import.filter(|_| there.is_none()).map(ImportId);
        let queue = |after, limit| self.store().doubtful(code, import, after, limit);
        let mut queue = match &there {
            None => queue(after, request.limit.saturating_add(1))?,
            Some(there) => {
                // Which paper came first may tell of a file in a folder they may not see.
                let mut queue = queue(None, u32::MAX)?;
                queue.retain(|one| there.contains(&one.sequence) && after < Some(&one.id));
                queue.sort_by(|one, other| one.id.cmp(&other.id));
                queue
            }
        };
        let more = queue.len() > limit;
        queue.truncate(limit);
        let ids: Vec<_> = queue.into_iter().map(|one| one.id).collect();
        let papers = self.papers().documents(&ids)?;
        Ok(Review {
            total: self.to_review()?,
            imports: match &there {
                None => self.store().doubtful_imports(IMPORTS)?,
                // Runs and their folders tell of papers that are not there.
                Some(_) => Vec::new(),
            },
            codes: match &there {
                None => self.store().doubts(import)?,
                Some(there) => self.doubts_of(there)?,
            },
            papers: papers.into_iter().flatten().collect(),
            next: ids.into_iter().next_back().filter(|_| more),
        })
    }

    /// How many papers have doubts that a person can settle; none for who may settle none.
    pub fn to_review(&self) -> Result<u64, Error> {
        if !self.rights.may(Task::Correct) {
            return Ok(0);
        }
        let Some(there) = self.there()? else {
            return Ok(self.store().doubtful_count()?);
        };
        let doubts = self.store().all_doubts()?;
        let mut papers: Vec<u64> = doubts.into_iter().map(|(sequence, _)| sequence).collect();
        papers.dedup();
        papers.retain(|sequence| there.contains(sequence));
        Ok(papers.len() as u64)
    }

    /// How many of these papers have each doubt, the most frequent first.
    fn doubts_of(&self, there: &HashSet<u64>) -> Result<Vec<(String, u64)>, Error> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (sequence, code) in self.store().all_doubts()? {
            if there.contains(&sequence) {
                *counts.entry(code).or_default() += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(counts)
    }

    /// The papers that are there, by their sequences; none where all are.
    fn there(&self) -> Result<Option<HashSet<u64>>, Error> {
        match self.rights.see_everything() {
            true => Ok(None),
            false => Ok(Some(self.index.sequences()?)),
        }
    }
}

/// A doubt for staff; its code where it has no name here.
#[must_use]
pub fn doubt_name(code: &str) -> &str {
    match code {
        "number-missing" => "không có số, ký hiệu",
        "number-blank" => "số để trống",
        "annex-only" => "chỉ có phụ lục",
        "number-unreadable" => "số không đọc được",
        "number-from-name" => "số lấy từ tên tệp",
        "name-disagrees" => "tên tệp khác văn bản",
        "kind-missing" => "chưa rõ loại",
        "body-unknown" => "cơ quan ngoài danh mục",
        "body-unresolved" => "chưa rõ cơ quan",
        "date-missing" => "không có ngày",
        "date-blank" => "ngày để trống",
        "date-partial" => "ngày không đủ",
        "year-disagrees" => "năm không khớp",
        "subject-missing" => "không có trích yếu",
        "ocr-doubtful" => "nhận dạng chưa chắc",
        other => other,
    }
}
