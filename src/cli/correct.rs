//! `vankho correct`, `review` and `corrections`: people put right what was read.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use serde_json::json;

use crate::api::wire::CorrectionRow;
use crate::api::wire::DocumentRow;
use crate::api::wire::HistoryRow;
use crate::archive::Archive;
use crate::archive::Corrected;
use crate::archive::Editor;
use crate::archive::Review;
use crate::archive::ReviewRequest;
use crate::archive::document_title;
use crate::archive::doubt_name;
use crate::cli::arguments::Correct;
use crate::cli::arguments::CorrectionsCommand;
use crate::cli::now;
use crate::cli::report::Ending;
use crate::cli::report::printable;
use crate::document::Correctable;
use crate::document::CorrectionSource;
use crate::document::DocumentId;
use crate::document::Finding;

/// Papers asked for at a time.
const STRIDE: u32 = 200;

/// Who works here, now: as they say, else as they are logged in.
pub fn editor(by: Option<String>, reason: Option<String>) -> Editor {
    let user = || std::env::var("USER").ok().filter(|user| !user.is_empty());
    Editor {
        who: by.or_else(user).unwrap_or_else(|| "vankho".to_owned()),
        at: now(),
        reason,
    }
}

/// Corrects a field, takes a correction back, or shows what was corrected.
pub fn correct(archive: &Archive, json: bool, arguments: Correct) -> anyhow::Result<Ending> {
    let by = editor(arguments.by, arguments.reason);
    let id = the_one(archive, &arguments.what)?;
    match (arguments.undo, arguments.field, arguments.value) {
        (Some(number), ..) => {
            archive.undo(&id, number, &by)?;
        }
        (None, Some(field), Some(value)) => {
            let field: Correctable = field.parse().map_err(crate::archive::Error::from)?;
            archive.correct(&id, &[(field, value)], &by)?;
        }
        (None, Some(_), None) => bail!("give the value too, '' when the paper says none"),
        (None, None, _) => {}
    }
    let history = archive.corrections(&id)?;
    let mut out = std::io::stdout().lock();
    if json {
        let row = HistoryRow::from(&history);
        writeln!(out, "{}", serde_json::to_string(&row)?)?;
        return Ok(Ending::Done);
    }
    let document = archive.document(&id)?;
    writeln!(out, "{}  {id}", printable(&document_title(&document)))?;
    for field in Correctable::ALL {
        let shown = field.shown(&document.description);
        let read = history.read.as_ref().map(|read| field.shown(read));
        let note = match read {
            Some(read) if read != shown => {
                format!("   (máy đọc: {})", read.as_deref().unwrap_or("không có"))
            }
            _ => String::new(),
        };
        let shown = shown.as_deref().unwrap_or("–");
        writeln!(
            out,
            "  {:<14} {}{}",
            field.code(),
            printable(shown),
            printable(&note)
        )?;
    }
    for made in &history.corrections {
        line(&mut out, made)?;
    }
    Ok(Ending::Done)
}

fn line(out: &mut impl Write, made: &Corrected) -> std::io::Result<()> {
    let one = &made.correction;
    let undone = if made.undone.is_some() {
        " [đã bỏ]"
    } else {
        ""
    };
    writeln!(
        out,
        "  #{} {}: {} → {} ({}, {}, {}){undone}",
        made.number,
        one.field,
        printable(one.was.as_deref().unwrap_or("–")),
        printable(one.value.as_deref().unwrap_or("không có")),
        printable(&one.who),
        one.source.name(),
        one.at,
    )
}

/// The document with this id, or the only one with this number.
fn the_one(archive: &Archive, what: &str) -> anyhow::Result<DocumentId> {
    if let Some(id) = DocumentId::parse(what) {
        return Ok(archive.document(&id)?.id);
    }
    match archive.numbered(what)?.as_slice() {
        [] => Err(crate::archive::Error::NotFound(what.to_owned()).into()),
        [only] => Ok(only.id.clone()),
        several => {
            let ids: Vec<&str> = several.iter().map(|one| one.id.as_str()).collect();
            bail!(
                "several documents bear the number `{what}`; name one by id: {}",
                ids.join(", ")
            )
        }
    }
}

