//! `vankho register import` and `vankho export register`: registers held against the archive, and
//! written from it.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::archive::Archive;
use crate::archive::Editor;
use crate::archive::RegisterFields;
use crate::archive::RegisterReport;
use crate::archive::document_title;
use crate::cli::arguments::ExportCommand;
use crate::cli::arguments::FieldsArgument;
use crate::cli::arguments::RegisterCommand;
use crate::cli::correct::editor;
use crate::cli::programs;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Holds a register against the archive.
pub fn run(archive: &Archive, json: bool, command: RegisterCommand) -> anyhow::Result<Ending> {
    let RegisterCommand::Import { file, fill, by } = command;
    let by = fill.then(|| editor(by, None));
    import(archive, json, &file, by.as_ref())
}

/// Writes the archive as a register.
pub fn write(archive: &Archive, json: bool, command: ExportCommand) -> anyhow::Result<Ending> {
    let ExportCommand::Register { file, fields } = command;
    let fields = match fields {
        FieldsArgument::MucLuc => RegisterFields::Catalogue,
        FieldsArgument::Nd30 => RegisterFields::Decree30,
        FieldsArgument::Tt05 => RegisterFields::Circular05,
    };
    export(archive, json, &file, fields)
}

/// Reads a register and reports what it says against the archive; `fill` puts what papers lack in.
fn import(
    archive: &Archive,
    json: bool,
    file: &Path,
    fill: Option<&Editor>,
) -> anyhow::Result<Ending> {
    let report = archive.register(&programs(true)?, file)?;
    let filled = fill.map(|by| archive.fill_from_register(&report, file, by));
    let filled = filled.transpose()?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match json {
        true => {
            writeln!(out, "{}", as_json(&report, filled))?;
        }
        false => {
            print(&mut out, archive, &report)?;
            if let Some(filled) = filled {
                writeln!(out, "\nĐã điền {filled} chỗ theo sổ.")?;
            }
        }
    }
    out.flush()?;
    let found = &report.reconciliation;
    let clean = found.without_file.is_empty()
        && found.without_row.is_empty()
        && found.disagreements.is_empty()
        && found.ambiguous.is_empty()
        && report.oddities.is_empty();
    Ok(if clean {
        Ending::Done
    } else {
        Ending::SomeRejected
    })
}

/// Writes a register of the archive.
fn export(
    archive: &Archive,
    json: bool,
    file: &Path,
    fields: RegisterFields,
) -> anyhow::Result<Ending> {
    let count = archive.export_register(file, fields)?;
    let mut out = std::io::stdout().lock();
    match json {
        true => writeln!(out, "{}", json!({ "file": file, "papers": count }))?,
        false => writeln!(out, "Đã ghi {count} văn bản vào {}", file.display())?,
    }
    Ok(Ending::Done)
}

fn as_json(report: &RegisterReport, filled: Option<usize>) -> serde_json::Value {
    let found = &report.reconciliation;
    let entries = report.entries.iter();
    let entries = entries.map(|entry| {
        json!({
            "row": entry.row,
            "number": entry.printed,
            "issued_on": entry.date.map(|date| date.to_string()),
            "subject": entry.subject,
        })
    });
    let oddities = report.oddities.iter();
    let oddities =
        oddities.map(|odd| json!({ "row": odd.row, "code": odd.code, "message": odd.message }));
    let series = report.series.iter().map(|series| {
        json!({
            "body": series.key.body, "kind": series.key.kind, "period": series.key.period,
            "count": series.count, "first": series.first, "last": series.last,
            "holes": series.holes, "holes_are_normal": series.holes_are_normal, "collisions": series.collisions,
        })
    });
    let disagreements = found.disagreements.iter().map(|one| {
        json!({
            "row": one.row, "id": one.id.to_string(), "field": one.field,
            "register": one.register, "paper": one.paper,
        })
    });
    let ambiguous = found.ambiguous.iter();
    let ambiguous = ambiguous.map(|(row, ids)| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        json!({ "row": row, "ids": ids })
    });
    let matched = found
        .matched
        .iter()
        .map(|(row, id)| json!({ "row": row, "id": id.to_string() }));
    let without_row: Vec<String> = found.without_row.iter().map(ToString::to_string).collect();
    json!({
        "entries": entries.collect::<Vec<_>>(),
        "oddities": oddities.collect::<Vec<_>>(),
        "series": series.collect::<Vec<_>>(),
        "matched": matched.collect::<Vec<_>>(),
        "disagreements": disagreements.collect::<Vec<_>>(),
        "ambiguous": ambiguous.collect::<Vec<_>>(),
        "rows_without_file": found.without_file,
        "files_without_row": without_row,
        "filled": filled,
    })
}

