//! The documents that words ask for, found a window of documents at a time.
//!
//! Words that people look for are in a tenth or half of all papers. Of such lists a bit a document is
//! set and the bits are compared; only where few documents are left is each looked for by itself. How
//! often a document has a term is not unpacked, and nothing is scored.

use tantivy::DocId;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::schema::IndexRecordOption;

use crate::search::clauses::Ask;
use crate::search::local::asks::Asks;
use crate::search::local::in_order::InOrder;
use crate::search::local::list::List;
use crate::search::local::window;
use crate::search::local::window::Votes;
use crate::search::local::window::Window;

/// Looking for a document in a list costs as much as adding this many of them to a window.
const LOOK: u64 = 8;

/// Walks over the documents of a segment that have what is asked for.
pub(super) struct Walk {
    wanted: Wanted,
    doc: DocId,
    window: Window,
}

/// What is asked for, in a segment. No document is asked for that lies before one asked for earlier.
enum Wanted {
    List(Box<List>),
    InOrder(InOrder),
    /// All of these, of which there are some: what fewest documents have first.
    All(Vec<Wanted>),
    /// So many of these, what fewest documents have first; not none.
    AtLeast(usize, Vec<Wanted>),
    /// The first, or everything, without the others.
    Without(Option<Box<Wanted>>, Vec<Wanted>),
}

impl Walk {
    pub fn of(ask: &Ask, asks: &Asks<'_>, reader: &SegmentReader) -> tantivy::Result<Self> {
        let documents = reader.max_doc();
        let mut walk = Self {
            wanted: Wanted::of(ask, asks, reader)?,
            doc: 0,
            window: Window::none(0, documents),
        };
        walk.doc = walk.from(0);
        Ok(walk)
    }

    /// The document it stands at.
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// The next one.
    pub fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }

    /// The first one that is not before `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            let here = self.window.first(target);
            self.doc = here.unwrap_or_else(|| self.from(target.max(self.window.end())));
        }
        self.doc
    }

    /// The first one in the windows from `target` on, which is behind the one that was filled.
    fn from(&mut self, mut target: DocId) -> DocId {
        let documents = self.window.documents();
        loop {
            target = self.wanted.next(target);
            if target >= documents {
                return TERMINATED;
            }
            let mut window = Window::all(target, documents);
            self.wanted.narrow(&mut window);
            if let Some(first) = window.first(target) {
                self.window = window;
                return first;
            }
            target = window.end();
        }
    }
}

impl Wanted {
    fn of(ask: &Ask, asks: &Asks<'_>, reader: &SegmentReader) -> tantivy::Result<Self> {
        let several = |several: &[Ask]| {
            let several = several.iter().map(|ask| Self::of(ask, asks, reader));
            let mut several = several.collect::<tantivy::Result<Vec<_>>>()?;
            several.sort_by_key(Self::length);
            Ok::<_, tantivy::TantivyError>(several)
        };
        Ok(match ask {
            Ask::Term(term) => {
                let term = asks.term(term).term;
                let list = asks.view.list(&term, reader, IndexRecordOption::Basic)?;
                Self::List(Box::new(list))
            }
            Ask::All(needs) => Self::at_least(needs.len(), several(needs)?),
            Ask::Any(ways) => Self::at_least(1, several(ways)?),
            Ask::AtLeast(count, needs) => Self::at_least(*count, several(needs)?),
            Ask::InOrder(prose, syllables) => {
                let field = asks.view.fields.prose(prose.singles());
                Self::InOrder(InOrder::of(field, syllables, reader)?)
            }
            Ask::Without(wanted, unwanted) => {
                let wanted = wanted.as_ref();
                let wanted = wanted.map(|ask| Self::of(ask, asks, reader)).transpose()?;
                Self::Without(wanted.map(Box::new), several(unwanted)?)
            }
        })
    }

    fn at_least(count: usize, several: Vec<Self>) -> Self {
        match count >= several.len() && !several.is_empty() {
            true => Self::All(several),
            false => Self::AtLeast(count.max(1), several),
        }
    }

