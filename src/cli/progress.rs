//! What a person sees while an import runs: files, documents a second, what is in flight.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

use crate::archive::Event;
use crate::archive::Outcome;
use crate::archive::Summary;
use crate::cli::report::printable;

/// A bar on a terminal; nothing elsewhere.
pub struct Progress {
    bar: ProgressBar,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    summary: Summary,
    in_flight: BTreeMap<String, Option<Instant>>,
}

impl Progress {
    /// A bar that appears at once.
    pub fn start(quiet: bool) -> Self {
        let bar = match quiet || !std::io::stderr().is_terminal() {
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
        Self {
            bar,
            state: Mutex::default(),
        }
    }

    /// Takes note of what the import reports.
    pub fn see(&self, event: &Event<'_>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Started(path) => {
                state
                    .in_flight
                    .insert((*path).to_owned(), Some(Instant::now()));
            }
            Event::PutOff(path) => {
                state.in_flight.remove(*path);
            }
            Event::Finished(outcome) => {
                state.in_flight.remove(&outcome.path);
                state.summary.count(outcome.outcome);
                self.bar.inc(1);
                let named = matches!(outcome.outcome, Outcome::Quarantined | Outcome::Refused);
                if named && !self.bar.is_hidden() {
                    let reason = outcome.reason.as_deref().unwrap_or_default();
                    let line = format!("{}: {}", printable(&outcome.path), printable(reason));
                    self.bar.println(line);
                }
            }
            Event::Reread(outcome) => {
                self.bar
                    .set_message(format!("đã nhận dạng {}", printable(&outcome.path)));
                return;
            }
        }
        self.bar.set_message(in_flight(&state));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The file longest at work, by name, and how many others are.
fn in_flight(state: &State) -> String {
    let oldest = state.in_flight.iter().min_by_key(|(_, since)| **since);
    let Some((path, since)) = oldest else {
        return String::new();
    };
    let seconds = since.map_or(0, |since| since.elapsed().as_secs());
    let others = state.in_flight.len() - 1;
    match others {
        0 => format!("đang đọc {} ({seconds} s)", printable(path)),
        _ => format!(
            "đang đọc {} ({seconds} s) và {others} tệp khác",
            printable(path)
        ),
    }
}
