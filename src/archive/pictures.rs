//! Pictures of pages, for people: drawn in reader processes, the latest ones kept at hand.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Programs;
use crate::document::DocumentId;
use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::SourceFile;
use crate::extract::draw::Scale;
use crate::extract::worker::Pool;
use crate::store::Originals;

/// Pages drawn at a time.
pub const DRAWN_AT_ONCE: usize = 2;
/// Dots: no screen shows a page wider.
pub const WIDEST: u16 = 2400;
/// Seconds: whoever looks at a page waits no longer.
const PATIENCE: u64 = 20;
/// Bytes of pictures kept.
const MOST_KEPT: usize = 16 << 20;
/// Pictures kept, failures among them.
const MOST_ENTRIES: usize = 512;
/// Formats whose pages have a look of their own.
const DRAWN: [&str; 6] = ["pdf", "jpeg", "png", "tiff", "gif", "bmp"];

/// Whether pages of this format can be drawn; the others have only their text.
#[must_use]
pub fn is_drawn(format: &str) -> bool {
    DRAWN.contains(&format)
}

/// A page that may be drawn for who asked.
#[derive(Debug, Clone)]
pub struct Sheet {
    key: Key,
    originals: Originals,
}

/// What a picture is of. The same key is the same picture for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    digest: String,
    /// From 1.
    page: u32,
    /// In dots.
    width: u16,
}

impl Sheet {
    /// Names the picture, as an ETag does.
    #[must_use]
    pub fn name(&self) -> String {
        let Key {
            digest,
            page,
            width,
        } = &self.key;
        format!("{digest}-{page}-{width}-{}", env!("CARGO_PKG_VERSION"))
    }
}

type Drawn = Result<Arc<[u8]>, ExtractError>;

/// Draws pages; shared between requests.
pub struct Pictures {
    pool: Pool,
    kept: Mutex<VecDeque<(Key, Drawn)>>,
}

impl Archive {
    /// A page of a document, counted from 1, to be drawn so many dots wide.
    pub fn sheet(&self, id: &DocumentId, page: u32, width: u16) -> Result<Sheet, Error> {
        let document = self.document(id)?;
        if !is_drawn(&document.format) || page == 0 || page > document.page_count {
            return Err(Error::NoPicture {
                id: id.clone(),
                page,
            });
        }
        if !(1..=WIDEST).contains(&width) {
            return Err(Error::BadField {
                field: "width",
                value: width.to_string(),
            });
        }
        Ok(Sheet {
            originals: self.store().originals().clone(),
            key: Key {
                digest: document.digest,
                page,
                width,
            },
        })
    }
}

impl Pictures {
    /// None drawn yet, no process started.
    #[must_use]
    pub fn new(programs: &Programs) -> Self {
        let limits = Limits {
            draw_seconds: PATIENCE,
            ..Limits::office()
        };
        Self {
            pool: Pool::new(programs.reader.clone(), DRAWN_AT_ONCE, limits),
            kept: Mutex::default(),
        }
    }

    /// What became of a page that was drawn lately: a PNG file, or why there is none.
    pub fn at_hand(&self, sheet: &Sheet) -> Option<Result<Arc<[u8]>, Error>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(key, _)| *key == sheet.key)?;
        let entry = kept.remove(at)?;
        let drawn = entry.1.clone();
        kept.push_back(entry);
        Some(told(sheet, drawn))
    }

    /// Draws a page as a PNG file.
    pub fn draw(&self, sheet: &Sheet) -> Result<Arc<[u8]>, Error> {
        if let Some(drawn) = self.at_hand(sheet) {
            return drawn;
        }
        let file = sheet.originals.fetch(&sheet.key.digest)?;
        let source = SourceFile::open(file.path(), &Limits::office())?;
        if source.digest != sheet.key.digest {
            return Err(ExtractError::Damaged("the original has changed".to_owned()).into());
        }
        let drawn = self.pool.draw(
            &source.bytes,
            &sheet.key.digest,
            sheet.key.page - 1,
            Scale::Wide(sheet.key.width),
        );
        let drawn: Drawn = drawn.and_then(|picture| Ok(picture.to_png()?.into()));
        self.keep(sheet.key.clone(), drawn.clone());
        told(sheet, drawn)
    }

    fn keep(&self, key: Key, drawn: Drawn) {
        // A process may die, or be late, for reasons that are not the page's.
        if let Err(ExtractError::ReaderDied(_) | ExtractError::TimedOut { .. }) = drawn {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| *known != key);
        kept.push_back((key, drawn));
        let size = |entry: &(Key, Drawn)| entry.1.as_ref().map_or(0, |file| file.len());
        let mut total: usize = kept.iter().map(size).sum();
        while total > MOST_KEPT || kept.len() > MOST_ENTRIES {
            let Some(oldest) = kept.pop_front() else {
                break;
            };
            total -= size(&oldest);
        }
    }
}

fn told(sheet: &Sheet, drawn: Drawn) -> Result<Arc<[u8]>, Error> {
    drawn.map_err(|reason| Error::Undrawable {
        page: sheet.key.page,
        reason,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store::Layout;

    fn sheet(page: u32) -> Sheet {
        Sheet {
            key: Key {
                digest: "d".to_owned(),
                page,
                width: 100,
            },
            originals: Originals::Directory(Layout::of(Path::new("/nowhere"))),
        }
    }

    #[test]
    fn the_latest_pictures_are_kept_and_no_more_than_fit() {
        let programs = Programs {
            reader: crate::archive::Program {
                path: "/nowhere".into(),
                arguments: Vec::new(),
            },
            recogniser: None,
        };
        let pictures = Pictures::new(&programs);
        let size = MOST_KEPT / 4;
        for page in 1..=4 {
            pictures.keep(sheet(page).key, Ok(vec![0; size].into()));
        }
        assert!(pictures.at_hand(&sheet(1)).is_some(), "looked at again");
        pictures.keep(sheet(5).key, Ok(vec![0; size].into()));
        let at_hand: Vec<u32> = (1..=5)
            .filter(|page| pictures.at_hand(&sheet(*page)).is_some())
            .collect();
        assert_eq!(at_hand, [1, 3, 4, 5]);
        let many = u32::try_from(MOST_ENTRIES).unwrap();
        for page in 10..10 + many {
            pictures.keep(sheet(page).key, Err(ExtractError::Empty));
        }
        assert!(pictures.at_hand(&sheet(5)).is_none());
        let failed = pictures.at_hand(&sheet(10)).unwrap();
        assert_eq!(failed.unwrap_err().code(), "undrawable");
        let late = ExtractError::TimedOut { seconds: PATIENCE };
        pictures.keep(sheet(5).key, Err(late));
        assert!(
            pictures.at_hand(&sheet(5)).is_none(),
            "another time it may be drawn"
        );
        assert!(pictures.draw(&sheet(1)).is_err(), "nothing to draw");
    }
}
