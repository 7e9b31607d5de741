//! Registers (sổ đăng ký, mục lục văn bản): read from any office file, held against the papers.

mod columns;
mod dates;
mod entry;
mod export;
mod fill;
mod heading;
mod kept;
mod lines;
mod reconcile;
mod series;
mod table;

pub use columns::Fields;
pub use entry::Entry;
pub use entry::Oddity;
pub use entry::Place;
pub use export::ListFormat;
pub use heading::Column;
pub use kept::Registers;
pub use reconcile::Reconciliation;
pub use series::Series;
pub(super) use series::SeriesKey;

use std::collections::HashMap;
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Programs;
use crate::archive::reading;
use crate::archive::register::reconcile::Paper;
use crate::document::DocumentId;
use crate::extract::Limits;
use crate::extract::SourceFile;
use crate::extract::worker::Pool;
use crate::extract::worker::Spool;

/// A register by itself.
#[derive(Debug)]
pub struct Register {
    /// The file's name.
    pub name: String,
    /// How its tables were understood.
    pub heads: Vec<Head>,
    /// Rows that speak of a paper, in the order of the file.
    pub entries: Vec<Entry>,
    /// What is odd about rows by themselves.
    pub oddities: Vec<Oddity>,
    /// Number series, with holes and collisions.
    pub series: Vec<Series>,
}

/// The head of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its row.
    pub place: Place,
    /// What stands over each column, and what the column is read as; none where nobody knows.
    pub columns: Vec<(String, Option<Column>)>,
}

/// A register and what it says against the archive.
#[derive(Debug)]
pub struct RegisterReport {
    /// The register.
    pub register: Arc<Register>,
    /// Rows and papers brought together.
    pub reconciliation: Reconciliation,
    /// Titles of the papers named.
    titles: HashMap<DocumentId, String>,
}

impl Register {
    fn of(name: &str, tables: &[table::Table]) -> Self {
        let mut register = Self {
            name: name.to_owned(),
            heads: Vec::new(),
            entries: Vec::new(),
            oddities: Vec::new(),
            series: Vec::new(),
        };
        for (table, ordinal) in tables.iter().zip(1..) {
            let (entries, oddities) = entry::entries(ordinal, table);
            register.entries.extend(entries);
            register.oddities.extend(oddities);
            let columns = table.headings.iter().cloned();
            register.heads.push(Head {
                place: Place {
                    table: ordinal,
                    row: table.head,
                },
                columns: columns.zip(table.columns.iter().copied()).collect(),
            });
        }
        register.series = series::series(&register.entries);
        register
    }

    /// A place for staff: `dòng 5`; `bảng 2, dòng 5` where there are several tables.
    #[must_use]
    pub fn told(&self, place: Place) -> String {
        match self.heads.len() {
            0 | 1 => format!("dòng {}", place.row),
            _ => format!("bảng {}, dòng {}", place.table, place.row),
        }
    }
}

impl RegisterReport {
    /// The title of a paper it names.
    #[must_use]
    pub fn title(&self, id: &DocumentId) -> String {
        let title = self.titles.get(id).cloned();
        title.unwrap_or_else(|| id.to_string())
    }

    /// The rows that have their paper and nothing that disagrees.
    #[must_use]
    pub fn agreed(&self) -> usize {
        let found = &self.reconciliation;
        let apart: HashSet<usize> = found.disagreements.iter().map(|one| one.entry).collect();
        found.matched.len() - apart.len()
    }

    /// Whether there is nothing for a person to look at; holes may have their reasons.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let found = &self.reconciliation;
        found.without_file.is_empty()
            && found.without_row.is_empty()
            && found.disagreements.is_empty()
            && found.ambiguous.is_empty()
            && self.register.oddities.is_empty()
    }
}

impl Archive {
    /// Reads a register (XLSX, XLS, ODS, CSV, or a table in a paper) and holds it against the
    /// archive. Writes nothing.
    ///
    /// # Errors
    /// When the file cannot be read, or holds no table with at least four known headings.
    pub fn register(&self, programs: &Programs, file: &Path) -> Result<RegisterReport, Error> {
        let source = SourceFile::open(file, &Limits::office())?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let register = self.read_register(programs, &name, &source.bytes)?;
        self.reconcile(&Arc::new(register))
    }

    /// Reads a register that was sent in under this name.
    ///
    /// # Errors
    /// When it cannot be read, or holds no table with at least four known headings.
    pub fn read_register(
        &self,
        programs: &Programs,
        name: &str,
        bytes: &[u8],
    ) -> Result<Register, Error> {
        self.allow(Task::Register)?;
        let pool = Pool::new(programs.reader.clone(), 1, Limits::office());
        let (format, extracted) = pool.extract(bytes, name, &mut Spool::default())?;
        let pages = reading::read(extracted, None).pages;
        let tables = table::tables(format.name(), &pages);
        match tables.is_empty() {
            true => Err(Error::NoRegister(name.to_owned())),
            false => Ok(Register::of(name, &tables)),
        }
    }

    /// Holds a register against the papers as they are now.
    ///
    /// # Errors
    /// When the papers cannot be read.
    pub fn reconcile(&self, register: &Arc<Register>) -> Result<RegisterReport, Error> {
        self.allow(Task::Register)?;
        let papers = self.documents()?.map(|document| document.map(Into::into));
        let papers = papers.collect::<Result<Vec<Paper>, Error>>()?;
        let reconciliation = reconcile::reconcile(&register.entries, &papers);
        let named: HashSet<&DocumentId> = reconciliation.papers().collect();
        let named = papers.into_iter().filter(|paper| named.contains(&paper.id));
        Ok(RegisterReport {
            register: Arc::clone(register),
            titles: named.map(|paper| (paper.id, paper.title)).collect(),
            reconciliation,
        })
    }
}
