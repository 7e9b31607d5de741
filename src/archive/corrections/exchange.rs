//! Corrections as a CSV file: from one archive to another, or to be looked through in a spreadsheet.

use std::collections::HashSet;
use std::path::Path;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::cells;
use crate::document::Correctable;
use crate::document::Correction;
use crate::document::CorrectionSource;
use crate::document::Description;
use crate::document::DocumentId;
use crate::extract::Limits;
use crate::extract::source::SourceFile;
use crate::store::Store;

const HEADINGS: [&str; 9] = [
    "document", "number", "field", "value", "was", "source", "who", "when", "reason",
];

/// What became of the rows of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Exchanged {
    /// Corrections that were new.
    pub taken: usize,
    /// Corrections the archive has, or had and took back.
    pub known: usize,
    /// Rows that cannot be read: number of the row in the file from 1, and why.
    pub rejected: Vec<(usize, String)>,
}

/// What makes two corrections one.
type Key = (DocumentId, Correctable, Option<String>, String, String);

fn key(document: &DocumentId, correction: &Correction) -> Key {
    (
        document.clone(),
        correction.field,
        correction.value.clone(),
        correction.who.clone(),
        correction.at.to_string(),
    )
}

impl Archive {
    /// Writes all live corrections to a CSV file. Gives their number.
    pub fn export_corrections(&self, file: &Path) -> Result<usize, Error> {
        self.allow(Task::Administer)?;
        let mut rows = vec![HEADINGS.map(str::to_owned).to_vec()];
        for made in self.store().all_corrections()? {
            if made.undone.is_some() {
                continue;
            }
            let document = self.store().document(&made.document)?;
            let number = document.and_then(|document| document.description.number);
            let correction = made.correction;
            rows.push(vec![
                made.document.to_string(),
                number.map(|number| number.to_string()).unwrap_or_default(),
                correction.field.code().to_owned(),
                correction.value.unwrap_or_default(),
                correction.was.unwrap_or_default(),
                correction.source.code().to_owned(),
                correction.who,
                correction.at.to_string(),
                correction.reason.unwrap_or_default(),
            ]);
        }
        let count = rows.len() - 1;
        cells::write(file, rows.into_iter()).map_err(|error| Error::Exporting {
            path: file.to_path_buf(),
            reason: error.to_string(),
        })?;
        Ok(count)
    }

    /// Takes the corrections of a CSV file, also those of papers that are not here yet. Taking a
    /// file twice changes nothing. `by` stands in where a row does not say who or when.
    ///
    /// # Errors
    /// When the file has other columns, or another process writes the archive. Single rows that
    /// cannot be read are reported and left out.
    pub fn import_corrections(&self, file: &Path, by: &Editor) -> Result<Exchanged, Error> {
        self.allow(Task::Administer)?;
        let text = SourceFile::open(file, &Limits::office())?.bytes;
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text);
        let semicolons = text
            .iter()
            .take_while(|byte| **byte != b'\n')
            .any(|byte| *byte == b';');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(if semicolons { b';' } else { b',' })
            .flexible(true)
            .from_reader(text);
        let heading = reader.headers().cloned().unwrap_or_default();
        let column = |name: &str| heading.iter().position(|cell| cell.trim() == name);
        let columns: Vec<Option<usize>> = HEADINGS.iter().map(|name| column(name)).collect();
        let needed = ["document", "field", "value"];
        if let Some(missing) = needed.iter().find(|name| column(name).is_none()) {
            return Err(Error::BadField {
                field: "column",
                value: (*missing).to_owned(),
            });
        }
        let records: Vec<Result<csv::StringRecord, csv::Error>> = reader.records().collect();
        self.write("corrections import", by, |batch, store| {
            let known = store.all_corrections()?;
            let mut keys: HashSet<Key> = known
                .iter()
                .map(|made| key(&made.document, &made.correction))
                .collect();
            let mut done = Exchanged::default();
            for (at, record) in records.iter().enumerate() {
                let row = record.as_ref().map_err(ToString::to_string);
                let row = row.and_then(|record| {
                    let cell = |at: usize| {
                        let column = columns.get(at).copied().flatten();
                        let cell = column.and_then(|column| record.get(column));
                        cells::unguarded(cell.unwrap_or_default().trim())
                    };
                    read(cell, store, by).map_err(|error| error.to_string())
                });
                let (document, correction, dated) = match row {
                    Ok(row) => row,
                    // The heading is row 1.
                    Err(why) => {
                        done.rejected.push((at + 2, why));
                        continue;
                    }
                };
                let holds = !dated
                    && known.iter().any(|made| {
                        made.document == document
                            && made.undone.is_none()
                            && made.correction.field == correction.field
                            && made.correction.value == correction.value
                    });
                if holds || !keys.insert(key(&document, &correction)) {
                    done.known += 1;
                    continue;
                }
                batch.correct(&document, &correction)?;
                done.taken += 1;
            }
            Ok(done)
        })
    }
}

/// A row as a correction, and whether it says when it was made.
fn read<'c>(
    cell: impl Fn(usize) -> &'c str,
    store: &Store,
    by: &Editor,
) -> Result<(DocumentId, Correction, bool), Error> {
    let bad = |field, value: &str| Error::BadField {
        field,
        value: value.to_owned(),
    };
    let given = |at| Some(cell(at).to_owned()).filter(|cell| !cell.is_empty());
    let document = DocumentId::parse(cell(0)).ok_or_else(|| bad("document", cell(0)))?;
    let field: Correctable = cell(2).parse()?;
    let described = store.document(&document)?;
    let described = described.map_or_else(Description::default, |found| found.description);
    let source = match given(5) {
        Some(code) => CorrectionSource::from_code(&code).ok_or_else(|| bad("source", &code))?,
        None => CorrectionSource::Person,
    };
    let at = match given(7) {
        Some(when) => Some(when.parse().map_err(|_| bad("when", &when))?),
        None => None,
    };
    let correction = Correction {
        field,
        value: field.read(cell(3), &described)?,
        was: given(4).or_else(|| field.shown(&described)),
        source,
        who: given(6).unwrap_or_else(|| by.who.clone()),
        at: at.unwrap_or(by.at),
        reason: given(8),
    };
    Ok((document, correction, at.is_some()))
}
