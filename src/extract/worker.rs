//! Reader processes: untrusted bytes are parsed there, under limits, and their deaths cost one file.

mod child;
mod reader;
mod wire;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;
use crate::extract::Limits;

use reader::{Reader, kill};

pub use child::serve;

/// How to start a reader process: a program that calls [`serve`] on its stdin and stdout.
#[derive(Debug, Clone)]
pub struct Program {
    /// The executable, usually this very program.
    pub path: PathBuf,
    /// Its arguments, usually the name of a hidden subcommand.
    pub arguments: Vec<OsString>,
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

    /// Reads a file's bytes in a process of the pool, waiting for a free one.
    ///
    /// A process that dies is replaced. Had it read other files before, the file is tried once more
    /// in a fresh one, so that what others left behind is not held against it.
    pub fn extract(&self, bytes: &[u8], name: &str) -> Result<(Format, Extracted), ExtractError> {
        if bytes.len() > self.limits.file_bytes {
            return Err(ExtractError::OverLimit("file size".to_owned()));
        }
        let (ticket, mut used) = self.check_out(name);
        let answer = loop {
            let fresh = used.is_none();
            let answer = match used
                .take()
                .map_or_else(|| Reader::start(&self.program, &self.limits), Ok)
            {
                Ok(mut reader) => {
                    self.watch_process(ticket, &reader);
                    let answer = self.ask(&mut reader, bytes, name, ticket);
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

    fn check_out(&self, name: &str) -> (u64, Option<Reader>) {
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
            deadline: since + Duration::from_secs(self.limits.wall_seconds),
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
    fn watch_process(&self, ticket: u64, reader: &Reader) {
        let mut state = self.shared.state();
        if let Some(busy) = state.busy.iter_mut().find(|busy| busy.ticket == ticket) {
            busy.deadline = Instant::now() + Duration::from_secs(self.limits.wall_seconds);
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

    fn ask(
        &self,
        reader: &mut Reader,
        bytes: &[u8],
        name: &str,
        ticket: u64,
    ) -> Result<(Format, Extracted), ExtractError> {
        match reader.converse(bytes, name, &self.limits) {
            Ok(answer) => answer,
            Err(_) if self.was_killed(ticket) => Err(ExtractError::TimedOut {
                seconds: self.limits.wall_seconds,
            }),
            Err(error) => Err(reader.cause_of_death(&error, &self.limits)),
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
mod tests {
    use super::*;

    /// A pool whose readers run a line of shell instead of our program.
    fn pool(script: &str, limits: Limits) -> Pool {
        let program = Program {
            path: "/bin/sh".into(),
            arguments: vec!["-c".into(), script.into()],
        };
        Pool::new(program, 2, limits)
    }

    fn limits() -> Limits {
        Limits {
            wall_seconds: 1,
            ..Limits::office()
        }
    }

    #[track_caller]
    fn check(script: &str, expected: &ExtractError) {
        let pool = pool(script, limits());
        let answer = pool.extract(b"paper", "paper.txt");
        assert_eq!(answer.as_ref(), Err(expected), "{script}");
        assert!(pool.in_flight().is_empty());
    }

    fn died(reason: &str) -> ExtractError {
        ExtractError::ReaderDied(reason.to_owned())
    }

    #[test]
    fn every_death_is_named() {
        check("exit 0", &died("it ended early"));
        check("kill -ABRT $$", &died("out of memory or stack"));
        check("kill -SEGV $$", &died("signal 11"));
        check("kill -XCPU $$", &ExtractError::TimedOut { seconds: 10 });
        check("exec sleep 600", &ExtractError::TimedOut { seconds: 1 });
        check(
            "printf '\\377\\377\\377\\377'; exec sleep 600",
            &died("a message over the limit"),
        );
    }

    #[test]
    fn files_beyond_the_limit_start_no_reader() {
        let small = Limits {
            file_bytes: 4,
            ..limits()
        };
        let answer = pool("exit 0", small).extract(b"paper", "");
        assert_eq!(answer, Err(ExtractError::OverLimit("file size".to_owned())));
    }

    #[test]
    fn a_missing_program_is_told() {
        let program = Program {
            path: "/nowhere/reader".into(),
            arguments: Vec::new(),
        };
        let answer = Pool::new(program, 1, limits()).extract(b"paper", "");
        assert!(matches!(answer, Err(ExtractError::ReaderDied(_))));
    }

    #[test]
    fn what_is_in_flight_is_seen_while_it_is() {
        let pool = pool("exec sleep 600", limits());
        thread::scope(|scope| {
            let reading = scope.spawn(|| pool.extract(b"paper", "chậm.doc"));
            while pool.in_flight().is_empty() {
                thread::yield_now();
            }
            assert_eq!(
                pool.in_flight().first().map(|file| file.name.as_str()),
                Some("chậm.doc")
            );
            assert_eq!(
                reading.join().unwrap(),
                Err(ExtractError::TimedOut { seconds: 1 })
            );
        });
    }
}
