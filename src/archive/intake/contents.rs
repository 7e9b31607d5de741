//! What the bytes of a file say, and all that is in it: known? readable? secret?

use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;

use super::Draft;
use super::Intake;
use super::Left;
use super::Result;
use super::Stopped;
use super::Turn;
use super::Watch;
use super::members;
use super::moved;
use super::shown;
use crate::archive::measure;
use crate::archive::ocr::Halt;
use crate::archive::ocr::Scan;
use crate::archive::reading;
use crate::archive::reading::Reading;
use crate::archive::reason;
use crate::describe;
use crate::describe::Secrecy;
use crate::document::DocumentId;
use crate::document::Page;
use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;
use crate::extract::Warning;
use crate::extract::source::digest;
use crate::extract::worker::Spool;
use crate::store::Stamp;
use crate::store::Verdict;

/// A file or a member whose bytes are at hand.
pub struct Item<'i> {
    pub root: &'i Path,
    pub relative: PathBuf,
    pub shown: String,
    pub stamp: Stamp,
    pub digest: String,
    pub bytes: Vec<u8>,
    /// Containers around it.
    pub depth: usize,
    /// Members of containers are read in their container's turn.
    pub turn: Turn,
}

/// What a file says, and what all that is in it says, of its being secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    None,
    Perhaps,
    Secret,
}

impl Mark {
    /// What a paper's text and path say.
    pub fn of(pages: &[Page], shown: &str) -> Self {
        match describe::secrecy(pages, shown) {
            Secrecy::Clean => Self::None,
            Secrecy::Suspicious => Self::Perhaps,
            Secrecy::Refused { .. } => Self::Secret,
        }
    }

    /// The verdict on a paper that bears a secrecy mark, or may bear one.
    pub fn verdict(self) -> Option<Verdict> {
        match self {
            Self::None => None,
            Self::Secret => Some(Verdict::Refused {
                reason: reason::secret(),
            }),
            Self::Perhaps => Some(Verdict::Quarantined {
                stamp: None,
                digest: None,
                reason: reason::maybe_secret(),
            }),
        }
    }
}