    /// About how many documents it finds at most; what is slow to tell counts for more than any.
    fn length(&self) -> u64 {
        let shortest = |several: &[Self]| several.first().map_or(0, Self::length);
        match self {
            Self::List(list) => list.length(),
            Self::InOrder(_) => u64::MAX,
            Self::All(several) => shortest(several),
            Self::AtLeast(_, several) => several
                .iter()
                .fold(0, |sum, one| sum.saturating_add(one.length())),
            Self::Without(wanted, _) => wanted.as_ref().map_or(u64::MAX, |one| one.length()),
        }
    }

    /// No document from `target` on that lies before this one is found.
    fn next(&mut self, target: DocId) -> DocId {
        match self {
            Self::List(list) => list.seek(target),
            Self::InOrder(syllables) => syllables.next(target),
            Self::All(several) => several
                .first_mut()
                .map_or(TERMINATED, |leader| leader.next(target)),
            // Who has so many of them has one of these.
            Self::AtLeast(count, several) => {
                let leaders = (several.len() + 1).saturating_sub(*count);
                let leaders = several.iter_mut().take(leaders);
                let next = leaders.map(|leader| leader.next(target)).min();
                next.unwrap_or(TERMINATED)
            }
            Self::Without(Some(wanted), _) => wanted.next(target),
            Self::Without(None, _) => target,
        }
    }

    /// Keeps those documents of a window that are found.
    fn narrow(&mut self, window: &mut Window) {
        match self {
            Self::List(list) => narrow(list, window),
            Self::InOrder(syllables) => window.keep(|doc| syllables.are_in(doc)),
            Self::All(several) => {
                for one in several {
                    if window.is_empty() {
                        break;
                    }
                    one.narrow(window);
                }
            }
            Self::AtLeast(count, several) => {
                let mut votes = Votes::default();
                for one in several {
                    let mut theirs = window.clone();
                    one.narrow(&mut theirs);
                    votes.add(&theirs);
                }
                votes.keep_at_least(*count, window);
            }
            Self::Without(wanted, unwanted) => {
                if let Some(wanted) = wanted {
                    wanted.narrow(window);
                }
                for one in unwanted {
                    let mut theirs = window.clone();
                    one.narrow(&mut theirs);
                    window.keep_none_of(&theirs);
                }
            }
        }
    }
}

