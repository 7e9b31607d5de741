//! A follower in a thread of its own: the store takes the next batch while the index is written.

use std::thread;
use std::thread::JoinHandle;

use crossbeam_channel::RecvTimeoutError;
use crossbeam_channel::Sender;
use crossbeam_channel::bounded;

use super::Follower;
use crate::archive::Error;
use crate::archive::measure;
use crate::document::Document;
use crate::document::Page;

/// A batch that is in the store.
pub struct Stored {
    /// The last sequence it gave. What came after it is told later: it is not to be read back.
    pub sequence: u64,
    /// Its documents with their text.
    pub added: Vec<(Document, Vec<Page>)>,
}

/// What a follower is told.
enum Word {
    Stored(Stored),
    /// Make everything findable now; whoever waits for it hears when this is dropped.
    CatchUp(Sender<()>),
}

/// Batches the index may be behind before the store waits for it.
const BEHIND: usize = 1;

/// A follower at work. Dropping it waits until it has come to rest.
pub struct Alongside {
    words: Option<Sender<Word>>,
    thread: Option<JoinHandle<Result<(), Error>>>,
}

impl Alongside {
    /// Sets a follower to work.
    pub fn begin(mut follower: Follower) -> Self {
        let (words, told) = bounded::<Word>(BEHIND);
        let thread = thread::spawn(move || {
            loop {
                match told.recv_timeout(follower.rest()) {
                    Ok(Word::Stored(Stored { sequence, added })) => {
                        measure::stage("index", || follower.follow_to(sequence, added))?;
                    }
                    Ok(Word::CatchUp(_waiting)) => follower.commit()?,
                    Err(RecvTimeoutError::Timeout) => follower.commit()?,
                    Err(RecvTimeoutError::Disconnected) => return follower.finish(),
                }
            }
        });
        Self {
            words: Some(words),
            thread: Some(thread),
        }
    }

    /// Tells of a batch that is in the store. An error may be that of an earlier one.
    pub fn follow(&mut self, batch: Stored) -> Result<(), Error> {
        self.tell(Word::Stored(batch))
    }

    /// Waits until all that was told of is findable.
    pub fn catch_up(&mut self) -> Result<(), Error> {
        let (waiting, caught_up) = bounded(0);
        self.tell(Word::CatchUp(waiting))?;
        // Nothing is ever sent: it ends, also if this failed, of which the next word tells.
        let _ = caught_up.recv();
        Ok(())
    }

    fn tell(&mut self, word: Word) -> Result<(), Error> {
        let told = self.words.as_ref().map(|words| words.send(word));
        match told {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) | None => self.end(),
        }
    }

    /// Makes everything findable.
    pub fn finish(mut self) -> Result<(), Error> {
        self.end()
    }

    fn end(&mut self) -> Result<(), Error> {
        self.words = None;
        let ended = self.thread.take().map(JoinHandle::join);
        match ended {
            None => Ok(()),
            Some(ended) => ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        }
    }
}

impl Drop for Alongside {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.words = None;
            // Whoever drops it has an error of their own; the next start indexes what is missing.
            drop(thread.join());
        }
    }
}
