//! `vankho extract`: what a file gives, for debugging; and the worker that reads files for imports.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::api::wire::TextLine;
use crate::archive::Archive;
use crate::archive::ExtractedFile;
use crate::archive::ExtractedMember;
use crate::archive::charset_named;
use crate::cli::programs;
use crate::cli::report::Ending;
use crate::cli::report::printable;
use crate::document::Page;

#[derive(Serialize)]
struct Extraction<'a> {
    format: &'a str,
    charset: &'a str,
    text_source: String,
    findings: Vec<crate::api::wire::FindingRow>,
    pages: Vec<PageRow>,
    members: Vec<MemberRow<'a>>,
    milliseconds: TimingsRow,
}

#[derive(Serialize)]
struct PageRow {
    width: f32,
    height: f32,
    verdict: &'static str,
    text: String,
    lines: Vec<TextLine>,
}

/// Milliseconds, step by step.
#[derive(Serialize)]
struct TimingsRow {
    extract: f64,
    ocr: f64,
    decode: f64,
    total: f64,
}

#[derive(Serialize)]
struct MemberRow<'a> {
    name: &'a str,
    bytes: u64,
    format: Option<&'a str>,
    problem: Option<&'a str>,
}

/// Reads one file and prints its text.
pub fn run(
    file: &Path,
    json: bool,
    pages: bool,
    ocr: bool,
    charset: Option<&str>,
) -> anyhow::Result<Ending> {
    let programs = programs(ocr)?;
    let started = std::time::Instant::now();
    let charset = charset.map(charset_named).transpose()?;
    let read = Archive::extract(&programs, file, charset)?;
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match json {
        true => {
            let line = extraction(&read, milliseconds);
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
        false => {
            for (number, page) in read.pages.iter().enumerate() {
                if pages {
                    let verdict = read.verdicts.get(number).copied().unwrap_or("blank");
                    writeln!(out, "=== trang {} ({verdict}) ===", number + 1)?;
                }
                writeln!(out, "{}", all_lines(page))?;
            }
            for member in &read.members {
                let what = member.format.or(member.problem.as_deref());
                let name = printable(&member.name);
                writeln!(
                    out,
                    "{:>12}  {name}: {}",
                    member.size,
                    what.unwrap_or_default()
                )?;
            }
        }
    }
    out.flush()?;
    Ok(Ending::Done)
}

fn extraction(read: &ExtractedFile, total: f64) -> Extraction<'_> {
    let verdicts = read
        .verdicts
        .iter()
        .copied()
        .chain(std::iter::repeat("blank"));
    let pages = read
        .pages
        .iter()
        .zip(verdicts)
        .map(|(page, verdict)| PageRow {
            width: page.width,
            height: page.height,
            verdict,
            text: all_lines(page),
            lines: page.lines.iter().map(TextLine::from).collect(),
        });
    let milliseconds = |spent: std::time::Duration| spent.as_secs_f64() * 1000.0;
    Extraction {
        format: read.format,
        charset: read.charset,
        text_source: crate::api::wire::word(&read.text_source),
        findings: read.findings.iter().map(Into::into).collect(),
        members: read.members.iter().map(MemberRow::from).collect(),
        pages: pages.collect(),
        milliseconds: TimingsRow {
            extract: milliseconds(read.timings.extract),
            ocr: milliseconds(read.timings.ocr),
            decode: milliseconds(read.timings.decode),
            total,
        },
    }
}

impl<'a> From<&'a ExtractedMember> for MemberRow<'a> {
    fn from(member: &'a ExtractedMember) -> Self {
        Self {
            name: &member.name,
            bytes: member.size,
            format: member.format,
            problem: member.problem.as_deref(),
        }
    }
}

/// Everything on a page, its running heads and page number too: what is there to be judged.
fn all_lines(page: &Page) -> String {
    let lines: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
    lines.join("\n")
}

/// Reads files from standard input for an import, until it ends.
pub fn worker() -> anyhow::Result<Ending> {
    Archive::serve_extraction()?;
    Ok(Ending::Done)
}
