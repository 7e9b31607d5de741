//! `vankho show`: one document by id or number.

use std::io::Write;

use crate::api::wire::DocumentDetail;
use crate::api::wire::DocumentLink;
use crate::archive::Archive;
use crate::archive::Document;
use crate::archive::document_title;
use crate::cli::report::Ending;
use crate::cli::report::printable;
use crate::document::DocumentId;

/// Prints the document; the list where a number is borne by several.
pub fn run(archive: &Archive, json: bool, what: &str, text: bool) -> anyhow::Result<Ending> {
    let documents = match DocumentId::parse(what) {
        Some(id) => vec![archive.document(&id)?],
        None => archive.numbered(what)?,
    };
    let mut out = std::io::stdout().lock();
    for document in &documents {
        let detail = DocumentDetail::new(document, &archive.attached(&document.id)?);
        match json {
            true => writeln!(out, "{}", serde_json::to_string(&detail)?)?,
            false => print(&mut out, document, detail)?,
        }
    }
    if let (true, [only]) = (text, documents.as_slice()) {
        for page in archive.pages(&only.id)? {
            writeln!(out, "\n{}", page.text())?;
        }
    }
    Ok(match documents.is_empty() {
        true => {
            eprintln!("không có văn bản nào mang số `{}`", printable(what));
            Ending::NothingFound
        }
        false => Ending::Done,
    })
}

fn print(out: &mut impl Write, document: &Document, detail: DocumentDetail) -> std::io::Result<()> {
    let row = detail.document;
    writeln!(out, "{}", printable(&document_title(document)))?;
    let named = |named: Option<crate::api::wire::Named>| {
        named.map(|named| format!("{} [{}]", named.name, named.id))
    };
    let fields = [
        ("mã", Some(row.id)),
        ("số, ký hiệu", row.number),
        ("loại", named(row.kind)),
        ("cơ quan ban hành", named(row.issuing_body)),
        ("cơ quan chủ quản", named(row.parent_body)),
        ("ngày ban hành", row.issued_on),
        ("nơi ban hành", row.issued_at),
        ("trích yếu", row.subject),
        ("hệ thống", row.system),
        ("định dạng", Some(row.format)),
        ("bảng mã", Some(row.charset)),
        ("số trang", Some(row.pages.to_string())),
        ("nguồn chữ", Some(row.text_source)),
    ];
    for (label, value) in fields {
        if let Some(value) = value {
            writeln!(out, "  {label}: {}", printable(&value))?;
        }
    }
    for source in &row.sources {
        writeln!(out, "  tệp: {}", printable(source))?;
    }
    let mut links = |label, links: Vec<DocumentLink>| {
        links.iter().try_for_each(|link| {
            let title = printable(&link.title);
            writeln!(out, "  {label}: {title} [{}]", link.id)
        })
    };
    links("tệp đính kèm", detail.attachments)?;
    links("kèm theo thư/tệp", detail.attached_to)?;
    for finding in &row.findings {
        writeln!(
            out,
            "  lưu ý: {} ({})",
            printable(&finding.message),
            finding.code
        )?;
    }
    Ok(())
}
