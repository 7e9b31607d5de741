//! Reader processes: untrusted bytes are parsed there, under limits, and their deaths cost one file.

mod answer;
mod child;
mod reader;
mod spool;
mod wire;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;
use crate::extract::Limits;
use crate::extract::container::MemberEnd;
use crate::extract::draw::Picture;
use crate::extract::draw::Scale;

use reader::{Reader, kill};

pub use answer::most as longest_answer;
pub use answer::pack;
pub use answer::unpack;
pub use child::serve;
pub use spool::Member;
pub use spool::Spool;

/// How to start a reader process: a program that calls [`serve`] on its stdin and stdout.
#[derive(Debug, Clone)]
pub struct Program {
    /// The executable, usually this very program.
    pub path: PathBuf,
    /// Its arguments, usually the name of a hidden subcommand.
    pub arguments: Vec<OsString>,
}

/// Seconds a task may take.
#[derive(Debug, Clone, Copy)]
struct Time {
    /// By the clock on the wall.
    wall: u64,
    /// Of processor time.
    cpu: u64,
}

/// A file that is being read.
#[derive(Debug, Clone)]
pub struct InFlight {
    /// Its name as given to [`Pool::extract`].
    pub name: String,
    /// When reading began.
    pub since: Instant,
}

/// Reader processes, started when needed, one file at a time each. Shared by reference between
/// threads; dropping it ends the processes.
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
    watchdog: Option<JoinHandle<()>>,
    program: Program,
    limits: Limits,
    size: usize,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Reader>,
    busy: Vec<Busy>,
    closed: bool,
}