impl Intake<'_> {
    /// Reads a file and all that is in it.
    pub(super) fn read(
        &self,
        mut item: Item<'_>,
        watch: &mut Watch<'_>,
    ) -> std::result::Result<(Result, Mark), Stopped> {
        // A catalogue that cannot be asked is the writer's to report: here the file counts as new.
        let known = self.store.document_with_digest(&item.digest).ok().flatten();
        let is_deleted = |digest| matches!(self.store.deleted_with_digest(digest), Ok(Some(_)));
        if known.is_none() && is_deleted(&item.digest) {
            return Ok((Result::Skipped(reason::DELETED), Mark::None));
        }
        let reopen = self.job.retry && self.has_untaken_members(item.root, &item.relative);
        if let Some(document) = &known
            && !reopen
            && !self.is_unopened(&item, document)
        {
            return Ok((self.same(&item, document), Mark::None));
        }
        let mut spool = Spool::default();
        let extracted = measure::stage("extract", || self.extract(&item, &mut spool));
        let wrapper = matches!(&extracted, Ok((format, _)) if format.is_only_a_wrapper());
        let (own, reading) = match (wrapper, extracted) {
            (true, Ok((_, extracted))) => {
                item.bytes = Vec::new();
                (Mark::None, Err(unpacked(&item, &extracted)))
            }
            (_, Ok((_, extracted)))
                if item.turn != Turn::Last
                    && spool.members().is_empty()
                    && self.means.scanner.can_read(&extracted) =>
            {
                return Err(Stopped::PutOff(Turn::Last));
            }
            (_, Ok((format, extracted))) => {
                let (own, reading) = self.recognised(&item, extracted)?;
                (own, Ok((format, reading)))
            }
            (_, Err(error)) => (Mark::None, Err(rejected(&item, &error))),
        };
        let own = match own {
            Mark::None => Mark::None,
            _ if self.store.is_released(&item.digest).unwrap_or(false) => Mark::None,
            marked => marked,
        };
        let inside = self.members(&item, own, &mut spool, watch)?;
        let mark = own.max(inside);
        let result = match (reading, known) {
            // What was not looked at may be secret: not even a letter is kept then.
            (_, None) if !watch.left.lasts() && mark == Mark::None => {
                rejected(&item, &Left::over())
            }
            (Err(result), _) => result,
            // What holds a secret is one: its original would be kept.
            (Ok(_), None) if mark != Mark::None => match mark.verdict() {
                Some(verdict) => self.marked(item.root, &item.relative, verdict),
                None => return Err(Stopped::Unwanted),
            },
            (Ok(_), Some(document)) => self.same(&item, &document),
            (Ok((format, reading)), None) => {
                let draft = measure::stage("describe", || self.draft(item, format, reading));
                Result::New(Box::new(draft))
            }
        };
        Ok((result, mark))
    }

    /// What is in a file: read by another machine where one is free, else here.
    fn extract(
        &self,
        item: &Item<'_>,
        spool: &mut Spool,
    ) -> std::result::Result<(Format, Extracted), ExtractError> {
        // Members are read one after the other, in their container's turn: they would only wait.
        let elsewhere = self.means.elsewhere.filter(|_| item.depth == 0);
        let read = elsewhere.and_then(|elsewhere| elsewhere.read(&item.bytes, &item.shown));
        read.unwrap_or_else(|| self.means.pool.extract(&item.bytes, &item.shown, spool))
    }

    /// Whether a document holds others that are not known at this path: who may see only this copy of a
    /// letter is to find what came with it.
    fn is_unopened(&self, item: &Item<'_>, document: &DocumentId) -> bool {
        let journal = self.journals.get(item.root);
        let opened =
            journal.is_some_and(|journal| journal.members(&item.relative).next().is_some());
        // A catalogue that cannot be asked is the writer's to report.
        !opened
            && !self
                .store
                .attachments(document)
                .unwrap_or_default()
                .is_empty()
    }

    /// The text of a paper, its scanned pages read; and what it says of being secret, which is asked
    /// before it costs OCR.
    fn recognised(
        &self,
        item: &Item<'_>,
        extracted: Extracted,
    ) -> std::result::Result<(Mark, Reading), Stopped> {
        let scan = self
            .means
            .scanner
            .can_read(&extracted)
            .then(|| extracted.clone());
        let reading = reading::read(extracted, self.job.charset);
        let mark = Mark::of(&reading.pages, &item.shown);
        let Some(extracted) = scan.filter(|_| mark == Mark::None) else {
            return Ok((mark, reading));
        };
        let scan = Scan {
            bytes: &item.bytes,
            digest: &item.digest,
            shown: &item.shown,
        };
        match self.means.scanner.read(&scan, extracted) {
            Ok(read) => {
                let reading = reading::read(read, self.job.charset);
                Ok((Mark::of(&reading.pages, &item.shown), reading))
            }
            Err(Halt::Secret(mark)) => Ok((mark, reading)),
            Err(Halt::Stopped) => Err(Stopped::Unwanted),
        }
    }

    /// A file whose bytes are a document's.
    fn same(&self, item: &Item<'_>, document: &DocumentId) -> Result {
        let verdict = Verdict::Kept {
            stamp: item.stamp,
            document: document.clone(),
        };
        let journal = self.journals.get(item.root);
        match journal.and_then(|journal| journal.get(&item.relative)) {
            Some(entry) if entry.verdict == verdict && !entry.gone => Result::Settled(verdict),
            Some(entry) => match &entry.verdict {
                Verdict::Kept { document: of, .. } if of == document => Result::Again(verdict),
                _ => Result::Same(verdict),
            },
            None if self.job.uploaded => Result::Same(verdict),
            None => match moved::origin(self.store, document) {
                Some(from) => Result::Moved(verdict, from),
                None => Result::Same(verdict),
            },
        }
    }

    /// Takes the members of a container; says what the worst of them says of being secret.
    fn members(
        &self,
        container: &Item<'_>,
        own: Mark,
        spool: &mut Spool,
        watch: &mut Watch<'_>,
    ) -> std::result::Result<Mark, Stopped> {
        let mut inside = Mark::None;
        let mut names = HashSet::new();
        for member in spool.members().to_vec() {
            watch.left.take(member.size);
            if !watch.left.lasts() {
                break;
            }
            let name = members::unlike(&member.name, &mut names);
            let relative = members::path_of(&container.relative, &name);
            let shown = shown(&relative);
            // A name can say that a paper is secret, and what goes with a secret paper is one.
            let named = match self.is_released_at(container.root, &relative) {
                true => Mark::None,
                false => Mark::of(&[], &shown),
            };
            let mark = own.max(named);
            inside = inside.max(mark);
            let stamp = Stamp {
                size: member.size,
                modified_ns: container.stamp.modified_ns,
            };
            let result = match (members::outside(&member), mark.verdict()) {
                (Some(words), _) => Result::Rejected(Verdict::Skipped {
                    stamp,
                    reason: reason::no_paper(words),
                }),
                (None, Some(verdict)) => Result::Rejected(verdict),
                (None, None) if container.depth >= self.limits.nesting => quarantined(
                    stamp,
                    &ExtractError::OverLimit("depth of containers".to_owned()),
                ),
                (None, None) => match members::content(&member, spool) {
                    Err(error) => quarantined(stamp, &error),
                    Ok(bytes) => {
                        (watch.started)(&shown);
                        let item = Item {
                            root: container.root,
                            relative: relative.clone(),
                            shown: shown.clone(),
                            stamp,
                            digest: digest(&bytes),
                            bytes,
                            depth: container.depth + 1,
                            turn: Turn::Last,
                        };
                        let (result, mark) = self.read(item, watch)?;
                        inside = inside.max(mark);
                        result
                    }
                },
            };
            self.tell(container.root, relative, shown, result, watch)?;
        }
        Ok(inside)
    }

    fn draft(&self, item: Item<'_>, format: Format, reading: Reading) -> Draft {
        let file = reading::File {
            digest: &item.digest,
            bytes: item.bytes.len() as u64,
            format: format.name(),
            shown: &item.shown,
        };
        let (document, pages) = reading.described(&file, self.job.home.as_ref());
        Draft {
            stamp: item.stamp,
            document,
            pages,
            bytes: item.bytes,
        }
    }
}

/// An archive of files whose members have been told. One that lost some is for a person to see.
fn unpacked(item: &Item<'_>, extracted: &Extracted) -> Result {
    match extracted.warnings.contains(&Warning::Damaged) {
        true => Result::Rejected(Verdict::Quarantined {
            stamp: Some(item.stamp),
            digest: Some(item.digest.clone()),
            reason: reason::members_lost(),
        }),
        false => Result::Unpacked(Verdict::Unpacked { stamp: item.stamp }),
    }
}

fn rejected(item: &Item<'_>, error: &ExtractError) -> Result {
    Result::Rejected(Verdict::Quarantined {
        stamp: Some(item.stamp),
        digest: Some(item.digest.clone()),
        reason: reason::of(error),
    })
}

fn quarantined(stamp: Stamp, error: &ExtractError) -> Result {
    Result::Rejected(Verdict::Quarantined {
        stamp: Some(stamp),
        digest: None,
        reason: reason::of(error),
    })
}
