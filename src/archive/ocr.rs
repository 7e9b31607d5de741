//! Scans: pages that are pictures are read by OCR, the first one first, before anything of a paper is kept.

mod gate;
mod kept;
mod waiting;

use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use crate::archive::Programs;
use crate::archive::intake::Mark;
use crate::archive::reading;
use crate::extract;
use crate::extract::Extracted;
use crate::extract::Warning;
use crate::extract::draw::Scale;
use crate::extract::ocr;
use crate::extract::ocr::Recogniser;
use crate::extract::source::SourceFile;
use crate::extract::worker::Pool;
use crate::store::Store;

use gate::Gate;

pub use kept::forget;
pub use waiting::OcrJob;
pub use waiting::OcrOutcome;
pub use waiting::OcrResult;
pub use waiting::OcrSummary;

/// Reads scans for one run; shared between its threads.
pub struct Scanner<'a> {
    pool: &'a Pool,
    /// Where finished pages are kept; nowhere outside of an archive.
    store: Option<&'a Store>,
    program: Option<&'a extract::worker::Program>,
    /// Looked for once, when the first scan comes.
    recogniser: OnceLock<Option<Recogniser>>,
    /// Pages at work at once, whatever papers they belong to.
    gate: Gate,
    jobs: usize,
    stop: &'a AtomicBool,
}

/// A paper with pages to be read.
pub struct Scan<'p> {
    /// The file.
    pub bytes: &'p [u8],
    /// Its SHA-256, under which finished pages are kept.
    pub digest: &'p str,
    /// Its path for people.
    pub shown: &'p str,
}

/// Why a paper was not read to its end.
#[derive(Debug)]
pub enum Halt {
    /// The run was told to stop; finished pages are kept for the next one.
    Stopped,
    /// It bears a secrecy mark, or may bear one; nothing of it is kept.
    Secret(Mark),
}

impl<'a> Scanner<'a> {
    /// A scanner that reads as many pages at once as there are jobs.
    pub fn new(
        store: Option<&'a Store>,
        pool: &'a Pool,
        program: Option<&'a extract::worker::Program>,
        jobs: usize,
        stop: &'a AtomicBool,
    ) -> Self {
        Self {
            pool,
            store,
            program,
            recogniser: OnceLock::new(),
            gate: Gate::new(jobs),
            jobs,
            stop,
        }
    }

    /// Whether this paper has pages that OCR could read now.
    pub fn can_read(&self, extracted: &Extracted) -> bool {
        extracted.pages.iter().any(extract::Page::is_unread) && self.recogniser().is_some()
    }

    fn recogniser(&self) -> Option<&Recogniser> {
        let find = || self.program.cloned().and_then(Recogniser::find);
        self.recogniser.get_or_init(find).as_ref()
    }

