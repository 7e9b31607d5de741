//! A file, or all that is in it, read as an import would and nothing written.

use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Programs;
use crate::archive::intake::members;
use crate::archive::ocr;
use crate::archive::reading;
use crate::document::Finding;
use crate::document::Page;
use crate::document::TextSource;
use crate::extract::Limits;
use crate::extract::SourceFile;
use crate::extract::worker::Pool;
use crate::extract::worker::Spool;
use crate::text::legacy::Charset;

/// A file's text, outside of any archive.
pub struct ExtractedFile {
    /// What the content is.
    pub format: &'static str,
    /// `unicode`, `tcvn3`, `vni` …
    pub charset: &'static str,
    /// Whether the text is there at all.
    pub text_source: TextSource,
    /// Pages in order.
    pub pages: Vec<Page>,
    /// What each page is: `text`, `picture`, `noise`, `blank` or `recognised`.
    pub verdicts: Vec<&'static str>,
    /// What the steps took.
    pub timings: Timings,
    /// Doubts.
    pub findings: Vec<Finding>,
    /// What is in it, and in that.
    pub members: Vec<ExtractedMember>,
}

/// How long reading a file took, step by step.
#[derive(Debug, Clone, Copy, Default)]
pub struct Timings {
    /// In the reader process, starting it included.
    pub extract: Duration,
    /// Drawing and recognising page pictures.
    pub ocr: Duration,
    /// Decoding charsets and cleaning the spelling.
    pub decode: Duration,
}

/// A file in a container.
pub struct ExtractedMember {
    /// Its path: `b.zip!/c.pdf`.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// What the content is.
    pub format: Option<&'static str>,
    /// Why it cannot be read.
    pub problem: Option<String>,
}

impl Archive {
    /// Reads one file as an import would, and writes nothing.
    pub fn extract(
        programs: &Programs,
        file: &Path,
        charset: Option<Charset>,
    ) -> Result<ExtractedFile, Error> {
        let limits = Limits::office();
        let source = SourceFile::open(file, &limits)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let pool = Pool::new(programs.reader.clone(), 1, limits);
        let mut spool = Spool::default();
        let started = Instant::now();
        let extracted = pool.extract(&source.bytes, &name, &mut spool);
        let mut timings = Timings {
            extract: started.elapsed(),
            ..Timings::default()
        };
        let mut found = Vec::new();
        list(&pool, &mut spool, "", limits.nesting, &mut found);
        let (format, extracted) = extracted?;
        let started = Instant::now();
        let extracted = ocr::read_file(&pool, programs, &source, &name, extracted);
        timings.ocr = started.elapsed();
        let verdicts = extracted.pages.iter().map(|page| page.verdict.name());
        let verdicts = verdicts.collect();
        let started = Instant::now();
        let reading = reading::read(extracted, charset);
        timings.decode = started.elapsed();
        Ok(ExtractedFile {
            format: format.name(),
            charset: reading.charset,
            text_source: reading.text_source,
            pages: reading.pages,
            verdicts,
            timings,
            findings: reading.findings,
            members: found,
        })
    }
}

/// Lists members and what is in them, as deep as `levels`.
fn list(
    pool: &Pool,
    spool: &mut Spool,
    around: &str,
    levels: usize,
    found: &mut Vec<ExtractedMember>,
) {
    for member in spool.members().to_vec() {
        let name = format!("{around}{}", member.name);
        let mut inner = Spool::default();
        let outside = members::outside(&member).map(str::to_owned);
        let read = match &outside {
            Some(_) => None,
            None => Some(
                members::content(&member, spool)
                    .and_then(|bytes| pool.extract(&bytes, &name, &mut inner)),
            ),
        };
        let (format, problem) = match read {
            Some(Ok((format, _))) => (Some(format.name()), None),
            Some(Err(error)) => (None, Some(error.to_string())),
            None => (None, outside),
        };
        found.push(ExtractedMember {
            name: name.clone(),
            size: member.size,
            format,
            problem,
        });
        if let Some(levels) = levels.checked_sub(1) {
            list(
                pool,
                &mut inner,
                &format!("{name}{}", crate::store::MEMBER),
                levels,
                found,
            );
        }
    }
}
