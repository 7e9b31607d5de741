//! A number someone typed as look-ups in the index, the surest first.

use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::document::number::NumberQuery;
use crate::search::filter::Filter;
use crate::search::keys;
use crate::search::page::Tier;
use crate::search::plan::Rung;
use crate::text::fold::fold;
use crate::text::normalise;
use crate::vocabulary::kinds;
use crate::vocabulary::nicknames;
use crate::vocabulary::nicknames::Nicknamed;

/// How sure it is that a number was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Codes were typed: `238-QĐ/TW`, `qđ 238 tw`.
    Coded,
    /// Words and a serial: `quyết định 238 của Ban Bí thư`, `nq 35`.
    Verbal,
    /// A serial and nothing else: `238`.
    Bare,
}

/// The look-ups for what was read; none where no number was.
pub(super) fn rungs(read: &NumberQuery, reading: Reading) -> Vec<Rung> {
    let mut rungs = Rungs {
        list: Vec::new(),
        corrected: read.ocr_corrected,
    };
    if let Some(number) = &read.number {
        rungs.whole(number);
    }
    let typed = typed_number(read);
    match reading {
        Reading::Bare => rungs.part(
            Tier::SerialBody,
            5,
            keys::serial(&typed),
            &Filter::default(),
        ),
        Reading::Coded | Reading::Verbal => rungs.parts(read, &typed, reading),
    }
    for paper in read.nicknamed.iter().chain(nicknamed(read, reading)) {
        if let Ok(number) = DocumentNumber::parse(paper.number) {
            let day = |date: jiff::civil::Date| {
                PartialDate::day(date.year(), date.month(), date.day()).ok()
            };
            let only = Filter {
                from: paper.issued.and_then(|(first, _)| day(first)),
                to: paper.issued.and_then(|(_, last)| day(last)),
                ..Filter::default()
            };
            rungs.nickname(keys::exact(&number), only);
        }
    }
    rungs.list
}

/// What people mean by `nghị quyết 35` when there are more words beside it.
fn nicknamed(read: &NumberQuery, reading: Reading) -> &'static [Nicknamed] {
    let kind = read
        .kinds
        .first()
        .and_then(|kind| kinds::by_id(kind.as_str()));
    match (reading, kind, read.serial) {
        (Reading::Verbal, Some(kind), Some(serial)) if read.nicknamed.is_empty() => {
            nicknames::by_key(&format!("{} {serial}", fold(kind.name)))
        }
        _ => &[],
    }
}

/// The look-ups of a filter by number: documents that bear it, however it is spelled.
pub(super) fn own_rungs(read: &NumberQuery) -> Vec<Rung> {
    let reading = match read.is_number() {
        true => Reading::Coded,
        false => Reading::Bare,
    };
    let mut rungs = rungs(read, reading);
    rungs.retain(|rung| !rung.cited);
    let whole = rungs.iter().any(|rung| rung.tier <= Tier::Components);
    // A number in full means that number, not all that share a part of it.
    rungs.retain(|rung| !whole || rung.tier <= Tier::Components || rung.tier == Tier::Corrected);
    rungs
}

/// The look-ups of a line that may be a number with nothing between its parts: `238qđtw`.
pub(super) fn glued_rungs(line: &str) -> Vec<Rung> {
    let folded = fold(normalise::number_clean(line).trim());
    let short = folded.chars().count() <= LONGEST_GLUED && !folded.contains(' ');
    let mixed =
        folded.starts_with(|c: char| c.is_ascii_digit()) && folded.contains(char::is_alphabetic);
    let mut rungs = Rungs {
        list: Vec::new(),
        corrected: false,
    };
    if short && mixed {
        let term = keys::glued(&folded);
        rungs.add(Tier::Loose, 2, false, term.clone(), &Filter::default());
        rungs.add(Tier::Cites, 2, true, term, &Filter::default());
    }
    rungs.list
}

