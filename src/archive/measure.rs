//! What is measured while files are taken in. Costs nothing where nobody collects it.

use std::time::Instant;

use crate::archive::Outcome;

/// Seconds a step of an import took, by the step's name.
pub const STAGE_SECONDS: &str = "vankho_import_stage_seconds";
/// Files by what became of them.
pub const FILES: &str = "vankho_files_total";
/// Files not taken, by the code of the reason.
pub const REJECTS: &str = "vankho_rejects_total";

/// Does a step and measures it.
pub fn stage<T>(name: &'static str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    metrics::histogram!(STAGE_SECONDS, "stage" => name).record(began.elapsed());
    done
}

/// Counts a file.
pub fn file(outcome: Outcome) {
    metrics::counter!(FILES, "outcome" => outcome.word()).increment(1);
}

/// Counts why a file was not taken.
pub fn reject(code: &str) {
    metrics::counter!(REJECTS, "reason" => code.to_owned()).increment(1);
}
