//! Tokens of HTML to lines: which elements break lines, are chrome, make cells or change the face.

use std::cell::RefCell;
use std::collections::HashSet;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use super::elements::{self, INLINE, SKIPPED, VOID};
use super::menus::Walked;
use super::style;
use crate::extract::Limits;
use crate::extract::Region;
use crate::extract::Run;
use crate::extract::lines::LineBuilder;

/// How far back an end tag looks for its start: keeps crafted pages linear.
const LOOK_BACK: usize = 256;

/// Collects lines while the tokenizer reads.
pub(super) struct Walker(RefCell<State>);

struct State {
    walked: Walked,
    open: Vec<Element>,
    tables: Vec<Table>,
    lists: Vec<List>,
    table_count: u32,
    layouts: HashSet<u32>,
    line: LineBuilder,
    /// Bytes of the line in the making, and how many of them are link.
    bytes: (usize, usize),
    depth: usize,
    room: usize,
    show_hidden: bool,
}

/// An element that is open, with what its content inherits.
#[derive(Clone)]
struct Element {
    name: String,
    face: Run,
    region: Region,
    hidden: bool,
    skipped: bool,
    preformatted: bool,
    link: bool,
}

/// An open table and where in it we are; `column` is the next free one.
struct Table {
    number: u32,
    rows: u32,
    columns: u32,
    in_cell: bool,
    /// It holds another table, so it only arranges the page.
    layout: bool,
}

/// An open list; ordered ones print their numbers.
struct List {
    ordered: Option<style::Numbering>,
    next: u32,
}

impl Walker {
    pub fn new(limits: &Limits, show_hidden: bool) -> Self {
        Self(RefCell::new(State {
            walked: Walked::default(),
            open: Vec::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            table_count: 0,
            layouts: HashSet::new(),
            line: LineBuilder::default(),
            bytes: (0, 0),
            depth: limits.xml_depth,
            room: limits.text_bytes,
            show_hidden,
        }))
    }

    pub fn finish(self) -> Walked {
        let mut state = self.0.into_inner();
        state.break_line();
        state.close_to(0);
        for line in &mut state.walked.lines {
            line.cell = line
                .cell
                .filter(|(table, _, _)| !state.layouts.contains(table));
        }
        state.walked.set_menus_apart();
        state.walked
    }
}

impl TokenSink for Walker {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                state.start(&tag);
                return raw_content(&tag);
            }
            Token::TagToken(tag) => state.end(&tag.name),
            Token::CharacterTokens(text) => state.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Some elements hold text that only looks like tags.
fn raw_content(tag: &Tag) -> TokenSinkResult<()> {
    match &*tag.name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
            TokenSinkResult::RawData(RawKind::Rawtext)
        }
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

impl State {
    fn start(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if !INLINE.contains(&name) {
            self.break_line();
        }
        self.close_drawing(name);
        self.close_implied(name);
        let element = self.inherit(tag);
        if !element.skipped {
            match name {
                "table" => self.open_table(),
                "tr" => self.next_row(),
                "td" | "th" => self.next_cell(tag),
                "ol" | "ul" => self.lists.push(List {
                    ordered: (name == "ol").then(|| style::Numbering::of(tag)),
                    next: style::attribute(tag, "start")
                        .and_then(|n| n.parse().ok())
                        .unwrap_or(1),
                }),
                "li" => self.label(&element),
                _ => {}
            }
        }
        let foreign_void = tag.self_closing && (name == "svg" || name.contains(':'));
        if !VOID.contains(&name) && !foreign_void && self.open.len() < self.depth {
            self.open.push(element);
        }
    }

    /// What an element's content looks like: as its parent's, but for what the tag says.
    fn inherit(&self, tag: &Tag) -> Element {
        let name = &*tag.name;
        let parent = self.open.last();
        let mut face = parent.map(|p| p.face.clone()).unwrap_or_default();
        style::apply(tag, &mut face);
        let outer = parent.map_or(Region::Body, |p| p.region);
        let region = match (outer, style::region(tag)) {
            (Region::Body, Some(region)) if name == "nav" || !self.inside(&["article"]) => region,
            _ => outer,
        };
        Element {
            name: name.to_owned(),
            face,
            region,
            hidden: parent.is_some_and(|p| p.hidden) || style::is_hidden(tag),
            skipped: parent.is_some_and(|p| p.skipped) || SKIPPED.contains(&name),
            link: parent.is_some_and(|p| p.link)
                || (name == "a" && style::attribute(tag, "href").is_some()),
            preformatted: name == "pre" || parent.is_some_and(|p| p.preformatted),
        }
    }

    fn inside(&self, names: &[&str]) -> bool {
        self.near()
            .any(|element| names.contains(&element.name.as_str()))
    }

