//! False alarms: a paper that bears a secrecy mark and is none, taken by an administrator's word.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;

use crate::archive::Archive;
use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::Event;
use crate::archive::FileOutcome;
use crate::archive::ImportJob;
use crate::archive::intake::members;
use crate::archive::reason;
use crate::extract::Limits;
use crate::extract::source::SourceFile;
use crate::extract::worker::Pool;
use crate::store::Rejected;
use crate::store::Release;
use crate::store::SourcePath;

impl Archive {
    /// Takes a file that was refused, or held, for a secrecy mark; a member of a container too, with
    /// what was refused because of it. The decision is written down first, with `by.reason`; it holds
    /// for the bytes the file has now and for no others. `job` says how to read; its paths are not
    /// looked at.
    ///
    /// # Errors
    /// When no such file was refused, or several of one path were; when it was sent in, or is no
    /// longer in its container, so that it cannot be read again; when another process writes the
    /// archive.
    pub fn release(
        &self,
        shown: &str,
        job: &ImportJob,
        by: &Editor,
    ) -> Result<Option<FileOutcome>, Error> {
        let (root, relative) = self.marked(shown)?;
        let (outermost, names) = members::parts(&relative);
        let path = root.join(outermost);
        let digest = match names.as_slice() {
            [] => SourceFile::open(&path, &Limits::office())?.digest,
            names => {
                let pool = Pool::new(job.programs.reader.clone(), 1, Limits::office());
                let source = SourceFile::open(&path, &Limits::office())?;
                let member =
                    members::within(&pool, source.bytes, &outermost.to_string_lossy(), names)?;
                member.ok_or_else(|| Error::NotReleasable(shown.to_owned()))?
            }
        };
        let release = Release {
            digest,
            shown: shown.to_owned(),
            reason: by.reason.clone().unwrap_or_default(),
            who: by.who.clone(),
            at: by.at,
        };
        self.write("release", by.at, |batch, _| {
            let path = SourcePath {
                root: &root,
                relative: &relative,
                shown,
            };
            Ok(batch.release(path, &release)?)
        })?;
        let job = ImportJob {
            paths: vec![path],
            within: Some(root),
            // A container is opened again.
            retry: true,
            ..job.clone()
        };
        let told = Mutex::new(None);
        let watch = |event: Event<'_>| {
            if let Event::Finished(outcome) = event
                && outcome.path == shown
            {
                *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome.clone());
            }
        };
        self.import(&job, &watch, &AtomicBool::new(false))?;
        Ok(told.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Every decision to take a paper in spite of a mark, the oldest first.
    pub fn releases(&self) -> Result<Vec<Release>, Error> {
        Ok(self.store().releases()?)
    }

    /// Where the one file lies that is listed under this path as marked.
    fn marked(&self, shown: &str) -> Result<(PathBuf, PathBuf), Error> {
        let refused = self.store().refused()?.into_iter();
        let listed = refused.chain(self.store().quarantined()?);
        let marked = |file: &Rejected| file.shown == shown && reason::is_of_secrecy(&file.reason);
        let mut marked = listed.filter(marked);
        let Some(file) = marked.next() else {
            return Err(Error::NotFound(shown.to_owned()));
        };
        match !file.root.is_absolute() || marked.next().is_some() {
            true => Err(Error::NotReleasable(shown.to_owned())),
            false => Ok((file.root, file.relative)),
        }
    }
}
