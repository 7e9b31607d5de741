//! One row of a register: the paper it speaks of, and what is odd about the row itself.

use crate::archive::register::dates::DateCell;
use crate::archive::register::heading::Column;
use crate::archive::register::table::Table;
use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::text::fold::fold;

/// Where something stands in a register's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which of its tables, from 1.
    pub table: usize,
    /// Which row of the sheet or text the table is in, from 1.
    pub row: usize,
}

/// A paper as a register has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its row.
    pub place: Place,
    /// Số, ký hiệu as written.
    pub printed: String,
    /// The number, where it is one.
    pub number: Option<DocumentNumber>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// Trích yếu.
    pub subject: Option<String>,
    /// Tác giả.
    pub issuer: Option<String>,
    /// Người ký.
    pub signer: Option<String>,
    /// Name of the file, without folders.
    pub file: Option<String>,
}

/// Something odd about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    /// The row.
    pub place: Place,
    /// A stable code: `number-missing`, `date-swapped` …
    pub code: &'static str,
    /// For staff.
    pub message: String,
}

/// The entries of a table, which is this one of its file's, and what is odd about them. A row marked
/// secret gives nothing but its place.
pub fn entries(ordinal: usize, table: &Table) -> (Vec<Entry>, Vec<Oddity>) {
    let mut entries = Vec::new();
    let mut oddities = Vec::new();
    for (row, cells) in &table.rows {
        let place = Place {
            table: ordinal,
            row: *row,
        };
        let reader = Cells {
            columns: &table.columns,
            cells,
        };
        if reader.is_secret() {
            oddities.push(Oddity {
                place,
                code: "secret",
                message: "dòng ghi độ mật: không đọc, không lưu".to_owned(),
            });
            continue;
        }
        // A line for a total, a signature, a note below the table.
        if reader.printed().is_empty() && reader.get(Column::Subject).is_none() {
            continue;
        }
        entries.push(reader.entry(place, &mut oddities));
    }
    (entries, oddities)
}

struct Cells<'a> {
    columns: &'a [Option<Column>],
    cells: &'a [String],
}

impl Cells<'_> {
    fn get(&self, column: Column) -> Option<&str> {
        let mut columns = self.columns.iter().zip(self.cells);
        let found = columns.find(|(of, cell)| **of == Some(column) && !cell.trim().is_empty());
        found.map(|(_, cell)| cell.trim())
    }

    fn is_secret(&self) -> bool {
        let column = self.get(Column::Secrecy).map(fold);
        let marked = column.is_some_and(|mark| {
            let letters: String = mark.chars().filter(char::is_ascii_alphabetic).collect();
            matches!(letters.as_str(), "mat" | "toimat" | "tuyetmat" | "m" | "tm")
                || mark.trim() == "03"
        });
        let noted = [Column::Note, Column::Number, Column::Serial]
            .into_iter()
            .any(|column| {
                self.get(column).is_some_and(|cell| {
                    let folded = fold(cell);
                    matches!(
                        folded.trim(),
                        "mat" | "(m)" | "toi mat" | "tuyet mat" | "(mat)"
                    ) || folded.ends_with("(m)")
                })
            });
        marked || noted
    }

    fn printed(&self) -> String {
        match (
            self.get(Column::Number),
            self.get(Column::Serial),
            self.get(Column::Symbol),
        ) {
            (Some(number), _, _) => number.to_owned(),
            (None, Some(serial), Some(symbol)) => format!("{serial}/{symbol}"),
            (None, Some(part), None) | (None, None, Some(part)) => part.to_owned(),
            (None, None, None) => String::new(),
        }
    }

    fn entry(&self, place: Place, oddities: &mut Vec<Oddity>) -> Entry {
        let mut odd = |code, message: String| {
            oddities.push(Oddity {
                place,
                code,
                message,
            })
        };
        let printed = self.printed();
        let number = DocumentNumber::parse(&printed).ok();
        if printed.is_empty() {
            odd("number-missing", "không ghi số, ký hiệu".to_owned());
        } else if number.is_none() {
            odd(
                "number-unreadable",
                format!("không hiểu số, ký hiệu “{printed}”"),
            );
        }
        let written = self.get(Column::Date).unwrap_or_default();
        let cell = DateCell::of(written);
        match cell {
            DateCell::Empty => odd("date-missing", "không ghi ngày".to_owned()),
            DateCell::Unreadable => odd("date-unreadable", format!("không hiểu ngày “{written}”")),
            DateCell::Swapped(date) => odd(
                "date-swapped",
                format!(
                    "“{written}” ghi tháng trước ngày; hiểu là {}",
                    date.vietnamese()
                ),
            ),
            DateCell::Known(_) => {}
        }
        let date = cell.date();
        let year = number.as_ref().and_then(|number| number.year);
        let apart = |(year, date): &(u16, PartialDate)| i32::from(*year) != i32::from(date.year());
        if let Some((year, date)) = year.zip(date).filter(apart) {
            odd(
                "year-disagrees",
                format!(
                    "năm trong số ký hiệu ({year}) khác ngày ({})",
                    date.vietnamese()
                ),
            );
        }
        let subject = self.get(Column::Subject).map(str::to_owned);
        if subject.is_none() {
            odd("subject-missing", "không ghi trích yếu".to_owned());
        }
        let file = self
            .get(Column::File)
            .map(|file| file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned());
        Entry {
            place,
            number,
            date,
            subject,
            issuer: self.get(Column::Issuer).map(str::to_owned),
            signer: self.get(Column::Signer).map(str::to_owned),
            file,
            printed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_doubted() {
        let columns = vec![
            Some(Column::Number),
            Some(Column::Date),
            Some(Column::Subject),
            Some(Column::Secrecy),
            Some(Column::File),
        ];
        let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
        let table = Table {
            head: 3,
            headings: Vec::new(),
            columns,
            rows: vec![
                (
                    4,
                    row([
                        "12/QĐ-UBND",
                        "3/4/2020",
                        "Giao chỉ tiêu",
                        "",
                        "http://x/a/12 QD.pdf",
                    ]),
                ),
                (5, row(["13/2019/QĐ-UBND", "4/30/2020", "", "", ""])),
                (6, row(["không số", "hôm qua", "Một việc", "", ""])),
                (7, row(["14-BC/TU", "1/5/2020", "Việc mật", "Mật", ""])),
                (8, row(["", "5/5/2020", "", "", ""])),
            ],
        };
        let (entries, oddities) = entries(1, &table);
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[0].file.as_deref(), Some("12 QD.pdf"));
        assert_eq!(entries[1].date.unwrap().to_string(), "2020-04-30");
        let odd: Vec<(usize, &str)> = oddities
            .iter()
            .map(|odd| (odd.place.row, odd.code))
            .collect();
        assert_eq!(
            odd,
            [
                (5, "date-swapped"),
                (5, "year-disagrees"),
                (5, "subject-missing"),
                (6, "number-unreadable"),
                (6, "date-unreadable"),
                (7, "secret"),
            ]
        );
    }
}
