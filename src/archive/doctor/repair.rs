//! Repairs: only those that lose nothing, each from what proves to be right.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::OcrJob;
use crate::archive::holder;
use crate::archive::rebuild;
use crate::document::DocumentId;
use crate::extract::Limits;
use crate::extract::source::SourceFile;
use crate::store::Layout;
use crate::store::Store;
use crate::store::Writer;

use super::Examination;
use super::Repair;

impl Archive {
    /// Does every repair an examination offers. `job` says how to read originals again; `watch` is
    /// told how far a catalogue is that is made anew.
    ///
    /// # Errors
    /// When another process writes the archive, or a repair fails; what was repaired before it is.
    pub fn repair(
        directory: &Path,
        found: &Examination,
        job: &OcrJob,
        watch: &(dyn Fn(usize, usize) + Sync),
        stop: &AtomicBool,
    ) -> Result<(), Error> {
        let wanted = |repair: &Repair| {
            let mut offered = found.complaints.iter();
            offered.any(|one| one.repair.as_ref() == Some(repair))
        };
        let now = (job.clock)();
        if wanted(&Repair::Log) && !wanted(&Repair::Catalogue) {
            Layout::of(directory).renew_log(&holder("doctor", now))?;
        }
        // Before a catalogue is made anew: it gives up papers whose originals are lost.
        if Store::open(directory).is_ok() {
            mend_originals(directory, found, job)?;
        }
        if wanted(&Repair::Catalogue) {
            Self::remake(directory, job, watch, stop)?;
            return Ok(());
        }
        if wanted(&Repair::Open) {
            drop(Writer::open(directory, &holder("doctor", now))?);
            drop(Self::open(directory, now)?);
        }
        if wanted(&Repair::Index) {
            let writer = Writer::open(directory, &holder("doctor", now))?;
            rebuild::rebuild(writer.store(), now)?;
        }
        Ok(())
    }
}

/// Puts originals back whose files are still where they were imported from, with the same bytes.
fn mend_originals(directory: &Path, found: &Examination, job: &OcrJob) -> Result<(), Error> {
    let wanted = found.complaints.iter().filter_map(|one| match &one.repair {
        Some(Repair::Original(id)) => Some(id),
        _ => None,
    });
    let wanted: BTreeSet<&DocumentId> = wanted.collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let now = (job.clock)();
    let mut writer = Writer::open(directory, &holder("doctor", now))?;
    writer.act(&job.who, now);
    for id in wanted {
        let Some(document) = writer.store().document(id)? else {
            continue;
        };
        let sources = writer.store().source_paths(id)?.into_iter();
        let read = sources.filter_map(|path| SourceFile::open(&path, &Limits::office()).ok());
        let mut whole = read.filter(|source| source.digest == document.digest);
        if let Some(source) = whole.next() {
            let mut batch = writer.begin()?;
            batch.mend_original(&source.bytes, &source.digest)?;
            batch.commit()?;
        }
    }
    Ok(())
}
