//! The proofs of `proofs/` in their short forms, always with the same seed; the long ones are run by hand.

use std::io::Write;
use std::path::Path;
use std::process::Command;

/// What a proof ends with that cannot be run here.
const SKIPPED: i32 = 77;

/// Runs a proof. What it leaves out is said where everybody sees it, for a test that was not run
/// looks like one that passed.
#[track_caller]
fn prove(name: &str, figures: &[&str]) {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proofs");
    let mut python = Command::new("python3");
    // Nothing compiled is to lie about in the source.
    python
        .arg("-B")
        .arg(scripts.join(name).with_extension("py"));
    python.arg(env!("CARGO_BIN_EXE_vankho"));
    let run = python.args(["--seed", "1"]).args(figures).output();
    let run = run.expect("python3 is needed: install the package python3");
    let out = String::from_utf8_lossy(&run.stdout);
    for line in out.lines().filter(|line| line.contains("SKIP")) {
        writeln!(std::io::stderr(), "{line}").unwrap();
    }
    let code = run.status.code();
    let err = String::from_utf8_lossy(&run.stderr);
    assert!(matches!(code, Some(0 | SKIPPED)), "{code:?}\n{out}\n{err}");
}

#[test]
fn killed_at_random_moments_nothing_is_lost() {
    prove("kills", &["--kills", "8", "--papers", "40"]);
}

#[test]
fn a_crash_at_a_boundary_leads_to_the_commit_before_or_after() {
    prove("boundaries", &["--thin", "1", "--every", "45"]);
}

#[test]
fn what_cannot_be_written_is_reported_and_nothing_is_lost() {
    prove("faults", &["--thin", "1", "--every", "60"]);
}

#[test]
fn a_flipped_bit_is_found() {
    prove("flips", &["--flips", "10", "--papers", "30"]);
}

#[test]
fn what_was_acknowledged_survives_a_power_cut() {
    prove("power", &["--moments", "2", "--papers", "20"]);
}

#[test]
fn small_updates_leave_no_rubbish() {
    prove("updates", &["--updates", "40", "--papers", "30"]);
}

#[test]
fn two_importers_make_no_paper_two() {
    prove("importers", &["--rounds", "2", "--papers", "30"]);
}

#[test]
fn few_file_handles_are_an_error_in_words() {
    prove("handles", &["--papers", "20", "--step", "11"]);
}
