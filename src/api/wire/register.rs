//! A register held against the archive, as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::DocumentLink;
use crate::archive::RegisterColumn;
use crate::archive::RegisterPlace;
use crate::archive::RegisterReport;
use crate::archive::RegisterSeries;
use crate::document::DocumentId;

/// What holding a register against the archive gave.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterAnswer {
    /// How each of its tables was understood.
    pub tables: Vec<TableRow>,
    /// Rows that speak of a paper, in the order of the file.
    pub entries: Vec<EntryRow>,
    /// What is odd about rows by themselves.
    pub oddities: Vec<OddityRow>,
    /// Number series, with holes and collisions.
    pub series: Vec<SeriesRow>,
    /// How many rows have their paper and agree with it.
    pub agreed: usize,
    /// Rows with their paper.
    pub matched: Vec<MatchRow>,
    /// Fields in which a row and its paper disagree.
    pub disagreements: Vec<DisagreementRow>,
    /// Rows that several papers fit equally.
    pub ambiguous: Vec<AmbiguousRow>,
    /// Rows without a paper.
    pub rows_without_file: Vec<RegisterPlaceRow>,
    /// Papers of the register's series without a row.
    pub files_without_row: Vec<DocumentLink>,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct RegisterPlaceRow {
    /// Which of the file's tables, from 1.
    pub table: usize,
    /// Which row of the sheet or text, from 1.
    pub row: usize,
}

/// The head of a table.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableRow {
    /// The row it is in.
    #[serde(flatten)]
    pub place: RegisterPlaceRow,
    /// Its columns.
    pub columns: Vec<ColumnRow>,
}

/// A column of a register.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnRow {
    /// What stands over it.
    pub heading: String,
    /// What it is read as: `number`, `serial`, `symbol`, `issued-on`, `subject`, `kind`, `issuing-body`,
    /// `signer`, `recipients`, `pages`, `note`, `status`, `file`, `secrecy` or `other`; none where
    /// nobody knows.
    pub read_as: Option<&'static str>,
}

/// A row that speaks of a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryRow {
    /// Where it stands.
    #[serde(flatten)]
    pub place: RegisterPlaceRow,
    /// Số, ký hiệu as written.
    pub number: String,
    /// `2020-09-30`, `2020-09` or `2020`.
    pub issued_on: Option<String>,
    /// Trích yếu.
    pub subject: Option<String>,
}

/// Something odd about a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct OddityRow {
    /// Where it stands.
    #[serde(flatten)]
    pub place: RegisterPlaceRow,
    /// `number-missing`, `number-unreadable`, `date-missing`, `date-unreadable`, `date-swapped`,
    /// `year-disagrees`, `subject-missing` or `secret`, of which nothing else is told.
    pub code: &'static str,
    /// Vietnamese.
    pub message: String,
}

/// The numbers one body gives papers of one kind in one period.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesRow {
    /// Code of the body: `UBND`.
    pub body: String,
    /// Code of the kind: `QĐ`; empty for letters.
    pub kind: String,
    /// Year: `2022`; term: `k2020`.
    pub period: String,
    /// Papers in it.
    pub count: usize,
    /// The lowest serial.
    pub first: u32,
    /// The highest serial.
    pub last: u32,
    /// Spans of serials missing between them: the first and the last of each.
    pub holes: Vec<(u32, u32)>,
    /// Secret papers share the series and are in no open register.
    pub holes_are_normal: bool,
    /// Serials that several rows have.
    pub collisions: Vec<CollisionRow>,
}

/// A serial that several rows have.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollisionRow {
    /// The serial with its suffix.
    pub serial: String,
    /// The rows.
    pub rows: Vec<RegisterPlaceRow>,
}

/// A row and its paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchRow {
    /// Where the row stands.
    #[serde(flatten)]
    pub place: RegisterPlaceRow,
    /// The paper.
    pub id: String,
}

/// A field in which a row and its paper disagree.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisagreementRow {
    /// Where the row stands.
    #[serde(flatten)]
    pub place: RegisterPlaceRow,
    /// The paper.
    pub id: String,
    /// `issued-on` or `subject`.
    pub field: &'static str,
    /// What the register says.
    pub register: String,
    /// What the paper says.
    pub paper: String,
}

/// A row that several papers fit equally.
#[derive(Debug, Serialize, ToSchema)]
pub struct AmbiguousRow {
    /// Where the row stands.
    #[serde(flatten)]
    pub place: RegisterPlaceRow,
    /// The papers.
    pub ids: Vec<String>,
}

impl From<RegisterPlace> for RegisterPlaceRow {
    fn from(place: RegisterPlace) -> Self {
        Self {
            table: place.table,
            row: place.row,
        }
    }
}

impl From<&RegisterReport> for RegisterAnswer {
    fn from(report: &RegisterReport) -> Self {
        let (register, found) = (&report.register, &report.reconciliation);
        let place = |at: &usize| {
            let entry = register.entries.get(*at);
            entry.map_or(RegisterPlaceRow { table: 0, row: 0 }, |entry| {
                entry.place.into()
            })
        };
        let link = |id: &DocumentId| DocumentLink {
            id: id.to_string(),
            title: report.title(id),
        };
        let tables = register.heads.iter().map(|head| TableRow {
            place: head.place.into(),
            columns: head.columns.iter().map(column).collect(),
        });
        let entries = register.entries.iter().map(|entry| EntryRow {
            place: entry.place.into(),
            number: entry.printed.clone(),
            issued_on: entry.date.map(|date| date.to_string()),
            subject: entry.subject.clone(),
        });
        let oddities = register.oddities.iter().map(|odd| OddityRow {
            place: odd.place.into(),
            code: odd.code,
            message: odd.message.clone(),
        });
        let matched = found.matched.iter().map(|(at, id)| MatchRow {
            place: place(at),
            id: id.to_string(),
        });
        let disagreements = found.disagreements.iter().map(|one| DisagreementRow {
            place: place(&one.entry),
            id: one.id.to_string(),
            field: one.field,
            register: one.register.clone(),
            paper: one.paper.clone(),
        });
        let ambiguous = found.ambiguous.iter().map(|(at, ids)| AmbiguousRow {
            place: place(at),
            ids: ids.iter().map(ToString::to_string).collect(),
        });
        let series = register.series.iter();
        Self {
            tables: tables.collect(),
            entries: entries.collect(),
            oddities: oddities.collect(),
            series: series.map(|one| SeriesRow::new(one, &place)).collect(),
            agreed: report.agreed(),
            matched: matched.collect(),
            disagreements: disagreements.collect(),
            ambiguous: ambiguous.collect(),
            rows_without_file: found.without_file.iter().map(place).collect(),
            files_without_row: found.without_row.iter().map(link).collect(),
        }
    }
}

impl SeriesRow {
    fn new(series: &RegisterSeries, place: &impl Fn(&usize) -> RegisterPlaceRow) -> Self {
        let collisions = series.collisions.iter();
        let collisions = collisions.map(|(serial, rows)| CollisionRow {
            serial: serial.clone(),
            rows: rows.iter().map(place).collect(),
        });
        Self {
            body: series.key.body.clone(),
            kind: series.key.kind.clone(),
            period: series.key.period.clone(),
            count: series.count,
            first: series.first,
            last: series.last,
            holes: series.holes.clone(),
            holes_are_normal: series.holes_are_normal,
            collisions: collisions.collect(),
        }
    }
}

fn column((heading, read_as): &(String, Option<RegisterColumn>)) -> ColumnRow {
    ColumnRow {
        heading: heading.clone(),
        read_as: read_as.map(|column| column.code()),
    }
}
