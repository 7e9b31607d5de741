//! Holding the index against the store: what does each entry say, term by term?
//!
//! The index is inverted, so asking it for one document's terms means reading all of it. It is
//! therefore read once from end to end, and of every document a sum is kept: of a hash of each
//! term with its frequency and positions, and of each column's value. The same sum over what a
//! document should have in the index must agree.

mod expected;

use std::collections::HashMap;
use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;

use tantivy::DocSet;

use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::directory::error::OpenReadError::FileDoesNotExist;
use tantivy::postings::Postings;
use tantivy::schema::Schema;

use crate::document::DocumentId;
use crate::search::IndexPlace;
use crate::search::SearchError;
use crate::search::audit::expected::column;
use crate::search::audit::expected::indexed;
use crate::search::audit::expected::part;
use crate::search::cluster::Cluster;
use crate::search::local;
use crate::search::local::Local;
use crate::search::schema;
use crate::search::schema::Fields;

/// How often files may vanish because another process merged them.
const ATTEMPTS: usize = 5;

pub use expected::Expected;

/// All entries of an index as of one commit.
#[derive(Debug, Default)]
pub struct Audit {
    /// The store's sequence number that commit has caught up with.
    pub sequence: u64,
    /// Whether another program's tables or rules made its terms.
    pub is_due: bool,
    /// Files with other bytes than were written. Where there are any, no entry was read.
    pub damaged: Vec<PathBuf>,
    /// What each document's entry says.
    pub entries: HashMap<DocumentId, Entry>,
    /// Entries that are no document's, or a document's second one.
    pub strays: u64,
}

/// What an index says of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The state of the document that was indexed.
    pub sequence: u64,
    /// A sum over its terms and columns.
    pub content: u64,
}

impl Audit {
    /// Reads an index from end to end.
    pub fn of(place: &IndexPlace) -> Result<Self, SearchError> {
        match place {
            IndexPlace::Directory(directory) => Self::here(directory),
            IndexPlace::Cluster(settings) => Cluster::open(settings)?.audit(),
        }
    }

    fn here(directory: &Path) -> Result<Self, SearchError> {
        for _ in 1..ATTEMPTS {
            match Self::once(directory) {
                Err(SearchError::Broken(error)) if is_missing_file(error.as_ref()) => {}
                audited => return audited,
            }
        }
        Self::once(directory)
    }

    fn once(directory: &Path) -> Result<Self, SearchError> {
        let damaged = damaged_files(directory)?;
        if !damaged.is_empty() {
            return Ok(Self {
                damaged,
                ..Self::default()
            });
        }
        let local = Local::open(directory)?;
        let snapshot = local.snapshot();
        let schema = local.index.schema();
        let mut audit = Self {
            sequence: snapshot.sequence,
            is_due: snapshot.is_due,
            ..Self::default()
        };
        for segment in snapshot.searcher.segment_readers() {
            audit.read(segment, &schema, &local.fields)?;
        }
        Ok(audit)
    }

    fn read(
        &mut self,
        segment: &SegmentReader,
        schema: &Schema,
        fields: &Fields,
    ) -> Result<(), SearchError> {
        let count = segment.max_doc() as usize;
        let mut ids: Vec<Option<DocumentId>> = vec![None; count];
        let mut sums = columns(segment, count)?;
        let mut positions = Vec::new();
        for (field, record) in indexed(schema) {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let mut postings = inverted.read_postings_from_terminfo(terms.value(), record)?;
                let term = terms.key();
                let id = std::str::from_utf8(term).ok().and_then(DocumentId::parse);
                let id = id.filter(|_| field == fields.id);
                let mut at = postings.doc();
                while at != TERMINATED {
                    positions.clear();
                    if record.has_positions() {
                        postings.positions(&mut positions);
                    }
                    let frequency = match record.has_freq() {
                        true => postings.term_freq(),
                        false => 1,
                    };
                    if let Some(sum) = sums.get_mut(at as usize) {
                        let part = part(field, term, frequency, &positions);
                        *sum = sum.wrapping_add(part);
                    }
                    if let (Some(place), Some(id)) = (ids.get_mut(at as usize), &id) {
                        *place = Some(id.clone());
                    }
                    at = postings.advance();
                }
            }
        }
        let sequences = segment.fast_fields().u64(schema::SEQUENCE)?;
        for at in segment.doc_ids_alive() {
            let id = ids.get_mut(at as usize).and_then(Option::take);
            let content = sums.get(at as usize).copied().unwrap_or_default();
            let sequence = sequences.first(at).unwrap_or_default();
            let entry = Entry { sequence, content };
            let before = id.map(|id| self.entries.insert(id, entry));
            self.strays += u64::from(!matches!(before, Some(None)));
        }
        Ok(())
    }
}

