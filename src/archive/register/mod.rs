//! Registers (sổ đăng ký, mục lục văn bản): read from any office file, held against the papers.

mod columns;
mod dates;
mod entry;
mod export;
mod fill;
mod heading;
mod reconcile;
mod series;
mod table;

pub use columns::Fields;
pub use entry::Entry;
pub use entry::Oddity;
pub use export::ListFormat;
pub use reconcile::Reconciliation;
pub use series::Series;
pub(super) use series::SeriesKey;

use std::path::Path;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Programs;
use crate::document::Document;

/// A register and what it says against the archive.
#[derive(Debug)]
pub struct RegisterReport {
    /// Rows that speak of a paper.
    pub entries: Vec<Entry>,
    /// What is odd about rows by themselves.
    pub oddities: Vec<Oddity>,
    /// Number series, with holes and collisions.
    pub series: Vec<Series>,
    /// Rows and papers brought together.
    pub reconciliation: Reconciliation,
}

impl Archive {
    /// Reads a register (XLSX, XLS, ODS, CSV, or a table in a paper) and holds it against the
    /// archive. Writes nothing.
    ///
    /// # Errors
    /// When the file cannot be read, or holds no table with at least four known headings.
    pub fn register(&self, programs: &Programs, file: &Path) -> Result<RegisterReport, Error> {
        self.allow(Task::Register)?;
        let read = Self::extract(programs, file, None)?;
        let tables = table::tables(read.format, &read.pages);
        if tables.is_empty() {
            return Err(Error::NoRegister(file.to_path_buf()));
        }
        let mut entries = Vec::new();
        let mut oddities = Vec::new();
        for table in &tables {
            let (more, odd) = entry::entries(table);
            entries.extend(more);
            oddities.extend(odd);
        }
        let documents: Vec<Document> = self.documents()?.collect::<Result<_, _>>()?;
        Ok(RegisterReport {
            series: series::series(&entries),
            reconciliation: reconcile::reconcile(&entries, &documents),
            entries,
            oddities,
        })
    }
}
