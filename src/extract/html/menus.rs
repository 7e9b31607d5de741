//! The lines of a web page, and which of them are menus.

use std::ops::Range;

use crate::extract::Line;
use crate::extract::Region;

/// What a walk over a page gave.
#[derive(Default)]
pub(super) struct Walked {
    pub lines: Vec<Line>,
    pub truncated: bool,
    pub shown_bytes: usize,
    pub hidden_bytes: usize,
    /// For each line, whether it is nearly all link.
    links: Vec<bool>,
}

impl Walked {
    /// Adds a line, which may be nearly all link.
    pub fn add(&mut self, line: Line, link: bool) {
        self.lines.push(line);
        self.links.push(link);
    }

    /// Puts stretches of lines that are nearly all link where menus go, unless they are most of the page.
    pub fn set_menus_apart(&mut self) {
        const MENU: usize = 4;
        let size = |lines: &[Line]| lines.iter().map(|line| line.text().len()).sum::<usize>();
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        for stretch in self.links.chunk_by(|a, b| a == b) {
            let end = at + stretch.len();
            if stretch.len() >= MENU && stretch.first() == Some(&true) {
                stretches.push(at..end);
            }
            at = end;
        }
        let lines = &mut self.lines;
        let menus = stretches
            .iter()
            .filter_map(|range| lines.get(range.clone()));
        if 2 * menus.map(size).sum::<usize>() > size(lines) {
            return;
        }
        for range in stretches {
            for line in lines.get_mut(range).unwrap_or_default() {
                line.region = Region::Header;
            }
        }
    }
}