/// Characters of the longest number that is looked for with nothing between its parts.
const LONGEST_GLUED: usize = 40;

/// What was read, as a number with whatever parts it has.
fn typed_number(read: &NumberQuery) -> DocumentNumber {
    DocumentNumber {
        printed: String::new(),
        serial: read.serial,
        suffix: read.suffix.clone(),
        year: read.number_year,
        kind_code: read.kind_codes.first().cloned(),
        other_kind_codes: Vec::new(),
        body_code: read.body_code.clone(),
        units: read.units.clone(),
        hyphenated: false,
        ocr_corrected: false,
    }
}

struct Rungs {
    list: Vec<Rung>,
    corrected: bool,
}

impl Rungs {
    fn add(&mut self, tier: Tier, order: u8, cited: bool, term: String, only: &Filter) {
        let tier = if self.corrected && !cited {
            Tier::Corrected
        } else {
            tier
        };
        self.list.push(Rung {
            tier,
            order,
            cited,
            term,
            only: only.clone(),
            nickname: false,
        });
    }

    /// A number in full, as its own and as cited.
    fn whole(&mut self, number: &DocumentNumber) {
        let any = Filter::default();
        let [in_order, sorted, glued] = keys::loose(number);
        let spellings = [
            (Tier::Exact, 0, keys::exact(number)),
            (Tier::Ascii, 1, keys::ascii(number)),
            (Tier::Loose, 2, in_order),
            (Tier::Loose, 2, sorted),
            (Tier::Loose, 2, glued),
        ];
        for (tier, order, term) in spellings {
            self.add(tier, order, false, term.clone(), &any);
            self.add(Tier::Cites, order, true, term, &any);
        }
    }

    /// A part of a number, as its own and as cited.
    fn part(&mut self, tier: Tier, order: u8, term: Option<String>, only: &Filter) {
        let Some(term) = term else { return };
        self.add(tier, order, false, term.clone(), only);
        if only.bodies.is_empty() {
            self.add(Tier::Cites, order, true, term, &Filter::default());
        }
    }

    fn parts(&mut self, read: &NumberQuery, typed: &DocumentNumber, reading: Reading) {
        let any = Filter::default();
        self.part(Tier::Components, 3, keys::components(typed), &any);
        let kinds: Vec<DocumentNumber> = read
            .kind_codes
            .iter()
            .map(|code| DocumentNumber {
                kind_code: Some(code.clone()),
                ..typed.clone()
            })
            .collect();
        let issuers = Filter {
            bodies: read.bodies.clone(),
            ..Filter::default()
        };
        for number in kinds.iter().filter(|_| !read.bodies.is_empty()) {
            self.part(Tier::Components, 3, keys::serial_kind(number), &issuers);
        }
        let names_body = read.body_code.is_some() || !read.bodies.is_empty();
        for number in &kinds {
            // A serial and kind of another body than the one typed is another paper. Only where
            // the body was a word among words may it have been meant loosely.
            if !names_body || reading == Reading::Verbal {
                self.part(Tier::SerialKind, 4, keys::serial_kind(number), &any);
            } else if let Some(term) = keys::bodiless(number) {
                self.add(Tier::Cites, 6, true, term, &any);
            }
        }
        if kinds.is_empty() {
            self.part(Tier::SerialBody, 5, keys::serial_body(typed), &any);
            if !read.bodies.is_empty() {
                self.part(Tier::SerialBody, 5, keys::serial(typed), &issuers);
            }
        }
    }

    fn nickname(&mut self, term: String, only: Filter) {
        self.list.push(Rung {
            tier: Tier::Cites,
            order: 7,
            cited: true,
            term: term.clone(),
            only: Filter::default(),
            nickname: false,
        });
        self.list.push(Rung {
            tier: Tier::Alias,
            order: 0,
            cited: false,
            term,
            only,
            nickname: true,
        });
    }
}
