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

/// Batches the index may be behind before the store waits for it.
const BEHIND: usize = 1;

/// A follower at work. Dropping it waits until it has come to rest.
pub struct Alongside {
    batches: Option<Sender<Stored>>,
    thread: Option<JoinHandle<Result<(), Error>>>,
}

impl Alongside {
    /// Sets a follower to work.
    pub fn begin(mut follower: Follower) -> Self {
        let (batches, told) = bounded::<Stored>(BEHIND);
        let thread = thread::spawn(move || {
            loop {
                match told.recv_timeout(follower.rest()) {
                    Ok(Stored { sequence, added }) => {
                        measure::stage("index", || follower.follow_to(sequence, added))?;
                    }
                    Err(RecvTimeoutError::Timeout) => follower.commit()?,
                    Err(RecvTimeoutError::Disconnected) => return follower.finish(),
                }
            }
        });
        Self {
            batches: Some(batches),
            thread: Some(thread),
        }
    }

    /// Tells of a batch that is in the store. An error may be that of an earlier one.
    pub fn follow(&mut self, batch: Stored) -> Result<(), Error> {
        let told = self.batches.as_ref().map(|batches| batches.send(batch));
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
        self.batches = None;
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
            self.batches = None;
            // Whoever drops it has an error of their own; the next start indexes what is missing.
            drop(thread.join());
        }
    }
}
