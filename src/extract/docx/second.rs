//! What docx-rs makes of a DOCX: the second opinion about how much text there is.

use std::collections::HashMap;
use std::panic;

use docx_rs::{
    DocumentChild, InsertChild, Paragraph, ParagraphChild, Run, RunChild, StructuredDataTagChild,
    Table, TableCellContent, TableChild, TableRowChild, read_docx,
};

use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::docx::resolve;
use crate::extract::xml::Piece;
use crate::extract::xml::Pieces;
use crate::extract::xml::root_if_well_formed;
use crate::extract::xml::text_of;
use crate::extract::zipped::Package;

/// Deeper papers are not shown to docx-rs, which recurses.
const DEEPEST: usize = 200;

/// The paragraphs of the running text, one a line; none if docx-rs cannot read the file.
///
/// It recurses with the paper's nesting, believes declared sizes, and waits for ever for the end of
/// an element that has none, and of a part's root where that is another one: all are checked before.
/// It panics on odd members, which costs the second opinion and not the paper.
pub(super) fn lines(bytes: &[u8], limits: &Limits) -> Option<Vec<Line>> {
    if !is_harmless(bytes, limits) {
        return None;
    }
    let paper = panic::catch_unwind(|| read_docx(bytes)).ok()?.ok()?;
    let mut texts = Vec::new();
    for child in &paper.document.children {
        match child {
            DocumentChild::Paragraph(paragraph) => texts.push(paragraph_text(paragraph)),
            DocumentChild::Table(table) => table_texts(table, &mut texts),
            DocumentChild::StructuredDataTag(tag) => tag_texts(&tag.children, &mut texts),
            _ => {}
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    Some(texts.iter().map(|text| Line::plain(text)).collect())
}

/// What the root of a part must be called that has this relation, as docx-rs waits for its end.
const ROOTS: [(&str, &str); 11] = [
    ("officeDocument", "document"),
    ("styles", "styles"),
    ("numbering", "numbering"),
    ("settings", "settings"),
    ("webSettings", "webSettings"),
    ("theme", "theme"),
    ("header", "hdr"),
    ("footer", "ftr"),
    ("comments", "comments"),
    ("commentsExtended", "commentsEx"),
    ("custom-properties", "Properties"),
];

fn is_harmless(bytes: &[u8], limits: &Limits) -> bool {
    let Ok(mut package) = Package::open(bytes, limits) else {
        return false;
    };
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    package.declares_modestly()
        && is_waited_for_in_vain(&mut package, &names, limits) == Some(false)
}

/// Whether some root is another one than docx-rs waits for the end of; none if markup is not well-formed.
fn is_waited_for_in_vain(
    package: &mut Package<'_>,
    names: &[String],
    limits: &Limits,
) -> Option<bool> {
    let mut roots = HashMap::new();
    let mut relations = Vec::new();
    for name in names {
        if !(name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        let part = package.part(name).ok()??;
        let root = root_if_well_formed(&part, DEEPEST)?;
        if name.ends_with(".rels") {
            if root != "Relationships" {
                return Some(true);
            }
            relations.extend(related(name, &part, limits)?);
        }
        roots.insert(name.as_str(), root);
    }
    let is_sound = |(kind, target): &(String, String)| {
        let wanted = ROOTS.iter().find(|(known, _)| known == kind);
        wanted.is_none_or(|(_, wanted)| match roots.get(target.as_str()) {
            Some(root) => root == wanted,
            None => !names.contains(target),
        })
    };
    Some(!relations.iter().all(is_sound))
}

/// The kinds and targets of all relations in a part, also of those that should not count.
fn related(name: &str, part: &[u8], limits: &Limits) -> Option<Vec<(String, String)>> {
    let (folder, _) = name.split_once("_rels/")?;
    let xml = text_of(part).ok()?;
    let mut pieces = Pieces::of(&xml, limits);
    let mut found = Vec::new();
    while let Some(piece) = pieces.next().ok()? {
        let Piece::Start(tag) = piece else { continue };
        if let (Some(kind), Some(target)) = (tag.attribute("Type"), tag.attribute("Target")) {
            let kind = kind.rsplit('/').next().unwrap_or_default();
            found.push((kind.to_owned(), resolve(folder, &target)));
        }
    }
    Some(found)
}

fn table_texts(table: &Table, texts: &mut Vec<String>) {
    for TableChild::TableRow(row) in &table.rows {
        for TableRowChild::TableCell(cell) in &row.cells {
            for content in &cell.children {
                match content {
                    TableCellContent::Paragraph(paragraph) => texts.push(paragraph_text(paragraph)),
                    TableCellContent::Table(inner) => table_texts(inner, texts),
                    TableCellContent::StructuredDataTag(tag) => tag_texts(&tag.children, texts),
                    TableCellContent::TableOfContents(_) => {}
                }
            }
        }
    }
}

fn tag_texts(children: &[StructuredDataTagChild], texts: &mut Vec<String>) {
    for child in children {
        match child {
            StructuredDataTagChild::Paragraph(paragraph) => texts.push(paragraph_text(paragraph)),
            StructuredDataTagChild::Table(table) => table_texts(table, texts),
            StructuredDataTagChild::StructuredDataTag(tag) => tag_texts(&tag.children, texts),
            StructuredDataTagChild::Run(run) => {
                let mut text = String::new();
                run_text(run, &mut text);
                texts.push(text);
            }
            _ => {}
        }
    }
}

fn paragraph_text(paragraph: &Paragraph) -> String {
    let mut text = String::new();
    children_text(&paragraph.children, &mut text);
    text
}

fn children_text(children: &[ParagraphChild], text: &mut String) {
    for child in children {
        match child {
            ParagraphChild::Run(run) => run_text(run, text),
            ParagraphChild::Hyperlink(link) => children_text(&link.children, text),
            ParagraphChild::Insert(insert) => {
                for child in &insert.children {
                    if let InsertChild::Run(run) = child {
                        run_text(run, text);
                    }
                }
            }
            ParagraphChild::StructuredDataTag(tag) => {
                let mut inner = Vec::new();
                tag_texts(&tag.children, &mut inner);
                text.push_str(&inner.join(" "));
            }
            _ => {}
        }
    }
}

fn run_text(run: &Run, text: &mut String) {
    for child in &run.children {
        match child {
            RunChild::Text(words) => text.push_str(&words.text),
            RunChild::Tab(_) | RunChild::Break(_) | RunChild::CarriageReturn(_) => text.push(' '),
            _ => {}
        }
    }
}
