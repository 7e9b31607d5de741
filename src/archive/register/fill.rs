//! What the papers do not say and their register does: written down as corrections of the register.

use std::path::Path;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::register::RegisterReport;
use crate::archive::register::entry::Entry;
use crate::document::Correctable;
use crate::document::Correction;
use crate::document::CorrectionSource;

impl Archive {
    /// Fills number, date, subject and signer of the papers a register's rows were matched with,
    /// where a paper lacks them and no person said that it does. Gives the number of fields filled;
    /// they are taken back with [`Archive::undo_all`].
    ///
    /// # Errors
    /// When another process writes the archive.
    pub fn fill_from_register(
        &self,
        report: &RegisterReport,
        file: &Path,
        by: &Editor,
    ) -> Result<usize, Error> {
        self.allow(Task::Register)?;
        let by = &self.signed(by);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        self.write("register import", by, |batch, store| {
            let mut filled = 0;
            for (entry, id) in &report.reconciliation.matched {
                let entry = report.register.entries.get(*entry);
                let (Some(entry), Some(document)) = (entry, store.document(id)?) else {
                    continue;
                };
                let row = report.register.told(entry.place);
                let made = store.corrections(id)?;
                for (field, value) in said(entry) {
                    let is_settled = made
                        .iter()
                        .any(|made| made.correction.field == field && made.undone.is_none());
                    if is_settled || field.value(&document.description).is_some() {
                        continue;
                    }
                    let Ok(Some(value)) = field.read(&value, &document.description) else {
                        continue;
                    };
                    let correction = Correction {
                        field,
                        value: Some(value),
                        was: None,
                        source: CorrectionSource::Register,
                        who: by.who.clone(),
                        at: by.at,
                        reason: Some(format!("{name}, {row}")),
                    };
                    batch.correct(id, &correction)?;
                    filled += 1;
                }
            }
            Ok(filled)
        })
    }
}

/// What a row says of its paper.
fn said(entry: &Entry) -> impl Iterator<Item = (Correctable, String)> {
    let number = entry.number.as_ref().map(ToString::to_string);
    let fields = [
        (Correctable::Number, number),
        (
            Correctable::IssuedOn,
            entry.date.map(|date| date.to_string()),
        ),
        (Correctable::Subject, entry.subject.clone()),
        (Correctable::Signer, entry.signer.clone()),
    ];
    fields
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?)))
}
