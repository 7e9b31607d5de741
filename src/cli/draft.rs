//! `vankho check-draft`: are the papers a draft cites there, cited right, and still in force?

use std::io::Write;
use std::path::Path;

use crate::api::wire::DraftAnswer;
use crate::archive::Archive;
use crate::archive::CheckedCitation;
use crate::archive::CitationVerdict;
use crate::archive::DraftReport;
use crate::cli::programs;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Holds one draft against the archive and prints what is to be looked at.
pub fn run(archive: &Archive, json: bool, file: &Path) -> anyhow::Result<Ending> {
    let report = archive.check_draft(&programs(false)?, file)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match json {
        true => writeln!(
            out,
            "{}",
            serde_json::to_string(&DraftAnswer::from(&report))?
        )?,
        false => print(&mut out, &report)?,
    }
    out.flush()?;
    Ok(match report.faults() {
        0 => Ending::Done,
        _ => Ending::SomeRejected,
    })
}

fn print(out: &mut impl Write, report: &DraftReport) -> std::io::Result<()> {
    for citation in &report.citations {
        print_citation(out, citation)?;
    }
    let (all, faults) = (report.citations.len(), report.faults());
    writeln!(out, "{all} văn bản được viện dẫn, {faults} cần xem lại")?;
    let wanting =
        |it: &&crate::archive::CheckedClause| it.corrected.is_some() || it.with_successor.is_some();
    if report.basis.iter().any(|clause| wanting(&clause)) {
        writeln!(out, "\nCăn cứ nên viết:\n{}", report.block())?;
    }
    for clause in report.basis.iter().filter(wanting) {
        if let Some(other) = &clause.with_successor {
            writeln!(out, "Theo văn bản thay thế: {}", printable(other))?;
        }
    }
    Ok(())
}

fn print_citation(out: &mut impl Write, citation: &CheckedCitation) -> std::io::Result<()> {
    let (printed, verdict) = (printable(&citation.printed), citation.verdict.name());
    writeln!(out, "{printed}: {verdict}")?;
    for difference in &citation.differences {
        let (said, is) = (printable(&difference.said), printable(&difference.is));
        writeln!(
            out,
            "    {}: ghi “{said}”, văn bản là “{is}”",
            difference.name()
        )?;
    }
    for deed in &citation.suffers {
        let date = deed.from.map(|from| format!(", {}", from.vietnamese()));
        let by = printable(&deed.other.label);
        let part = if deed.whole { "" } else { " (một phần)" };
        let date = date.unwrap_or_default();
        writeln!(out, "    {}{part} {by}{date}", deed.action.passive())?;
    }
    if citation.verdict != CitationVerdict::Right {
        for paper in &citation.papers {
            writeln!(out, "    có trong kho: {}", printable(&paper.label))?;
        }
    }
    Ok(())
}