/// Keeps those documents of a window that are in a list.
fn narrow(list: &mut List, window: &mut Window) {
    let in_list = list.length() * u64::from(window::SIZE) / u64::from(window.documents()).max(1);
    if u64::from(window.count()) * LOOK < in_list {
        window.keep(|doc| list.seek(doc) == doc);
        return;
    }
    let mut theirs = window.emptied();
    list.seek(window.start());
    while let Some(documents) = list.rest_of_block() {
        if !theirs.add(documents) {
            break;
        }
        list.next_block();
    }
    window.keep_all_of(&theirs);
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use tantivy::Index;
    use tantivy::TantivyDocument;
    use tantivy::Term;
    use tantivy::postings::BlockSegmentPostings;
    use tantivy::schema::Schema;
    use tantivy::schema::TEXT;

    use super::*;

    /// About how many documents lie between two that have a term; the last term none has.
    const GAPS: [u32; 7] = [1, 2, 3, 40, 700, 6000, u32::MAX];
    const DOCUMENTS: u32 = 3 * window::SIZE + 700;

    /// One segment whose documents have those terms for which [`has`] says so.
    static SEGMENT: LazyLock<Index> = LazyLock::new(|| {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 100_000_000).unwrap();
        for doc in 0..DOCUMENTS {
            let mut document = TantivyDocument::new();
            for term in (0..GAPS.len()).filter(|term| has(doc, *term)) {
                document.add_text(field, format!("t{term}"));
            }
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        index
    });

    fn has(doc: DocId, term: usize) -> bool {
        let scattered = doc.wrapping_mul(2_654_435_761) >> 7;
        (scattered + 1).is_multiple_of(GAPS[term])
    }

    #[derive(Debug, Clone)]
    enum Tree {
        Term(usize),
        InOrder(usize),
        AtLeast(usize, Vec<Tree>),
        Without(Option<Box<Tree>>, Vec<Tree>),
    }

    impl Tree {
        fn finds(&self, doc: DocId) -> bool {
            match self {
                Self::Term(term) | Self::InOrder(term) => has(doc, *term),
                Self::AtLeast(count, several) => {
                    let found = several.iter().filter(|one| one.finds(doc)).count();
                    found >= (*count).min(several.len()).max(1)
                }
                Self::Without(wanted, unwanted) => {
                    wanted.as_ref().is_none_or(|one| one.finds(doc))
                        && !unwanted.iter().any(|one| one.finds(doc))
                }
            }
        }

        fn wanted(&self, reader: &SegmentReader) -> Wanted {
            let field = reader.schema().get_field("text").unwrap();
            let term = |term: &usize| Term::from_field_text(field, &format!("t{term}"));
            let several = |several: &[Self]| {
                let mut several: Vec<_> = several.iter().map(|one| one.wanted(reader)).collect();
                several.sort_by_key(Wanted::length);
                several
            };
            match self {
                Self::Term(text) => {
                    let inverted = reader.inverted_index(field).unwrap();
                    let list = inverted.read_block_postings(&term(text), IndexRecordOption::Basic);
                    let list = list.unwrap().unwrap_or_else(BlockSegmentPostings::empty);
                    Wanted::List(Box::new(List::of(list)))
                }
                Self::InOrder(text) => {
                    let in_order = InOrder::of(field, &[format!("t{text}")], reader);
                    Wanted::InOrder(in_order.unwrap())
                }
                Self::AtLeast(count, all) => Wanted::at_least(*count, several(all)),
                Self::Without(wanted, unwanted) => {
                    let wanted = wanted.as_ref().map(|one| Box::new(one.wanted(reader)));
                    Wanted::Without(wanted, several(unwanted))
                }
            }
        }
    }

    fn tree() -> impl Strategy<Value = Tree> {
        let term = 0..GAPS.len();
        let leaf = prop_oneof![
            4 => term.clone().prop_map(Tree::Term),
            1 => term.prop_map(Tree::InOrder),
        ];
        leaf.prop_recursive(3, 20, 6, |inner| {
            let several = prop::collection::vec(inner.clone(), 0..6);
            let wanted = prop::option::of(inner.prop_map(Box::new));
            prop_oneof![
                3 => (0_usize..8, several.clone()).prop_map(|(count, all)| Tree::AtLeast(count, all)),
                1 => (wanted, several).prop_map(|(wanted, unwanted)| Tree::Without(wanted, unwanted)),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_asked_for_is_found_wherever_one_looks(
            tree in tree(),
            targets in prop::collection::btree_set(0_u32..DOCUMENTS + 100, 0..40),
        ) {
            let searcher = SEGMENT.reader().unwrap().searcher();
            let reader = searcher.segment_reader(0);
            prop_assert_eq!(reader.max_doc(), DOCUMENTS);
            let walk = || {
                let mut walk = Walk {
                    wanted: tree.wanted(reader),
                    doc: 0,
                    window: Window::none(0, DOCUMENTS),
                };
                walk.doc = walk.from(0);
                walk
            };
            let all: Vec<DocId> = (0..DOCUMENTS).filter(|&doc| tree.finds(doc)).collect();
            let mut every = walk();
            let next = |_: &DocId| Some(every.advance());
            let found = std::iter::successors(Some(walk().doc()), next);
            let found: Vec<DocId> = found.take_while(|&doc| doc != TERMINATED).collect();
            prop_assert_eq!(&found, &all);

            let mut jumping = walk();
            for target in targets {
                let expected = all.get(all.partition_point(|&doc| doc < target));
                prop_assert_eq!(jumping.seek(target), expected.copied().unwrap_or(TERMINATED));
            }
        }
    }
}
