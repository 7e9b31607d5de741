//! Files read by other machines: an import gives them away, `vankho work` takes them.

mod reading;

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use crate::archive::Error;
use crate::archive::import::ImportJob;
use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;
use crate::extract::Limits;
use crate::extract::worker::longest_answer;
use crate::extract::worker::unpack;
use crate::store::Layout;
use crate::store::Poster;
use crate::store::Queue;
use crate::store::StoreError;
use crate::store::WorkState;

pub use reading::ReadingJob;
pub use reading::read_for_others;

/// Programs of one version understand each other's answers, and read a file alike.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");
/// Bytes of a file that is given away: a larger one costs more on its way than it is worth.
const LARGEST: usize = 32 << 20;
/// How long a file waits for somebody to take it.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long nothing is given away after nobody took a file, or the server was away.
const REST: Duration = Duration::from_secs(30);
/// How often a file is looked after when no notice comes.
const LOOK: Duration = Duration::from_millis(250);

type Read = Result<(Format, Extracted), ExtractError>;

/// What gives the files of one import away; shared between its threads.
pub struct Elsewhere {
    queue: Queue,
    limits: Limits,
    state: Mutex<State>,
}

struct State {
    /// Files that may be given away more.
    free: usize,
    /// Sessions nobody needs just now.
    idle: Vec<Poster>,
    /// Nothing is given away until then.
    rests_until: Option<Instant>,
}

/// How giving a file away ended.
enum Ending {
    Read(Box<Read>),
    /// To be read here.
    Back,
    /// So are the next ones: nobody is there.
    Nobody,
}

impl Elsewhere {
    /// For an import that holds the archive; none for one that gives nothing away.
    ///
    /// # Errors
    /// Where the archive has no server in common with other machines, or that is away.
    pub fn of(layout: &Layout, job: &ImportJob) -> Result<Option<Self>, Error> {
        if job.elsewhere == 0 || job.dry_run {
            return Ok(None);
        }
        let queue = Queue::of(layout, PROGRAM)?;
        // What a killed import left.
        queue.clear()?;
        let state = State {
            free: job.elsewhere,
            idle: Vec::new(),
            rests_until: None,
        };
        Ok(Some(Self {
            queue,
            limits: Limits::office(),
            state: Mutex::new(state),
        }))
    }

    /// What another machine finds in a file; none where it is to be read here: nobody is free or
    /// there at all, it is a container, or something went wrong that is not the file's fault.
    pub fn read(&self, bytes: &[u8], name: &str) -> Option<Read> {
        if bytes.len() > LARGEST {
            return None;
        }
        let session = self.take_place()?;
        let asked = session
            .map_or_else(|| self.queue.poster(), Ok)
            .and_then(|session| Ok((self.ask(&session, bytes, name)?, session)));
        let mut state = self.state();
        state.free += 1;
        let (ending, session) = match asked {
            Ok((ending, session)) => (ending, Some(session)),
            Err(error) => {
                tracing::warn!("`{name}` is read here: {error}");
                // Sessions die together.
                state.idle.clear();
                (Ending::Nobody, None)
            }
        };
        state.idle.extend(session);
        match ending {
            Ending::Read(read) => Some(*read),
            Ending::Back => None,
            Ending::Nobody => {
                state.rests_until = Some(Instant::now() + REST);
                None
            }
        }
    }

    /// A place among the files given away, with a session if one is idle; none where all are taken.
    fn take_place(&self) -> Option<Option<Poster>> {
        let mut state = self.state();
        let rests = state.rests_until.is_some_and(|end| Instant::now() < end);
        if rests || state.free == 0 {
            return None;
        }
        state.free -= 1;
        Some(state.idle.pop())
    }

    fn ask(&self, session: &Poster, bytes: &[u8], name: &str) -> Result<Ending, StoreError> {
        let id = session.post(name, bytes)?;
        let ending = self.follow(session, id);
        // Whatever it ended with: nothing of a file stays longer than it is needed.
        session.withdraw(id)?;
        ending
    }

    fn follow(&self, session: &Poster, id: i64) -> Result<Ending, StoreError> {
        let posted = Instant::now();
        let mut taken = posted;
        // Reading it once more in a fresh process is included, and what the way costs.
        let longest = Duration::from_secs(self.limits.wall_seconds * 3);
        loop {
            match session.look(id, longest_answer(&self.limits))? {
                WorkState::Answered(answer) => {
                    let read = answer.and_then(|answer| unpack(&answer, &self.limits));
                    return Ok(read.map_or(Ending::Back, |read| Ending::Read(Box::new(read))));
                }
                WorkState::GivenUp => {
                    let why = "every machine that read it died".to_owned();
                    return Ok(Ending::Read(Box::new(Err(ExtractError::ReaderDied(why)))));
                }
                WorkState::Gone => return Ok(Ending::Back),
                WorkState::Waiting if taken.elapsed() > PATIENCE => {
                    return Ok(match session.is_anybody_there()? {
                        true => Ending::Back,
                        false => Ending::Nobody,
                    });
                }
                WorkState::Taken if posted.elapsed() > longest => return Ok(Ending::Back),
                WorkState::Waiting => {}
                WorkState::Taken => taken = Instant::now(),
            }
            session.wait(LOOK)?;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        if let Err(error) = self.queue.clear() {
            tracing::warn!("files given to other machines are cleared by the next import: {error}");
        }
    }
}
