//! Whose panic it is: ours is a finding; a crate's is what the reader process is there for.

use std::backtrace::Backtrace;
use std::fs::OpenOptions;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::process;

/// Takes over from libFuzzer, which would end at the first panic of any crate.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        if place.contains("/.cargo/") {
            note(&place);
            return;
        }
        eprintln!("{info}\n{}", Backtrace::force_capture());
        process::abort();
    }));
}

/// Runs a target to its end or to a panic of a crate.
pub fn survive(target: impl FnOnce()) {
    let _ = panic::catch_unwind(AssertUnwindSafe(target));
}

/// Appends the place of a crate's panic to the file that `VANKHO_PANICS` names.
fn note(place: &str) {
    let Ok(path) = std::env::var("VANKHO_PANICS") else {
        return;
    };
    if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(path) {
        let _ = writeln!(file, "{place}");
    }
}