    /// Reads the pages that are pictures or have a useless text layer; the others stay as they are.
    ///
    /// A page that cannot be read stays as it is, with a warning: it never costs the paper.
    pub fn read(&self, scan: &Scan<'_>, mut extracted: Extracted) -> Result<Extracted, Halt> {
        let Some(recogniser) = self.recogniser() else {
            return Ok(extracted);
        };
        let unread: Vec<usize> = extracted
            .pages
            .iter()
            .enumerate()
            .filter_map(|(at, page)| page.is_unread().then_some(at))
            .collect();
        let found = Mutex::new((Vec::new(), None));
        // Where a secrecy mark would be: nothing is kept and nothing else is read before it was seen.
        let is_first = |at: &usize| *at == 0;
        let (first, rest): (Vec<usize>, Vec<usize>) = unread.iter().partition(|at| is_first(at));
        for group in [first, rest] {
            let next = AtomicUsize::new(0);
            let read_all = || {
                while let Some(&at) = group.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some(page) = extracted.pages.get(at) else {
                        return;
                    };
                    let read = self.page(recogniser, scan, at, page, unread.len() > 1);
                    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                    match read {
                        _ if found.1.is_some() => return,
                        Ok(read) => found.0.push((at, read)),
                        Err(halt) => {
                            found.1 = Some(halt);
                            return;
                        }
                    }
                }
            };
            std::thread::scope(|threads| {
                for _ in 1..self.jobs.min(group.len()) {
                    threads.spawn(read_all);
                }
                read_all();
            });
            if found
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .1
                .is_some()
            {
                break;
            }
        }
        let (found, halted) = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(halt) = halted {
            if let (Halt::Secret(_), Some(store)) = (&halt, self.store) {
                forget(store, scan.digest);
                // Left by a run that was killed after it took the paper out; a failure is `verify`'s.
                let _ = store.drop_original(scan.digest);
            }
            return Err(halt);
        }
        replace(&mut extracted, found);
        Ok(extracted)
    }

    /// One page; none when it cannot be read.
    fn page(
        &self,
        recogniser: &Recogniser,
        scan: &Scan<'_>,
        at: usize,
        page: &extract::Page,
        is_long: bool,
    ) -> Result<Option<ocr::Reading>, Halt> {
        let store = self.store.filter(|_| is_long);
        if let Some(read) = store.and_then(|store| kept::read(store, scan.digest, at)) {
            return Ok(Some(read));
        }
        let _place = self.gate.enter();
        if self.stop.load(Ordering::Relaxed) {
            return Err(Halt::Stopped);
        }
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let picture = self
            .pool
            .draw(scan.bytes, scan.shown, number, Scale::PerInch(ocr::DPI));
        let read = picture.and_then(|picture| recogniser.read(picture, [page.width, page.height]));
        let Ok(read) = read else {
            return Ok(None);
        };
        let mark = marked(at, page, &read, scan.shown);
        if mark != Mark::None {
            return Err(Halt::Secret(mark));
        }
        if let Some(store) = store {
            kept::keep(store, scan.digest, at, &read);
        }
        Ok(Some(read))
    }
}

/// What a page says of being secret.
fn marked(at: usize, page: &extract::Page, read: &ocr::Reading, shown: &str) -> Mark {
    // What counts as a heading depends on which page it is.
    let mut pages = vec![extract::Page::default(); at.min(1)];
    pages.push(read.clone().on(page.clone()));
    let alone = Extracted {
        pages,
        warnings: Vec::new(),
    };
    Mark::of(&reading::read(alone, None).pages, shown)
}

/// Puts the pages that were read in the place of the pictures, and says what came of them.
fn replace(extracted: &mut Extracted, found: Vec<(usize, Option<ocr::Reading>)>) {
    let (mut failed, mut doubtful) = (Vec::new(), Vec::new());
    for (at, read) in found {
        let Some(page) = extracted.pages.get_mut(at) else {
            continue;
        };
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        match read {
            Some(read) => {
                if read.confidence < ocr::DOUBTFUL {
                    doubtful.push(number);
                }
                *page = read.on(std::mem::take(page));
            }
            None => failed.push(number),
        }
    }
    ocr::mark_furniture(&mut extracted.pages);
    let is_settled = |warning: &Warning| matches!(warning, Warning::NeedsOcr { .. });
    extracted.warnings.retain(|warning| !is_settled(warning));
    for (mut pages, warning) in [
        (
            failed,
            (|pages| Warning::NotRecognised { pages }) as fn(Vec<u32>) -> Warning,
        ),
        (doubtful, |pages| Warning::Doubtful { pages }),
    ] {
        pages.sort_unstable();
        if !pages.is_empty() {
            extracted.warnings.push(warning(pages));
        }
    }
}

/// Reads a file outside of any archive, whatever marks it bears: nothing of it is kept.
pub fn read_file(
    pool: &Pool,
    programs: &Programs,
    source: &SourceFile,
    name: &str,
    extracted: Extracted,
) -> Extracted {
    let go_on = AtomicBool::new(false);
    let scanner = Scanner::new(None, pool, programs.recogniser.as_ref(), 1, &go_on);
    let scan = Scan {
        bytes: &source.bytes,
        digest: &source.digest,
        shown: name,
    };
    match scanner.can_read(&extracted) {
        true => scanner.read(&scan, extracted.clone()).unwrap_or(extracted),
        false => extracted,
    }
}
