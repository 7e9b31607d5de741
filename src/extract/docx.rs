//! DOCX: our walk over all parts, checked against what docx-rs finds in the running text.

mod lists;
mod second;
mod styles;
mod table;
mod walk;

use std::collections::{HashMap, HashSet};

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Region;
use crate::extract::Warning;
use crate::extract::html;
use crate::extract::lines;
use crate::extract::xml::{Piece, Pieces, text_of};
use crate::extract::zipped::Package;

pub use table::table;

use lists::Lists;
use styles::Styles;
use walk::{Context, Walked, walk};

/// Reads a DOCX as one page, a paragraph, or a line break in it, a line.
///
/// Insertions are in, deletions, field codes and hidden text out; list labels are printed; headers,
/// footers and notes follow the running text in their own regions, except those of a title page,
/// which are part of it.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let mut paper = Paper::open(bytes, limits)?;
    let mut body = paper.body()?;
    let mut warnings = Vec::new();
    if body.damaged {
        warnings.push(Warning::Damaged);
    }
    if let Some(second) = second::lines(bytes, limits) {
        let theirs: usize = second
            .iter()
            .map(|line| line.text().split_whitespace().count())
            .sum();
        // A few per cent, and a few words in short papers.
        let differ = |more: usize, less: usize| more > less + less * 3 / 100 + 20;
        if differ(theirs, body.words) {
            body.lines = second;
            warnings.push(Warning::ReadersDisagree);
        } else if differ(body.words, theirs) {
            warnings.push(Warning::ReadersDisagree);
        }
    }
    let page = Page {
        lines: paper.with_other_parts(body)?,
        ..Page::default()
    };
    Ok(Extracted {
        pages: vec![page],
        warnings,
    })
}

/// A relation of a part: its kind, and the part it leads to.
struct Relation {
    kind: String,
    target: String,
}

struct Paper<'a> {
    package: Package<'a>,
    limits: Limits,
    /// The XML of the main part.
    main: String,
    relations: HashMap<String, Relation>,
    styles: Styles,
    lists: Lists,
    tables: u32,
}

impl<'a> Paper<'a> {
    fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ExtractError> {
        let mut package = Package::open(bytes, limits)?;
        let name = main_part(&mut package, limits)?;
        let main = package.part(&name)?;
        let main = main.ok_or_else(|| ExtractError::Damaged("no document in it".to_owned()))?;
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
        let relations = relations(
            &mut package,
            &format!("{folder}/_rels/{file}.rels"),
            folder,
            limits,
        )?;
        let mut paper = Self {
            package,
            limits: *limits,
            main: text_of(&main)?,
            relations,
            styles: Styles::default(),
            lists: Lists::default(),
            tables: 0,
        };
        if let Some(xml) = paper.related("styles")? {
            paper.styles = Styles::read(&xml, limits)?;
        }
        if let Some(xml) = paper.related("numbering")? {
            paper.lists = Lists::read(&xml, limits)?;
        }
        Ok(paper)
    }

    /// The XML of the one part of this kind.
    fn related(&mut self, kind: &str) -> Result<Option<String>, ExtractError> {
        let found = self
            .relations
            .values()
            .find(|relation| relation.kind == kind);
        let Some(target) = found.map(|relation| relation.target.clone()) else {
            return Ok(None);
        };
        let part = self.package.part(&target)?;
        part.map(|part| text_of(&part)).transpose()
    }

    fn walk(&mut self, xml: &str, region: Region) -> Result<Walked, ExtractError> {
        let mut context = Context {
            styles: &self.styles,
            lists: &mut self.lists,
            limits: &self.limits,
            tables: self.tables,
        };
        let walked = walk(xml, region, &mut context);
        self.tables = context.tables;
        walked
    }

