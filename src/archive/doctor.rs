//! What is wrong with an archive, for an office's IT: each thing in words, with the repair it has.

mod findings;
mod repair;

use std::path::Path;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::audit;
use crate::archive::parts;
use crate::document::DocumentId;
use crate::search::Index;
use crate::store::Holding;
use crate::store::Layout;
use crate::store::Order;
use crate::store::Pace;
use crate::store::Store;
use crate::store::StoreError;

pub use findings::Complaint;
pub use findings::Repair;

/// How an archive is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Every original is read and hashed.
    Whole,
    /// Of originals only size and presence are looked at.
    Quick,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Examination {
    /// What is wrong or worth knowing, the most urgent first.
    pub complaints: Vec<Complaint>,
}

impl Examination {
    /// Whether anything is damaged: notes do not count.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.complaints.iter().any(|one| one.is_damage)
    }

    fn add(&mut self, complaint: Complaint) {
        self.complaints.push(complaint);
    }
}

impl Archive {
    /// Looks at everything in `directory`; changes nothing.
    ///
    /// # Errors
    /// When there is no archive at all, or the disk cannot be read.
    pub fn examine(directory: &Path, depth: Depth) -> Result<Examination, Error> {
        let layout = Layout::of(directory);
        if !layout.is_any() {
            return Err(StoreError::NotAnArchive(directory.to_path_buf()).into());
        }
        let mut found = Examination::default();
        let holding = layout.holding();
        look_at_lock(&holding, &mut found);
        match Store::open(directory) {
            Ok(store) => look_inside(&store, depth, &mut found)?,
            Err(error) => found.add(findings::of_catalogue(&layout, error)?),
        }
        look_around(&layout, &holding, &mut found);
        Ok(found)
    }
}

fn look_at_lock(holding: &Holding, found: &mut Examination) {
    match holding {
        Holding::Somebody(holder) => found.add(findings::held(holder.as_ref())),
        Holding::Nobody(Some(holder)) => found.add(findings::died(holder)),
        Holding::Nobody(None) => {}
    }
}

fn look_inside(store: &Store, depth: Depth, found: &mut Examination) -> Result<(), Error> {
    match store.verify_catalogue() {
        Ok(problems) if problems.is_empty() => {}
        Ok(problems) => {
            let said = problems.iter().map(ToString::to_string);
            let said: Vec<String> = said.collect();
            found.add(findings::catalogue_damaged(
                store.layout(),
                &said.join("; "),
            ));
            return Ok(());
        }
        Err(error) => {
            found.add(findings::of_catalogue(store.layout(), error)?);
            return Ok(());
        }
    }
    let log = store.verify_log(None)?;
    if log.behind > 0 {
        found.add(findings::log_behind(log.behind));
    }
    if let Some(complaint) = findings::of_log(&log.problems) {
        found.add(complaint);
    }
    let audit = audit::check(store)?;
    if let Some(complaint) = audit.and_then(|audit| findings::of_audit(&audit.problems)) {
        found.add(complaint);
    }
    let mut pace = Pace::of(None);
    let documents: Box<dyn Iterator<Item = _>> = match depth {
        Depth::Whole => Box::new(store.verify_documents(0, &mut pace)),
        Depth::Quick => Box::new(store.glance_at_documents()),
    };
    for checked in documents {
        let checked = checked?;
        let Some(id) = DocumentId::parse(&checked.id) else {
            found.add(findings::row_damaged(&checked.id));
            continue;
        };
        for problem in checked.problems {
            let sources = store.source_paths(&id)?;
            found.add(findings::of_document(&id, &problem, &sources));
        }
    }
    look_at_index(store, found)
}

fn look_at_index(store: &Store, found: &mut Examination) -> Result<(), Error> {
    let index = match parts::index(store)?.open() {
        Ok(index) => index,
        Err(error) => {
            found.add(findings::of_index(&error));
            return Ok(());
        }
    };
    let damaged = index.damaged_files();
    match damaged {
        Ok(damaged) if damaged.is_empty() => {}
        Ok(damaged) => {
            found.add(findings::index_damaged(damaged.len()));
            return Ok(());
        }
        Err(error) => {
            found.add(findings::of_index(&error));
            return Ok(());
        }
    }
    let behind = store.sequence()?.saturating_sub(index.sequence()?);
    if behind > 0 {
        found.add(findings::index_behind(behind));
        return Ok(());
    }
    let differs = differences(store, &index)?;
    if differs > 0 {
        found.add(findings::index_differs(differs));
    }
    let mut unlisted = 0_u64;
    for original in store.unlisted_originals() {
        original?;
        unlisted += 1;
    }
    if unlisted > 0 {
        found.add(findings::unlisted(unlisted));
    }
    Ok(())
}

/// Documents that are not in the index as they are now, and entries that are none of theirs.
fn differences(store: &Store, index: &Index) -> Result<u64, Error> {
    let mut indexed = index.sequences()?;
    let mut missing = 0;
    for document in store.all_documents(Order::Sequence)? {
        missing += u64::from(!indexed.remove(&document?.sequence));
    }
    Ok(missing + indexed.len() as u64)
}

fn look_around(layout: &Layout, holding: &Holding, found: &mut Examination) {
    let unfinished = layout.unfinished().len();
    if unfinished > 0 && matches!(holding, Holding::Nobody(_)) {
        found.add(findings::unfinished(unfinished));
    }
    let aside = layout.set_aside();
    if !aside.is_empty() {
        found.add(findings::set_aside(&aside));
    }
}
