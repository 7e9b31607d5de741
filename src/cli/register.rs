//! `vankho register import` and `vankho export register`: registers held against the archive, and
//! written from it.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use crate::api::wire::RegisterAnswer;
use crate::archive::Archive;
use crate::archive::Editor;
use crate::archive::Register;
use crate::archive::RegisterFields;
use crate::archive::RegisterReport;
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
            let told = Told {
                report: RegisterAnswer::from(&report),
                filled,
            };
            writeln!(out, "{}", serde_json::to_string(&told)?)?;
        }
        false => {
            print(&mut out, &report)?;
            if let Some(filled) = filled {
                writeln!(out, "\nĐã điền {filled} chỗ theo sổ.")?;
            }
        }
    }
    out.flush()?;
    Ok(if report.is_clean() {
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

/// What `--json` tells.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    report: RegisterAnswer,
    /// Fields that were filled; none where nothing was to be.
    filled: Option<usize>,
}

fn print(out: &mut impl Write, report: &RegisterReport) -> anyhow::Result<()> {
    let (register, found) = (&report.register, &report.reconciliation);
    writeln!(
        out,
        "Sổ có {} dòng ghi văn bản, khớp {} văn bản trong kho.",
        register.entries.len(),
        found.matched.len()
    )?;
    let printed = |at: &usize| match register.entries.get(*at) {
        Some(entry) => format!(
            "{}: {}",
            register.told(entry.place),
            printable(&entry.printed)
        ),
        None => String::new(),
    };
    if !found.without_file.is_empty() {
        writeln!(
            out,
            "\nCó trong sổ, chưa có trong kho ({}):",
            found.without_file.len()
        )?;
        for at in &found.without_file {
            writeln!(out, "  {}", printed(at))?;
        }
    }
    if !found.without_row.is_empty() {
        writeln!(
            out,
            "\nCó trong kho, không có trong sổ ({}):",
            found.without_row.len()
        )?;
        for id in &found.without_row {
            writeln!(out, "  {id}  {}", printable(&report.title(id)))?;
        }
    }
    if !found.disagreements.is_empty() {
        writeln!(
            out,
            "\nSổ và văn bản không khớp ({}):",
            found.disagreements.len()
        )?;
        for one in &found.disagreements {
            writeln!(
                out,
                "  {} — {}: sổ ghi “{}”, văn bản ghi “{}”",
                printed(&one.entry),
                one.name(),
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
        for (at, ids) in &found.ambiguous {
            let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            writeln!(out, "  {} — {}", printed(at), ids.join(", "))?;
        }
    }
    if !register.oddities.is_empty() {
        writeln!(out, "\nDòng cần xem lại ({}):", register.oddities.len())?;
        for odd in &register.oddities {
            writeln!(out, "  {}: {}", register.told(odd.place), odd.message)?;
        }
    }
    print_series(out, register)
}

fn print_series(out: &mut impl Write, register: &Register) -> anyhow::Result<()> {
    let odd = register.series.iter().filter(|series| series.is_odd());
    for (place, series) in odd.enumerate() {
        if place == 0 {
            writeln!(out, "\nDãy số có chỗ trống hoặc trùng:")?;
        }
        write!(
            out,
            "  {} {}: {} số từ {} đến {}",
            series.symbol(),
            series.period(),
            series.count,
            series.first,
            series.last
        )?;
        let missing = series.missing();
        if missing > 0 {
            let note = if series.holes_are_normal {
                " (bình thường: văn bản mật dùng chung dãy số)"
            } else {
                ""
            };
            write!(out, "; thiếu {missing} số{note}: {}", series.spans())?;
        }
        for (serial, entries) in &series.collisions {
            let entries = entries.iter().filter_map(|at| register.entries.get(*at));
            let rows: Vec<String> = entries.map(|entry| register.told(entry.place)).collect();
            write!(out, "; số {serial} ở {}", rows.join(", "))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
