//! What a person sees while an import runs: files, documents a second, what is in flight since when.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

use crossbeam_channel::RecvTimeoutError;
use crossbeam_channel::Sender;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;

use crate::archive::Event;
use crate::archive::Outcome;
use crate::archive::Summary;
use crate::cli::report::printable;

/// How often the times are brought up to date.
const TICK: Duration = Duration::from_millis(500);
/// How long after the first line a log gets another one.
const LINE: Duration = Duration::from_secs(10);
/// Files that are named, the longest at work first.
const NAMED: usize = 3;

/// A bar on a terminal, now and then a line in a log; nothing beside JSON.
pub struct Progress {
    shared: Arc<Shared>,
    /// Ends the ticking when it is dropped.
    going: Option<(Sender<()>, JoinHandle<()>)>,
}

struct Shared {
    bar: ProgressBar,
    started: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    summary: Summary,
    in_flight: BTreeMap<String, Instant>,
}

impl Progress {
    /// A bar that appears at once.
    pub fn start(quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = match quiet || !terminal {
            true => ProgressBar::hidden(),
            false => ProgressBar::new_spinner(),
        };
        let style = ProgressStyle::with_template(
            "{spinner} {pos} tệp · {per_sec} · {elapsed} · {wide_msg}",
        );
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let shared = Arc::new(Shared {
            bar,
            started: Instant::now(),
            state: Mutex::default(),
        });
        let (going, end) = crossbeam_channel::bounded(0);
        let ticked = Arc::clone(&shared);
        let ticking = std::thread::spawn(move || {
            let mut next = TICK;
            while end.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                ticked.show();
                if !quiet && !terminal && ticked.started.elapsed() >= next {
                    eprintln!("{}", ticked.line());
                    next = ticked.started.elapsed() + LINE;
                }
            }
        });
        Self {
            shared,
            going: Some((going, ticking)),
        }
    }

    /// Takes note of what the import reports.
    pub fn see(&self, event: &Event<'_>) {
        let Shared { bar, .. } = &*self.shared;
        let mut state = self.shared.state();
        match event {
            Event::Started(path) => {
                state.in_flight.insert((*path).to_owned(), Instant::now());
            }
            Event::PutOff(path) => {
                state.in_flight.remove(*path);
            }
            Event::Finished(outcome) => {
                state.in_flight.remove(&outcome.path);
                state.summary.count(outcome.outcome);
                bar.inc(1);
                let named = matches!(outcome.outcome, Outcome::Quarantined | Outcome::Refused);
                if named && !bar.is_hidden() {
                    let reason = outcome.reason.as_deref().unwrap_or_default();
                    let line = format!("{}: {}", printable(&outcome.path), printable(reason));
                    bar.println(line);
                }
            }
            Event::Reread(outcome) => {
                bar.set_message(format!("đã nhận dạng {}", printable(&outcome.path)));
            }
        }
    }

    /// Does something that prints, with the bar out of the way.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.shared.bar.suspend(print)
    }

    /// Takes the bar away.
    pub fn finish(mut self) {
        self.shared.bar.finish_and_clear();
        if let Some((going, ticking)) = self.going.take() {
            drop(going);
            // It cannot fail but by a panic, which has been told.
            drop(ticking.join());
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self) {
        let told = in_flight(&self.state(), Instant::now());
        if !told.is_empty() {
            self.bar.set_message(told);
        }
    }

    /// How far it is, for a log.
    fn line(&self) -> String {
        let state = self.state();
        let seconds = self.started.elapsed().as_secs();
        let Summary {
            found, imported, ..
        } = state.summary;
        let told = in_flight(&state, Instant::now());
        format!("{seconds} s: đã xem {found} tệp, nhập mới {imported}; {told}")
    }
}

/// The files longest at work, by name, and how many others are.
fn in_flight(state: &State, now: Instant) -> String {
    let mut flights: Vec<(Instant, &str)> = state
        .in_flight
        .iter()
        .map(|(path, since)| (*since, path.as_str()))
        .collect();
    flights.sort_unstable();
    let named = flights.iter().take(NAMED).map(|(since, path)| {
        let seconds = now.saturating_duration_since(*since).as_secs();
        format!("{} ({seconds} s)", printable(path))
    });
    let named = named.collect::<Vec<_>>().join(", ");
    match flights.len() {
        0 => String::new(),
        all if all <= NAMED => format!("đang đọc {named}"),
        all => format!("đang đọc {named} và {} tệp khác", all - NAMED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_at_work_are_named_with_their_time() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut state = State::default();
        assert_eq!(in_flight(&state, start), "");
        state.in_flight.insert("a\n.pdf".to_owned(), at(5));
        assert_eq!(in_flight(&state, at(7)), "đang đọc a\\n.pdf (2 s)");
        for (name, since) in [("b", 1), ("c", 9), ("d", 3), ("e", 8)] {
            state.in_flight.insert(name.to_owned(), at(since));
        }
        let told = in_flight(&state, at(10));
        assert_eq!(
            told,
            "đang đọc b (9 s), d (7 s), a\\n.pdf (5 s) và 2 tệp khác"
        );
    }
}