/// A file in flight, as the watchdog sees it.
#[derive(Debug)]
struct Busy {
    ticket: u64,
    file: InFlight,
    deadline: Instant,
    process: Option<Arc<Mutex<Child>>>,
    killed: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, longest: Duration) -> MutexGuard<'a, State> {
        let waited = self.changed.wait_timeout(state, longest);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Pool {
    /// A pool of at most `size` processes; none is started before the first file.
    #[must_use]
    pub fn new(program: Program, size: usize, limits: Limits) -> Self {
        let shared = Arc::new(Shared::default());
        let watched = Arc::clone(&shared);
        Self {
            shared,
            watchdog: Some(thread::spawn(move || watch(&watched))),
            program,
            limits,
            size: size.max(1),
        }
    }

    /// Reads a file's bytes in a process of the pool, waiting for a free one. What a container holds
    /// is in `members` afterwards, in part even when it could not be read to its end.
    ///
    /// A process that dies is replaced. Had it read other files before, the file is tried once more
    /// in a fresh one, so that what others left behind is not held against it.
    pub fn extract(
        &self,
        bytes: &[u8],
        name: &str,
        members: &mut Spool,
    ) -> Result<(Format, Extracted), ExtractError> {
        let answer = self.converse(bytes, name, self.read_time(), &mut |reader| {
            members.clear();
            reader.read(bytes, name, &self.limits, members)
        });
        if let Err(error) = &answer {
            members.end(MemberEnd::Failed(error.clone()));
        }
        answer
    }

    /// Draws a page of a file, counted from 0, in a process of the pool, waiting for a free one.
    pub fn draw(
        &self,
        bytes: &[u8],
        name: &str,
        page: u32,
        scale: Scale,
    ) -> Result<Picture, ExtractError> {
        self.converse(bytes, name, self.draw_time(), &mut |reader| {
            reader.draw(bytes, name, (page, scale), &self.limits)
        })
    }

    fn read_time(&self) -> Time {
        Time {
            wall: self.limits.wall_seconds,
            cpu: self.limits.cpu_seconds,
        }
    }

    fn draw_time(&self) -> Time {
        Time {
            wall: self.limits.draw_seconds,
            cpu: self.limits.draw_seconds,
        }
    }

    /// Has `talk` talk about a file to a process of the pool.
    fn converse<T>(
        &self,
        bytes: &[u8],
        name: &str,
        time: Time,
        talk: &mut dyn FnMut(&mut Reader) -> io::Result<Result<T, ExtractError>>,
    ) -> Result<T, ExtractError> {
        if bytes.len() > self.limits.file_bytes {
            return Err(ExtractError::OverLimit("file size".to_owned()));
        }
        let (ticket, mut used) = self.check_out(name, time);
        let answer = loop {
            let fresh = used.is_none();
            let answer = match used
                .take()
                .map_or_else(|| Reader::start(&self.program, &self.limits), Ok)
            {
                Ok(mut reader) => {
                    self.watch_process(ticket, &reader, time);
                    let answer = talk(&mut reader)
                        .unwrap_or_else(|error| Err(self.cause(&reader, &error, ticket, time)));
                    (answer, Some(reader))
                }
                Err(error) => (Err(ExtractError::ReaderDied(error.to_string())), None),
            };
            match answer {
                (Err(ExtractError::ReaderDied(_)), Some(reader)) if !fresh && reader.is_dead() => {}
                answer => break answer,
            }
        };
        let (answer, reader) = answer;
        self.check_in(ticket, reader);
        answer
    }

    /// The files being read right now, oldest first.
    #[must_use]
    pub fn in_flight(&self) -> Vec<InFlight> {
        self.shared
            .state()
            .busy
            .iter()
            .map(|busy| busy.file.clone())
            .collect()
    }

    fn check_out(&self, name: &str, time: Time) -> (u64, Option<Reader>) {
        let mut state = self.shared.state();
        while state.busy.len() >= self.size {
            state = self.shared.wait(state, Duration::from_secs(1));
        }
        let ticket = state.busy.last().map_or(0, |last| last.ticket + 1);
        let since = Instant::now();
        state.busy.push(Busy {
            ticket,
            file: InFlight {
                name: name.to_owned(),
                since,
            },
            deadline: since + Duration::from_secs(time.wall),
            process: None,
            killed: false,
        });
        (ticket, state.idle.pop())
    }

    fn check_in(&self, ticket: u64, reader: Option<Reader>) {
        let reader = reader.filter(|reader| !reader.is_dead() && !reader.is_tired());
        let mut state = self.shared.state();
        state.busy.retain(|busy| busy.ticket != ticket);
        state.idle.extend(reader);
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Tells the watchdog which process to kill, and gives the file its full time from now.
    fn watch_process(&self, ticket: u64, reader: &Reader, time: Time) {
        let mut state = self.shared.state();
        if let Some(busy) = state.busy.iter_mut().find(|busy| busy.ticket == ticket) {
            busy.deadline = Instant::now() + Duration::from_secs(time.wall);
            busy.process = Some(Arc::clone(&reader.process));
        }
        drop(state);
        self.shared.changed.notify_all();
    }

    fn was_killed(&self, ticket: u64) -> bool {
        let state = self.shared.state();
        state
            .busy
            .iter()
            .any(|busy| busy.ticket == ticket && busy.killed)
    }

    fn cause(&self, reader: &Reader, error: &io::Error, ticket: u64, time: Time) -> ExtractError {
        match self.was_killed(ticket) {
            true => ExtractError::TimedOut { seconds: time.wall },
            false => reader.cause_of_death(error, time.cpu),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.closed = true;
        state.idle.clear();
        drop(state);
        self.shared.changed.notify_all();
        if let Some(watchdog) = self.watchdog.take() {
            // It holds nothing that a panic of its own could have spoiled.
            let _ = watchdog.join();
        }
    }
}

/// Kills the processes of files whose time is up, until the pool is dropped.
fn watch(shared: &Shared) {
    let mut state = shared.state();
    while !state.closed {
        let now = Instant::now();
        for busy in state
            .busy
            .iter_mut()
            .filter(|busy| !busy.killed && busy.deadline <= now)
        {
            if let Some(process) = &busy.process {
                kill(process);
                busy.killed = true;
            }
        }
        let due = state
            .busy
            .iter()
            .filter(|busy| !busy.killed)
            .map(|busy| busy.deadline)
            .min();
        let idle = Duration::from_secs(3600);
        let rest = due.map_or(idle, |due| due.saturating_duration_since(now));
        state = shared.wait(state, rest.max(Duration::from_millis(5)));
    }
}

#[cfg(test)]
mod tests;