/// Lists papers with doubts that a person can settle.
pub fn review(
    archive: &Archive,
    json: bool,
    code: Option<String>,
    import: Option<i64>,
) -> anyhow::Result<Ending> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut request = ReviewRequest {
        code,
        import,
        limit: STRIDE,
        ..ReviewRequest::default()
    };
    let mut count = 0;
    loop {
        let review = archive.review(&request)?;
        for paper in &review.papers {
            count += 1;
            if json {
                let row = DocumentRow::from(paper);
                writeln!(out, "{}", serde_json::to_string(&row)?)?;
                continue;
            }
            writeln!(out, "{}  {}", paper.id, printable(&document_title(paper)))?;
            let doubts = paper.findings.iter();
            for finding in doubts.filter(|finding| Finding::asks_for_a_person(finding)) {
                let message = printable(&finding.message);
                writeln!(out, "    {message} ({})", finding.code)?;
            }
        }
        match review.next {
            Some(next) => request.after = next,
            None => {
                if !json {
                    summary(&mut out, count, &review)?;
                }
                break;
            }
        }
    }
    out.flush()?;
    Ok(match count {
        0 => Ending::NothingFound,
        _ => Ending::Done,
    })
}

fn summary(out: &mut impl Write, count: usize, review: &Review) -> std::io::Result<()> {
    writeln!(out, "{count} văn bản cần xem lại")?;
    for (code, count) in &review.codes {
        writeln!(out, "  {count:>6}  {code}: {}", doubt_name(code))?;
    }
    for import in &review.imports {
        let (count, id) = (import.count, import.id.0);
        writeln!(
            out,
            "  {count:>6}  lần nhập {id}: {}",
            printable(&import.folder)
        )?;
    }
    Ok(())
}

/// Corrections as a file, out and in, and a whole source's taken back.
pub fn corrections(
    archive: &Archive,
    json: bool,
    command: CorrectionsCommand,
) -> anyhow::Result<Ending> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let ending = match command {
        CorrectionsCommand::Export { file } => {
            let count = archive.export_corrections(&file)?;
            match json {
                true => writeln!(out, "{}", json!({ "file": file, "corrections": count }))?,
                false => writeln!(out, "Đã ghi {count} chỗ sửa vào {}", file.display())?,
            }
            Ending::Done
        }
        CorrectionsCommand::Import { file, by } => import(archive, json, &file, by, &mut out)?,
        CorrectionsCommand::Undo { source, by } => {
            let Some(source) = CorrectionSource::from_code(&source) else {
                bail!("`{source}` is not a source: person, register");
            };
            let count = archive.undo_all(source, &editor(by, None))?;
            match json {
                true => writeln!(out, "{}", json!({ "undone": count }))?,
                false => writeln!(out, "Đã bỏ {count} chỗ sửa")?,
            }
            Ending::Done
        }
        CorrectionsCommand::List => {
            for made in archive.all_corrections()? {
                match json {
                    true => {
                        let row = CorrectionRow::from(&made);
                        writeln!(out, "{}", serde_json::to_string(&row)?)?;
                    }
                    false => {
                        write!(out, "{}", made.document)?;
                        line(&mut out, &made)?;
                    }
                }
            }
            Ending::Done
        }
    };
    out.flush()?;
    Ok(ending)
}

fn import(
    archive: &Archive,
    json: bool,
    file: &Path,
    by: Option<String>,
    out: &mut impl Write,
) -> anyhow::Result<Ending> {
    let done = archive.import_corrections(file, &editor(by, None))?;
    if json {
        let rejected = done.rejected.iter();
        let rejected: Vec<_> = rejected
            .map(|(row, why)| json!({ "row": row, "reason": why }))
            .collect();
        let told = json!({ "taken": done.taken, "known": done.known, "rejected": rejected });
        writeln!(out, "{told}")?;
    } else {
        let (taken, known) = (done.taken, done.known);
        writeln!(out, "Đã nhận {taken} chỗ sửa, {known} đã có từ trước")?;
        for (row, why) in &done.rejected {
            writeln!(out, "  dòng {row}: {}", printable(why))?;
        }
    }
    Ok(match done.rejected.is_empty() {
        true => Ending::Done,
        false => Ending::SomeRejected,
    })
}