/// Of each document, the sum over its columns.
fn columns(segment: &SegmentReader, count: usize) -> Result<Vec<u64>, SearchError> {
    let fast = segment.fast_fields();
    let mut sums = vec![0_u64; count];
    let mut add = |at: usize, part: u64| {
        if let Some(sum) = sums.get_mut(at) {
            *sum = sum.wrapping_add(part);
        }
    };
    let numbers =
        [schema::SEQUENCE, schema::TIE, schema::ID_END].map(|name| (name, fast.u64(name)));
    for (name, values) in numbers {
        let values = values?;
        for (at, doc) in (0..segment.max_doc()).enumerate() {
            if let Some(value) = values.first(doc) {
                add(at, column(name, &value.to_string()));
            }
        }
    }
    let days = fast.i64(schema::DAY)?;
    for (at, doc) in (0..segment.max_doc()).enumerate() {
        if let Some(value) = days.first(doc) {
            add(at, column(schema::DAY, &value.to_string()));
        }
    }
    for name in [schema::KIND, schema::SYSTEM, schema::BODIES] {
        let Some(values) = fast.str(name)? else {
            continue;
        };
        let mut parts = HashMap::new();
        let mut value = String::new();
        for (at, doc) in (0..segment.max_doc()).enumerate() {
            let Some(ord) = values.ords().first(doc) else {
                continue;
            };
            let part = match parts.get(&ord) {
                Some(part) => *part,
                None => {
                    values.ord_to_str(ord, &mut value)?;
                    let part = column(name, &value);
                    parts.insert(ord, part);
                    part
                }
            };
            add(at, part);
        }
    }
    Ok(sums)
}

/// Files of the latest commit whose bytes are not those that were written.
fn damaged_files(directory: &Path) -> Result<Vec<PathBuf>, SearchError> {
    if !directory.join(local::META).is_file() {
        return Err(SearchError::Missing(directory.to_owned()));
    }
    let index = tantivy::Index::open_in_dir(directory)?;
    let segments = index.searchable_segment_ids()?;
    let segments: HashSet<String> = segments.iter().map(|id| id.uuid_string()).collect();
    let mut damaged = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let name = entry?.file_name();
        let shown = name.to_string_lossy();
        let segment = shown.split('.').next().unwrap_or_default();
        if !segments.contains(segment) {
            continue;
        }
        let path = PathBuf::from(name);
        match index.directory().validate_checksum(&path) {
            Ok(true) => {}
            Err(error @ FileDoesNotExist(_)) => {
                return Err(tantivy::TantivyError::from(error).into());
            }
            Ok(false) | Err(_) => damaged.push(path),
        }
    }
    damaged.sort();
    Ok(damaged)
}

fn is_missing_file(error: &(dyn std::error::Error + 'static)) -> bool {
    use tantivy::TantivyError::OpenReadError;
    matches!(
        error.downcast_ref(),
        Some(OpenReadError(FileDoesNotExist(_)))
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::laws::build;
    use crate::search::laws::document;
    use crate::search::laws::sketch;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// What is in an index is what its documents should have there, whatever they are.
        #[test]
        fn every_entry_is_as_its_document_says(sketches in prop::collection::vec(sketch(), 1..12)) {
            let (directory, _) = build(&sketches, 3);
            let audit = Audit::here(directory.path()).unwrap();
            prop_assert_eq!(audit.entries.len(), sketches.len());
            prop_assert_eq!((audit.strays, audit.damaged.len()), (0, 0));
            let expected = Expected::default();
            for (at, sketch) in sketches.iter().enumerate() {
                let (document, page) = document(at, sketch);
                let pages = [page];
                let entry = expected.entry(&document, &pages);
                prop_assert_eq!(audit.entries.get(&document.id), Some(&entry));
                let mut other = document.clone();
                other.description.subject = Some("Về việc khác".to_owned());
                prop_assert_ne!(expected.entry(&other, &pages), entry);
                other = document.clone();
                other.description.issued_on = "1999-01-01".parse().ok();
                prop_assert_ne!(expected.entry(&other, &pages), entry);
            }
        }
    }

    #[test]
    fn a_flipped_bit_in_a_segment_is_seen() {
        let sketch = crate::search::laws::Sketch {
            body: Some(0),
            second: None,
            kind: Some(1),
            system: None,
            date: None,
            words: vec![0, 1, 2],
        };
        let (directory, index) = build(&[sketch], 1);
        drop(index);
        for file in std::fs::read_dir(directory.path()).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let stem = name.split('.').next().unwrap();
            if stem.len() != 32 {
                continue;
            }
            let mut sound = Vec::new();
            std::fs::File::open(&path)
                .and_then(|mut file| std::io::Read::read_to_end(&mut file, &mut sound))
                .unwrap();
            // The footer holds the checksum and versions; of what is searched it has nothing.
            let tail = sound.len() - 8;
            let footer = u32::from_le_bytes(sound[tail..tail + 4].try_into().unwrap());
            for at in (0..tail - footer as usize).step_by(7) {
                let mut flipped = sound.clone();
                flipped[at] ^= 1 << (at % 8);
                std::fs::write(&path, &flipped).unwrap();
                let audit = Audit::here(directory.path());
                let seen = audit.is_err() || !audit.unwrap().damaged.is_empty();
                assert!(seen, "{name} byte {at}");
            }
            std::fs::write(&path, &sound).unwrap();
        }
        assert!(Audit::here(directory.path()).unwrap().damaged.is_empty());
    }
}
