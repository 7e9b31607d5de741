//! What readers took, gathered into batches: they go on while the batch before is made durable.

use std::time::Duration;
use std::time::Instant;

use crossbeam_channel::Receiver;
use crossbeam_channel::RecvTimeoutError;
use crossbeam_channel::Sender;
use crossbeam_channel::never;
use crossbeam_channel::select;

use crate::archive::intake::Result as Found;
use crate::archive::intake::Taken;

/// New documents that become durable together at most.
const DOCUMENTS: usize = 256;
/// Bytes of originals in a batch at most, so that a batch never outgrows memory.
const BYTES: usize = 64 << 20;
/// Files in a batch at most: of most there is nothing to keep but that they were seen.
const FILES: usize = 16_384;
/// How long a file's outcome is held back for its batch, so that a person sees the import move.
const AGE: Duration = Duration::from_millis(500);
/// How long a lone file waits for company.
const PATIENCE: Duration = Duration::from_millis(200);

/// Files that become durable together.
#[derive(Default)]
struct Batch {
    files: Vec<Taken>,
    documents: usize,
    bytes: usize,
    /// When the first file came, and the last.
    began: Option<(Instant, Instant)>,
}

impl Batch {
    fn add(&mut self, files: Vec<Taken>) {
        for file in &files {
            if let Found::New(draft) = &file.result {
                self.documents += 1;
                self.bytes += draft.bytes.len();
            }
        }
        if !files.is_empty() {
            let now = Instant::now();
            self.began = Some((self.began.map_or(now, |(first, _)| first), now));
        }
        self.files.extend(files);
    }

    fn is_full(&self) -> bool {
        self.documents >= DOCUMENTS || self.bytes >= BYTES || self.files.len() >= FILES
    }

    /// How long until it should be written; nothing in it asks for nothing.
    fn rest(&self) -> Duration {
        match self.began {
            None => AGE,
            Some(_) if self.is_full() => Duration::ZERO,
            Some((first, last)) => {
                let (age, silence) = (first.elapsed(), last.elapsed());
                AGE.saturating_sub(age)
                    .min(PATIENCE.saturating_sub(silence))
            }
        }
    }
}

/// Hands on batches until there are no more files, or nobody wants them. One grows while the one
/// before it is written, until it is full: then the readers wait.
pub fn gather(taken: &Receiver<Vec<Taken>>, batches: &Sender<Vec<Taken>>) {
    let nobody = never();
    let mut batch = Batch::default();
    loop {
        let rest = batch.rest();
        if !rest.is_zero() {
            match taken.recv_timeout(rest) {
                Ok(files) => batch.add(files),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            continue;
        }
        let more = if batch.is_full() { &nobody } else { taken };
        select! {
            send(batches, std::mem::take(&mut batch).files) -> sent => if sent.is_err() { return },
            recv(more) -> files => match files {
                Ok(files) => batch.add(files),
                Err(_) => break,
            },
        }
    }
    // Nobody listens to a run that has failed.
    drop(batches.send(batch.files));
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use crossbeam_channel::bounded;
    use crossbeam_channel::unbounded;

    use super::*;

    fn skipped(name: usize) -> Taken {
        Taken {
            root: PathBuf::new(),
            relative: PathBuf::new(),
            shown: name.to_string(),
            result: Found::Skipped(""),
        }
    }

    #[test]
    fn every_file_is_handed_on_once_and_in_order() {
        let (give, taken) = unbounded();
        let (batches, written) = bounded(0);
        let count = 2 * FILES + 7;
        let mut names = 0..count;
        for length in (0..).map(|turn| turn % 5) {
            let files: Vec<Taken> = names.by_ref().take(length).map(skipped).collect();
            let none_left = length > 0 && files.is_empty();
            give.send(files).unwrap();
            if none_left {
                break;
            }
        }
        drop(give);
        let gathering = std::thread::spawn(move || gather(&taken, &batches));
        let batches: Vec<Vec<Taken>> = written.iter().collect();
        gathering.join().unwrap();
        assert!(batches.iter().all(|batch| batch.len() < FILES + 5));
        let shown = batches.into_iter().flatten().map(|file| file.shown);
        assert!(shown.eq((0..count).map(|name| name.to_string())));
    }

    #[test]
    fn who_wants_no_more_batches_stops_the_readers() {
        let (give, taken) = bounded(1);
        let (batches, written) = bounded(0);
        drop(written);
        let gathering = std::thread::spawn(move || gather(&taken, &batches));
        while give.send(vec![skipped(0)]).is_ok() {}
        gathering.join().unwrap();
    }
}
