//! The queue of papers a person should look at: those with doubts, the oldest in the archive first.

use crate::archive::Archive;
use crate::archive::Error;
use crate::document::Document;
use crate::store::ImportId;

pub use crate::store::DoubtfulImport;

/// Imports to choose from.
const IMPORTS: u32 = 50;

/// Which part of the queue.
#[derive(Debug, Clone, Default)]
pub struct ReviewRequest {
    /// Only papers with this doubt.
    pub code: Option<String>,
    /// Only papers of this import.
    pub import: Option<i64>,
    /// After this place of the queue: a [`Review`]'s `next`.
    pub after: i64,
    /// Papers at most.
    pub limit: u32,
}

/// A part of the queue.
#[derive(Debug, Clone)]
pub struct Review {
    /// Papers with doubts in the whole archive.
    pub total: u64,
    /// The latest imports that brought such papers, the newest first.
    pub imports: Vec<DoubtfulImport>,
    /// Doubts with the number of papers, of the import asked for, that have them; the most frequent
    /// first.
    pub codes: Vec<(String, u64)>,
    /// The papers.
    pub papers: Vec<Document>,
    /// Where the queue goes on; none at its end.
    pub next: Option<i64>,
}

impl Archive {
    /// Papers with doubts that a person can settle.
    pub fn review(&self, request: &ReviewRequest) -> Result<Review, Error> {
        let mut queue = self.store().doubtful(
            request.code.as_deref(),
            request.import.map(ImportId),
            request.after,
            request.limit.saturating_add(1),
        )?;
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let more = queue.len() > limit;
        queue.truncate(limit);
        let ids: Vec<_> = queue.iter().map(|one| one.id.clone()).collect();
        Ok(Review {
            total: self.to_review()?,
            imports: self.store().doubtful_imports(IMPORTS)?,
            codes: self.store().doubts(request.import.map(ImportId))?,
            papers: self
                .store()
                .documents(&ids)?
                .into_iter()
                .flatten()
                .collect(),
            next: queue.last().filter(|_| more).map(|last| last.place),
        })
    }

    /// How many papers have doubts that a person can settle.
    pub fn to_review(&self) -> Result<u64, Error> {
        Ok(self.store().doubtful_count()?)
    }
}

/// A doubt for staff; its code where it has no name here.
#[must_use]
pub fn doubt_name(code: &str) -> &str {
    match code {
        "number-missing" => "không có số, ký hiệu",
        "number-blank" => "số để trống",
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
