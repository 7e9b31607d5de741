//! Reads the words off the picture of a page: tesseract in a process of its own, under limits and behind all other work.

mod hocr;
mod lines;
mod process;
mod specks;
mod stamp;

use serde::{Deserialize, Serialize};

use crate::extract::ExtractError;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Verdict;
use crate::extract::draw::Picture;
use crate::extract::pdf::furniture;
use crate::extract::worker::Program;

pub use process::become_tesseract;

/// Dots per inch at which the number line of a paper is read whole; at 200 it is not.
pub const DPI: u16 = 300;
/// Pages read with less confidence need a person's eye.
pub const DOUBTFUL: u8 = 70;

/// Reads pictures; to be shared between threads, one process a picture.
#[derive(Debug, Clone)]
pub struct Recogniser {
    program: Program,
}

/// What was read off a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// In reading order, their areas in points of the page.
    pub lines: Vec<Line>,
    /// From 0 to 100, the mean over the words by their length; 100 for a page without any.
    pub confidence: u8,
}

impl Recogniser {
    /// The recogniser, where it is installed and knows Vietnamese. `program` is one that ends in
    /// [`become_tesseract`], taking the further arguments it is given.
    #[must_use]
    pub fn find(program: Program) -> Option<Self> {
        let recogniser = Self { program };
        process::knows_vietnamese(&recogniser.program).then_some(recogniser)
    }

    /// Reads a picture of a page of so many points.
    ///
    /// # Errors
    /// [`ExtractError::TimedOut`] and [`ExtractError::ReaderDied`]: they cost the page, not the paper.
    pub fn read(&self, mut picture: Picture, points: [f32; 2]) -> Result<Reading, ExtractError> {
        specks::remove(&mut picture);
        let said = process::run(&self.program, &picture)?;
        let sheet = hocr::parse(&said, [picture.width, picture.height], points);
        Ok(lines::arrange(sheet))
    }
}

impl Reading {
    /// The page with what was read off it. Of its own text only a stamp is kept, which is then not
    /// read twice.
    #[must_use]
    pub fn on(self, page: Page) -> Page {
        let stamps = match page.verdict {
            Verdict::Picture => stamp::of(page.lines),
            _ => stamp::marked(page.lines),
        };
        let read = self.lines.into_iter();
        let read = read.filter(|line| !stamps.iter().any(|stamp| stamp.covers(line)));
        Page {
            lines: read
                .chain(stamps.iter().flat_map(|stamp| stamp.lines.clone()))
                .collect(),
            verdict: Verdict::Recognised,
            ..page
        }
    }
}

/// Marks page numbers and what repeats on the pages of a paper.
pub fn mark_furniture(pages: &mut [Page]) {
    furniture::mark(pages);
}
