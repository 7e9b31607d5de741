//! `vankho list`, `bodies` and `cited-missing`: everything there is, and what is not.

use std::io::Write;

use crate::api::wire::BodyRow;
use crate::api::wire::DocumentRow;
use crate::api::wire::MissingRow;
use crate::archive::Archive;
use crate::archive::BodyCount;
use crate::archive::Request;
use crate::archive::document_title;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// One line a document.
pub fn run(archive: &Archive, json: bool) -> anyhow::Result<Ending> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut any = false;
    for document in archive.documents()? {
        let document = document?;
        any = true;
        if json {
            let row = DocumentRow::from(&document);
            writeln!(out, "{}", serde_json::to_string(&row)?)?;
            continue;
        }
        let date = document.description.issued_on.map(|date| date.vietnamese());
        let subject = document.description.subject.as_deref().unwrap_or_default();
        writeln!(
            out,
            "{}  {:<10}  {}  {}",
            document.id,
            date.unwrap_or_default(),
            printable(&document_title(&document)),
            subject
        )?;
    }
    out.flush()?;
    Ok(if any {
        Ending::Done
    } else {
        Ending::NothingFound
    })
}

/// Papers that are cited and missing, the most cited first.
pub fn cited_missing(archive: &Archive, json: bool) -> anyhow::Result<Ending> {
    let missing = archive.cited_missing(usize::MAX)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for paper in &missing {
        match json {
            true => writeln!(out, "{}", serde_json::to_string(&MissingRow::from(paper))?)?,
            false => {
                let date = paper.issued_on.map(|date| date.vietnamese());
                let date = date.unwrap_or_default();
                writeln!(out, "{:>5}  {:<10}  {}", paper.cited_by, date, paper.number)?;
            }
        }
    }
    out.flush()?;
    Ok(match missing.is_empty() {
        true => Ending::NothingFound,
        false => Ending::Done,
    })
}

/// The tree of issuing bodies with counts.
pub fn bodies(archive: &Archive, json: bool) -> anyhow::Result<Ending> {
    let answer = archive.search(&Request::default())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for body in &answer.facets.body {
        match json {
            true => writeln!(out, "{}", serde_json::to_string(&BodyRow::from(body))?)?,
            false => branch(&mut out, body, 0)?,
        }
    }
    out.flush()?;
    Ok(match answer.facets.body.is_empty() {
        true => Ending::NothingFound,
        false => Ending::Done,
    })
}

fn branch(out: &mut impl Write, body: &BodyCount, depth: usize) -> std::io::Result<()> {
    let indent = "  ".repeat(depth);
    writeln!(
        out,
        "{:>7}  {indent}{}  [{}]",
        body.count,
        body.name,
        body.id.as_str()
    )?;
    for child in &body.children {
        branch(out, child, depth + 1)?;
    }
    Ok(())
}