fn print(out: &mut impl Write, archive: &Archive, report: &RegisterReport) -> anyhow::Result<()> {
    let found = &report.reconciliation;
    writeln!(
        out,
        "Sổ có {} dòng ghi văn bản, khớp {} văn bản trong kho.",
        report.entries.len(),
        found.matched.len()
    )?;
    let printed = |row: usize| {
        let entry = report.entries.iter().find(|entry| entry.row == row);
        entry
            .map(|entry| printable(&entry.printed).to_string())
            .unwrap_or_default()
    };
    if !found.without_file.is_empty() {
        writeln!(
            out,
            "\nCó trong sổ, chưa có trong kho ({}):",
            found.without_file.len()
        )?;
        for row in &found.without_file {
            writeln!(out, "  dòng {row}: {}", printed(*row))?;
        }
    }
    if !found.without_row.is_empty() {
        writeln!(
            out,
            "\nCó trong kho, không có trong sổ ({}):",
            found.without_row.len()
        )?;
        for id in &found.without_row {
            writeln!(
                out,
                "  {id}  {}",
                printable(&document_title(&archive.document(id)?))
            )?;
        }
    }
    if !found.disagreements.is_empty() {
        writeln!(
            out,
            "\nSổ và văn bản không khớp ({}):",
            found.disagreements.len()
        )?;
        for one in &found.disagreements {
            let field = if one.field == "issued-on" {
                "ngày"
            } else {
                "trích yếu"
            };
            writeln!(
                out,
                "  dòng {}: {} — {field}: sổ ghi `{}`, văn bản ghi `{}`",
                one.row,
                printed(one.row),
                printable(&one.register),
                printable(&one.paper)
            )?;
        }
    }
    if !found.ambiguous.is_empty() {
        writeln!(
            out,
            "\nNhiều văn bản cùng khớp một dòng ({}):",
            found.ambiguous.len()
        )?;
        for (row, ids) in &found.ambiguous {
            let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            writeln!(out, "  dòng {row}: {} — {}", printed(*row), ids.join(", "))?;
        }
    }
    if !report.oddities.is_empty() {
        writeln!(out, "\nDòng cần xem lại ({}):", report.oddities.len())?;
        for odd in &report.oddities {
            writeln!(out, "  dòng {}: {}", odd.row, odd.message)?;
        }
    }
    print_series(out, report)
}

fn print_series(out: &mut impl Write, report: &RegisterReport) -> anyhow::Result<()> {
    let odd = report
        .series
        .iter()
        .filter(|series| !series.holes.is_empty() || !series.collisions.is_empty());
    for (place, series) in odd.enumerate() {
        if place == 0 {
            writeln!(out, "\nDãy số có chỗ trống hoặc trùng:")?;
        }
        let missing: u32 = series
            .holes
            .iter()
            .map(|(first, last)| last - first + 1)
            .sum();
        write!(
            out,
            "  {} {} {}: {} số từ {} đến {}",
            series.key.kind,
            series.key.body,
            series.key.period,
            series.count,
            series.first,
            series.last
        )?;
        if missing > 0 {
            let note = if series.holes_are_normal {
                " (bình thường: văn bản mật dùng chung dãy số)"
            } else {
                ""
            };
            write!(out, "; thiếu {missing} số{note}: {}", spans(&series.holes))?;
        }
        for (serial, rows) in &series.collisions {
            let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
            write!(out, "; số {serial} ở các dòng {}", rows.join(", "))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// `3–5, 9`; the first twenty.
fn spans(holes: &[(u32, u32)]) -> String {
    let shown = holes
        .iter()
        .take(20)
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}–{last}"),
        });
    let mut shown: Vec<String> = shown.collect();
    if holes.len() > 20 {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