    /// The running text, foreign pieces of text in their places, the heading in reading order.
    fn body(&mut self) -> Result<Walked, ExtractError> {
        let xml = std::mem::take(&mut self.main);
        let mut body = self.walk(&xml, Region::Body)?;
        self.main = xml;
        if body.lines.is_empty() && body.damaged {
            return Err(ExtractError::Damaged("its XML is not readable".to_owned()));
        }
        for (at, id) in std::mem::take(&mut body.imported).into_iter().rev() {
            let imported = self.imported(&id)?;
            body.lines.splice(at..at, imported);
        }
        lines::arrange_heading(&mut body.lines, 1);
        Ok(body)
    }

    /// A piece of HTML that Word takes over when it opens the paper.
    fn imported(&mut self, id: &str) -> Result<Vec<Line>, ExtractError> {
        let Some(target) = self
            .relations
            .get(id)
            .map(|relation| relation.target.clone())
        else {
            return Ok(Vec::new());
        };
        let part = self.package.part(&target)?.unwrap_or_default();
        match crate::extract::Format::of(&part) {
            crate::extract::Format::Html => {
                let pages = html::read(&part, &self.limits)?.pages;
                let lines = pages.into_iter().flat_map(|page| page.lines);
                Ok(lines.map(|line| Line { cell: None, ..line }).collect())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Title page headers before the running text; then it; then headers, footers and notes.
    fn with_other_parts(&mut self, body: Walked) -> Result<Vec<Line>, ExtractError> {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        let mut parts: Vec<(Region, bool, String)> = Vec::new();
        for (id, relation) in &self.relations {
            let region = match relation.kind.as_str() {
                "header" => Region::Header,
                "footer" => Region::Footer,
                "footnotes" | "endnotes" => Region::Note,
                _ => continue,
            };
            parts.push((
                region,
                body.first_only.contains(id),
                relation.target.clone(),
            ));
        }
        parts.sort_by(|a, b| a.2.cmp(&b.2));
        for (region, first, target) in parts {
            let Some(part) = self.package.part(&target)? else {
                continue;
            };
            let title = first && region == Region::Header;
            let xml = text_of(&part)?;
            let walked = self.walk(&xml, if title { Region::Body } else { region })?;
            let text: Vec<String> = walked.lines.iter().map(Line::text).collect();
            if region != Region::Note && !seen.insert(text) {
                continue;
            }
            match title {
                true => before.extend(walked.lines),
                false => after.extend(walked.lines),
            }
        }
        before.extend(body.lines);
        before.extend(after);
        Ok(before)
    }
}

/// The part that holds the paper: as the package says, else where Word puts it.
fn main_part(package: &mut Package<'_>, limits: &Limits) -> Result<String, ExtractError> {
    let mut top = relations(package, "_rels/.rels", "", limits)?.into_values();
    let named = top.find(|relation| relation.kind == "officeDocument");
    let known = |name: &String| package.names().any(|part| part == name);
    let named = named.map(|relation| relation.target).filter(known);
    Ok(named.unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// The relations in the part called `name`, whose targets are told from `folder`.
fn relations(
    package: &mut Package<'_>,
    name: &str,
    folder: &str,
    limits: &Limits,
) -> Result<HashMap<String, Relation>, ExtractError> {
    let mut found = HashMap::new();
    let Some(part) = package.part(name)? else {
        return Ok(found);
    };
    let xml = text_of(&part)?;
    let mut pieces = Pieces::of(&xml, limits);
    while let Some(piece) = pieces.next()? {
        let Piece::Start(tag) = piece else { continue };
        let external = tag.attribute("TargetMode").as_deref() == Some("External");
        let (Some(id), Some(kind), Some(target), false) = (
            tag.attribute("Id"),
            tag.attribute("Type"),
            tag.attribute("Target"),
            external,
        ) else {
            continue;
        };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        found.insert(
            id,
            Relation {
                kind,
                target: resolve(folder, &target),
            },
        );
    }
    Ok(found)
}

/// The part that `target` means when it is said in `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests;
