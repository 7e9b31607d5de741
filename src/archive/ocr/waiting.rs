//! Papers that were kept before OCR was there to read them: read from their originals when it is.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Programs;
use crate::archive::follow::Follower;
use crate::archive::holder;
use crate::archive::intake::Mark;
use crate::archive::reading;
use crate::describe;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::LogEvent;
use crate::document::Page;
use crate::document::TextSource;
use crate::extract::Limits;
use crate::extract::source::SourceFile;
use crate::extract::worker::Pool;
use crate::extract::worker::Spool;
use crate::store;
use crate::store::OriginalFile;
use crate::store::StoreError;
use crate::vocabulary::BodyId;

use super::Halt;
use super::Scan;
use super::Scanner;

/// How to read the papers that wait.
#[derive(Debug, Clone)]
pub struct OcrJob {
    /// How readers are started.
    pub programs: Programs,
    /// Pages read at the same time.
    pub jobs: usize,
    /// The body whose archive this is: decides what `TU` or `UBND` means where a paper does not.
    pub home: Option<BodyId>,
    /// Try again what OCR has failed on before.
    pub retry: bool,
    /// Who has them read, as the log tells it.
    pub who: String,
    /// The time now.
    pub clock: fn() -> Timestamp,
}

/// What became of a paper that waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OcrResult {
    /// It has text now.
    Read,
    /// Its pages could not be read.
    Waiting,
    /// It bears a secrecy mark: it was taken out, its original with it.
    Refused,
}

/// One paper that waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcrOutcome {
    /// The document.
    pub id: DocumentId,
    /// The first path it was imported from.
    pub path: String,
    /// What became of it.
    pub result: OcrResult,
}

/// How many papers waited, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct OcrSummary {
    /// Papers that waited.
    pub found: u64,
    /// They have text now.
    pub read: u64,
    /// They still wait: OCR is missing, or could not read them, or the run was stopped.
    pub waiting: u64,
    /// They bear a secrecy mark and were taken out.
    pub refused: u64,
}

impl Archive {
    /// Reads the papers that wait for OCR, one after the other, each durable when it is reported.
    ///
    /// # Errors
    /// When another process writes the archive or the disk fails.
    pub fn read_waiting(
        &self,
        job: &OcrJob,
        watch: &(dyn Fn(&OcrOutcome) + Sync),
        stop: &AtomicBool,
    ) -> Result<OcrSummary, Error> {
        self.allow(Task::Import)?;
        let waiting = self.store().waiting(job.retry)?;
        let mut summary = OcrSummary {
            found: waiting.len() as u64,
            waiting: waiting.len() as u64,
            ..OcrSummary::default()
        };
        let pool = Pool::new(job.programs.reader.clone(), job.jobs, Limits::office());
        let scanner = Scanner::new(
            Some(self.store()),
            &pool,
            job.programs.recogniser.as_ref(),
            job.jobs,
            stop,
        );
        if waiting.is_empty() || scanner.recogniser().is_none() {
            return Ok(summary);
        }
        let holder = holder("ocr", (job.clock)());
        let mut writer = store::Writer::open(self.directory(), &holder)?;
        let mut follower = Follower::open(writer.store(), holder.since)?;
        for id in waiting {
            writer.act(&job.who, (job.clock)());
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let Some(document) = self.store().document(&id)? else {
                continue;
            };
            let path = document.sources.first().cloned().unwrap_or_default();
            let digest = document.digest.clone();
            let original = original_bytes(self.store().originals().fetch(&digest))?;
            let read = match &original {
                Some(bytes) => self.read_again(document, bytes, &path, job, &scanner),
                None => Ok(None),
            };
            let result = match read {
                Err(Halt::Stopped) => break,
                // What an administrator released stays, and stays unread.
                Err(Halt::Secret(_)) if self.store().is_released(&digest)? => OcrResult::Waiting,
                Err(Halt::Secret(mark)) => {
                    let Some(verdict) = mark.verdict() else {
                        continue;
                    };
                    let mut batch = writer.begin()?;
                    batch.refuse_document(&id, &verdict)?;
                    batch.commit()?;
                    self.store().drop_original(&digest)?;
                    follower.follow(Vec::new())?;
                    summary.refused += 1;
                    OcrResult::Refused
                }
                Ok(None) => OcrResult::Waiting,
                Ok(Some((mut document, pages))) => {
                    let mut batch = writer.begin()?;
                    batch.put_document(&mut document, &pages)?;
                    let is_read = document.text_source != TextSource::Waiting;
                    if is_read {
                        let document = id.clone();
                        let home = job.home.as_ref().map(ToString::to_string);
                        batch.log(LogEvent::Recognised { document, home })?;
                    }
                    batch.commit()?;
                    follower.follow(vec![(document, pages)])?;
                    summary.read += u64::from(is_read);
                    match is_read {
                        true => OcrResult::Read,
                        false => OcrResult::Waiting,
                    }
                }
            };
            super::forget(self.store(), &digest);
            watch(&OcrOutcome { id, path, result });
        }
        follower.finish()?;
        drop(writer);
        if summary.refused > 0 {
            self.scrub((job.clock)())?;
        }
        summary.waiting = summary.found - summary.read - summary.refused;
        Ok(summary)
    }

    /// A document as it is after OCR; none where `bytes`, its original, cannot be read.
    fn read_again(
        &self,
        document: Document,
        bytes: &[u8],
        path: &str,
        job: &OcrJob,
        scanner: &Scanner<'_>,
    ) -> Result<Option<(Document, Vec<Page>)>, Halt> {
        let Ok((_, extracted)) = scanner.pool.extract(bytes, path, &mut Spool::default()) else {
            return Ok(None);
        };
        let scan = Scan {
            bytes,
            digest: &document.digest,
            shown: path,
        };
        let extracted = scanner.read(&scan, extracted)?;
        let reading = reading::read(extracted, None);
        let mark = Mark::of(&reading.pages, path);
        if mark != Mark::None {
            return Err(Halt::Secret(mark));
        }
        let described = describe::describe(&reading.pages, path, job.home.as_ref());
        let mut findings = reading.findings;
        findings.extend(described.findings);
        let read = Document {
            charset: reading.charset.to_owned(),
            text_source: reading.text_source,
            description: described.description,
            citations: described.citations,
            findings,
            ..document
        };
        Ok(Some((read, reading.pages)))
    }
}

/// A damaged original is `verify`'s to report.
fn original_bytes(file: Result<OriginalFile, StoreError>) -> Result<Option<Vec<u8>>, StoreError> {
    let file = match file {
        Err(StoreError::MissingOriginal(_) | StoreError::DamagedOriginal(_)) => return Ok(None),
        file => file?,
    };
    let source = SourceFile::open(file.path(), &Limits::office()).ok();
    Ok(source.map(|source| source.bytes))
}