    fn near(&self) -> impl Iterator<Item = &Element> {
        self.open.iter().rev().take(LOOK_BACK)
    }

    /// Closes what HTML lets people leave open: `<p>` before a block, `<li>` before the next …
    fn close_implied(&mut self, name: &str) {
        let Some((closed, within)) = elements::implied_ends(name) else {
            return;
        };
        let listed = |names: &[&str], element: &Element| names.contains(&element.name.as_str());
        let found = self
            .near()
            .position(|element| listed(closed, element) || listed(within, element));
        let found = found.map(|back| self.open.len() - 1 - back);
        let closes = |at: &usize| {
            self.open
                .get(*at)
                .is_some_and(|element| listed(closed, element))
        };
        if let Some(at) = found.filter(closes) {
            self.close_to(at);
        }
    }

    /// Closes a drawing before what cannot be part of it, unless this stands in one of its texts.
    fn close_drawing(&mut self, name: &str) {
        if !elements::END_DRAWINGS.contains(&name) {
            return;
        }
        let skipped = self.near().take_while(|open| open.skipped);
        let names = ["svg", "foreignobject", "desc"];
        let found = skipped
            .enumerate()
            .find(|(_, open)| names.contains(&open.name.as_str()));
        if let Some((back, open)) = found
            && open.name == "svg"
        {
            self.close_to(self.open.len() - 1 - back);
        }
    }

    fn end(&mut self, name: &str) {
        if name == "br" || name == "p" || !INLINE.contains(&name) {
            self.break_line();
        }
        let found = self.near().position(|element| element.name == name);
        if let Some(back) = found {
            self.close_to(self.open.len() - 1 - back);
        }
    }

    /// Closes every element from `position` on.
    fn close_to(&mut self, position: usize) {
        for element in self
            .open
            .drain(position..)
            .filter(|element| !element.skipped)
        {
            match element.name.as_str() {
                "table" => {
                    let layout = self.tables.pop().filter(|table| table.layout);
                    self.layouts.extend(layout.map(|table| table.number));
                }
                "ol" | "ul" => drop(self.lists.pop()),
                "td" | "th" => {
                    if let Some(table) = self.tables.last_mut() {
                        table.in_cell = false;
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last() else {
            self.bytes.0 += text.trim().len();
            return self.line.push_flowing(text, &Run::default());
        };
        if parent.skipped {
            return;
        }
        if parent.hidden && !self.show_hidden {
            self.walked.hidden_bytes += text.trim().len();
            return;
        }
        let size = text.trim().len();
        self.bytes.0 += size;
        self.bytes.1 += if parent.link { size } else { 0 };
        let face = parent.face.clone();
        if !parent.preformatted {
            return self.line.push_flowing(text, &face);
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.break_line();
            }
            self.line.push(line.trim_end_matches('\r'), &face);
        }
    }

    fn break_line(&mut self) {
        let (size, linked) = std::mem::take(&mut self.bytes);
        let last = self.open.last();
        let region = last.map_or(Region::Body, |element| element.region);
        let cell = self.tables.last().filter(|table| table.in_cell);
        let cell = cell.map(|table| {
            let (row, column) = (
                table.rows.saturating_sub(1),
                table.columns.saturating_sub(1),
            );
            (table.number, row, column)
        });
        let Some(line) = self.line.finish(region, cell) else {
            return;
        };
        match self.room.checked_sub(line.weight()) {
            Some(room) => {
                self.room = room;
                self.walked.shown_bytes += size;
                self.walked.add(line, size > 0 && linked * 10 >= size * 7);
            }
            None => self.walked.truncated = true,
        }
    }

    fn open_table(&mut self) {
        if self.open.len() >= self.depth {
            return;
        }
        if let Some(outer) = self.tables.last_mut() {
            outer.layout = true;
        }
        self.tables.push(Table {
            number: self.table_count,
            rows: 0,
            columns: 0,
            in_cell: false,
            layout: false,
        });
        self.table_count += 1;
    }

    fn next_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.rows = table.rows.saturating_add(1);
            table.columns = 0;
        }
    }

    fn next_cell(&mut self, tag: &Tag) {
        let span = style::attribute(tag, "colspan")
            .and_then(|n| n.parse().ok())
            .unwrap_or(1);
        if let Some(table) = self.tables.last_mut() {
            table.rows = table.rows.max(1);
            table.columns = table.columns.saturating_add(u32::clamp(span, 1, 1000));
            table.in_cell = true;
        }
    }

    /// The number a browser prints before an item.
    fn label(&mut self, item: &Element) {
        let Some(List {
            ordered: Some(numbering),
            next,
        }) = self.lists.last_mut()
        else {
            return;
        };
        let label = numbering.label(*next);
        *next = next.saturating_add(1);
        if !item.hidden || self.show_hidden {
            self.line.push(&label, &item.face);
        }
    }
}
