//! A lost catalogue made anew: the log says which papers there are, each is read from its original
//! again, and described as its import described it.

use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use crossbeam_channel::Receiver;
use crossbeam_channel::Sender;
use crossbeam_channel::bounded;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::OcrJob;
use crate::archive::holder;
use crate::archive::intake::Mark;
use crate::archive::reading;
use crate::archive::rebuild;
use crate::document::Document;
use crate::document::Page;
use crate::extract::Limits;
use crate::extract::source::SourceFile;
use crate::extract::worker::Pool;
use crate::extract::worker::Spool;
use crate::store::Bare;
use crate::store::Originals;
use crate::store::Rebuild;
use crate::store::Rebuilt;
use crate::store::StoreError;
use crate::store::Writer;
use crate::text::legacy::Charset;
use crate::vocabulary::BodyId;

/// What came of making a catalogue anew.
#[derive(Debug, Clone, Default)]
pub struct Remade {
    /// Documents, and those that are lost.
    pub rebuilt: Rebuilt,
    /// Where the old catalogue was put, if anything was left of it.
    pub aside: Option<PathBuf>,
}

/// What an original gave.
enum Read {
    Paper(Box<Document>, Vec<Page>),
    Secret(Mark),
    Lost,
    /// Nobody can tell: the originals cannot be reached.
    Failed(StoreError),
}

impl Archive {
    /// Makes the catalogue and the index in `directory` anew from the originals and the log, and
    /// puts them in the place of what is there, which is kept aside. Text that was read by OCR is
    /// not in the originals: those papers wait, and are read again where there is a recogniser.
    ///
    /// `job` says how to read; `watch` is told each document's number, from 1, and how many there
    /// are.
    ///
    /// # Errors
    /// When the log is missing or damaged, the run is stopped, or another process writes the
    /// archive: then nothing is changed.
    pub fn remake(
        directory: &Path,
        job: &OcrJob,
        watch: &(dyn Fn(usize, usize) + Sync),
        stop: &AtomicBool,
    ) -> Result<Remade, Error> {
        let now = (job.clock)();
        let holder = holder("remake", now);
        let (mut rebuild, papers) = Rebuild::begin(directory, &holder, &job.who)?;
        let originals = rebuild.originals().clone();
        let pool = Pool::new(job.programs.reader.clone(), job.jobs, Limits::office());
        let mut secret = Vec::new();
        std::thread::scope(|threads| {
            let (given, to_read) = bounded::<Bare>(job.jobs);
            let (done, to_write) = bounded::<(Bare, Read)>(job.jobs);
            let all = papers.clone();
            threads.spawn(move || {
                // Refused when nobody reads any more.
                all.into_iter().all(|bare| given.send(bare).is_ok());
            });
            for _ in 0..job.jobs {
                let (to_read, done) = (to_read.clone(), done.clone());
                let (originals, pool) = (&originals, &pool);
                threads.spawn(move || read_all(originals, pool, &to_read, &done, stop));
            }
            drop((to_read, done));
            for (number, (bare, read)) in to_write.iter().enumerate() {
                match read {
                    Read::Paper(mut document, pages) => rebuild.put(&mut document, &pages)?,
                    Read::Lost => rebuild.lose(&bare)?,
                    Read::Failed(error) => return Err(error.into()),
                    Read::Secret(mark) => {
                        if let Some(verdict) = mark.verdict() {
                            rebuild.refuse(&bare, &verdict)?;
                            secret.push(bare.digest);
                        }
                    }
                }
                watch(number + 1, papers.len());
            }
            Ok::<_, Error>(())
        })?;
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Stopped);
        }
        let (rebuilt, aside) = rebuild.finish()?;
        let writer = Writer::open(directory, &holder)?;
        for digest in secret {
            writer.store().drop_original(&digest)?;
        }
        rebuild::rebuild(writer.store(), now)?;
        drop(writer);
        if job.programs.recogniser.is_some() {
            let archive = Self::open(directory, now)?;
            archive.read_waiting(job, &|_| {}, stop)?;
        }
        Ok(Remade { rebuilt, aside })
    }
}

fn read_all(
    originals: &Originals,
    pool: &Pool,
    to_read: &Receiver<Bare>,
    done: &Sender<(Bare, Read)>,
    stop: &AtomicBool,
) {
    for bare in to_read {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let read = read(originals, pool, &bare).unwrap_or_else(Read::Failed);
        if done.send((bare, read)).is_err() {
            return;
        }
    }
}

/// What an original says, read and described as when it was imported.
fn read(originals: &Originals, pool: &Pool, bare: &Bare) -> Result<Read, StoreError> {
    let file = match originals.fetch(&bare.digest) {
        Err(StoreError::MissingOriginal(_) | StoreError::DamagedOriginal(_)) => {
            return Ok(Read::Lost);
        }
        fetched => fetched?,
    };
    let source = SourceFile::open(file.path(), &Limits::office());
    let Some(source) = source.ok().filter(|source| source.digest == bare.digest) else {
        return Ok(Read::Lost);
    };
    let charset = bare.charset.as_deref().and_then(Charset::from_name);
    let extracted = pool.extract(&source.bytes, &bare.path, &mut Spool::default());
    let (format, reading) = match extracted {
        Ok((format, extracted)) => (format.name(), reading::read(extracted, charset)),
        // It could be read once, so it is a paper, and a paper is never given up.
        Err(error) => ("unknown", reading::none(&error.to_string())),
    };
    let mark = Mark::of(&reading.pages, &bare.path);
    if mark != Mark::None && !bare.is_released {
        return Ok(Read::Secret(mark));
    }
    let home = bare.home.as_deref().map(BodyId::new);
    let file = reading::File {
        digest: &bare.digest,
        bytes: source.size,
        format,
        shown: &bare.path,
    };
    let (document, pages) = reading.described(&file, home.as_ref());
    Ok(Read::Paper(Box::new(document), pages))
}
